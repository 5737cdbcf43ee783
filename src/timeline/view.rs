//! A part of a timeline to look at: one run, or the whole session.

use std::ops::Range;

use super::{ConsoleLine, Ending, Lane, MarkPoint, Nanos, Phase, Segment, Shares, Statistics, Timeline};
use crate::trace::PROGRAM_ENDED;
use crate::trace::{ClockKind, Outcome, TaskId, Texts};

/// Whether a task belongs to the run that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    OfThisRun,
    /// It comes from an earlier run and was still alive.
    Older,
}

/// A lane that a view shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LaneInView {
    pub task: TaskId,
    pub age: Age,
}

/// What to show of a view: a window of its time, some of its tasks. By default all of both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// In nanoseconds of the trace.
    pub window: Option<Range<Nanos>>,
    /// All where none is named.
    pub tasks: Vec<TaskId>,
}

/// What is to be seen of a timeline.
#[derive(Clone)]
pub struct View<'a> {
    pub timeline: &'a Timeline,
    /// From the run's beginning to its end, or so far.
    pub whole: Range<Nanos>,
    /// What is shown of it. Instants count from the beginning of the whole all the same.
    pub span: Range<Nanos>,
    pub clock: ClockKind,
    /// The run's own lanes in the order of their spawns, the main task first, then the older ones.
    pub lanes: Vec<LaneInView>,
    /// What was said during the run, by any task.
    pub console: &'a [ConsoleLine],
    pub statistics: Statistics,
}

impl<'a> View<'a> {
    /// The view of a run by its index in [`Timeline::runs`]; an empty one where there is no such run.
    pub(super) fn of_run(timeline: &'a Timeline, index: usize) -> View<'a> {
        let Some(run) = timeline.runs.get(index) else {
            let (clock, statistics) = (timeline.clock, Statistics::default());
            let (whole, span) = (0..0, 0..0);
            return View { timeline, whole, span, clock, lanes: Vec::new(), console: &[], statistics };
        };
        let (all, runs) = (&timeline.lanes, &timeline.runs);
        let lanes = run.lanes.start..run.lanes.end.min(all.len());
        let lines = run.lines.start..run.lines.end.min(timeline.console.len());
        let is_own =
            |run: Option<usize>| run == Some(index) || run.is_some_and(|run| runs[run].within == Some(index));
        let (own, others): (Vec<_>, Vec<_>) = lanes.clone().partition(|it| is_own(all[*it].run));
        // The main task of the run around it only waits for it.
        let outer = run.within.map(|it| runs[it].main);
        let is_outer = |it: &usize| Some(all[*it].task) == outer;
        let older = all.unended(run.began, lanes.start).into_iter().filter(|it| !is_outer(it)).chain(others);
        let lane = |age| move |it: usize| LaneInView { task: all[it].task, age };
        let whole = run.began..run.ended.unwrap_or(timeline.end);
        View {
            timeline,
            span: whole.clone(),
            whole,
            clock: run.clock,
            lanes: own.into_iter().map(lane(Age::OfThisRun)).chain(older.map(lane(Age::Older))).collect(),
            console: &timeline.console[lines],
            statistics: run.statistics_at(timeline.end, timeline.thread().total()),
        }
    }

    /// The view of everything so far.
    pub(super) fn of_session(timeline: &'a Timeline) -> View<'a> {
        let lanes = timeline.lanes.iter().map(|it| LaneInView { task: it.task, age: Age::OfThisRun });
        let (end, thread, waits) = (timeline.end, timeline.thread().total(), timeline.waits);
        View {
            timeline,
            whole: timeline.kept_from..end,
            span: timeline.kept_from..end,
            clock: timeline.clock,
            lanes: lanes.collect(),
            console: &timeline.console,
            statistics: Statistics::new(end, timeline.spawned, thread, waits.at(end)),
        }
    }

    /// A part of the view. Its statistics remain those of the whole.
    pub fn part(&self, part: &Part) -> View<'a> {
        let mut view = self.clone();
        if !part.tasks.is_empty() {
            view.lanes.retain(|it| part.tasks.contains(&it.task));
        }
        if let Some(window) = &part.window {
            let within = |at: Nanos| at.clamp(self.span.start, self.span.end);
            view.span = within(window.start)..within(window.end);
            let first = self.console.partition_point(|line| line.at < view.span.start);
            let end = self.console.partition_point(|line| line.at <= view.span.end);
            view.console = &self.console[first.min(end)..end];
        }
        view
    }

    /// Whether only a window of the time is shown.
    pub fn is_window(&self) -> bool {
        self.span != self.whole
    }

    /// How long after the beginning of the whole an instant is.
    pub fn since(&self, at: Nanos) -> Nanos {
        at.saturating_sub(self.whole.start)
    }

    /// The span within the view of which only sums are kept; none where all is kept.
    pub fn gap(&self) -> Option<Range<Nanos>> {
        let mut gaps = self.timeline.runs().iter().filter_map(|run| run.gap.clone());
        let within = |gap: &Range<Nanos>| gap.start < self.span.end && gap.end > self.span.start;
        let unkept = self.timeline.detail.unkept_from().filter(|it| *it <= self.span.end);
        let unkept = unkept.map(|from| from.max(self.span.start)..self.span.end);
        gaps.find(within).or(unkept)
    }

    /// The lanes to show, as they are in the timeline.
    pub fn lanes(&self) -> impl Iterator<Item = Lane<'a>> {
        self.lanes.iter().filter_map(|it| self.timeline.lane(it.task))
    }

