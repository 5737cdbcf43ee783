//! A run: one main task and all that it spawned, directly or not.

use std::ops::Range;

use super::density::{Density, Sums};
use super::waits::Waits;
use super::{Nanos, Shares, Statistics};
use crate::trace::{ClockKind, TaskId};

/// A run. Its tasks may outlive it.
#[derive(Clone, Debug)]
pub struct Run {
    pub main: TaskId,
    pub clock: ClockKind,
    pub began: Nanos,
    /// When its main task ended, or, where it ends with all its tasks, the last one; none while it goes on.
    pub ended: Option<Nanos>,
    /// The index of the run that went on when it began, as when a script compares two closures. A run
    /// within a run within a third one is within the third.
    pub within: Option<usize>,
    /// The span of which only sums are kept, if there is one.
    pub gap: Option<Range<Nanos>>,
    /// How many tasks it and the runs within it have, main tasks not counted.
    pub(super) spawned: usize,
    /// How many of them, main tasks counted, have not ended.
    pub(super) alive: usize,
    /// Whether its other tasks are cancelled with the main task, and the run goes on until they have ended.
    pub(super) ends_with_its_tasks: bool,
    /// Indices of the lanes and console lines that came while it went on.
    pub(super) lanes: Range<usize>,
    pub(super) lines: Range<usize>,
    pub(super) waits: Waits,
    /// The thread's totals when it began.
    pub(super) thread_before: Shares,
    /// Its statistics, once it has ended.
    pub(super) statistics: Option<Statistics>,
    /// Kept for the latest runs only.
    pub(super) density: Option<Density>,
}

impl Run {
    /// Its statistics at its end, or so far: up to `now`, when these are the thread's totals.
    pub(super) fn statistics_at(&self, now: Nanos, thread: Shares) -> Statistics {
        self.statistics.unwrap_or_else(|| {
            let thread = thread - self.thread_before;
            Statistics::new(now - self.began, self.spawned, thread, self.waits.at(now))
        })
    }

    /// Ends the recording of its density; `sums` are those at `now`.
    pub(super) fn close_density(&mut self, now: Nanos, sums: Sums) {
        if let Some(density) = &mut self.density {
            density.close(now, sums);
        }
    }
}
