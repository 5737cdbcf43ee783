//! How tasks begin, how they are stopped, and how they end: waking the tasks that waited for it.

use std::cell::Cell;
use std::rc::Rc;

use super::Runtime;
use super::cancelling::Cancel;
use super::fiber::Fiber;
use super::future_task::{FutureTask, TaskCode};
use super::schedule::{self, Touch};
use super::stack::StackKind;
use super::task::{Task, Waiter};
use super::task_state::{Ending, StopReason, TaskState};
use super::task_table::{SpawnError, TaskKind};
use crate::trace::{EventKind, Outcome, TaskId, Wait};

/// The number of all promises: they are not in the list of tasks, and have no lane.
const PROMISE: TaskId = TaskId(u32::MAX);

impl Runtime {
    /// Starts a run: a main task, called `name`, with a large stack.
    pub fn start_run(
        self: &Rc<Self>,
        name: &str,
        line: u32,
        body: impl FnOnce() -> Ending + 'static,
    ) -> Result<Rc<Task>, SpawnError> {
        self.start(TaskKind::Main, name, line, body)
    }

    /// Starts a task of the running task's run. `line` is the source line of the spawn.
    pub fn spawn(
        self: &Rc<Self>,
        name: &str,
        line: u32,
        body: impl FnOnce() -> Ending + 'static,
    ) -> Result<Rc<Task>, SpawnError> {
        self.start(TaskKind::Loop, name, line, body)
    }

    /// Starts a thread task of the running task's run.
    pub fn spawn_thread(
        self: &Rc<Self>,
        name: &str,
        line: u32,
        body: impl FnOnce() -> Ending + 'static,
    ) -> Result<Rc<Task>, SpawnError> {
        self.start(TaskKind::Thread, name, line, body)
    }

    fn start(
        self: &Rc<Self>,
        kind: TaskKind,
        name: &str,
        line: u32,
        body: impl FnOnce() -> Ending + 'static,
    ) -> Result<Rc<Task>, SpawnError> {
        let task = self.begin_task(kind, name, line)?;
        let stack = if kind == TaskKind::Main { StackKind::Main } else { StackKind::Task };
        self.queue.spawn(Some(task.id), Fiber::new(self, &task, stack, body));
        Ok(task)
    }

    /// Starts a task of the running task's run that needs no stack: `code` is made of waits, and is polled in the task's turns.
    /// `line` is the source line of the spawn.
    ///
    /// # Errors
    /// As for any other task.
    pub fn spawn_future(
        self: &Rc<Self>,
        name: &str,
        line: u32,
        code: TaskCode,
    ) -> Result<Rc<Task>, SpawnError> {
        let task = self.begin_task(TaskKind::Loop, name, line)?;
        self.queue.spawn(Some(task.id), FutureTask::new(self, &task, code));
        Ok(task)
    }

    /// A task without code, that ends when somebody says how. Waiting for it is like waiting for any other; `wait` is how that
    /// is recorded.
    pub fn promise(&self, name: Rc<str>, wait: Wait) -> Rc<Task> {
        let run = self.current().map_or(PROMISE, |task| task.run);
        Rc::new(Task {
            state: Cell::new(TaskState::Waiting),
            is_observed: Cell::new(true),
            as_object: Some(Box::new(wait)),
            ..Task::new(PROMISE, name, PROMISE, run)
        })
    }

    /// Ends a promise. Says whether that was still to come.
    pub fn settle(&self, promise: &Task, outcome: Outcome) -> bool {
        if promise.is_ended() {
            return false;
        }
        promise.state.set(TaskState::Ended(outcome));
        self.tell_end(promise, outcome, self.current().as_ref());
        true
    }

    /// Asks a task to end. Says whether it is still alive.
    pub fn cancel(&self, task: &Rc<Task>) -> bool {
        Cancel::new(self, Vec::new()).ask(task)
    }

