//! A task's turn on the thread: what it may do there, how it holds the thread, and how it is stopped.

use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;
use std::time::{Duration, Instant};

use super::clock::OutsideWait;
use super::giving_way::given_way;
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
        self.wait(Wait::Yield, line, given_way())
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
        self.heed(&task)?;
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
        self.check_closely(false);
        self.heed_stop(task)?;
        if self.control.is_out_of_time() {
            task.stop.set(Some(self.wish()));
            self.must_stop.set(true);
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

    /// The slow part of [`Runtime::check`]: decides whether the running task must end, and remembers it.
    #[cold]
    pub(super) fn check_closely(&self, is_deep: bool) -> Option<StopReason> {
        let task = self.current()?;
        let reason = if task.stop.get().is_some() {
            task.stop.get()
        } else if is_deep {
            Some(StopReason::StackLimit)
        } else if self.uses_too_much_memory() {
            Some(StopReason::MemoryLimit(self.limits.memory))
        } else if self.operations_left.get() == 0 {
            self.on_last_operation(&task)
        } else if self.control.is_out_of_time() {
            Some(self.wish())
        } else if self.control.stop_wanted() && self.control.take_overdue() {
            Some(StopReason::Asked)
        } else {
            None
        };
        task.stop.set(reason);
        self.must_stop.set(reason.is_some());
        reason
    }

    /// Looks after the limits within a native function: to be called now and then while it works, with what it has done
    /// since, in operations. They take no virtual time.
    ///
    /// # Errors
    /// Where the running task must end, now and at every later call.
    pub fn check_work(&self, operations: u64) -> Result<(), Interrupted> {
        let done = operations.saturating_add(super::memory::take_operations());
        let left = self.operations_left.get().saturating_sub(done);
        self.operations_left.set(left);
        let is_over = left == 0 || self.memory.is_over_limit();
        if is_over || self.control.stop_wanted() || self.must_stop.get() {
            return self.check_closely(false).map_or(Ok(()), |reason| Err(Interrupted::Stopped(reason)));
        }
        Ok(())
    }

    /// Looks whether there is room for what a native function is about to make.
    ///
    /// # Errors
    /// Where there is none: the running task must end, now and at every later call.
    pub fn check_room(&self, bytes: usize) -> Result<(), Interrupted> {
        if bytes <= super::memory::room() {
            return Ok(());
        }
        let reason = StopReason::MemoryLimit(self.limits.memory);
        if let Some(task) = self.current() {
            task.stop.set(Some(task.stop.get().unwrap_or(reason)));
            self.must_stop.set(true);
        }
        Err(Interrupted::Stopped(reason))
    }

    /// Events that are on their way to another thread are no longer this loop's.
    fn uses_too_much_memory(&self) -> bool {
        if self.memory.is_over_limit() {
            self.flush();
        }
        self.memory.is_over_limit()
    }

    /// Why a stop is wanted.
    pub(super) fn wish(&self) -> StopReason {
        match (self.control.is_out_of_time(), self.limits.time) {
            (true, Some(limit)) => StopReason::TimeLimit(limit),
            _ => StopReason::Asked,
        }
    }

    pub(super) fn record_suspended(&self, task: &Task, wait: Wait, line: u32) {
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

    /// Lets the next run use as much as the limits say; of memory, beyond what is in use now.
    pub(super) fn renew_limits(&self) {
        self.operations_left.set(self.limits.operations);
        self.output_left.set(self.limits.output);
        self.memory.allow_more(self.limits.memory);
    }
}
