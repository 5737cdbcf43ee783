//! The timeline: what the trace's events mean, folded one event at a time.
//!
//! Lanes of phases, console lines, runs and their statistics. A pure fold: it does not know clocks, tokio,
//! Rhai, files or the terminal. The cost of an event does not grow with the trace.
//!
//! Words: a *run* is one main task (a task spawned without a parent) and all that it spawned, directly or
//! not. A script is one run; in the REPL each entry is one. A *lane* is one task's row. The *thread* has a
//! track of its own: it is running, held idle (blocking) or free.

mod comparison;
mod console;
mod density;
mod detail;
mod expected;
mod figures;
mod fold;
mod forget;
mod lane;
mod lanes;
mod narration;
mod phase;
mod run;
mod segment;
mod stretch;
mod summary;
mod thread;
mod time_text;
mod track;
mod variables;
mod view;
mod waits;

#[cfg(test)]
pub(crate) mod tests;

use std::ops::Range;

use crate::trace::{ClockKind, Event, TaskId, TextId, Trace};
use density::{Density, Population, Sums};
use detail::Detail;
use expected::Expected;
use forget::Moved;
use lane::LaneRecord;
use lanes::Lanes;
use thread::Thread;
use waits::Waits;

pub use comparison::{Makeup, Titled, comparison};
pub use console::{ConsoleKind, ConsoleLine, MarkPoint};
pub use figures::Statistics;
pub use lane::{Ending, Lane};
pub use narration::words;
pub use phase::{Nanos, Phase, Shares};
pub use run::Run;
pub use segment::Segment;
pub use summary::summary;
pub use time_text::{count_text, duration_text, instant_text, percent_text, read_duration};
pub use track::Track;
pub use variables::{SharedVariable, shared_variables};
pub use view::{Age, LaneInView, Part, View};

/// How many runs that began before a span are asked for its density: the latest, those within it or it within
/// them, and some short ones that began at the same instant of virtual time.
const CANDIDATES: usize = 8;

/// What the events so far mean.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// The latest instant known of.
    end: Nanos,
    /// From where on runs are kept.
    kept_from: Nanos,
    /// How many tasks there have been, main tasks not counted.
    spawned: usize,
    /// The clock for runs from here on.
    clock: ClockKind,
    lanes: Lanes,
    runs: Vec<Run>,
    console: Vec<ConsoleLine>,
    marks: Vec<MarkPoint>,
    thread: Thread,
    expected: Expected,
    population: Population,
    density: Density,
    waits: Waits,
    detail: Detail,
}

impl Timeline {
    /// A timeline without events, under the clock that the first run has.
    pub fn new(clock: ClockKind) -> Timeline {
        Timeline {
            end: 0,
            kept_from: 0,
            spawned: 0,
            clock,
            lanes: Lanes::default(),
            runs: Vec::new(),
            console: Vec::new(),
            marks: Vec::new(),
            thread: Thread::default(),
            expected: Expected::default(),
            population: Population::default(),
            density: Density::new(0, Sums::default()),
            waits: Waits::default(),
            detail: Detail::default(),
        }
    }

    /// The timeline of a whole trace that began under `clock`.
    pub fn of(trace: &Trace, clock: ClockKind) -> Timeline {
        let mut timeline = Timeline::new(clock);
        timeline.extend(trace.events());
        timeline
    }

    /// Sets after how many events segments, console lines and marks are no longer kept. Sums go on.
    pub fn set_detail_limit(&mut self, events: usize) {
        self.detail.set_limit(events);
    }

    /// After how many events segments, console lines and marks are no longer kept.
    pub fn detail_limit(&self) -> usize {
        self.detail.limit()
    }

    /// Whether something is not kept: events came past the detail limit, or a run has a gap.
    pub fn is_truncated(&self) -> bool {
        !self.detail.is_kept() || self.runs.iter().any(|run| run.gap.is_some())
    }

    /// The latest instant known of.
    pub fn end(&self) -> Nanos {
        self.end
    }

