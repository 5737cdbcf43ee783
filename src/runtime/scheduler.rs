//! The runtime: which tasks there are, their names, their spawning and waiting for each other.
//!
//! It lives on the loop thread. What happens within a task's turn on the thread is in `turn.rs`, how tasks end
//! in `ending.rs`, what is said of them in `recording.rs`.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::rc::{Rc, Weak};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::sync::oneshot;

use super::cancelling::Cancellation;
use super::counting::look_at;
use super::fiber::{Fiber, Switch};
use super::helpers::Helpers;
use super::limits::Operations;
use super::names::Names;
use super::run_queue::RunQueue;
use super::schedule::{self, Touch};
use super::stack::{StackKind, StackPool};
use super::task::{Ending, Task, TaskState};
use super::thread_task::Slice;
use super::waiters::Waiter;
use super::winding_up::ProgramEnd;
use super::{Backlog, Clock, Control, memory};
use crate::trace::{ClockKind, EventKind, Outcome, Recorder, TaskId};

/// What scripts may use.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Tasks alive at a time; never more than the kernel has stacks for.
    pub tasks: usize,
    /// Bytes of heap and stacks that one run may add to what is in use when it begins.
    pub memory: usize,
    /// Operations of one run.
    pub operations: u64,
    /// Bytes that one run may print.
    pub output: usize,
    /// How long one run may take by the computer's clock.
    pub time: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { tasks: 200_000, memory: 2 << 30, operations: u64::MAX, output: usize::MAX, time: None }
    }
}

/// Why a task cannot be started.
#[derive(Debug, thiserror::Error)]
pub enum SpawnError {
    #[error("{0} tasks are alive, and there is no room for more; let some of them end first")]
    TooMany(usize),
    #[error("more than four thousand million tasks have been started; begin a new session")]
    NoNumber,
    #[error(
        "{0} tasks are waiting in a row, each for the one that it started; does it start itself without an end?"
    )]
    TooDeep(usize),
}

/// Tasks that may wait in a row, each for one that it started. Their errors hold one another.
const MAX_AWAITED_DEPTH: usize = 1_000;

/// What a task is to its run, and where it is at home.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TaskKind {
    Main,
    Loop,
    Thread,
}

/// Called with each printed text.
pub type Output = Box<dyn FnMut(&str)>;

/// Runs tasks. One a loop thread.
pub struct Runtime {
    pub(super) me: Weak<Runtime>,
    pub(super) clock: Clock,
    pub(super) queue: RunQueue,
    pub(super) control: Arc<Control>,
    pub(super) stacks: StackPool,
    pub(super) helpers: Helpers,
    /// Of the loop and of all that works for it.
    pub(super) memory: memory::Account,
    pub(super) recorder: RefCell<Option<Recorder>>,
    pub(super) limits: Limits,
    /// The tasks that have not ended.
    pub(super) tasks: RefCell<BTreeMap<TaskId, Rc<Task>>>,
    next_id: Cell<u32>,
    pub(super) names: RefCell<Names>,
    pub(super) current: RefCell<Option<Rc<Task>>>,
    pub(super) switch: Cell<Switch>,
    /// The lowest address that the running task's stack has been counted down to, and the bytes of all stacks.
    pub(super) stack_reached: Cell<usize>,
    pub(super) stacks_used: Cell<usize>,
    /// How many turns there have been, the current one included.
    pub(super) turns: Cell<u64>,
    /// What is to be done at the end of the current turn.
    pub(super) at_end_of_turn: RefCell<Vec<super::recording::AtEndOfTurn>>,
    /// The main task of the run that somebody waits for.
    pub(super) foreground: Cell<Option<TaskId>>,
    /// Whether some program so far has words that cancel tasks.
    pub(super) cancels_expected: Cell<bool>,
    /// What the loop has to come to before it rests.
    pub(super) pending_answer: RefCell<Option<oneshot::Receiver<()>>>,
    pub(super) program_end: ProgramEnd,
    pub(super) slice: Slice,
    /// How often the loop came to rest while the foreground's main task waited for another one, and from how many
    /// rests on it is looked whether any can let it go on.
    pub(super) rests: Cell<(u32, u32)>,
    pub(super) operations: Operations,
    pub(super) output_left: Cell<usize>,
    pub(super) output: RefCell<Output>,
    /// Where what is printed in the background is counted; none where it is not shown.
    pub(super) backlog: Option<Arc<Backlog>>,
    /// The latest entry's main task.
    pub(super) entry: RefCell<Option<Rc<Task>>>,
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
        Rc::new_cyclic(|me| Runtime {
            me: me.clone(),
            clock: Clock::new(clock),
            queue: RunQueue::new(),
            control,
            stacks,
            memory,
            helpers: Helpers::default(),
            recorder: RefCell::new(recorder),
            limits,
            tasks: RefCell::default(),
            next_id: Cell::new(0),
            names: RefCell::default(),
            current: RefCell::default(),
            switch: Cell::new(Switch::NONE),
            stack_reached: Cell::new(0),
            stacks_used: Cell::new(0),
            turns: Cell::new(0),
            at_end_of_turn: RefCell::default(),
            foreground: Cell::new(None),
            cancels_expected: Cell::new(false),
            pending_answer: RefCell::default(),
            program_end: ProgramEnd::default(),
            slice: Slice::new(),
            rests: Cell::default(),
            operations: Operations::new(limits.operations),
            output_left: Cell::new(limits.output),
            output: RefCell::new(output),
            backlog,
            entry: RefCell::default(),
        })
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Changes the clock; time goes on from where it is. No task may be alive.
    pub fn switch_clock(&self, clock: ClockKind) {
        if clock != self.clock.kind() {
            self.clock.switch_to(clock);
            // The event belongs to no task; it is recorded for the one that comes next.
            self.record(TaskId(self.next_id.get()), 0, EventKind::ClockSet { clock });
        }
    }

