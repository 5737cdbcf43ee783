//! A fiber: a task's code on a stack of its own, as a future that tokio can poll.
//!
//! Rhai cannot suspend. So a task runs as a coroutine; where it must wait, it polls the real future with
//! the context of the poll that is under way and, when that is pending, switches back to the poller.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll};

use corosensei::stack::Stack;
use corosensei::{Coroutine, CoroutineResult, Yielder};

use super::clock::{OutsideWait, count_operation};
use super::schedule::{self, Touch};
use super::stack::{FiberStack, script_limit};
use super::task::{Ending, Interrupted, Task, TaskState};
use super::{Runtime, fault, panic_text};
use crate::trace::{EventKind, Outcome, Wait};

/// After so many operations, a look whether somebody wants the events so far.
const FLUSH_EVERY: u64 = 1024;
/// Operations between two looks at what has been allocated.
const CHARGE_EVERY: u64 = 64;

/// Where the running fiber can switch back to. Valid only while that fiber is being polled.
#[derive(Clone, Copy)]
pub(super) struct Switch {
    context: *mut (),
    yielder: *const Yielder<(), ()>,
}

impl Switch {
    pub(super) const NONE: Switch = Switch { context: std::ptr::null_mut(), yielder: std::ptr::null() };
}

/// A task's code. It is done when the task has ended, however that was.
pub(super) struct Fiber {
    runtime: Rc<Runtime>,
    task: Rc<Task>,
    stack_limit: usize,
    stack_bottom: usize,
    stack_base: usize,
    /// `None` once it has ended.
    coroutine: Option<Coroutine<(), (), Ending, FiberStack>>,
    yielder: *const Yielder<(), ()>,
}

impl Fiber {
    pub(super) fn new(
        runtime: &Rc<Runtime>,
        task: &Rc<Task>,
        stack: FiberStack,
        body: impl FnOnce() -> Ending + 'static,
    ) -> Fiber {
        let (stack_limit, stack_bottom) = (script_limit(&stack), stack.limit().get());
        let stack_base = stack.base().get();
        let for_start = runtime.clone();
        let coroutine = Coroutine::with_stack(stack, move |yielder: &Yielder<(), ()>, ()| {
            for_start.switch.set(Switch { yielder, ..for_start.switch.get() });
            body()
        });
        let (runtime, task) = (runtime.clone(), task.clone());
        Fiber {
            runtime,
            task,
            stack_limit,
            stack_bottom,
            stack_base,
            coroutine: Some(coroutine),
            yielder: std::ptr::null(),
        }
    }

    /// Gives the task the thread until it waits or ends.
    fn run(&mut self, context: &mut Context<'_>) -> Option<Ending> {
        let coroutine = self.coroutine.as_mut()?;
        let has_begun = coroutine.started();
        if !has_begun && (self.task.stop.get().is_some() || self.task.cancellation.is_asked()) {
            return Some(Ending { outcome: Outcome::Cancelled, text: Some("it had not begun".into()) });
        }
        self.runtime.begin_turn(&self.task, self.stack_limit);
        self.runtime.stack_base.set(self.stack_base);
        fault::set_bottom(self.stack_bottom);
        let context = std::ptr::from_mut(context).cast();
        self.runtime.switch.set(Switch { context, yielder: self.yielder });
        let result = catch_unwind(AssertUnwindSafe(|| coroutine.resume(())));
        self.yielder = self.runtime.switch.replace(Switch::NONE).yielder;
        fault::set_bottom(0);
        self.runtime.end_turn();
        match result {
            Ok(CoroutineResult::Yield(())) => None,
            // A cancel that found no wait any more ends the task all the same.
            Ok(CoroutineResult::Return(ending))
                if ending.outcome == Outcome::Done && self.task.cancellation.is_asked() =>
            {
                Some(Ending { outcome: Outcome::Cancelled, text: Some("cancelled".into()) })
            }
            Ok(CoroutineResult::Return(ending)) => Some(ending),
            Err(panic) => Some(Ending { outcome: Outcome::Failed, text: Some(panic_text(&*panic)) }),
        }
    }
}

impl Fiber {
    /// Its code has ended, has not begun, or is not to go on.
    fn give_stack_back(&mut self) {
        if let Some(mut coroutine) = self.coroutine.take() {
            if !coroutine.done() {
                coroutine.force_unwind();
            }
            self.runtime.stacks.give_back(coroutine.into_stack());
        }
    }
}

impl Future for Fiber {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.task.is_ended() {
            self.give_stack_back();
            return Poll::Ready(());
        }
        let Some(ending) = self.run(context) else {
            self.runtime.wake_due_after_turn();
            return Poll::Pending;
        };
        self.give_stack_back();
        self.runtime.finish(&self.task, ending);
        self.runtime.wake_due_after_turn();
        Poll::Ready(())
    }
}

