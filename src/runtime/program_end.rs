//! What is known of the end of a program: which tasks end, who has heard of it, what was left.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::task::{Context, Waker};

use super::counting::look_at;
use super::task::Task;
use super::task_state::{StopReason, TaskState};
use crate::trace::{DROPPED, Outcome, PROGRAM_ENDED, TaskId};

/// What becomes of the tasks that are alive when a run's main task has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtEnd {
    /// They go on.
    Keep,
    /// The program ends: they are cancelled, and may clean up.
    Cancel,
}

/// A task that had not ended when the program did.
pub struct LeftOver {
    pub task: Rc<Task>,
    /// What it was doing then.
    pub state: TaskState,
    pub was_dropped: bool,
}

/// The same, for another thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WoundUp {
    pub task: TaskId,
    pub name: String,
    /// The line of its spawn.
    pub line: u32,
    pub state: TaskState,
    pub was_dropped: bool,
}

impl From<LeftOver> for WoundUp {
    fn from(LeftOver { task, state, was_dropped }: LeftOver) -> WoundUp {
        WoundUp { task: task.id, name: task.name().to_string(), line: task.line, state, was_dropped }
    }
}

/// Which tasks end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// Those of a run, by its main task.
    Run(TaskId),
    All,
}

impl Scope {
    pub fn has(self, task: &Task) -> bool {
        match self {
            Scope::Run(main) => task.run == main,
            Scope::All => true,
        }
    }
}

/// What the runtime knows of the end of a program.
#[derive(Default)]
pub struct ProgramEnd {
    /// The main task that has its other tasks end with it.
    last: Cell<Option<TaskId>>,
    /// Which tasks are ending; none while none are.
    scope: Cell<Option<Scope>>,
    /// Which tasks a cancel may go on to, while it is made.
    reach: Cell<Option<Scope>>,
    was_interrupted: Cell<bool>,
    /// Tasks that have heard of the present wish for a stop.
    heard: RefCell<Vec<Rc<Task>>>,
    /// Whether the ending tasks have used up their operations, or nothing can let any of them go on; and the task to wake then.
    is_over: Cell<bool>,
    waker: RefCell<Option<Waker>>,
    left_over: RefCell<Vec<LeftOver>>,
}

impl ProgramEnd {
    /// Whether the latest foreground run was ended from the keyboard.
    pub fn was_interrupted(&self) -> bool {
        self.was_interrupted.get()
    }

    /// The tasks that had not ended when the latest program, or entry that was stopped, did.
    pub fn take_left_over(&self) -> Vec<LeftOver> {
        self.left_over.take()
    }

    /// A run begins that somebody waits for.
    pub(super) fn begin_run(&self, main: &Task, at_end: AtEnd) {
        self.last.set((at_end == AtEnd::Cancel).then_some(main.id));
        self.was_interrupted.set(false);
        self.heard.take();
    }

    /// Whether other tasks end with this one.
    pub(super) fn is_last(&self, task: &Task) -> bool {
        self.last.get() == Some(task.id)
    }

    /// Somebody at the keyboard ends the run of this main task.
    pub(super) fn interrupt(&self, main: &Task) {
        self.was_interrupted.set(true);
        self.last.set(Some(main.id));
    }

    /// A task has found the wish for a stop thrown.
    pub(super) fn hears(&self, task: &Rc<Task>) {
        self.heard.borrow_mut().push(task.clone());
    }

    pub(super) fn has_heard(&self, task: &Rc<Task>) -> bool {
        look_at(self.heard.borrow().len());
        self.heard.borrow().iter().any(|it| Rc::ptr_eq(it, task))
    }

    /// Tasks are ending from here to [`ProgramEnd::finish`].
    pub(super) fn begin(&self, scope: Scope) {
        self.scope.set(Some(scope));
        self.is_over.set(false);
    }

    /// They have ended.
    pub(super) fn finish(&self, left_over: Vec<LeftOver>) {
        self.scope.set(None);
        self.heard.take();
        self.waker.take();
        *self.left_over.borrow_mut() = left_over;
    }

    pub(super) fn is_under_way(&self) -> bool {
        self.scope.get().is_some()
    }

    /// Whether this task is among those that are ending.
    pub(super) fn has(&self, task: &Task) -> bool {
        self.scope.get().is_some_and(|scope| scope.has(task))
    }

    /// Makes a cancel that goes on to none but these tasks.
    pub(super) fn cancel_within<T>(&self, scope: Scope, cancel: impl FnOnce() -> T) -> T {
        self.reach.set(Some(scope));
        let result = cancel();
        self.reach.set(None);
        result
    }

    /// Whether a cancel that is being made may go on to this task.
    pub(super) fn reaches(&self, task: &Task) -> bool {
        self.reach.get().is_none_or(|scope| scope.has(task))
    }

    /// Has the one who waits for ends woken when it is over.
    pub(super) fn watch(&self, context: &Context<'_>) {
        *self.waker.borrow_mut() = Some(context.waker().clone());
    }

    pub(super) fn is_over(&self) -> bool {
        self.is_over.get()
    }

    /// Ends the waiting for ends: what is left then is dropped.
    pub(super) fn end(&self) {
        self.is_over.set(true);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    /// To be called when the loop comes to rest: if somebody waits for ends, and `all_wait`, it is over.
    pub(super) fn end_if_stuck(&self, all_wait: impl FnOnce() -> bool) {
        if self.waker.borrow().is_some() && all_wait() {
            self.end();
        }
    }

    /// What the trace says of a task that ends with the program; none where its own words will do.
    pub(super) fn word_for(&self, task: &Task, outcome: Outcome) -> Option<&'static str> {
        let scope = self.scope.get().filter(|scope| scope.has(task) && !self.is_last(task))?;
        match (outcome, task.stop.get()) {
            (Outcome::Cancelled, Some(StopReason::Asked)) => Some(DROPPED),
            (Outcome::Cancelled, None) if scope == Scope::All && !self.was_interrupted() => {
                Some(PROGRAM_ENDED)
            }
            _ => None,
        }
    }
}