    /// Tells whether a stop is wanted, for work that holds the thread and cannot ask between two operations.
    pub fn stop_wish(&self) -> impl Fn() -> bool + Send + 'static {
        let control = self.control.clone();
        move || control.stop_wanted()
    }

    /// Makes a task end at its next operation or wait, without a chance to go on.
    pub fn stop(&self, task: &Rc<Task>, reason: StopReason) {
        if task.is_ended() || task.stop.get().is_some() {
            return;
        }
        self.must_stop(task, reason);
        if !self.is_current(task) {
            self.record_woken(task, None);
            task.wake();
        }
    }

    /// The task must end at its next operation or wait, for this reason if it has none yet.
    pub(super) fn must_stop(&self, task: &Task, reason: StopReason) {
        task.stop.set(task.stop.get().or(Some(reason)));
        self.budget.look_soon();
    }

    /// Ends all tasks, whose run nobody wants any more.
    pub(super) fn give_run_up(&self) {
        schedule::end();
        let tasks = self.tasks();
        if let Some(task) = tasks.first() {
            let label = self.recording.name(schedule::GIVEN_UP);
            self.recording.record(task.id(), 0, EventKind::Mark { label });
        }
        tasks.iter().for_each(|task| self.stop(task, StopReason::Asked));
    }

    /// Records a task's end without running it any further. For the end of the program only.
    pub(super) fn abandon(&self, task: &Rc<Task>, why: &str) {
        self.finish(task, Ending { outcome: Outcome::Cancelled, text: Some(why.to_owned()) });
    }

    pub(super) fn finish(&self, task: &Rc<Task>, ending: Ending) {
        let has_others = || self.tasks.any(|it| it.run == task.run && it.id != task.id);
        if self.program_end.is_last(task) && has_others() {
            self.recording.record(task.id, 0, EventKind::Ending);
        }
        let said = self.program_end.word_for(task, ending.outcome).map(str::to_owned);
        task.state.set(TaskState::Ended(ending.outcome));
        self.tasks.end(task);
        let text = said.or(ending.text).map(|text| self.recording.text(&text));
        self.recording.record(task.id, 0, EventKind::Finished { outcome: ending.outcome, text });
        task.waker.take();
        schedule::touch_task(task.id, Touch::Write);
        if schedule::is_on() {
            schedule::touch(task.watches.touch_of_end(ending.outcome));
        }
        if self.foreground.get() == Some(task.id) {
            // What becomes of the others now is no choice.
            schedule::end();
        }
        self.tell_end(task, ending.outcome, Some(task));
    }

    /// Lets those hear of a task's end who watch it or wait for it. `by` is who they record as the waker.
    fn tell_end(&self, task: &Task, outcome: Outcome, by: Option<&Rc<Task>>) {
        self.tell_watches(task, outcome, by);
        let waiters = task.waiters.borrow_mut().take();
        for Waiter { task: waiter, waker } in waiters {
            if let Some(waiter) = waiter {
                self.record_woken(&waiter, by.map(|it| &**it));
            }
            waker.wake();
        }
    }

    fn tell_watches(&self, task: &Task, outcome: Outcome, by: Option<&Rc<Task>>) {
        let watches = task.watches.take();
        if watches.is_empty() {
            return;
        }
        let (Some(runtime), by) = (self.me.upgrade(), by.cloned()) else { return };
        self.queue.call_soon(move || {
            let current = runtime.current.replace(by);
            for (watch, index) in watches {
                if let Some(watch) = watch.upgrade() {
                    watch.ended(index, outcome);
                }
            }
            runtime.current.replace(current);
        });
    }

    /// What a waiting task waits for is there: it wants the thread.
    pub(super) fn wake(&self, task: &Task) {
        self.record_woken(task, self.current().as_deref());
        task.wake();
    }

    fn record_woken(&self, task: &Task, by: Option<&Task>) {
        if task.state.get() == TaskState::Waiting {
            task.state.set(TaskState::Ready);
            self.recording.record(task.id, 0, EventKind::Woken { by: by.map(|it| it.id) });
        }
    }
}
