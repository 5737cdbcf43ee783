//! A task's turn on the thread: what it may do there, how it holds the thread, and how it is stopped.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use super::clock::OutsideWait;
use super::giving_way::yield_once;
use super::schedule::{self, Touch};
use super::sync::Place;
use super::task::{Interrupted, StopReason, Task, TaskState};
use super::thread_task::SLICE;
use super::{Runtime, WorkError};
use crate::trace::{ClockKind, EventKind, Wait};

/// How long the computing loop of [`Runtime::busy`] goes between two looks at the clock.
const SPINS: usize = 1000;

impl Runtime {
    /// Suspends the running task for `nanos`. With 0 it lets the others go first.
    pub fn sleep(&self, nanos: u64, line: u32) -> Result<(), Interrupted> {
        if nanos == 0 {
            return self.yield_now(line);
        }
        let until = self.clock.now().saturating_add(nanos);
        self.wait(Wait::Sleep { until }, line, self.clock.sleep_until(until))
    }

    /// Suspends the running task until `future` is ready, or until the instant `until`: then none.
    pub fn wait_until<F: Future>(
        &self,
        until: u64,
        place: Place,
        future: F,
    ) -> Result<Option<F::Output>, Interrupted> {
        let _outside = OutsideWait::begin();
        let (mut future, mut sleep) = (pin!(future), pin!(self.clock.sleep_until(until)));
        let either = poll_fn(|context| match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending => sleep.as_mut().poll(context).map(|()| None),
        });
        let task = self.current();
        let set_timed = |is_timed| task.iter().for_each(|it| it.is_timed.set(is_timed));
        set_timed(true);
        let result = self.wait(place.wait, place.line, either);
        set_timed(false);
        result
    }

    /// Lets the other tasks that are ready go first.
    pub fn yield_now(&self, line: u32) -> Result<(), Interrupted> {
        self.wait(Wait::Yield, line, yield_once())
    }

    /// Holds the thread for `nanos`, doing nothing.
    pub fn sleep_blocking(&self, nanos: u64, line: u32) -> Result<(), Interrupted> {
        let until = self.clock.now().saturating_add(nanos);
        // As the script says it, for no clock is exact.
        let what = format!("sleep_blocking({})", nanos as f64 / 1e9);
        if self.on_thread() {
            return self.block_elsewhere(&what, line, self.clock.sleep_until(until));
        }
        self.block(&what, line, || self.hold(nanos))
    }

    /// Lets `nanos` pass while the thread is held; for use within [`Runtime::block`].
    pub fn hold(&self, nanos: u64) {
        match self.clock.kind() {
            ClockKind::Real => {
                let until = self.clock.now().saturating_add(nanos);
                self.control.hold_until(self.clock.instant_of(until));
            }
            ClockKind::Virtual => self.clock.pass(nanos),
        }
    }

    /// Holds the thread while `work` is done on another one. A stop ends the hold, and its result is dropped.
    pub fn block_for<T: Send + 'static>(
        &self,
        what: &str,
        line: u32,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<Result<T, WorkError>, Interrupted> {
        self.block(what, line, || self.hold_for(work))?
    }

    /// Runs `work`, which holds the thread without computing, as a blocking phase called `what`.
    pub fn block<T>(&self, what: &str, line: u32, work: impl FnOnce() -> T) -> Result<T, Interrupted> {
        let Some(task) = self.current() else { return Err(Interrupted::Cancelled) };
        self.check_interrupt(&task)?;
        schedule::touch(Touch::Everything);
        let what = self.name_text(what);
        self.record(task.id, line, EventKind::Blocking { what });
        task.state.set(TaskState::Blocking);
        self.flush();
        let result = work();
        task.state.set(TaskState::Running);
        self.record(task.id, line, EventKind::Unblocked);
        self.heed_wish(&task)?;
        Ok(result)
    }

    /// Uses the processor for `nanos`.
    pub fn busy(&self, nanos: u64) -> Result<(), Interrupted> {
        if !self.on_thread() {
            return self.busy_at_once(nanos);
        }
        let slice = u64::try_from(SLICE.as_nanos()).unwrap_or(u64::MAX);
        let mut left = nanos;
        while left > slice {
            self.busy_at_once(slice)?;
            self.end_slice()?;
            left -= slice;
        }
        self.busy_at_once(left)
    }

    fn busy_at_once(&self, nanos: u64) -> Result<(), Interrupted> {
        let Some(task) = self.current() else { return Err(Interrupted::Cancelled) };
        match self.clock.kind() {
            ClockKind::Virtual => self.clock.pass(nanos),
            ClockKind::Real => {
                let end = Instant::now().checked_add(Duration::from_nanos(nanos));
                while end.is_none_or(|end| Instant::now() < end) && !self.control.stop_wanted() {
                    (0..SPINS).for_each(|_| std::hint::spin_loop());
                    self.flush_if_wanted();
                }
            }
        }
        self.heed_wish(&task)
    }

    /// After the running task held the thread: whether it must end, or a wish for a stop has ended the hold. That it
    /// hears of as of a cancel, and is not cancelled for the same wish again.
    pub(super) fn heed_wish(&self, task: &Rc<Task>) -> Result<(), Interrupted> {
        self.reason_to_end(task, false);
        self.heed_stop(task)?;
        if self.control.is_out_of_time() {
            self.must_stop(task, self.wish());
            return self.heed_stop(task);
        }
        if !self.control.stop_wanted() || self.program_end.has_heard(task) {
            return Ok(());
        }
        self.program_end.hears(task);
        Err(task.cancellation.thrown())
    }

    pub(super) fn heed_stop(&self, task: &Task) -> Result<(), Interrupted> {
        task.stop.get().map_or(Ok(()), |reason| Err(Interrupted::Stopped(reason)))
    }

    /// Hands over events if somebody is waiting for them, so that a busy thread can be drawn.
    pub fn flush_if_wanted(&self) {
        let wanted = self.recorder.borrow().as_ref().is_some_and(|it| it.flush_wanted());
        if wanted {
            self.flush();
        }
    }

    /// Why a stop is wanted.
    pub(super) fn wish(&self) -> StopReason {
        match (self.control.is_out_of_time(), self.limits.time) {
            (true, Some(limit)) => StopReason::TimeLimit(limit),
            _ => StopReason::Asked,
        }
    }

    /// The running task's turn begins.
    pub(super) fn begin_turn(&self, task: &Rc<Task>) {
        let at = self.clock.at_turn();
        task.state.set(TaskState::Running);
        task.due.set(None);
        task.waits_for.set(None);
        self.record_at(at, task.id, 0, EventKind::Resumed);
        *self.current.borrow_mut() = Some(task.clone());
        self.turns.set(self.turns.get() + 1);
        self.slice.begin(task, &self.clock);
        if task.is_thread || task.stop.get().is_some() {
            self.look_soon();
        }
    }

    pub(super) fn end_turn(&self) {
        *self.current.borrow_mut() = None;
    }

    /// Looks whether a wait of the running task is over. If it is not, its turn is.
    pub(super) fn poll_wait<F: Future>(
        &self,
        task: &Rc<Task>,
        wait: Wait,
        line: u32,
        future: Pin<&mut F>,
        context: &mut Context<'_>,
    ) -> Poll<F::Output> {
        if let Poll::Ready(output) = future.poll(context) {
            return Poll::Ready(output);
        }
        if self.is_broken_off_at_once(task) {
            // The wait begins all the same, and the others have their turn before the task hears of it.
            context.waker().wake_by_ref();
        }
        task.set_waker(context.waker());
        self.record_suspended(task, wait, line);
        Poll::Pending
    }

    /// To be called when a wait's task has its next turn: whether it must break off.
    pub(super) fn go_on(&self, task: &Rc<Task>) -> Result<(), Interrupted> {
        self.check_interrupt(task)?;
        // A task of the foreground run hears of a wish for a stop before it sees how those that heard of it earlier have
        // ended, for it would take that for an error.
        let concerns = self.control.stop_wanted() && self.foreground.get() == Some(task.run);
        if !concerns || self.program_end.has_heard(task) {
            return Ok(());
        }
        self.program_end.hears(task);
        Err(task.cancellation.thrown())
    }

    /// Whether the running task must break off; each cancellation is reported once.
    pub(super) fn check_interrupt(&self, task: &Task) -> Result<(), Interrupted> {
        // A task of a run that is out of time must not see how the others end first: it would take that for an error.
        if self.control.is_out_of_time() && self.foreground.get() == Some(task.run) {
            self.must_stop(task, self.wish());
        }
        self.heed_stop(task)?;
        task.cancellation.deliver()
    }

    fn record_suspended(&self, task: &Task, wait: Wait, line: u32) {
        let state = match wait {
            _ if task.is_away.get() => TaskState::Blocking,
            Wait::Yield => TaskState::Ready,
            _ => TaskState::Waiting,
        };
        task.state.set(state);
        task.waits_for.set(Some((wait, line)));
        if let Wait::Sleep { until } | Wait::Timeout { until, .. } = wait {
            task.due.set(Some(until));
        }
        self.record(task.id, line, EventKind::Suspended { on: wait });
    }
}
