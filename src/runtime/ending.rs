//! How tasks are stopped, and how they end: waking the tasks that waited for it. Cancelling is in `cancelling.rs`.

use std::rc::Rc;

use super::Runtime;
use super::schedule::{self, Touch};
use super::task::{Ending, StopReason, Task, TaskState};
use super::waiters::Waiter;
use crate::trace::{EventKind, Outcome};

impl Runtime {
    /// Why the running task must stop, if it must.
    pub fn stop_reason(&self) -> Option<StopReason> {
        self.current().and_then(|task| task.stop.get())
    }

    /// Why a task had to end, if it had to.
    pub fn stop_reason_of(&self, task: &Task) -> Option<StopReason> {
        task.stop.get()
    }

    /// Tells whether a stop is wanted, for work that holds the thread and cannot ask between two operations.
    pub fn stop_wish(&self) -> impl Fn() -> bool + Send + 'static {
        let control = self.control.clone();
        move || control.stop_wanted()
    }

    /// Whether a task was stopped because somebody asked for it.
    pub fn was_stopped(&self, task: &Task) -> bool {
        task.stop.get() == Some(StopReason::Asked)
    }

    /// Lets the running task go on that was to end because it was cancelled where nothing could be thrown: whoever
    /// cancelled it has the error to throw. Says whether that was so.
    pub fn go_on_after_break_off(&self, task: &Task) -> bool {
        let is_broken_off = task.stop.get() == Some(StopReason::BrokenOff);
        if is_broken_off {
            task.stop.set(None);
        }
        is_broken_off
    }

    /// Makes a task end at its next operation or wait, without a chance to go on.
    pub fn stop(&self, task: &Rc<Task>, reason: StopReason) {
        if task.is_ended() || task.stop.get().is_some() {
            return;
        }
        self.must_stop(task, reason);
        let is_current = self.current.borrow().as_ref().is_some_and(|it| Rc::ptr_eq(it, task));
        if !is_current {
            self.record_woken(task, None);
            task.wake();
        }
    }

    /// Records a task's end without running it any further. For the end of the program only.
    pub fn abandon(self: &Rc<Self>, task: &Rc<Task>, why: &str) {
        self.finish(task, Ending { outcome: Outcome::Cancelled, text: Some(why.to_owned()) });
    }

    pub(super) fn finish(self: &Rc<Self>, task: &Rc<Task>, ending: Ending) {
        self.note_program_end(task);
        let said = self.word_for_end(task, ending.outcome).map(str::to_owned);
        task.state.set(TaskState::Ended(ending.outcome));
        self.tasks.borrow_mut().remove(&task.id);
        self.names.borrow_mut().end(task.root, &task.name());
        let text = said.or(ending.text).map(|text| self.text(&text));
        self.record(task.id, 0, EventKind::Finished { outcome: ending.outcome, text });
        task.waker.take();
        schedule::touch_task(task.id, Touch::Write);
        if schedule::is_on() {
            schedule::touch(self.touch_of_end(task, ending.outcome));
        }
        if self.foreground.get() == Some(task.id) {
            // What becomes of the others now is no choice.
            schedule::end();
        }
        self.tell_watches(task, Some(task.clone()));
        let waiters = task.waiters.borrow_mut().take();
        for Waiter { task: waiter, waker } in waiters {
            if let Some(waiter) = waiter {
                self.record_woken(&waiter, Some(task));
            }
            waker.wake();
        }
    }

    /// What a task's end is to those who wait for several ends: of good ones it does not always matter which is first.
    fn touch_of_end(&self, task: &Task, outcome: Outcome) -> Touch {
        let watches = task.watches.borrow();
        let mut watches = watches.iter().filter_map(|(it, _)| it.upgrade());
        let matters = watches.any(|it| it.is_ordered() || outcome != Outcome::Done);
        if matters { Touch::Write(schedule::ENDS) } else { Touch::Read(schedule::ENDS) }
    }

    /// What a waiting task waits for is there: it wants the thread.
    pub(super) fn wake(&self, task: &Task) {
        self.record_woken(task, self.current().as_deref());
        task.wake();
    }

    pub(super) fn record_woken(&self, task: &Task, by: Option<&Task>) {
        if task.state.get() == TaskState::Waiting {
            task.state.set(TaskState::Ready);
            self.record(task.id, 0, EventKind::Woken { by: by.map(|it| it.id) });
        }
    }
}
