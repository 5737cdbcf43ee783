//! Tasks whose code is a future of waits, as `spawn sleep(1)` or `spawn channel.recv()`: they need no stack of their own.
//!
//! To everybody else they are tasks like all others: the same events, the same time, the same cancelling.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use super::task::Task;
use super::task_state::Ending;
use super::{Runtime, panic_text};
use crate::trace::Outcome;

/// A task's code, made of waits of the running task.
pub type TaskCode = Pin<Box<dyn Future<Output = Ending>>>;

/// The task that it is the code of. It is done when the task has ended, however that was.
pub(super) struct FutureTask {
    runtime: Rc<Runtime>,
    task: Rc<Task>,
    has_begun: bool,
    /// None once it is over, or not to go on.
    code: Option<TaskCode>,
}

impl FutureTask {
    pub fn new(runtime: &Rc<Runtime>, task: &Rc<Task>, code: TaskCode) -> FutureTask {
        FutureTask { runtime: runtime.clone(), task: task.clone(), has_begun: false, code: Some(code) }
    }

    /// Gives the task the thread until it waits or ends.
    fn run(&mut self, context: &mut Context<'_>) -> Option<Ending> {
        if !std::mem::replace(&mut self.has_begun, true)
            && let Err(ending) = self.task.may_begin()
        {
            return Some(ending);
        }
        let code = self.code.as_mut()?;
        self.runtime.begin_turn(&self.task);
        let result = catch_unwind(AssertUnwindSafe(|| code.as_mut().poll(context)));
        self.runtime.end_turn();
        match result {
            Ok(Poll::Pending) => None,
            Ok(Poll::Ready(ending)) => Some(self.task.ending(ending)),
            Err(panic) => Some(Ending { outcome: Outcome::Failed, text: Some(panic_text(&*panic)) }),
        }
    }
}

impl Future for FutureTask {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.task.is_ended() {
            self.code = None;
            return Poll::Ready(());
        }
        let Some(ending) = self.run(context) else {
            self.runtime.clock.wake_due_after_turn();
            return Poll::Pending;
        };
        self.code = None;
        self.runtime.finish(&self.task, ending);
        self.runtime.clock.wake_due_after_turn();
        Poll::Ready(())
    }
}
