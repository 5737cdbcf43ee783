//! The end of a program, or of an entry that is stopped: tasks that are still alive are cancelled, as `asyncio.run` does
//! it, so that their `catch` runs.
//!
//! That is bounded: by the computer's clock in time, by the virtual one in operations and virtual time. What is left then
//! is dropped: it ends without going on.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::task::{Context, Poll, Waker};
use std::thread::JoinHandle;
use std::time::Duration;

use super::counting::look_at;
use super::giving_way::yield_once;
use super::task::{StopReason, Task, TaskState};
use super::{Runtime, Sleep, clock};
use crate::trace::{ClockKind, EventKind, Outcome, TaskId};
use crate::trace::{DROPPED, PROGRAM_ENDED};

/// How long tasks may clean up by the computer's clock.
const REAL_LIMIT: Duration = Duration::from_secs(2);
/// The same by the virtual one: a day.
const VIRTUAL_LIMIT: Duration = Duration::from_secs(86_400);
/// And in operations.
const OPERATION_LIMIT: u64 = 1_000_000;
/// The steps of the loop that a task which is stopped, or for which no time is left, is given to end.
const TURNS_TO_END: usize = 16;

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
    fn has(self, task: &Task) -> bool {
        match self {
            Scope::Run(main) => task.run == main,
            Scope::All => true,
        }
    }
}

/// What the runtime knows of the end of a program.
#[derive(Default)]
pub(super) struct ProgramEnd {
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
    /// A task has found the wish for a stop thrown.
    pub fn hears(&self, task: &Rc<Task>) {
        self.heard.borrow_mut().push(task.clone());
    }

    pub fn has_heard(&self, task: &Rc<Task>) -> bool {
        look_at(self.heard.borrow().len());
        self.heard.borrow().iter().any(|it| Rc::ptr_eq(it, task))
    }

    pub fn is_under_way(&self) -> bool {
        self.scope.get().is_some()
    }

    /// To be called when the loop comes to rest: if somebody waits for ends, and `all_wait`, it is over.
    pub fn end_if_stuck(&self, all_wait: impl FnOnce() -> bool) {
        if self.waker.borrow().is_some() && all_wait() {
            self.end();
        }
    }

    fn end(&self) {
        self.is_over.set(true);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    /// Whether a cancel that is being made may go on to this task.
    pub fn reaches(&self, task: &Task) -> bool {
        self.reach.get().is_none_or(|scope| scope.has(task))
    }
}

impl Runtime {
    pub(super) fn begin_foreground(&self, main: &Task, at_end: AtEnd) {
        self.foreground.set(Some(main.id));
        self.program_end.last.set((at_end == AtEnd::Cancel).then_some(main.id));
        self.program_end.was_interrupted.set(false);
        self.program_end.heard.take();
    }

    /// Whether the foreground run was ended from the keyboard.
    pub fn was_interrupted(&self) -> bool {
        self.program_end.was_interrupted.get()
    }

    /// The tasks that had not ended when the latest program, or entry that was stopped, did.
    pub fn take_left_over(&self) -> Vec<LeftOver> {
        self.program_end.left_over.take()
    }

    /// Has the trace say that others end with this main task, if they do, before it says that this one has ended.
    pub(super) fn note_program_end(&self, task: &Task) {
        let others = || self.tasks.borrow().values().any(|it| it.run == task.run && it.id != task.id);
        if self.program_end.last.get() == Some(task.id) && others() {
            self.record(task.id, 0, EventKind::Ending);
        }
    }

    /// What the trace says of a task that ends with the program; none where its own words will do.
    pub(super) fn word_for_end(&self, task: &Task, outcome: Outcome) -> Option<&'static str> {
        let end = &self.program_end;
        let scope = end.scope.get().filter(|scope| scope.has(task) && end.last.get() != Some(task.id))?;
        match (outcome, task.stop.get()) {
            (Outcome::Cancelled, Some(StopReason::Asked)) => Some(DROPPED),
            (Outcome::Cancelled, None) if scope == Scope::All && !self.was_interrupted() => {
                Some(PROGRAM_ENDED)
            }
            _ => None,
        }
    }

    /// The run has no operations left: what becomes of the running task. Where tasks are ending these have a limit of
    /// their own, and others go on.
    pub(super) fn on_last_operation(&self, task: &Task) -> Option<StopReason> {
        let Some(scope) = self.program_end.scope.get() else {
            return Some(StopReason::OperationLimit(self.limits.operations));
        };
        self.program_end.end();
        if scope.has(task) {
            return Some(StopReason::Asked);
        }
        self.operations.set(self.limits.operations);
        None
    }

    /// Gives tasks that are to end some steps of the loop for it.
    async fn let_end(&self, tasks: &[Rc<Task>]) {
        // The loop itself has its turn after all that are ready before it, however many they are.
        for _ in 0..TURNS_TO_END {
            if tasks.iter().all(|task| task.is_ended()) {
                return;
            }
            yield_once().await;
        }
    }
}

/// Tasks that are ending, and the bounds for it.
pub(super) struct WindingUp {
    runtime: Rc<Runtime>,
    scope: Scope,
    left_over: Vec<LeftOver>,
    limits: Vec<Sleep>,
    /// Whether a bound has been reached, or nothing can let any of the tasks go on.
    is_over: bool,
    watch: Option<Watch>,
    operations_before: u64,
}