    /// The task whose code is running, if one is.
    pub fn current(&self) -> Option<Rc<Task>> {
        self.current.borrow().clone()
    }

    /// The number of the running task's turn on the thread, from 1.
    pub fn turn(&self) -> u64 {
        self.turns.get()
    }

    /// The number that the next task gets.
    pub fn next_task(&self) -> TaskId {
        TaskId(self.next_id.get())
    }

    /// How many stacks are out with tasks.
    pub fn stacks_in_use(&self) -> usize {
        self.stacks.out()
    }

    /// How many stacks there are, out with tasks or free.
    pub fn stacks(&self) -> usize {
        self.stacks.out() + self.stacks.free()
    }

    /// The tasks that have not ended, by number.
    pub fn tasks(&self) -> Vec<Rc<Task>> {
        look_at(self.tasks.borrow().len());
        self.tasks.borrow().values().cloned().collect()
    }

    /// Starts a run: a main task, called `name`, with a large stack.
    pub fn start_run(
        self: &Rc<Self>,
        name: &str,
        line: u32,
        body: impl FnOnce() -> Ending + 'static,
    ) -> Result<Rc<Task>, SpawnError> {
        self.start(StackKind::Main, TaskKind::Main, name, line, body)
    }

    /// Starts a task of the running task's run. `line` is the source line of the spawn.
    pub fn spawn(
        self: &Rc<Self>,
        name: &str,
        line: u32,
        body: impl FnOnce() -> Ending + 'static,
    ) -> Result<Rc<Task>, SpawnError> {
        self.start(StackKind::Task, TaskKind::Loop, name, line, body)
    }

    pub(super) fn start_thread_task(
        self: &Rc<Self>,
        name: &str,
        line: u32,
        body: impl FnOnce() -> Ending + 'static,
    ) -> Result<Rc<Task>, SpawnError> {
        self.start(StackKind::Task, TaskKind::Thread, name, line, body)
    }

    fn start(
        self: &Rc<Self>,
        stack: StackKind,
        kind: TaskKind,
        name: &str,
        line: u32,
        body: impl FnOnce() -> Ending + 'static,
    ) -> Result<Rc<Task>, SpawnError> {
        let task = self.begin_task(kind, name, line)?;
        self.queue.spawn(Some(task.id), Fiber::new(self, &task, stack, body));
        Ok(task)
    }

