//! The figures of a view.

use super::Timeline;
pub use super::figures::Statistics;

impl Timeline {
    pub(super) fn statistics_of_session(&self) -> Statistics {
        Statistics::new(self.end, self.spawned, self.thread.total(), self.waits.at(self.end))
    }

    /// Those of a run so far, or up to its end.
    pub(super) fn statistics_of_run(&self, index: usize) -> Statistics {
        let run = &self.runs[index];
        run.statistics.unwrap_or_else(|| {
            let thread = self.thread.total() - run.thread_before;
            Statistics::new(self.end - run.began, run.spawned, thread, run.waits.at(self.end))
        })
    }
}
