//! A fiber: a task's code on a stack of its own, as a future that tokio can poll.
//!
//! Rhai cannot suspend. So a task runs as a coroutine; where it must wait, it polls the real future with
//! the context of the poll that is under way and, when that is pending, switches back to the poller.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use corosensei::{Coroutine, CoroutineResult, Yielder};

use super::stack::{FiberStack, StackKind};
use super::stack_use::{StackUse, address_here};
use super::switch::Switch;
use super::task::Task;
use super::task_state::{Ending, StopReason};
use super::{Runtime, fault, panic_text};
use crate::trace::Outcome;

/// A task's code. It is done when the task has ended, however that was.
pub(super) struct Fiber<B> {
    runtime: Rc<Runtime>,
    task: Rc<Task>,
    state: State<B>,
    yielder: *const Yielder<(), ()>,
}

/// How far the code is. A stack is there from the first turn to the end.
enum State<B> {
    New { body: Box<B>, kind: StackKind },
    Begun(Coroutine<(), (), Ending, FiberStack>),
    Over,
}

impl<B: FnOnce() -> Ending + 'static> Fiber<B> {
    pub(super) fn new(runtime: &Rc<Runtime>, task: &Rc<Task>, kind: StackKind, body: B) -> Fiber<B> {
        let state = State::New { body: Box::new(body), kind };
        Fiber { runtime: runtime.clone(), task: task.clone(), state, yielder: std::ptr::null() }
    }

    /// Gets the task a stack. Gives how it ends where it is not to begin, or cannot.
    fn begin(&mut self, body: Box<B>, kind: StackKind) -> Result<(), Ending> {
        self.task.may_begin()?;
        let stack = self.runtime.stacks.take(kind).map_err(|_| {
            self.task.stop.set(Some(StopReason::NoStack));
            Ending { outcome: Outcome::Failed, text: Some("there is no memory for its stack".into()) }
        })?;
        self.runtime.budget.stacks.set(&self.task.stack, StackUse::of(&stack));
        let runtime = self.runtime.clone();
        self.state = State::Begun(Coroutine::with_stack(stack, move |yielder: &Yielder<(), ()>, ()| {
            runtime.switch.set(Switch { yielder, ..runtime.switch.get() });
            // From the heap to the stack, so that it takes room once.
            let body = *body;
            body()
        }));
        Ok(())
    }

    /// Gives the task the thread until it waits or ends.
    fn run(&mut self, context: &mut Context<'_>) -> Option<Ending> {
        self.state = match std::mem::replace(&mut self.state, State::Over) {
            State::New { body, kind } => match self.begin(body, kind) {
                Err(ending) => return Some(ending),
                Ok(()) => std::mem::replace(&mut self.state, State::Over),
            },
            state => state,
        };
        let State::Begun(coroutine) = &mut self.state else { return None };
        self.runtime.begin_turn(&self.task);
        self.runtime.budget.stacks.watch(self.task.stack.get());
        fault::set_bottom(self.task.stack.get().bottom);
        let context = std::ptr::from_mut(context).cast();
        self.runtime.switch.set(Switch { context, yielder: self.yielder });
        let result = catch_unwind(AssertUnwindSafe(|| coroutine.resume(())));
        self.yielder = self.runtime.switch.replace(Switch::NONE).yielder;
        fault::set_bottom(0);
        self.runtime.budget.stacks.watch(StackUse::default());
        self.runtime.end_turn();
        match result {
            Ok(CoroutineResult::Yield(())) => None,
            Ok(CoroutineResult::Return(ending)) => Some(self.task.ending(ending)),
            Err(panic) => Some(Ending { outcome: Outcome::Failed, text: Some(panic_text(&*panic)) }),
        }
    }
}

impl<B> Fiber<B> {
    /// Its code has ended, has not begun, or is not to go on.
    fn give_stack_back(&mut self) {
        if let State::Begun(mut coroutine) = std::mem::replace(&mut self.state, State::Over) {
            if !coroutine.done() {
                coroutine.force_unwind();
            }
            let used = self.task.stack.get().bytes();
            self.runtime.budget.stacks.set(&self.task.stack, StackUse::default());
            self.runtime.stacks.give_back(coroutine.into_stack(), used);
        }
    }
}

impl<B> Drop for Fiber<B> {
    fn drop(&mut self) {
        self.give_stack_back();
    }
}

// The code is on the heap, or on a stack of its own.
impl<B> Unpin for Fiber<B> {}

impl<B: FnOnce() -> Ending + 'static> Future for Fiber<B> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.task.is_ended() {
            self.give_stack_back();
            return Poll::Ready(());
        }
        let Some(ending) = self.run(context) else {
            self.runtime.clock.wake_due_after_turn();
            return Poll::Pending;
        };
        self.give_stack_back();
        self.runtime.finish(&self.task, ending);
        self.runtime.clock.wake_due_after_turn();
        Poll::Ready(())
    }
}

/// Suspends the running task until `future` is ready. Call it only from the code of a task that has a stack.
pub(super) fn suspend_on<F: Future>(runtime: &Runtime, future: F) -> F::Output {
    let mut future = pin!(future);
    let stacks = &runtime.budget.stacks;
    loop {
        let switch = runtime.switch.get();
        let polled = match switch.context.is_null() {
            // No task has a turn, or one without a stack: what is ready at once suspends nothing.
            true => future.as_mut().poll(&mut Context::from_waker(Waker::noop())),
            // SAFETY: a poll of this task's fiber is under way on this thread, so its context is alive; each turn renews it.
            false => future.as_mut().poll(unsafe { &mut *switch.context.cast::<Context<'_>>() }),
        };
        if let Poll::Ready(output) = polled {
            return output;
        }
        assert!(!switch.yielder.is_null(), "a wait without a stack");
        let here = address_here();
        if stacks.is_new_depth(here)
            && let Some(task) = runtime.current()
        {
            stacks.reach(&task.stack, here);
        }
        // SAFETY: as above; the yielder belongs to the coroutine we are on.
        unsafe { (*switch.yielder).suspend(()) };
    }
}
