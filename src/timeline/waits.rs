//! How waits lie over each other: how long they took together, and how long they would take one by one.

use super::Nanos;
use crate::trace::Wait;

/// Sums over the waits of some tasks, brought forward whenever one begins or ends.
///
/// An *outside* wait is for a clock or for the world. Waits for other tasks do not count into the sums:
/// what the other task waits for is in them already.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Waits {
    settled: Nanos,
    waiting: u32,
    outside: u32,
    /// The most tasks that waited at once.
    pub most_at_once: u32,
    /// The outside waits laid end to end.
    pub one_by_one: Nanos,
    /// The time in which at least one outside wait ran.
    pub together: Nanos,
}

/// Whose wait it is: a run's main task is not counted among the tasks that wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Waiter {
    Main,
    Task,
}

/// Whether the wait is for a clock or for the world, rather than for another task.
pub(super) fn is_outside(wait: Wait) -> bool {
    matches!(wait, Wait::Sleep { .. } | Wait::Io { .. })
}

impl Waits {
    pub fn begin(&mut self, at: Nanos, waiter: Waiter, wait: Wait) {
        self.settle(at);
        self.waiting += u32::from(waiter == Waiter::Task);
        self.outside += u32::from(is_outside(wait));
    }

    pub fn end(&mut self, at: Nanos, waiter: Waiter, wait: Wait) {
        self.settle(at);
        self.waiting -= u32::from(waiter == Waiter::Task);
        self.outside -= u32::from(is_outside(wait));
    }

    /// The sums as they stand at an instant.
    pub fn at(mut self, at: Nanos) -> Waits {
        self.settle(at);
        self
    }

    fn settle(&mut self, at: Nanos) {
        let time = at.saturating_sub(self.settled);
        if time == 0 {
            return;
        }
        self.settled = at;
        self.most_at_once = self.most_at_once.max(self.waiting);
        self.one_by_one = self.one_by_one.saturating_add(time.saturating_mul(self.outside.into()));
        if self.outside > 0 {
            self.together += time;
        }
    }
}
