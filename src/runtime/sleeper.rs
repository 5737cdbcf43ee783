//! Tasks that do nothing but sleep once, as `spawn sleep(1)`: they need no stack of their own.
//!
//! To everybody else they are tasks like all others: the same events, the same time, the same cancelling.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use super::clock::OutsideWait;
use super::task::Task;
use super::task_state::{Ending, Interrupted};
use super::{Runtime, Sleep, check};
use crate::trace::Wait;

/// What is asked of a task that only sleeps.
#[derive(Clone, Copy, Debug)]
pub struct SleepCall {
    pub nanos: u64,
    /// The source line of the call.
    pub line: u32,
    /// Operations that a script would have taken for it.
    pub operations: u64,
}

/// The task that does it.
pub(super) struct Sleeper<E> {
    runtime: Rc<Runtime>,
    task: Rc<Task>,
    state: State,
    end: Option<E>,
}

enum State {
    New(SleepCall),
    Asleep { wait: Wait, line: u32, sleep: Sleep, _outside: OutsideWait },
}

impl<E: FnOnce(Result<(), Interrupted>) -> Ending> Sleeper<E> {
    pub fn new(runtime: &Rc<Runtime>, task: &Rc<Task>, call: SleepCall, end: E) -> Sleeper<E> {
        let state = State::New(call);
        Sleeper { runtime: runtime.clone(), task: task.clone(), state, end: Some(end) }
    }

    /// The task's turn: whether its sleep is over, or broken off.
    fn turn(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Interrupted>> {
        let runtime = &self.runtime;
        if let State::New(call) = self.state {
            // As a script is looked at between its operations.
            (0..call.operations).for_each(|_| _ = check::operation(runtime));
            runtime.heed_stop(&self.task)?;
            let until = runtime.clock.now().saturating_add(call.nanos);
            let sleep = runtime.clock.sleep_until(until);
            let _outside = OutsideWait::begin();
            self.state = State::Asleep { wait: Wait::Sleep { until }, line: call.line, sleep, _outside };
        } else {
            runtime.go_on(&self.task)?;
        }
        let State::Asleep { wait, line, sleep, .. } = &mut self.state else { return Poll::Pending };
        runtime.poll_wait(&self.task, *wait, *line, Pin::new(sleep), context).map(Ok)
    }

    /// Gives the task the thread until it sleeps or ends.
    fn run(&mut self, context: &mut Context<'_>) -> Option<Ending> {
        if matches!(self.state, State::New(_))
            && let Err(ending) = self.task.may_begin()
        {
            return Some(ending);
        }
        self.runtime.begin_turn(&self.task);
        let ending = match self.turn(context) {
            Poll::Ready(slept) => self.end.take().map(|end| self.task.ending(end(slept))),
            Poll::Pending => None,
        };
        self.runtime.end_turn();
        ending
    }
}

// Nothing of it is pinned.
impl<E> Unpin for Sleeper<E> {}

impl<E: FnOnce(Result<(), Interrupted>) -> Ending> Future for Sleeper<E> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.task.is_ended() {
            return Poll::Ready(());
        }
        let ending = self.run(context);
        let is_over = ending.is_some();
        if let Some(ending) = ending {
            self.runtime.finish(&self.task, ending);
        }
        self.runtime.clock.wake_due_after_turn();
        if is_over { Poll::Ready(()) } else { Poll::Pending }
    }
}