impl Runtime {
    /// Suspends the running task until `future` is ready. `line` is the source line of the wait.
    /// A future that is ready at once suspends nothing, and a cancellation goes unnoticed then, as in asyncio.
    /// Call it only from a task's own code.
    pub fn wait<F: Future>(&self, wait: Wait, line: u32, future: F) -> Result<F::Output, Interrupted> {
        let Some(task) = self.current() else { return Err(Interrupted::Cancelled) };
        self.heed_stop(&task)?;
        if matches!(wait, Wait::Io { .. }) {
            schedule::touch(Touch::Everything);
        }
        let mut future = pin!(future);
        let _outside = matches!(wait, Wait::Sleep { .. } | Wait::Io { .. }).then(OutsideWait::begin);
        loop {
            let switch = self.switch.get();
            // SAFETY: `current` is set, so a poll of this task's fiber is under way on this thread and
            // its context and yielder are alive; `begin_turn` renews the context at every poll.
            let context = unsafe { &mut *switch.context.cast::<Context<'_>>() };
            if let Poll::Ready(output) = future.as_mut().poll(context) {
                return Ok(output);
            }
            if self.is_broken_off_at_once(&task) {
                // The wait begins all the same, and the others have their turn before the task hears of it.
                context.waker().wake_by_ref();
            }
            if !context.waker().will_wake_in(&task) {
                *task.waker.borrow_mut() = Some(context.waker().clone());
            }
            self.record_suspended(&task, wait, line);
            self.count_stack(&task);
            // SAFETY: as above; the yielder belongs to the coroutine we are on.
            unsafe { (*switch.yielder).suspend(()) };
            self.heed(&task)?;
            self.heed_wish_after_wait(&task)?;
        }
    }

    /// After a wait: a task of the foreground run hears of a wish for a stop before it sees how those that heard of it
    /// earlier have ended, for it would take that for an error.
    fn heed_wish_after_wait(&self, task: &Rc<Task>) -> Result<(), Interrupted> {
        let concerns = self.control.stop_wanted() && self.foreground.get() == Some(task.run);
        if !concerns || self.program_end.has_heard(task) {
            return Ok(());
        }
        self.program_end.hears(task);
        Err(task.cancellation.thrown())
    }

    /// Counts what the running task has on its stack now.
    fn count_stack(&self, task: &Task) {
        let marker = 0_u8;
        let used = self.stack_base.get().saturating_sub(&raw const marker as usize);
        let more = used.saturating_sub(task.stack_used.get());
        task.stack_used.set(task.stack_used.get() + more);
        self.stacks_used.set(self.stacks_used.get() + more);
    }

    /// Whether the running task must break off; each cancellation is reported once.
    pub(super) fn heed(&self, task: &Task) -> Result<(), Interrupted> {
        // A task of a run that is out of time must not see how the others end first: it would take that for an error.
        if self.control.is_out_of_time()
            && self.foreground.get() == Some(task.run)
            && task.stop.get().is_none()
        {
            task.stop.set(Some(self.wish()));
            self.must_stop.set(true);
        }
        self.heed_stop(task)?;
        task.cancellation.deliver()
    }

    fn begin_turn(&self, task: &Rc<Task>, stack_limit: usize) {
        let at = self.clock.at_turn();
        task.state.set(TaskState::Running);
        task.due.set(None);
        task.waits_for.set(None);
        self.record_at(at, task.id, 0, EventKind::Resumed);
        *self.current.borrow_mut() = Some(task.clone());
        self.turns.set(self.turns.get() + 1);
        self.stack_limit.set(stack_limit);
        self.must_stop.set(task.stop.get().is_some());
        self.slice.begin(task, &self.clock);
    }

    fn end_turn(&self) {
        *self.current.borrow_mut() = None;
        self.stack_limit.set(0);
    }

    /// Looks after the limits; to be called between any two operations of a script. `Some` means that
    /// the running task must end, now and at every later call.
    #[inline]
    pub fn check(&self) -> Option<super::StopReason> {
        count_operation();
        let mut left = self.operations_left.get();
        // What is left goes on over turns and instants; no other count does.
        if left.is_multiple_of(FLUSH_EVERY) {
            self.flush_if_wanted();
        }
        if self.slice.is_thread() {
            self.count_in_slice();
        }
        if left.is_multiple_of(CHARGE_EVERY) {
            // What allocates or copies much is worth many operations, whatever it is written as.
            left = left.saturating_sub(super::memory::take_operations());
        }
        self.operations_left.set(left.saturating_sub(1));
        let marker = 0_u8;
        let deep = (&raw const marker as usize) < self.stack_limit.get();
        if deep
            || left <= 1
            || self.control.stop_wanted()
            || self.memory.is_over_limit()
            || self.must_stop.get()
        {
            return self.check_closely(deep);
        }
        None
    }
}

/// Whether a context's waker is the one that the task has already.
trait WillWakeIn {
    fn will_wake_in(&self, task: &Task) -> bool;
}

impl WillWakeIn for std::task::Waker {
    fn will_wake_in(&self, task: &Task) -> bool {
        task.waker.borrow().as_ref().is_some_and(|waker| waker.will_wake(self))
    }
}
