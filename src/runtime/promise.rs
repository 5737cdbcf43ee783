//! Tasks without code: they end when somebody says how. Waiting for them is like waiting for any other.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::Runtime;
use super::cancelling::Cancellation;
use super::task::{Task, TaskState};
use super::waiters::Waiter;
use crate::trace::{Outcome, TaskId, Wait};

/// The number of all of them: they are not in the list of tasks, and have no lane.
const ID: TaskId = TaskId(u32::MAX);

impl Runtime {
    /// One more. `wait` is how waiting for it is recorded.
    pub fn promise(&self, name: Rc<str>, wait: Wait) -> Rc<Task> {
        Rc::new(Task {
            id: ID,
            name: RefCell::new(name),
            root: ID,
            run: self.current().map_or(ID, |task| task.run),
            line: 0,
            is_thread: false,
            is_away: Cell::new(false),
            run_began: 0,
            state: Cell::new(TaskState::Waiting),
            due: Cell::new(None),
            cancellation: Cancellation::default(),
            stop: Cell::new(None),
            waker: RefCell::default(),
            waiters: RefCell::default(),
            is_observed: Cell::new(true),
            watches: RefCell::default(),
            awaited_depth: Cell::new(0),
            stack: Cell::default(),
            wanted: RefCell::default(),
            first_of: RefCell::default(),
            can_wake_others: Cell::new(true),
            is_timed: Cell::new(false),
            as_object: Some(wait),
            waits_for: Cell::new(None),
        })
    }

    /// Ends it. Says whether that was still to come.
    pub fn settle(&self, promise: &Rc<Task>, outcome: Outcome) -> bool {
        if promise.is_ended() {
            return false;
        }
        promise.state.set(TaskState::Ended(outcome));
        let by = self.current();
        self.tell_watches(promise, by.clone());
        let waiters = promise.waiters.borrow_mut().take();
        for Waiter { task: waiter, waker } in waiters {
            if let Some(waiter) = waiter {
                self.record_woken(&waiter, by.as_deref());
            }
            waker.wake();
        }
        true
    }
}

impl Task {
    /// Whether it has no code of its own.
    pub fn is_promise(&self) -> bool {
        self.as_object.is_some()
    }

    /// How waiting for its end is recorded.
    pub(super) fn as_wait(&self) -> Wait {
        self.as_object.unwrap_or(Wait::Task { id: self.id })
    }
}
