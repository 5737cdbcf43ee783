//! Waits whose end can be known before the task says so: those of sleeps by their deadlines, those for tasks by those.

use std::collections::BTreeSet;

use super::Nanos;
use super::forget::Moved;
use crate::trace::{TaskId, Wait};

/// Who waits for an instant, and who for a task that has not ended: indices of lanes.
#[derive(Clone, Debug, Default)]
pub(super) struct Expected {
    deadlines: BTreeSet<(Nanos, usize)>,
    awaiting: BTreeSet<(TaskId, usize)>,
}

impl Expected {
    /// Notes that a lane waits.
    pub fn add(&mut self, lane: usize, wait: Wait) {
        if let Some(until) = deadline(wait) {
            self.deadlines.insert((until, lane));
        }
        if let Some(task) = awaited(wait) {
            self.awaiting.insert((task, lane));
        }
    }

    /// Notes that it waits no more.
    pub fn remove(&mut self, lane: usize, wait: Wait) {
        if let Some(until) = deadline(wait) {
            self.deadlines.remove(&(until, lane));
        }
        if let Some(task) = awaited(wait) {
            self.awaiting.remove(&(task, lane));
        }
    }

    /// Takes out the earliest deadline up to `now`, and the lane that waits for it.
    pub fn pop_due(&mut self, now: Nanos) -> Option<(Nanos, usize)> {
        if self.deadlines.first()?.0 > now {
            return None;
        }
        self.deadlines.pop_first()
    }

    /// The lanes that wait for a task.
    pub fn waiters_of(&self, task: TaskId) -> Vec<usize> {
        let waiting = self.awaiting.range((task, 0)..=(task, usize::MAX));
        waiting.map(|(_, waiter)| *waiter).collect()
    }

    /// Lanes have moved.
    pub fn forget(&mut self, lanes: &Moved) {
        let moved = |it: usize| lanes.get(it).unwrap_or(usize::MAX);
        self.deadlines = self.deadlines.iter().map(|(at, lane)| (*at, moved(*lane))).collect();
        self.awaiting = self.awaiting.iter().map(|(task, lane)| (*task, moved(*lane))).collect();
    }
}

fn deadline(wait: Wait) -> Option<Nanos> {
    match wait {
        Wait::Sleep { until } | Wait::Timeout { until, .. } => Some(until),
        _ => None,
    }
}

/// The task that is waited for.
pub(super) fn awaited(wait: Wait) -> Option<TaskId> {
    match wait {
        Wait::Task { id } | Wait::Timeout { id, .. } => Some(id),
        _ => None,
    }
}
