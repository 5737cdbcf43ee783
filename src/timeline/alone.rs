//! One run of a trace by itself.

use super::Timeline;
use crate::trace::{Event, Trace};

impl Timeline {
    /// The events of a run and of the runs within it, and their timeline. `trace` is the one that this timeline was made
    /// of.
    pub fn run_alone(&self, trace: &Trace, run: usize) -> (Trace, Timeline) {
        let is_part = |part: usize| part == run || self.runs[part].within == Some(run);
        let alone = trace.chosen(|event: &Event| self.run_of(event.task).is_some_and(is_part));
        let mut timeline = Timeline::new(self.runs.get(run).map_or(self.clock, |it| it.clock));
        timeline.set_detail_limit(usize::MAX);
        timeline.extend(alone.events());
        (alone, timeline)
    }
}
