//! Thread tasks: tasks that behave as if they had a thread of their own.
//!
//! Their computing takes turns with the loop in small slices, as Python's threads do under the global
//! interpreter lock; a call that only waits is made elsewhere, so that it does not hold the loop's thread.
//! Scripts share their values among all tasks, so there is no computing at the same time.

use std::cell::Cell;
use std::future::Future;
use std::rc::Rc;
use std::time::{Duration, Instant};

use super::giving_way::yield_once;
use super::scheduler::SpawnError;
use super::task::{Ending, Interrupted, StopReason, Task};
use super::{Clock, OPERATION_NANOS, Runtime};
use crate::trace::{ClockKind, EventKind, Wait};

/// How long a thread task computes until it is another's turn.
pub const SLICE: Duration = Duration::from_millis(1);
/// The same in operations, under the virtual clock.
const SLICE_OPERATIONS: u64 = SLICE.as_nanos() as u64 / OPERATION_NANOS;
/// Operations between two looks at the real clock.
const LOOK_EVERY: u64 = 128;
/// A slice that is over ends where the script looks at a variable, because no value is locked there. After so
/// many operations without that it ends anywhere.
const MAX_OPERATIONS_WITHOUT_LOOKUP: u64 = 1_000;

/// The running task's slice, if it is a thread task.
pub(super) struct Slice {
    is_thread: Cell<bool>,
    operations: Cell<u64>,
    began: Cell<Instant>,
    /// Since which operation the slice is over; `u64::MAX` while it is not.
    over_since: Cell<u64>,
}

impl Slice {
    pub fn new() -> Slice {
        Slice {
            is_thread: Cell::new(false),
            operations: Cell::new(0),
            began: Cell::new(Instant::now()),
            over_since: Cell::new(u64::MAX),
        }
    }

    pub fn begin(&self, task: &Task, clock: &Clock) {
        self.is_thread.set(task.is_thread);
        if task.is_thread {
            self.operations.set(0);
            self.over_since.set(u64::MAX);
            if clock.kind() == ClockKind::Real {
                self.began.set(Instant::now());
            }
        }
    }

    #[inline]
    pub fn is_thread(&self) -> bool {
        self.is_thread.get()
    }

    /// Counts an operation. Says whether it is high time to let others go on.
    fn count(&self, clock: &Clock) -> bool {
        let operations = self.operations.get() + 1;
        self.operations.set(operations);
        if self.over_since.get() != u64::MAX {
            return operations - self.over_since.get() > MAX_OPERATIONS_WITHOUT_LOOKUP;
        }
        let is_over = match clock.kind() {
            ClockKind::Virtual => operations >= SLICE_OPERATIONS,
            ClockKind::Real => operations.is_multiple_of(LOOK_EVERY) && self.began.get().elapsed() >= SLICE,
        };
        if is_over {
            self.over_since.set(operations);
        }
        false
    }
}

impl Runtime {
    /// Starts a thread task of the running task's run.
    pub fn spawn_thread(
        self: &Rc<Self>,
        name: &str,
        line: u32,
        body: impl FnOnce() -> Ending + 'static,
    ) -> Result<Rc<Task>, SpawnError> {
        self.start_thread_task(name, line, body)
    }

    /// Whether the running task is a thread task.
    pub fn on_thread(&self) -> bool {
        self.slice.is_thread()
    }

    /// To be called where a script can be left between two operations and no value of it is locked. A thread
    /// task whose slice is over lets the others go on.
    #[inline]
    pub fn let_others_go_on(&self) -> Result<(), Interrupted> {
        if self.slice.is_thread() && self.slice.over_since.get() != u64::MAX {
            return self.end_slice();
        }
        Ok(())
    }

    /// Counts an operation of a thread task.
    pub(super) fn count_in_slice(&self) {
        if !self.slice.count(&self.clock) {
            return;
        }
        let Some(task) = self.current() else { return };
        if self.end_slice().is_err() {
            // Here nothing can be thrown that a script could catch.
            self.must_stop(&task, StopReason::BrokenOff);
        }
    }

    pub(super) fn end_slice(&self) -> Result<(), Interrupted> {
        self.wake_due_after_turn();
        self.wait(Wait::Yield, 0, yield_once())
    }

    /// Makes a call of a thread task that only waits: a blocking phase that leaves the loop's thread free. The
    /// future stands for what a real thread does; if it is dropped, its result is nobody's.
    pub fn block_elsewhere<F: Future>(
        &self,
        what: &str,
        line: u32,
        future: F,
    ) -> Result<F::Output, Interrupted> {
        let Some(task) = self.current() else { return Err(Interrupted::Cancelled) };
        self.check_interrupt(&task)?;
        let what = self.name_text(what);
        self.record(task.id, line, EventKind::Blocking { what });
        task.is_away.set(true);
        let result = self.wait(Wait::Io { what }, line, future);
        task.is_away.set(false);
        self.record(task.id, line, EventKind::Unblocked);
        result
    }
}