    /// Whether a task has the thread.
    pub fn is_held(&self) -> bool {
        self.thread.holder().is_some()
    }

    /// The clock that counts now.
    pub fn clock(&self) -> ClockKind {
        self.clock
    }

    pub fn lane(&self, task: TaskId) -> Option<Lane<'_>> {
        self.lanes.of(task).map(|record| self.lane_of(record))
    }

    /// The index of the run that a task belongs to, if that is kept.
    pub fn run_of(&self, task: TaskId) -> Option<usize> {
        self.lanes.of(task).and_then(|it| it.run)
    }

    /// All lanes in the order of their spawns.
    pub fn lanes(&self) -> impl Iterator<Item = Lane<'_>> {
        self.lanes.iter().map(|record| self.lane_of(record))
    }

    /// The runs in the order of their beginnings.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// What the thread did: running, blocking, and free in the gaps.
    pub fn thread(&self) -> &Track {
        self.thread.track()
    }

    pub fn console(&self) -> &[ConsoleLine] {
        &self.console
    }

    pub fn marks(&self) -> &[MarkPoint] {
        &self.marks
    }

    /// The time of all tasks together, per phase, in each of `cells` equal parts of the span. The cost grows
    /// with the cells alone. Precise to a thousandth or two of the run that holds the span, or of the session.
    pub fn population(&self, span: Range<Nanos>, cells: usize) -> Vec<Shares> {
        let begun = self.runs.partition_point(|run| run.began <= span.start);
        let mut densities =
            self.runs[..begun].iter().rev().take(CANDIDATES).filter_map(|run| run.density.as_ref());
        let density = densities.find(|it| it.covers(&span)).unwrap_or(&self.density);
        density.cells(span, cells, self.end, self.population.sums)
    }

    /// The view of a run by its index in [`Timeline::runs`]; an empty one where there is no such run.
    pub fn view_of_run(&self, index: usize) -> View<'_> {
        View::of_run(self, index)
    }

    /// The view of everything so far.
    pub fn view_of_session(&self) -> View<'_> {
        View::of_session(self)
    }

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

    /// The texts that are pointed to.
    pub fn texts(&self) -> impl Iterator<Item = TextId> {
        let lanes = self.lanes.iter().flat_map(LaneRecord::texts);
        lanes.chain(self.console.iter().map(|it| it.text)).chain(self.marks.iter().map(|it| it.label))
    }

    /// Forgets what began and ended before an instant: all runs up to there. Sums stay, here and in what follows: statistics,
    /// and each track's time per phase. So does every task that is alive afterwards.
    pub fn forget_before(&mut self, instant: Nanos) {
        self.kept_from = self.kept_from.max(instant);
        self.forget(0..instant);
    }

    /// Forgets what began and ended within a span of the latest run.
    pub fn forget_middle(&mut self, span: Range<Nanos>) {
        if let Some(run) = self.runs.iter_mut().rev().find(|run| run.within.is_none()) {
            let start = run.gap.as_ref().map_or(span.start, |gap| gap.start.min(span.start));
            run.gap = Some(start..span.end);
        }
        self.forget(span);
    }

    fn forget(&mut self, span: Range<Nanos>) {
        let is_gone = |run: &Run| span.contains(&run.began) && run.ended.is_some_and(|it| span.contains(&it));
        let runs = Moved::keep(&mut self.runs, |run| !is_gone(run));
        let lanes = self.lanes.forget(&span, &runs);
        let lines = Moved::keep(&mut self.console, |line| !span.contains(&line.at));
        for run in &mut self.runs {
            run.within = run.within.and_then(|it| runs.get(it));
            run.lanes = lanes.range(&run.lanes);
            run.lines = lines.range(&run.lines);
        }
        self.marks.retain(|mark| !span.contains(&mark.at));
        self.expected.forget(&lanes);
        let removed = self.thread.forget(&span, &lanes);
        self.lanes.segments_removed(&removed);
    }

    fn lane_of<'a>(&'a self, record: &'a LaneRecord) -> Lane<'a> {
        Lane { thread: &self.thread, now: self.end, record }
    }
}