    /// A new task, whose future is to be put into the queue.
    pub(super) fn begin_task(&self, kind: TaskKind, name: &str, line: u32) -> Result<Rc<Task>, SpawnError> {
        let alive = self.tasks.borrow().len();
        if alive >= self.limits.tasks && kind != TaskKind::Main {
            return Err(SpawnError::TooMany(alive));
        }
        let depth = self.current().map_or(0, |it| it.awaited_depth.get());
        if depth >= MAX_AWAITED_DEPTH {
            return Err(SpawnError::TooDeep(depth));
        }
        let id = TaskId(self.next_id.get());
        // Without a number of its own no task can be told from another.
        self.next_id.set(id.0.checked_add(1).ok_or(SpawnError::NoNumber)?);
        let starter = self.current();
        let run = starter.as_ref().map_or(id, |it| it.run);
        let parent = starter.filter(|_| kind != TaskKind::Main);
        let root = parent.as_ref().map_or(id, |it| it.root);
        let at = self.clock.now();
        let task = Rc::new(Task {
            id,
            name: RefCell::new(self.names.borrow_mut().begin(root, name)),
            root,
            run,
            line,
            is_thread: kind == TaskKind::Thread,
            is_away: Cell::new(false),
            run_began: parent.as_ref().map_or(at, |it| it.run_began),
            state: Cell::new(TaskState::Ready),
            due: Cell::new(None),
            cancellation: Cancellation::default(),
            stop: Cell::new(None),
            waker: RefCell::default(),
            waiters: RefCell::default(),
            is_observed: Cell::new(false),
            watches: RefCell::default(),
            awaited_depth: Cell::new(0),
            stack: Cell::default(),
            wanted: RefCell::default(),
            first_of: RefCell::default(),
            can_wake_others: Cell::new(true),
            is_timed: Cell::new(false),
            as_object: None,
            waits_for: Cell::new(None),
        });
        let name = self.name_text(&task.name());
        let parent = parent.map(|it| it.id);
        self.record_at(at, id, line, EventKind::Spawned { name, parent });
        if task.is_thread {
            self.record_at(at, id, line, EventKind::OnThread);
        }
        self.tasks.borrow_mut().insert(id, task.clone());
        schedule::spawned(id, self.current.borrow().as_ref().map(|it| it.id));
        if self.current.borrow().is_none() {
            *self.entry.borrow_mut() = Some(task.clone());
        }
        Ok(task)
    }

    /// Gives a task another name, numbered where its run has that name already.
    pub fn rename(&self, task: &Task, name: &str, line: u32) {
        let name = self.names.borrow_mut().change(task.root, &task.name(), name);
        let text = self.name_text(&name);
        *task.name.borrow_mut() = name;
        self.record(task.id, line, EventKind::Named { name: text });
    }

    /// The name for an object that tasks wait for, numbered where the run has that name already.
    pub fn object_name(&self, name: &str) -> Rc<str> {
        match self.current() {
            Some(task) => self.names.borrow_mut().object(task.root, name),
            None => name.into(),
        }
    }

    /// A future that is ready when `task` has ended, for the running task or for the loop itself.
    pub fn ended(&self, task: &Rc<Task>) -> impl Future<Output = Outcome> + use<> {
        let (me, task) = (self.current(), task.clone());
        let mut waiting = Waiting { task: task.clone(), number: None };
        poll_fn(move |context| {
            schedule::touch_task(task.id, Touch::Read);
            if let TaskState::Ended(outcome) = task.state.get() {
                return Poll::Ready(outcome);
            }
            let mut waiters = task.waiters.borrow_mut();
            // Known by its number: wakers that wake the same cannot be told from others.
            match waiting.number.and_then(|number| waiters.get_mut(number)) {
                Some(waiter) => waiter.waker.clone_from(context.waker()),
                None => {
                    let waiter = Waiter { task: me.clone(), waker: context.waker().clone() };
                    waiting.number = Some(waiters.add(waiter));
                }
            }
            Poll::Pending
        })
    }

    /// What `task` is doing. A sleeper whose time has come wants the thread, though nobody told it yet.
    pub fn state(&self, task: &Task) -> TaskState {
        match (task.state.get(), task.due.get()) {
            (TaskState::Waiting, Some(due)) if due <= self.clock.now() => TaskState::Ready,
            (state, _) => state,
        }
    }
}

/// A wait for a task's end. One that is given up wakes nobody later.
struct Waiting {
    task: Rc<Task>,
    number: Option<u64>,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            self.task.waiters.borrow_mut().remove(number);
        }
    }
}
