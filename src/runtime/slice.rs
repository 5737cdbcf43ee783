//! The slices in which a thread task computes.

use std::cell::Cell;
use std::time::{Duration, Instant};

use super::task::Task;
use super::{Clock, OPERATION_NANOS};
use crate::trace::ClockKind;

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

    /// Whether it is over, so that others go on at the next chance.
    #[inline]
    pub fn is_over(&self) -> bool {
        self.is_thread() && self.over_since.get() != u64::MAX
    }

    /// Counts an operation. Says whether it is high time to let others go on.
    pub fn count(&self, clock: &Clock) -> bool {
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
