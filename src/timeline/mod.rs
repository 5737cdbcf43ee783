//! The timeline: what the trace's events mean, folded one event at a time.
//!
//! Lanes of phases, console lines, runs and their statistics. A pure fold: it does not know clocks, tokio,
//! Rhai, files or the terminal. The cost of an event does not grow with the trace.
//!
//! Words: a *run* is one main task (a task spawned without a parent) and all that it spawned, directly or
//! not. A script is one run; in the REPL each entry is one. A *lane* is one task's row. The *thread* has a
//! track of its own: it is running, held idle (blocking) or free.

mod alone;
mod comparison;
mod console;
mod density;
mod figures;
mod fold;
mod forget;
mod lane;
mod narration;
mod phase;
mod run;
mod statistics;
mod stretch;
mod summary;
mod time_text;
mod track;
mod variables;
mod view;
mod waits;

#[cfg(test)]
pub(crate) mod tests;

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use crate::trace::{ClockKind, DEFAULT_EVENT_LIMIT, TaskId, Trace};
use density::{Density, Population, Sums};
use lane::LaneRecord;
use waits::Waits;

pub use comparison::{Makeup, Titled, comparison};
pub use console::{ConsoleKind, ConsoleLine, MarkPoint};
pub use lane::{Ending, Lane};
pub use narration::words;
pub use phase::{Nanos, Phase, Shares};
pub use run::Run;
pub use statistics::Statistics;
pub use summary::summary;
pub use time_text::{count_text, duration_text, instant_text, percent_text, read_duration};
pub use track::{Segment, Track};
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
    /// Lanes in the order of their spawns. Task numbers in a file may be anything, so they are looked up.
    lanes: Vec<LaneRecord>,
    by_task: HashMap<TaskId, usize>,
    /// The lanes that have not ended, and those that have, in the order of their ends.
    alive: BTreeSet<usize>,
    ended: Vec<usize>,
    runs: Vec<Run>,
    console: Vec<ConsoleLine>,
    marks: Vec<MarkPoint>,
    thread: Track,
    /// Who has the thread: index of the lane, and its phase.
    holder: Option<(usize, Phase)>,
    /// Sleeps that are not yet due, by deadline, and waits for tasks that have not ended, by task.
    deadlines: BTreeSet<(Nanos, usize)>,
    awaiting: BTreeSet<(TaskId, usize)>,
    population: Population,
    density: Density,
    waits: Waits,
    events: usize,
    detail_limit: usize,
    /// When the detail limit was passed.
    unkept_from: Option<Nanos>,
}

impl Timeline {
    /// A timeline without events, under the clock that the first run has.
    pub fn new(clock: ClockKind) -> Timeline {
        Timeline {
            end: 0,
            kept_from: 0,
            spawned: 0,
            clock,
            lanes: Vec::new(),
            by_task: HashMap::new(),
            alive: BTreeSet::new(),
            ended: Vec::new(),
            runs: Vec::new(),
            console: Vec::new(),
            marks: Vec::new(),
            thread: Track::default(),
            holder: None,
            deadlines: BTreeSet::new(),
            awaiting: BTreeSet::new(),
            population: Population::default(),
            density: Density::new(0, Sums::default()),
            waits: Waits::default(),
            events: 0,
            detail_limit: DEFAULT_EVENT_LIMIT,
            unkept_from: None,
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
        self.detail_limit = events;
    }

    /// After how many events segments, console lines and marks are no longer kept.
    pub fn detail_limit(&self) -> usize {
        self.detail_limit
    }

    /// Whether something is not kept: events came past the detail limit, or a run has a gap.
    pub fn is_truncated(&self) -> bool {
        self.unkept_from.is_some() || self.runs.iter().any(|run| run.gap.is_some())
    }

    /// The latest instant known of.
    pub fn end(&self) -> Nanos {
        self.end
    }

    /// Whether a task has the thread.
    pub fn is_held(&self) -> bool {
        self.holder.is_some()
    }

    /// The clock that counts now.
    pub fn clock(&self) -> ClockKind {
        self.clock
    }

    pub fn lane(&self, task: TaskId) -> Option<Lane<'_>> {
        self.index_of(task).map(|index| self.lane_at(index))
    }

    /// The index of the run that a task belongs to, if that is kept.
    pub fn run_of(&self, task: TaskId) -> Option<usize> {
        self.index_of(task).and_then(|index| self.lanes[index].run)
    }

    /// All lanes in the order of their spawns.
    pub fn lanes(&self) -> impl Iterator<Item = Lane<'_>> {
        self.lanes.iter().map(|record| Lane { timeline: self, record })
    }

    /// The runs in the order of their beginnings.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// What the thread did: running, blocking, and free in the gaps.
    pub fn thread(&self) -> &Track {
        &self.thread
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

    /// The index of a task's lane. A running program numbers its tasks one after the other, so most are found where they are
    /// expected.
    fn index_of(&self, task: TaskId) -> Option<usize> {
        let expected = task.0.wrapping_sub(self.lanes.first()?.task.0) as usize;
        match self.lanes.get(expected) {
            Some(lane) if lane.task == task => Some(expected),
            _ => self.by_task.get(&task).copied(),
        }
    }

    /// The first lanes, up to the one with the index `before`, that had not ended at an instant, in their order. The cost
    /// does not grow with those that had.
    fn unended(&self, instant: Nanos, before: usize) -> Vec<usize> {
        let had_ended = |it: &usize| self.lanes[*it].ending.is_some_and(|ending| ending.at <= instant);
        let later = self.ended.partition_point(had_ended);
        let mut found: Vec<usize> = self.alive.range(..before).copied().collect();
        found.extend(self.ended[later..].iter().copied().filter(|it| *it < before));
        found.sort_unstable();
        found
    }

    fn lane_at(&self, index: usize) -> Lane<'_> {
        Lane { timeline: self, record: &self.lanes[index] }
    }

    /// The phase of a task whose wait is over and that has not been woken.
    fn late_phase(&self) -> Phase {
        if self.holder.is_some() { Phase::Ready } else { Phase::Waiting }
    }

    /// Now, and how long the thread has been held up to now.
    fn held(&self) -> (Nanos, Nanos) {
        (self.end, self.thread.total().held())
    }
}
