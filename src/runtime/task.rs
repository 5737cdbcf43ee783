//! One task, as the runtime sees it: who it is, what it is doing, who waits for its end.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::task::Waker;
use std::time::Duration;

use super::cancelling::Cancellation;
use super::stack_use::StackUse;
use super::sync::Completions;
use super::waiters::Waiters;
use super::watch::Watch;
use crate::trace::{Outcome, TaskId, Wait};

/// What a task is doing right now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskState {
    Ready,
    Running,
    Blocking,
    Waiting,
    Ended(Outcome),
}

impl TaskState {
    /// The word for it, on screen and in scripts.
    pub fn word(self) -> &'static str {
        match self {
            TaskState::Ready => "ready",
            TaskState::Running => "running",
            TaskState::Blocking => "blocking",
            TaskState::Waiting => "waiting",
            TaskState::Ended(outcome) => outcome.word(),
        }
    }
}

/// How a task's own code came to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    pub outcome: Outcome,
    /// The value or the error, shown.
    pub text: Option<String>,
}

/// Why a wait was broken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interrupted {
    /// The task was cancelled. It hears of each cancel once, at its wait, and may clean up.
    Cancelled,
    /// The task must end now.
    Stopped(StopReason),
}

/// Why a task must end at once, without a chance to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopReason {
    /// Somebody asked for it, from the keyboard or by a command.
    Asked,
    StackLimit,
    /// The system has no memory for its stack.
    NoStack,
    /// More than this number of bytes of heap and stacks.
    MemoryLimit(usize),
    /// The same, most of it stacks.
    StackMemoryLimit(usize),
    /// More than so many operations.
    OperationLimit(u64),
    /// More than so many bytes printed.
    OutputLimit(usize),
    /// Longer than so long by the computer's clock.
    TimeLimit(Duration),
    /// Every task waits for another one, for ever.
    Deadlock,
    /// It was cancelled while it computed where nothing can be thrown that a script could catch.
    BrokenOff,
}

/// Who holds something, and in which line it was taken (0 where unknown), oldest first.
pub(in crate::runtime) type Holders = Rc<RefCell<Vec<(Rc<Task>, u32)>>>;

/// A task. Shared between the runtime, its fiber and the script's handles to it.
pub struct Task {
    pub(super) id: TaskId,
    pub(super) name: RefCell<Rc<str>>,
    /// The main task of its run.
    pub(super) root: TaskId,
    /// The main task that somebody waits for while this one runs: its own, or the one that started that.
    pub(super) run: TaskId,
    pub(super) line: u32,
    /// Whether it behaves as if it had a thread of its own.
    pub(super) is_thread: bool,
    /// Whether it blocks elsewhere: it is in a call that only waits, and the loop's thread is free.
    pub(super) is_away: Cell<bool>,
    /// When its run began, in nanoseconds of the trace.
    pub(super) run_began: u64,
    pub(super) state: Cell<TaskState>,
    /// While it sleeps: when that is due.
    pub(super) due: Cell<Option<u64>>,
    pub(super) cancellation: Cancellation,
    pub(super) stop: Cell<Option<StopReason>>,
    pub(super) waker: RefCell<Option<Waker>>,
    pub(super) waiters: RefCell<Waiters>,
    /// Whether somebody has looked at how it ended.
    pub(super) is_observed: Cell<bool>,
    /// What wants to hear of its end, and the number this task has there.
    pub(super) watches: RefCell<Vec<(Weak<dyn Watch>, usize)>>,
    /// How many tasks wait for it in a row, each awaiting the next.
    pub(super) awaited_depth: Cell<usize>,
    pub(super) stack: Cell<StackUse>,
    /// While it waits for what other tasks have: who has it, and in which line they took it, oldest first.
    pub(in crate::runtime) wanted: RefCell<Option<Holders>>,
    /// While it waits for the first of several tasks to end: those.
    pub(in crate::runtime) first_of: RefCell<Option<Rc<Completions>>>,
    /// Whether something that it does may let a waiting task go on, apart from its end.
    pub(super) can_wake_others: Cell<bool>,
    /// Whether it waits no longer than up to an instant, whatever it waits for.
    pub(super) is_timed: Cell<bool>,
    /// How waiting for it is recorded, where it has no code of its own and no lane.
    pub(super) as_object: Option<Wait>,
    /// While it waits: for what, and in which line.
    pub(super) waits_for: Cell<Option<(Wait, u32)>>,
}