impl WindingUp {
    pub fn begin(runtime: &Rc<Runtime>, scope: Scope) -> WindingUp {
        runtime.program_end.scope.set(Some(scope));
        runtime.program_end.is_over.set(false);
        let operations_before = runtime.operations.set(OPERATION_LIMIT);
        let is_real = runtime.clock.kind() == ClockKind::Real;
        let limit = if is_real { REAL_LIMIT } else { VIRTUAL_LIMIT };
        let until = runtime.clock.now().saturating_add(u64::try_from(limit.as_nanos()).unwrap_or(u64::MAX));
        WindingUp {
            scope,
            left_over: Vec::new(),
            limits: vec![runtime.clock.sleep_until(until)],
            is_over: false,
            watch: is_real.then(|| Watch::begin(runtime)),
            operations_before,
            runtime: runtime.clone(),
        }
    }

    /// Somebody at the keyboard ends the run: its main task is cancelled first, and waited for. `is_stopped` tells whether
    /// it is to end at once.
    pub async fn end_main(&mut self, main: &Rc<Task>, is_stopped: &mut impl FnMut(&mut Context<'_>) -> bool) {
        if self.watch.is_none() {
            // Somebody waits for it, so the computer's clock counts, too.
            self.limits.push(clock::pause(ClockKind::Real, REAL_LIMIT));
            self.watch = Some(Watch::begin(&self.runtime));
        }
        self.runtime.program_end.was_interrupted.set(true);
        self.runtime.program_end.last.set(Some(main.id));
        let others = self.alive().into_iter().filter(|task| !Rc::ptr_eq(task, main));
        let others: Vec<_> = others.map(|task| (self.runtime.state(&task), task)).collect();
        self.cancel(main);
        let main = std::slice::from_ref(main);
        self.wait(main, is_stopped).await;
        main.iter().for_each(|main| self.runtime.stop(main, StopReason::Asked));
        self.runtime.let_end(main).await;
        // The cancel went on to those that the main task waited for.
        let with_main = others.into_iter().filter(|(_, task)| task.outcome() == Some(Outcome::Cancelled));
        let with_main = with_main.map(|(state, task)| LeftOver { task, state, was_dropped: false });
        self.left_over.extend(with_main);
    }

    /// Cancels all tasks that are left, and waits for them.
    pub async fn end_others(&mut self, is_stopped: &mut impl FnMut(&mut Context<'_>) -> bool) {
        let alive = self.alive();
        let left_over = alive.iter().map(|task| {
            let state = self.runtime.state(task);
            LeftOver { task: task.clone(), state, was_dropped: false }
        });
        let left_over: Vec<_> = left_over.collect();
        self.left_over.extend(left_over);
        alive.iter().for_each(|task| self.cancel(task));
        match self.is_over {
            true => self.runtime.let_end(&alive).await,
            false => self.wait(&alive, is_stopped).await,
        }
    }

    /// Drops what is left, also what has been started since.
    pub async fn finish(mut self) {
        let runtime = self.runtime.clone();
        let left = self.alive();
        for task in &left {
            match self.left_over.iter_mut().find(|it| Rc::ptr_eq(&it.task, task)) {
                Some(it) => it.was_dropped = true,
                None => {
                    let state = runtime.state(task);
                    self.left_over.push(LeftOver { task: task.clone(), state, was_dropped: true });
                }
            }
            runtime.stop(task, StopReason::Asked);
        }
        runtime.let_end(&left).await;
        for task in self.alive() {
            runtime.abandon(&task, DROPPED);
        }
        // A task that computed to the end has been stopped before.
        let was_stopped = |task: &Task| task.stop.get() == Some(StopReason::Asked);
        self.left_over.iter_mut().for_each(|it| it.was_dropped |= was_stopped(&it.task));
        let end = &runtime.program_end;
        end.scope.set(None);
        end.heard.take();
        end.waker.take();
        *end.left_over.borrow_mut() = self.left_over;
        runtime.operations.set(self.operations_before);
        // After its end it asks for no stop any more.
        drop(self.watch);
        runtime.control.clear_stop();
    }

    fn alive(&self) -> Vec<Rc<Task>> {
        self.runtime.tasks().into_iter().filter(|task| self.scope.has(task)).collect()
    }

    /// Cancels a task that has not heard of the wish to end it yet, and none that is to go on.
    fn cancel(&self, task: &Rc<Task>) {
        if !self.runtime.program_end.has_heard(task) {
            self.runtime.program_end.reach.set(Some(self.scope));
            self.runtime.cancel(task);
            self.runtime.program_end.reach.set(None);
        }
    }

    /// Waits until these have ended, or it is over.
    async fn wait(&mut self, tasks: &[Rc<Task>], is_stopped: &mut impl FnMut(&mut Context<'_>) -> bool) {
        let runtime = self.runtime.clone();
        let mut ends: Vec<_> = tasks.iter().map(|task| Box::pin(runtime.ended(task))).collect();
        poll_fn(|context| {
            while ends.last_mut().is_some_and(|end| end.as_mut().poll(context).is_ready()) {
                ends.pop();
            }
            if ends.is_empty() {
                return Poll::Ready(());
            }
            *runtime.program_end.waker.borrow_mut() = Some(context.waker().clone());
            let is_late = self.limits.iter_mut().any(|it| Pin::new(it).poll(context).is_ready());
            self.is_over = is_late || runtime.program_end.is_over.get() || is_stopped(context);
            if self.is_over { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
}

/// A task that computes, or blocks, lets nobody look at the time, so a thread does, and has it stopped.
struct Watch {
    over: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    fn begin(runtime: &Runtime) -> Watch {
        let (sender, over) = channel::<()>();
        let control = runtime.control.clone();
        let watch = move || {
            if over.recv_timeout(REAL_LIMIT) == Err(RecvTimeoutError::Timeout) {
                control.request_stop();
            }
        };
        // Without a thread only tasks that wait are bounded, and the keyboard is there.
        let thread = std::thread::Builder::new().name("time limit".into()).spawn(watch).ok();
        Watch { over: Some(sender), thread }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.over.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
