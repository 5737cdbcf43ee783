//! The end of a program, or of an entry that is stopped: tasks that are still alive are cancelled, as `asyncio.run` does
//! it, so that their `catch` runs.
//!
//! That is bounded: by the computer's clock in time, by the virtual one in operations and virtual time. What is left then
//! is dropped: it ends without going on.

use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::task::{Context, Poll};
use std::thread::JoinHandle;
use std::time::Duration;

use super::giving_way::yield_once;
use super::program_end::{LeftOver, Scope};
use super::task::Task;
use super::task_state::StopReason;
use super::waiting::ended;
use super::{Runtime, Sleep, clock};
use crate::trace::{ClockKind, DROPPED, Outcome};

/// How long tasks may clean up by the computer's clock.
const REAL_LIMIT: Duration = Duration::from_secs(2);
/// The same by the virtual one: a day.
const VIRTUAL_LIMIT: Duration = Duration::from_secs(86_400);
/// And in operations.
const OPERATION_LIMIT: u64 = 1_000_000;
/// The steps of the loop that a task which is stopped, or for which no time is left, is given to end.
const TURNS_TO_END: usize = 16;

/// Tasks that are ending, and the bounds for it.
pub(super) struct WindingUp {
    runtime: Rc<Runtime>,
    scope: Scope,
    left_over: Vec<LeftOver>,
    limits: Vec<Sleep>,
    /// Whether a bound has been reached, or nothing can let any of the tasks go on.
    is_over: bool,
    time_limit: Option<TimeLimit>,
    operations_before: u64,
}

impl WindingUp {
    pub fn begin(runtime: &Rc<Runtime>, scope: Scope) -> WindingUp {
        runtime.program_end.begin(scope);
        let operations_before = runtime.budget.set_operations(OPERATION_LIMIT);
        let is_real = runtime.clock.kind() == ClockKind::Real;
        let limit = if is_real { REAL_LIMIT } else { VIRTUAL_LIMIT };
        let until = runtime.clock.now().saturating_add(u64::try_from(limit.as_nanos()).unwrap_or(u64::MAX));
        WindingUp {
            scope,
            left_over: Vec::new(),
            limits: vec![runtime.clock.sleep_until(until)],
            is_over: false,
            time_limit: is_real.then(|| TimeLimit::begin(runtime)),
            operations_before,
            runtime: runtime.clone(),
        }
    }

    /// Somebody at the keyboard ends the run: its main task is cancelled first, and waited for. `is_stopped` tells whether
    /// it is to end at once.
    pub async fn end_main(&mut self, main: &Rc<Task>, is_stopped: &mut impl FnMut(&mut Context<'_>) -> bool) {
        if self.time_limit.is_none() {
            // Somebody waits for it, so the computer's clock counts, too.
            self.limits.push(clock::pause(ClockKind::Real, REAL_LIMIT));
            self.time_limit = Some(TimeLimit::begin(&self.runtime));
        }
        self.runtime.program_end.interrupt(main);
        let others = self.alive().into_iter().filter(|task| !Rc::ptr_eq(task, main));
        let others: Vec<_> = others.map(|task| (self.runtime.state(&task), task)).collect();
        self.cancel(main);
        let main = std::slice::from_ref(main);
        self.wait(main, is_stopped).await;
        main.iter().for_each(|main| self.runtime.stop(main, StopReason::Asked));
        let_end(main).await;
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
            true => let_end(&alive).await,
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
        let_end(&left).await;
        for task in self.alive() {
            runtime.abandon(&task, DROPPED);
        }
        // A task that computed to the end has been stopped before.
        let was_stopped = |task: &Task| task.stop.get() == Some(StopReason::Asked);
        self.left_over.iter_mut().for_each(|it| it.was_dropped |= was_stopped(&it.task));
        runtime.program_end.finish(self.left_over);
        runtime.budget.set_operations(self.operations_before);
        // After its end it asks for no stop any more.
        drop(self.time_limit);
        runtime.control.clear_stop();
    }

    fn alive(&self) -> Vec<Rc<Task>> {
        self.runtime.tasks().into_iter().filter(|task| self.scope.has(task)).collect()
    }

    /// Cancels a task that has not heard of the wish to end it yet, and none that is to go on.
    fn cancel(&self, task: &Rc<Task>) {
        let end = &self.runtime.program_end;
        if !end.has_heard(task) {
            end.cancel_within(self.scope, || self.runtime.cancel(task));
        }
    }

    /// Waits until these have ended, or it is over.
    async fn wait(&mut self, tasks: &[Rc<Task>], is_stopped: &mut impl FnMut(&mut Context<'_>) -> bool) {
        let runtime = self.runtime.clone();
        let mut ends: Vec<_> = tasks.iter().map(|task| Box::pin(ended(None, task))).collect();
        poll_fn(|context| {
            while ends.last_mut().is_some_and(|end| end.as_mut().poll(context).is_ready()) {
                ends.pop();
            }
            if ends.is_empty() {
                return Poll::Ready(());
            }
            runtime.program_end.watch(context);
            let is_late = self.limits.iter_mut().any(|it| Pin::new(it).poll(context).is_ready());
            self.is_over = is_late || runtime.program_end.is_over() || is_stopped(context);
            if self.is_over { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
}

/// Gives tasks that are to end some steps of the loop for it.
async fn let_end(tasks: &[Rc<Task>]) {
    // The loop itself has its turn after all that are ready before it, however many they are.
    for _ in 0..TURNS_TO_END {
        if tasks.iter().all(|task| task.is_ended()) {
            return;
        }
        yield_once().await;
    }
}

/// A task that computes, or blocks, lets nobody look at the time, so a thread does, and has it stopped.
struct TimeLimit {
    over: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl TimeLimit {
    fn begin(runtime: &Runtime) -> TimeLimit {
        let (sender, over) = channel::<()>();
        let control = runtime.control.clone();
        let watch = move || {
            if over.recv_timeout(REAL_LIMIT) == Err(RecvTimeoutError::Timeout) {
                control.request_stop();
            }
        };
        // Without a thread only tasks that wait are bounded, and the keyboard is there.
        let thread = std::thread::Builder::new().name("time limit".into()).spawn(watch).ok();
        TimeLimit { over: Some(sender), thread }
    }
}

impl Drop for TimeLimit {
    fn drop(&mut self) {
        self.over.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