impl Task {
    pub fn id(&self) -> TaskId {
        self.id
    }

    /// Its name in the trace, numbered where several have the same (`fetch_data #2`).
    pub fn name(&self) -> Rc<str> {
        self.name.borrow().clone()
    }

    /// The main task of its run.
    pub fn root(&self) -> TaskId {
        self.root
    }

    /// The main task of the run that it belongs to, also where that run has runs of its own.
    pub fn run(&self) -> TaskId {
        self.run
    }

    /// The source line of its spawn, 0 where unknown.
    pub fn line(&self) -> u32 {
        self.line
    }

    /// When its run began, in nanoseconds of the trace.
    pub fn run_began(&self) -> u64 {
        self.run_began
    }

    pub fn is_ended(&self) -> bool {
        matches!(self.state.get(), TaskState::Ended(_))
    }

    /// How it ended, if it has.
    pub fn outcome(&self) -> Option<Outcome> {
        match self.state.get() {
            TaskState::Ended(outcome) => Some(outcome),
            _ => None,
        }
    }

    /// Whether a cancellation has been thrown into it.
    pub fn was_cancelled(&self) -> bool {
        self.cancellation.was_delivered()
    }

    /// Whether its wait is to be broken off, and it has not heard of that yet.
    pub(super) fn is_to_be_cancelled(&self) -> bool {
        self.cancellation.is_asked()
    }

    /// Why it must end, if it must.
    pub fn stop_reason(&self) -> Option<StopReason> {
        self.stop.get()
    }

    /// Whether its code is to begin; if not, how it ends.
    pub(super) fn may_begin(&self) -> Result<(), Ending> {
        match self.stop.get().is_some() || self.cancellation.is_asked() {
            true => Err(Ending { outcome: Outcome::Cancelled, text: Some("it had not begun".into()) }),
            false => Ok(()),
        }
    }

    /// How it ends whose code has come to this: a cancel that found no wait any more ends it all the same.
    pub(super) fn ending(&self, ending: Ending) -> Ending {
        match ending.outcome == Outcome::Done && self.cancellation.is_asked() {
            true => Ending { outcome: Outcome::Cancelled, text: Some("cancelled".into()) },
            false => ending,
        }
    }

    /// What wakes it from its wait.
    pub(super) fn set_waker(&self, waker: &Waker) {
        let mut known = self.waker.borrow_mut();
        if !known.as_ref().is_some_and(|known| known.will_wake(waker)) {
            *known = Some(waker.clone());
        }
    }

    /// Says that nothing it does can let a waiting task go on, but its end.
    pub fn keeps_to_itself(&self) {
        self.can_wake_others.set(false);
    }

    /// Says that somebody has looked at how it ended.
    pub fn observe(&self) {
        self.is_observed.set(true);
    }

    /// Whether somebody has looked at how it ended.
    pub fn is_observed(&self) -> bool {
        self.is_observed.get()
    }

    /// Another task waits for this one.
    pub(super) fn awaited_from(&self, waiter: &Task) {
        let depth = waiter.awaited_depth.get() + 1;
        self.awaited_depth.set(self.awaited_depth.get().max(depth));
    }

    pub(super) fn wake(&self) {
        if let Some(waker) = self.waker.borrow().as_ref() {
            waker.wake_by_ref();
        }
    }
}
