//! A wait for a task's end, as a future.

use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use super::schedule::{self, Touch};
use super::task::{Task, Waiter};
use super::task_state::TaskState;
use crate::trace::Outcome;

/// A future that is ready when `task` has ended, for the task `me` or for the loop itself.
pub(super) fn ended(me: Option<Rc<Task>>, task: &Rc<Task>) -> impl Future<Output = Outcome> + use<> {
    let mut waiting = Waiting { task: task.clone(), number: None };
    poll_fn(move |context| {
        let task = &waiting.task;
        schedule::touch_task(task.id, Touch::Read);
        if let TaskState::Ended(outcome) = task.state.get() {
            return Poll::Ready(outcome);
        }
        let mut waiters = task.waiters.borrow_mut();
        // Known by its number: wakers that wake the same cannot be told from others.
        let number = match waiting.number.and_then(|number| waiters.get_mut(number)) {
            Some(waiter) => {
                waiter.waker.clone_from(context.waker());
                waiting.number
            }
            None => Some(waiters.add(Waiter { task: me.clone(), waker: context.waker().clone() })),
        };
        drop(waiters);
        waiting.number = number;
        Poll::Pending
    })
}

/// One that is given up wakes nobody later.
struct Waiting {
    task: Rc<Task>,
    number: Option<u64>,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            self.task.waiters.borrow_mut().remove(number);
        }
    }
}