    /// How a lane ended within the view. What the end of the program ended counts as ended with the main task,
    /// however long the program needed for it. So does a task that was cancelled before, and only had to get the
    /// thread once more to end.
    pub fn ending_of(&self, lane: &Lane, texts: &Texts) -> Option<Ending> {
        let ending = lane.ending()?;
        let with_program = || ending.text.is_some_and(|text| texts.get(text) == PROGRAM_ENDED);
        let is_cancelled = ending.outcome == Outcome::Cancelled;
        let with_main = is_cancelled && (with_program() || self.was_about_to_end(lane, ending.at));
        let at = if with_main { ending.at.min(self.whole.end) } else { ending.at };
        (self.span.start..=self.span.end).contains(&at).then_some(Ending { at, ..ending })
    }

    /// Whether a task that existed at the view's end waited for nothing but the thread from there to its own end.
    fn was_about_to_end(&self, lane: &Lane, ended: Nanos) -> bool {
        let mut after = lane.segments(self.whole.end..ended);
        let turns = lane.segments(self.whole.end..ended).filter(|it| it.phase.holds_thread()).count();
        lane.spawned_at() <= self.whole.end && turns <= 1 && after.all(|it| it.phase != Phase::Waiting)
    }

    /// What the thread did within a part of the view. At the run's very end that is the last turn of its main
    /// task: what else begins there, or grows on from there, is of the time after.
    pub fn thread_segments(&self, span: Range<Nanos>) -> impl Iterator<Item = Segment> + use<'a> {
        let end = self.whole.end;
        let is_within = move |it: &Segment| it.start < end || (it.start == end && it.length() == 0);
        let thread = self.timeline.thread().within(span.clone()).iter().copied().filter(is_within);
        let instant = end..end.saturating_add(1);
        let around = end.saturating_sub(1)..end.saturating_add(1);
        let is_known = self.timeline.thread().within(around).iter().any(|it| it.end == end);
        let main = self.lanes().next().filter(|_| span.contains(&end) && !is_known);
        let last = main.into_iter().flat_map(move |main| main.segments(instant.clone()));
        thread.chain(last.filter(|it| it.length() == 0))
    }

    /// The time a task spent in each phase within the view.
    pub fn shares_of(&self, task: TaskId) -> Shares {
        self.timeline.lane(task).map_or_else(Shares::default, |it| it.shares(self.span.clone()))
    }

    /// The time of all tasks together, per phase, in each of `cells` equal parts of the view.
    pub fn population(&self, cells: usize) -> Vec<Shares> {
        self.timeline.population(self.span.clone(), cells)
    }

    /// The instants marked within the view, its end included.
    pub fn marks(&self) -> &'a [MarkPoint] {
        let marks = self.timeline.marks();
        let first = marks.partition_point(|it| it.at < self.span.start);
        let last = marks.partition_point(|it| it.at <= self.span.end);
        &marks[first..last]
    }

    /// The gaps of at least this length between runs in which no task had the thread: the time at the prompt.
    pub fn idle_gaps(&self, at_least: Nanos) -> Vec<Range<Nanos>> {
        let runs = self.timeline.runs().iter().map(|run| run.began..run.ended.unwrap_or(Nanos::MAX));
        let holds = self.timeline.thread().within(self.span.clone()).iter().map(|it| it.start..it.end);
        let mut busy: Vec<Range<Nanos>> = runs.chain(holds).collect();
        busy.push(self.span.end..self.span.end);
        busy.sort_by_key(|it| it.start);
        let mut gaps = Vec::new();
        let mut free = self.span.start;
        for stretch in busy {
            let start = stretch.start.min(self.span.end);
            if start.saturating_sub(free) >= at_least.max(1) {
                gaps.push(free..start);
            }
            free = free.max(stretch.end);
        }
        gaps
    }
}
