//! Cancelling, as asyncio does it.
//!
//! Each cancel breaks off a task's wait, or its next one; two before its next turn count as one. A task that waits
//! for others does not hear of it itself: they are cancelled, and it gets what they end with. Each task is visited
//! once, so tasks that wait for each other are ended too.

use std::rc::Rc;

use tokio::sync::oneshot;

use super::Runtime;
use super::counting::look_at;
use super::giving_way::yield_once;
use super::schedule::{self, Touch};
use super::task::Task;
use super::task_state::TaskState;
use crate::trace::Outcome;

/// So many steps of the loop it takes a cancelled task that waits for others, and these for others, to end.
const TURNS_TO_END: usize = 16;

/// A cancel on its way through the tasks that wait for each other.
pub(super) struct Cancel<'a> {
    runtime: &'a Runtime,
    visited: Vec<Rc<Task>>,
}

impl<'a> Cancel<'a> {
    /// One that goes to none of those that have been `visited`.
    pub fn new(runtime: &'a Runtime, visited: Vec<Rc<Task>>) -> Cancel<'a> {
        Cancel { runtime, visited }
    }

    /// Cancels `task`, or what it waits for. Says whether somebody will hear of it.
    pub fn ask(&mut self, task: &Rc<Task>) -> bool {
        if task.is_ended() {
            return false;
        }
        schedule::touch_task(task.id, Touch::Write);
        self.visited.push(task.clone());
        if task.is_promise() {
            return self.runtime.settle(task, Outcome::Cancelled);
        }
        // A task that has been woken hears of it itself: what it waited for is over.
        if task.state.get() == TaskState::Waiting && self.pass_on(task) {
            return true;
        }
        task.cancellation.ask();
        if !self.runtime.is_current(task) {
            self.runtime.wake(task);
        }
        true
    }

    /// Cancels what a task waits for in its place. Says whether there is anything.
    fn pass_on(&mut self, task: &Task) -> bool {
        let others = task.cancellation.instead();
        // Where one of them is to go on, the task hears of it itself.
        if others.iter().any(|other| !other.is_ended() && !self.runtime.program_end.reaches(other)) {
            return false;
        }
        let mut is_passed_on = false;
        for other in others.iter() {
            look_at(self.visited.len());
            let is_new = !self.visited.iter().any(|it| Rc::ptr_eq(it, other));
            is_passed_on |= is_new && self.ask(other);
        }
        is_passed_on && !task.cancellation.pass_on()
    }
}

/// Whether a task that is about to wait has been cancelled while it ran, and is to hear of it itself. Else what it
/// is to wait for is cancelled in its place.
pub(super) fn is_broken_off_at_once(runtime: &Runtime, task: &Rc<Task>) -> bool {
    let cancellation = &task.cancellation;
    if cancellation.is_asked() && Cancel::new(runtime, vec![task.clone()]).pass_on(task) {
        cancellation.take_back();
    }
    cancellation.is_asked()
}

/// Asks a task to end, as somebody at the keyboard does. `answer` is called when it has had its turn, and those
/// that were cancelled in its place theirs.
pub fn cancel_and_answer(runtime: &Runtime, task: Rc<Task>, answer: impl FnOnce(&Task) + 'static) {
    runtime.cancel(&task);
    let (answered, turns) = oneshot::channel();
    runtime.queue.spawn(None, async move {
        for _ in 0..TURNS_TO_END {
            yield_once().await;
        }
        answer(&task);
        let _ = answered.send(());
    });
    *runtime.pending_answer.borrow_mut() = Some(turns);
}
