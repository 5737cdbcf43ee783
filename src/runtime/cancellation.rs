//! What a task has heard, and is still to hear, of being cancelled. Which task cancels which is in `cancelling.rs`.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::task::Task;
use super::task_state::Interrupted;

/// A task that another one waits for.
#[derive(Clone)]
pub struct Awaited {
    pub task: Rc<Task>,
    /// Whether it goes on where the waiting task is cancelled.
    pub is_shielded: bool,
}

impl From<&Rc<Task>> for Awaited {
    fn from(task: &Rc<Task>) -> Awaited {
        Awaited { task: task.clone(), is_shielded: false }
    }
}

/// Whether a cancel of the waiting task went on to those it waited for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum PassedOn {
    Yes,
    No,
}

/// What a task has heard, and is still to hear, of being cancelled.
#[derive(Default)]
pub(super) struct Cancellation {
    /// Whether its wait, or its next one, is to be broken off.
    is_asked: Cell<bool>,
    was_delivered: Cell<bool>,
    /// The tasks that are cancelled in its place while it waits.
    instead: RefCell<Option<Rc<[Rc<Task>]>>>,
    /// Whether it hears of it all the same, because some of what it waits for is shielded.
    is_asked_too: Cell<bool>,
    /// Whether they have been, in the current wait.
    was_passed_on: Cell<bool>,
}

impl Cancellation {
    pub fn is_asked(&self) -> bool {
        self.is_asked.get()
    }

    /// Has its wait, or its next one, be broken off.
    pub fn ask(&self) {
        self.is_asked.set(true);
    }

    /// Takes back a cancel that the task has not heard of yet.
    pub fn take_back(&self) {
        self.is_asked.set(false);
    }

    /// Whether the task, or those that are cancelled in its place, have not heard of it yet or not been heard.
    pub fn is_under_way(&self) -> bool {
        self.is_asked.get() || self.was_passed_on.get()
    }

    pub fn was_delivered(&self) -> bool {
        self.was_delivered.get()
    }

    /// Throws what is to be thrown.
    pub fn deliver(&self) -> Result<(), Interrupted> {
        match self.is_asked.take() {
            true => Err(self.thrown()),
            false => Ok(()),
        }
    }

    /// The task finds a cancellation thrown.
    pub fn thrown(&self) -> Interrupted {
        self.was_delivered.set(true);
        Interrupted::Cancelled
    }

    /// From here to [`Cancellation::end_instead`] the task waits for others, and those that are not shielded are
    /// cancelled in its place.
    pub fn begin_instead(&self, awaited: &[Awaited]) {
        let reached = awaited.iter().filter(|it| !it.is_shielded).map(|it| it.task.clone());
        *self.instead.borrow_mut() = Some(reached.collect());
        self.is_asked_too.set(awaited.iter().any(|it| it.is_shielded && !it.task.is_ended()));
        self.was_passed_on.set(false);
    }

    /// The tasks that are cancelled in its place.
    pub fn instead(&self) -> Rc<[Rc<Task>]> {
        self.instead.borrow().clone().unwrap_or_default()
    }

    /// They have been cancelled. Says whether the task hears of it all the same.
    pub fn pass_on(&self) -> bool {
        self.was_passed_on.set(true);
        self.is_asked_too.get()
    }

    /// The task waits for others no longer. Says whether a cancel has been passed on meanwhile.
    pub fn end_instead(&self) -> PassedOn {
        *self.instead.borrow_mut() = None;
        if self.was_passed_on.take() { PassedOn::Yes } else { PassedOn::No }
    }
}
