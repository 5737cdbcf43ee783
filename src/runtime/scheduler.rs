//! The runtime: what there is of one on a loop thread, and the tasks that are alive.
//!
//! It lives on the loop thread. How tasks begin and end is in `lifecycle.rs`, what happens within a task's turn on the thread
//! in `turn.rs`.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::sync::Arc;

use tokio::sync::oneshot;

use super::deadlock::looks::Looks;
use super::helpers::Helpers;
use super::limits::{Budget, Limits};
use super::printer::{Output, Printer};
use super::program_end::ProgramEnd;
use super::recording::Recording;
use super::run_queue::RunQueue;
use super::schedule;
use super::slice::Slice;
use super::stack::StackPool;
use super::switch::Switch;
use super::task::Task;
use super::task_state::TaskState;
use super::task_table::{SpawnError, TaskKind, TaskTable};
use super::{Backlog, Clock, Control, memory};
use crate::trace::{ClockKind, EventKind, Recorder, TaskId};

/// Runs tasks. One a loop thread.
pub struct Runtime {
    pub(super) me: Weak<Runtime>,
    pub(super) clock: Rc<Clock>,
    pub(super) queue: RunQueue,
    pub(super) control: Arc<Control>,
    pub(super) stacks: StackPool,
    pub(super) helpers: Helpers,
    pub(super) recording: Recording,
    pub(super) budget: Budget,
    pub(super) printer: Printer,
    pub(super) tasks: TaskTable,
    pub(super) current: RefCell<Option<Rc<Task>>>,
    pub(super) switch: Cell<Switch>,
    pub(super) slice: Slice,
    /// How many turns there have been, the current one included.
    pub(super) turns: Cell<u64>,
    /// The main task of the run that somebody waits for.
    pub(super) foreground: Cell<Option<TaskId>>,
    pub(super) program_end: ProgramEnd,
    pub(super) deadlock_looks: Looks,
    /// What the loop has to come to before it rests.
    pub(super) pending_answer: RefCell<Option<oneshot::Receiver<()>>>,
}

impl Runtime {
    /// One for this thread, which works for it from now on. `recorder`: where events go, or nowhere. `output` is called with each printed text.
    pub fn new(
        clock: ClockKind,
        control: Arc<Control>,
        limits: Limits,
        recorder: Option<Recorder>,
        output: Output,
        backlog: Option<Arc<Backlog>>,
    ) -> Rc<Runtime> {
        let stacks = StackPool::default();
        let memory = memory::Account::open();
        memory.enter();
        let limits = Limits { tasks: limits.tasks.min(stacks.capacity()), ..limits };
        let clock = Rc::new(Clock::new(clock));
        Rc::new_cyclic(|me| Runtime {
            me: me.clone(),
            clock: clock.clone(),
            queue: RunQueue::new(),
            control,
            stacks,
            helpers: Helpers::new(memory),
            recording: Recording::new(clock, recorder, memory),
            budget: Budget::new(limits, memory),
            printer: Printer::new(output, backlog),
            tasks: TaskTable::new(limits.tasks),
            current: RefCell::default(),
            switch: Cell::new(Switch::NONE),
            slice: Slice::new(),
            turns: Cell::new(0),
            foreground: Cell::new(None),
            program_end: ProgramEnd::default(),
            deadlock_looks: Looks::default(),
            pending_answer: RefCell::default(),
        })
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// What takes events down.
    pub fn recording(&self) -> &Recording {
        &self.recording
    }

    /// The threads that work for this one.
    pub fn helpers(&self) -> &Helpers {
        &self.helpers
    }

    /// How the latest program ended, or entry that was stopped.
    pub fn program_end(&self) -> &ProgramEnd {
        &self.program_end
    }

    /// Changes the clock; time goes on from where it is. No task may be alive.
    pub fn switch_clock(&self, clock: ClockKind) {
        if clock != self.clock.kind() {
            self.clock.switch_to(clock);
            // The event belongs to no task; it is recorded for the one that comes next.
            self.recording.record(self.next_task(), 0, EventKind::ClockSet { clock });
        }
    }

    /// Says that a program has words that cancel tasks, so that tasks that wait for each other may still be ended by
    /// another one.
    pub fn expect_cancels(&self) {
        self.deadlock_looks.expect_cancels();
    }

    /// The task whose code is running, if one is.
    pub fn current(&self) -> Option<Rc<Task>> {
        self.current.borrow().clone()
    }

    pub(super) fn is_current(&self, task: &Rc<Task>) -> bool {
        self.current.borrow().as_ref().is_some_and(|it| Rc::ptr_eq(it, task))
    }

    /// Whether the running task is a thread task.
    pub fn on_thread(&self) -> bool {
        self.slice.is_thread()
    }

    /// The number of the running task's turn on the thread, from 1.
    pub fn turn(&self) -> u64 {
        self.turns.get()
    }

    /// How many stacks are out with tasks.
    pub fn stacks_in_use(&self) -> usize {
        self.stacks.out()
    }

    /// How many stacks there are, out with tasks or free.
    pub fn stacks(&self) -> usize {
        self.stacks.out() + self.stacks.free()
    }

    /// The number that the next task gets.
    pub fn next_task(&self) -> TaskId {
        self.tasks.next_id()
    }

    /// The tasks that have not ended, by number.
    pub fn tasks(&self) -> Vec<Rc<Task>> {
        self.tasks.all()
    }

    /// What `task` is doing. A sleeper whose time has come wants the thread, though nobody told it yet.
    pub fn state(&self, task: &Task) -> TaskState {
        task.state_by(&self.clock)
    }

    /// Gives a task another name, numbered where its run has that name already.
    pub fn rename(&self, task: &Task, name: &str, line: u32) {
        self.tasks.rename(task, name);
        let name = self.recording.name(&task.name());
        self.recording.record(task.id, line, EventKind::Named { name });
    }

    /// The name for an object that tasks wait for, numbered where the run has that name already.
    pub fn object_name(&self, name: &str) -> Rc<str> {
        match self.current() {
            Some(task) => self.tasks.object_name(task.root, name),
            None => name.into(),
        }
    }

    /// A new task, whose future is to be put into the queue.
    pub(super) fn begin_task(&self, kind: TaskKind, name: &str, line: u32) -> Result<Rc<Task>, SpawnError> {
        let (starter, at) = (self.current(), self.clock.now());
        let task = self.tasks.begin(starter.as_deref(), kind, name, line, at)?;
        let parent = starter.as_ref().map(|it| it.id);
        let name = self.recording.name(&task.name());
        let shown_parent = parent.filter(|_| kind != TaskKind::Main);
        self.recording.record_at(at, task.id, line, EventKind::Spawned { name, parent: shown_parent });
        if task.is_thread {
            self.recording.record_at(at, task.id, line, EventKind::OnThread);
        }
        schedule::spawned(task.id, parent);
        if parent.is_none() {
            self.printer.begin_entry(&task);
        }
        Ok(task)
    }
}
