//! A wait of the running task, as a future: recorded when its turn ends, and broken off where the task is to end.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

use super::Runtime;
use super::clock::OutsideWait;
use super::schedule::{self, Touch};
use super::task::Task;
use super::task_state::Interrupted;
use crate::trace::Wait;

pin_project! {
    /// To be polled in the turns of one task alone, which is known from the first of them on. Each byte of it may lie on the
    /// stack of a task that waits.
    pub struct TaskWait<'a, F> {
        runtime: &'a Runtime,
        wait: Wait,
        line: u32,
        task: Option<Rc<Task>>,
        outside: Option<OutsideWait>,
        #[pin]
        future: F,
    }
}

impl<'a, F> TaskWait<'a, F> {
    pub(super) fn new(runtime: &'a Runtime, wait: Wait, line: u32, future: F) -> TaskWait<'a, F> {
        TaskWait { runtime, wait, line, task: None, outside: None, future }
    }
}

impl<F: Future> Future for TaskWait<'_, F> {
    type Output = Result<F::Output, Interrupted>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let (runtime, wait) = (*this.runtime, *this.wait);
        match this.task {
            Some(task) => runtime.go_on(task)?,
            None => {
                let Some(task) = runtime.current() else { return Poll::Ready(Err(Interrupted::Cancelled)) };
                runtime.heed_stop(&task)?;
                if matches!(wait, Wait::Io { .. }) {
                    schedule::touch(Touch::Everything);
                }
                *this.outside = matches!(wait, Wait::Sleep { .. } | Wait::Io { .. }).then(OutsideWait::begin);
                *this.task = Some(task);
            }
        }
        let Some(task) = this.task else { return Poll::Ready(Err(Interrupted::Cancelled)) };
        runtime.poll_wait(task, wait, *this.line, this.future, context).map(Ok)
    }
}
