//! Holding the thread: for a time, for work elsewhere, by computing. A thread task leaves the loop's thread free meanwhile.

use std::rc::Rc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use super::memory::Owned;
use super::schedule::{self, Touch};
use super::slice::SLICE;
use super::stack_use::StackUse;
use super::task::Task;
use super::task_state::{Interrupted, TaskState};
use super::thread_task::end_slice;
use super::{Runtime, WorkError};
use crate::trace::{ClockKind, EventKind, TextId, Wait};

/// How long the computing loop of [`busy`] goes between two looks at the clock.
const SPINS: usize = 1000;
/// How often a thread that is held looks whether it is to stop.
const STOP_LOOK: Duration = Duration::from_millis(10);

/// A blocking phase of the running task.
#[derive(Clone, Copy)]
pub struct BlockingCall<'a> {
    pub runtime: &'a Runtime,
    /// What the timeline calls it.
    pub what: &'a str,
    /// The source line of the call.
    pub line: u32,
}

impl BlockingCall<'_> {
    /// Runs `work`, which holds the thread without computing.
    pub fn hold<T>(self, work: impl FnOnce() -> T) -> Result<T, Interrupted> {
        let BlockingCall { runtime, line, .. } = self;
        let task = self.task()?;
        schedule::touch(Touch::Everything);
        self.begin(&task);
        task.state.set(TaskState::Blocking);
        runtime.recording.flush();
        let result = work();
        task.state.set(TaskState::Running);
        runtime.recording.record(task.id, line, EventKind::Unblocked);
        runtime.heed_wish(&task)?;
        Ok(result)
    }

    /// Holds the thread while `work` is done on another one. A stop ends the hold, and its result is dropped.
    pub fn hold_for<T: Send + 'static>(
        self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<Result<T, WorkError>, Interrupted> {
        self.hold(|| hold_for(self.runtime, work))?
    }

    /// Makes a call of a thread task that only waits: it leaves the loop's thread free. The future stands for what a real
    /// thread does; if it is dropped, its result is nobody's.
    pub async fn wait<F: Future>(self, future: F) -> Result<F::Output, Interrupted> {
        let BlockingCall { runtime, line, .. } = self;
        let task = self.task()?;
        let what = self.begin(&task);
        task.is_away.set(true);
        let result = runtime.wait(Wait::Io { what }, line, future).await;
        task.is_away.set(false);
        runtime.recording.record(task.id, line, EventKind::Unblocked);
        result
    }

    fn task(self) -> Result<Rc<Task>, Interrupted> {
        let task = self.runtime.current().ok_or(Interrupted::Cancelled)?;
        self.runtime.check_interrupt(&task)?;
        Ok(task)
    }

    /// Records the phase's begin, and gives what it is called.
    fn begin(self, task: &Task) -> TextId {
        let recording = &self.runtime.recording;
        let what = recording.name(self.what);
        recording.record(task.id, self.line, EventKind::Blocking { what });
        what
    }
}

/// Holds the thread for `nanos`, doing nothing, as a blocking phase.
pub fn sleep(runtime: &Runtime, nanos: u64, line: u32) -> Result<(), Interrupted> {
    let until = runtime.clock.now().saturating_add(nanos);
    // As the script says it, for no clock is exact.
    let what = format!("sleep_blocking({})", nanos as f64 / 1e9);
    let call = BlockingCall { runtime, what: &what, line };
    if runtime.on_thread() {
        return runtime.suspend_on(call.wait(runtime.clock.sleep_until(until)));
    }
    call.hold(|| hold(runtime, nanos))
}

/// Lets `nanos` pass while the thread is held; for use within [`BlockingCall::hold`].
pub fn hold(runtime: &Runtime, nanos: u64) {
    match runtime.clock.kind() {
        ClockKind::Real => {
            let until = runtime.clock.now().saturating_add(nanos);
            runtime.control.hold_until(runtime.clock.instant_of(until));
        }
        ClockKind::Virtual => runtime.clock.pass(nanos),
    }
}

/// Holds the thread while `work` is done on another one. A wish for a stop ends the hold, which the running task
/// hears of as of a cancel, and nobody gets the result.
pub fn hold_for<T: Send + 'static>(
    runtime: &Runtime,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<Result<T, WorkError>, Interrupted> {
    let Some(task) = runtime.current() else { return Err(Interrupted::Cancelled) };
    let (sender, result) = channel();
    let started = runtime.helpers.start(work, move |done| drop(sender.send(done)));
    let _interest = match started {
        Ok(interest) => interest,
        Err(why) => return Ok(Err(why)),
    };
    loop {
        match result.recv_timeout(STOP_LOOK) {
            Ok(done) => return Ok(done.map(Owned::take)),
            Err(RecvTimeoutError::Timeout) => runtime.heed_wish(&task)?,
            Err(RecvTimeoutError::Disconnected) => return Ok(Err(WorkError::lost())),
        }
    }
}

/// Uses the processor for `nanos`.
pub fn busy(runtime: &Runtime, nanos: u64) -> Result<(), Interrupted> {
    let mut left = nanos;
    if runtime.on_thread() {
        let slice = u64::try_from(SLICE.as_nanos()).unwrap_or(u64::MAX);
        while left > slice {
            busy_at_once(runtime, slice)?;
            end_slice(runtime)?;
            left -= slice;
        }
    }
    busy_at_once(runtime, left)
}

fn busy_at_once(runtime: &Runtime, nanos: u64) -> Result<(), Interrupted> {
    let Some(task) = runtime.current() else { return Err(Interrupted::Cancelled) };
    match runtime.clock.kind() {
        ClockKind::Virtual => runtime.clock.pass(nanos),
        ClockKind::Real => {
            let end = Instant::now().checked_add(Duration::from_nanos(nanos));
            while end.is_none_or(|end| Instant::now() < end) && !runtime.control.stop_wanted() {
                (0..SPINS).for_each(|_| std::hint::spin_loop());
                runtime.recording.flush_if_wanted();
            }
        }
    }
    runtime.heed_wish(&task)
}

/// Does work of the running task that may need more stack than is left on a small one.
pub fn with_room<R>(runtime: &Runtime, work: impl FnOnce() -> R) -> R {
    runtime.current().map_or_else(StackUse::default, |task| task.stack.get()).with_room(work)
}
