//! One task, as the runtime sees it: who it is, what it is doing, who waits for its end.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::task::Waker;

use super::cancellation::Cancellation;
use super::clock::Clock;
use super::stack_use::StackUse;
use super::task_state::{Ending, StopReason, TaskState};
use super::waiters::Waiters;
use super::watch::{Watch, Watches};
use crate::trace::{Outcome, TaskId, Wait};

/// Who waits for a task's end: a task, or the loop itself.
pub(super) struct Waiter {
    pub task: Option<Rc<Task>>,
    pub waker: Waker,
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
    pub(super) cancellation: Cancellation,
    pub(super) stop: Cell<Option<StopReason>>,
    pub(super) waker: Cell<Option<Waker>>,
    pub(super) waiters: RefCell<Waiters<Waiter>>,
    /// Whether somebody has looked at how it ended.
    pub(super) is_observed: Cell<bool>,
    pub(super) watches: Watches,
    /// How many tasks wait for it in a row, each awaiting the next.
    pub(super) awaited_depth: Cell<usize>,
    pub(super) stack: Cell<StackUse>,
    /// While it waits for what other tasks have: who has it, and in which line they took it, oldest first.
    pub(in crate::runtime) wanted: RefCell<Option<Holders>>,
    /// While it waits for the first of several tasks to end: those.
    pub(in crate::runtime) first_of: RefCell<Option<Rc<[Rc<Task>]>>>,
    /// Whether something that it does may let a waiting task go on, apart from its end.
    pub(super) can_wake_others: Cell<bool>,
    /// Whether it waits no longer than up to an instant, whatever it waits for.
    pub(super) is_timed: Cell<bool>,
    /// How waiting for it is recorded, where it has no code of its own and no lane.
    pub(super) as_object: Option<Box<Wait>>,
    /// While it waits: for what, and in which line.
    pub(super) waits_for: Cell<Option<(Wait, u32)>>,
}

impl Task {
    /// One that nobody waits for. `root` and `run` are main tasks, as its fields say; what else there is to say of it is for
    /// the one who makes it.
    pub(super) fn new(id: TaskId, name: Rc<str>, root: TaskId, run: TaskId) -> Task {
        Task {
            id,
            name: RefCell::new(name),
            root,
            run,
            line: 0,
            is_thread: false,
            is_away: Cell::new(false),
            run_began: 0,
            state: Cell::new(TaskState::Ready),
            cancellation: Cancellation::default(),
            stop: Cell::new(None),
            waker: Cell::default(),
            waiters: RefCell::default(),
            is_observed: Cell::new(false),
            watches: Watches::default(),
            awaited_depth: Cell::new(0),
            stack: Cell::default(),
            wanted: RefCell::default(),
            first_of: RefCell::default(),
            can_wake_others: Cell::new(true),
            is_timed: Cell::new(false),
            as_object: None,
            waits_for: Cell::new(None),
        }
    }

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

    /// Takes back a cancel that it has not heard of yet.
    pub fn take_back_cancel(&self) {
        self.cancellation.take_back();
    }

    /// Whether it has no code of its own: it ends when somebody says how.
    pub fn is_promise(&self) -> bool {
        self.as_object.is_some()
    }

    /// How waiting for its end is recorded.
    pub(super) fn as_wait(&self) -> Wait {
        self.as_object.as_deref().copied().unwrap_or(Wait::Task { id: self.id })
    }

    /// What it is doing. A sleeper whose time has come by this clock wants the thread, though nobody told it yet.
    pub(super) fn state_by(&self, clock: &Clock) -> TaskState {
        match (self.state.get(), self.waits_for.get()) {
            (TaskState::Waiting, Some((Wait::Sleep { until } | Wait::Timeout { until, .. }, _)))
                if until <= clock.now() =>
            {
                TaskState::Ready
            }
            (state, _) => state,
        }
    }

    /// Lets `watch` hear of its end, if that is still to come and `watch` is alive then.
    pub fn watched_by(&self, watch: Weak<dyn Watch>, index: usize) {
        if !self.is_ended() {
            self.watches.add(watch, index);
        }
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
        let known = self.waker.take().filter(|known| known.will_wake(waker));
        self.waker.set(known.or_else(|| Some(waker.clone())));
    }

    /// Says that nothing it does can let a waiting task go on, but its end.
    pub fn keeps_to_itself(&self) {
        self.can_wake_others.set(false);
    }

    /// Whether somebody waits for its end, or watches it.
    pub(super) fn is_awaited(&self) -> bool {
        !self.waiters.borrow().is_empty() || self.watches.len() > 0
    }

    /// Lets it go on that was to end because it was cancelled where nothing could be thrown: whoever cancelled it has the
    /// error to throw. Says whether that was so.
    pub fn go_on_after_break_off(&self) -> bool {
        let is_broken_off = self.stop.get() == Some(StopReason::BrokenOff);
        if is_broken_off {
            self.stop.set(None);
        }
        is_broken_off
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
        let waker = self.waker.take();
        waker.iter().for_each(Waker::wake_by_ref);
        self.waker.set(waker);
    }
}
