//! Cancelling, as asyncio does it.
//!
//! Each cancel breaks off a task's wait, or its next one; two before its next turn count as one. A task that waits
//! for others does not hear of it itself: they are cancelled, and it gets what they end with. Each task is visited
//! once, so tasks that wait for each other are ended too.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use tokio::sync::oneshot;

use super::Runtime;
use super::counting::look_at;
use super::giving_way::yield_once;
use super::joining::Awaited;
use super::schedule::{self, Touch};
use super::task::{Interrupted, Task, TaskState};
use crate::trace::{Outcome, TaskId};

/// So many steps of the loop it takes a cancelled task that waits for others, and these for others, to end.
const TURNS_TO_END: usize = 16;

/// What a task has heard, and is still to hear, of being cancelled.
#[derive(Default)]
pub(super) struct Cancellation {
    /// Whether its wait, or its next one, is to be broken off.
    is_asked: Cell<bool>,
    was_delivered: Cell<bool>,
    /// The tasks that are cancelled in its place while it waits.
    instead: RefCell<Vec<Rc<Task>>>,
    /// Whether it hears of it all the same, because some of what it waits for is shielded.
    is_asked_too: Cell<bool>,
    /// Whether they have been, in the current wait.
    was_passed_on: Cell<bool>,
}

impl Cancellation {
    pub fn is_asked(&self) -> bool {
        self.is_asked.get()
    }

    /// Whether the task, or those that are cancelled in its place, have not heard of it yet or not been heard.
    fn is_under_way(&self) -> bool {
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
        *self.instead.borrow_mut() = reached.collect();
        self.is_asked_too.set(awaited.iter().any(|it| it.is_shielded && !it.task.is_ended()));
        self.was_passed_on.set(false);
    }

    /// Ends that. Says whether a cancel has been passed on meanwhile.
    pub fn end_instead(&self) -> bool {
        self.instead.borrow_mut().clear();
        self.was_passed_on.take()
    }
}

impl Runtime {
    /// Whether a task of a run has been cancelled or stopped, has not heard of it yet, and wants the thread.
    pub(super) fn has_cancelled_ready(&self, run: TaskId) -> bool {
        let is_ready = |task: &Task| task.state.get() == TaskState::Ready;
        let is_cancelled = |task: &Task| task.cancellation.is_under_way() || task.stop.get().is_some();
        look_at(self.tasks.borrow().len());
        self.tasks.borrow().values().any(|task| task.run == run && is_cancelled(task) && is_ready(task))
    }

    /// Asks a task to end. Says whether it is still alive.
    pub fn cancel(&self, task: &Rc<Task>) -> bool {
        if task.is_ended() {
            return false;
        }
        self.cancel_once(task, &mut Vec::new())
    }

    /// Asks a task to end, as somebody at the keyboard does. `answer` is called when it has had its turn, and those
    /// that were cancelled in its place theirs.
    pub fn cancel_and_answer(self: &Rc<Self>, task: Rc<Task>, answer: impl FnOnce(&Task) + 'static) {
        self.cancel(&task);
        let (answered, turns) = oneshot::channel();
        self.queue.spawn(None, async move {
            for _ in 0..TURNS_TO_END {
                yield_once().await;
            }
            answer(&task);
            let _ = answered.send(());
        });
        *self.pending_answer.borrow_mut() = Some(turns);
    }

    /// Takes back a cancel that the task has not heard of yet.
    pub fn take_back_cancel(&self, task: &Task) {
        task.cancellation.is_asked.set(false);
    }

    /// Cancels `task`, or what it waits for. `visited` have been asked already. Says whether somebody will hear of it.
    pub(super) fn cancel_once(&self, task: &Rc<Task>, visited: &mut Vec<Rc<Task>>) -> bool {
        if task.is_ended() {
            return false;
        }
        schedule::touch_task(task.id, Touch::Write);
        visited.push(task.clone());
        if task.is_promise() {
            return self.settle(task, Outcome::Cancelled);
        }
        // A task that has been woken hears of it itself: what it waited for is over.
        if task.state.get() == TaskState::Waiting && self.pass_on(task, visited) {
            return true;
        }
        task.cancellation.is_asked.set(true);
        if !self.is_current(task) {
            self.wake(task);
        }
        true
    }

    /// Cancels what a task waits for in its place. Says whether there is anything.
    fn pass_on(&self, task: &Task, visited: &mut Vec<Rc<Task>>) -> bool {
        let others = task.cancellation.instead.borrow().clone();
        // Where one of them is to go on, the task hears of it itself.
        if others.iter().any(|other| !other.is_ended() && !self.program_end.reaches(other)) {
            return false;
        }
        let mut is_passed_on = false;
        for other in others {
            look_at(visited.len());
            let is_new = !visited.iter().any(|it| Rc::ptr_eq(it, &other));
            is_passed_on |= is_new && self.cancel_once(&other, visited);
        }
        if is_passed_on {
            task.cancellation.was_passed_on.set(true);
        }
        is_passed_on && !task.cancellation.is_asked_too.get()
    }

    /// Whether a task that is about to wait has been cancelled while it ran, and is to hear of it itself. Else what it
    /// is to wait for is cancelled in its place.
    pub(super) fn is_broken_off_at_once(&self, task: &Rc<Task>) -> bool {
        if task.cancellation.is_asked() && self.pass_on(task, &mut vec![task.clone()]) {
            task.cancellation.is_asked.set(false);
        }
        task.cancellation.is_asked()
    }

    fn is_current(&self, task: &Rc<Task>) -> bool {
        self.current.borrow().as_ref().is_some_and(|it| Rc::ptr_eq(it, task))
    }
}
