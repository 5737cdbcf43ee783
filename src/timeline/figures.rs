//! The figures of a run or a session.

use crate::timeline::waits::Waits;
use crate::timeline::{Nanos, Shares};

/// Figures over a run or a session. Times of waiting are of sleeps and of the world outside, up to when the
/// wait was over: waits for other tasks would count the same time twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    pub elapsed: Nanos,
    /// Tasks, main tasks not counted.
    pub tasks: usize,
    /// What the thread did; its `ready` and `waiting` are nothing.
    pub thread: Shares,
    /// The most tasks, main tasks not counted, that waited at once.
    pub most_waiting: u32,
    /// How long the waits would take one after another.
    pub waits_one_by_one: Nanos,
    /// The time in which at least one of the waits ran.
    pub waits_together: Nanos,
}

impl Statistics {
    /// The time in which the thread was free.
    pub fn free(&self) -> Nanos {
        self.elapsed.saturating_sub(self.thread.held())
    }

    /// How much time was saved by waits that lay over each other.
    pub fn overlapped(&self) -> Nanos {
        self.waits_one_by_one.saturating_sub(self.waits_together)
    }

    /// How long, at least, waits lay over the work of a task that held the thread.
    pub fn behind_work(&self) -> Nanos {
        self.waits_together.saturating_add(self.thread.held()).saturating_sub(self.elapsed)
    }

    pub(super) fn new(elapsed: Nanos, tasks: usize, thread: Shares, waits: Waits) -> Statistics {
        Statistics {
            elapsed,
            tasks,
            thread,
            most_waiting: waits.most_at_once,
            waits_one_by_one: waits.one_by_one,
            waits_together: waits.together,
        }
    }
}
