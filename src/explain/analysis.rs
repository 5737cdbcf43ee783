//! One run, read once: what each task did and who held the thread, in a form that rules can ask.

use std::collections::HashMap;
use std::ops::Range;

use super::phrase;
use crate::plain::plain_text;
use crate::style::limit;
use crate::timeline::{Ending, Nanos, Phase, Segment, View, instant_text};
use crate::trace::{DROPPED, PROGRAM_ENDED};
use crate::trace::{Event, EventKind, Language, Outcome, TaskId, TextId, Texts, Trace, Wait};

/// Characters of a name that are shown.
const NAME: usize = 40;

/// What is known of one task.
pub struct Task {
    pub id: TaskId,
    pub parent: Option<TaskId>,
    pub spawned_at: Nanos,
    /// The line of its spawn.
    pub line: u32,
    /// Whether it belongs to the run, rather than to an earlier one.
    pub is_own: bool,
    /// Whether it behaves as if it had a thread of its own.
    pub is_on_thread: bool,
    /// In time order, within the run; without those that have no length.
    pub segments: Vec<Segment>,
    pub ending: Option<Ending>,
}

/// A stretch in which one task had the thread.
#[derive(Clone, Copy, Debug)]
pub struct Hold {
    pub task: TaskId,
    pub segment: Segment,
}

/// A run to be explained.
pub struct RunAnalysis<'a> {
    pub view: &'a View<'a>,
    trace: &'a Trace,
    /// The events of the run, in order.
    pub events: &'a [Event],
    /// Its own tasks first, the main task before all.
    pub tasks: Vec<Task>,
    index: HashMap<TaskId, usize>,
    /// In time order.
    pub holds: Vec<Hold>,
    /// Its tasks whose ends nobody looked at: how they failed, or the value they came to.
    pub unseen: Vec<TaskId>,
    /// Its tasks that ended with the program.
    pub left_over: Vec<TaskId>,
    /// Whether the program ended with it, rather than going on with another entry.
    pub is_over: bool,
}

impl<'a> RunAnalysis<'a> {
    /// Reads the run. `trace` is the one that the view's timeline was made of.
    pub fn new(view: &'a View<'a>, trace: &'a Trace) -> RunAnalysis<'a> {
        let Range { start, end } = view.span.clone();
        let events = trace.events();
        let first = events.partition_point(|event| event.at < start);
        let last = events.partition_point(|event| event.at <= end);
        let mut tasks = Vec::with_capacity(view.lanes.len());
        for (lane, shown) in view.lanes().zip(&view.lanes) {
            let within = |it: Segment| Segment { start: it.start.max(start), end: it.end.min(end), ..it };
            let segments = lane.segments(start..end).map(within).filter(|it| it.start < it.end);
            tasks.push(Task {
                id: lane.task(),
                parent: lane.parent(),
                spawned_at: lane.spawned_at(),
                line: lane.line(),
                is_own: shown.age == crate::timeline::Age::OfThisRun,
                is_on_thread: lane.is_on_thread(),
                segments: segments.collect(),
                ending: lane.ending().filter(|it| it.at <= end),
            });
        }
        let hold = |task: &Task, it: &Segment| Hold { task: task.id, segment: *it };
        let holding = |task: &'_ Task| -> Vec<Hold> {
            // What blocks on a thread of its own leaves the loop's thread free.
            let holds = |it: &&Segment| {
                it.phase.holds_thread() && !(task.is_on_thread && it.phase == Phase::Blocking)
            };
            task.segments.iter().filter(holds).map(|it| hold(task, it)).collect()
        };
        let mut holds: Vec<Hold> = tasks.iter().flat_map(holding).collect();
        holds.sort_by_key(|it| (it.segment.start, it.segment.end));
        let index = tasks.iter().enumerate().map(|(index, task)| (task.id, index)).collect();
        let events = &events[first..last.max(first)];
        let (unseen, left_over) = (Vec::new(), Vec::new());
        let mut analysis =
            RunAnalysis { view, trace, events, tasks, index, holds, unseen, left_over, is_over: false };
        analysis.look_past_the_end(&trace.events()[last..]);
        analysis
    }

    /// What is said of a run after its end, and before the next one begins.
    fn look_past_the_end(&mut self, after: &[Event]) {
        let is_root = |event: &&Event| matches!(event.kind, EventKind::Spawned { parent: None, .. });
        let after = after.iter().take_while(|event| !is_root(event));
        for event in self.events.iter().chain(after) {
            if !self.task(event.task).is_some_and(|it| it.is_own) {
                continue;
            }
            match event.kind {
                EventKind::Unseen => self.unseen.push(event.task),
                EventKind::Over => self.is_over = true,
                EventKind::Finished { text: Some(text), .. }
                    if [PROGRAM_ENDED, DROPPED].contains(&self.text(text)) =>
                {
                    self.left_over.push(event.task);
                }
                _ => {}
            }
        }
    }

    /// Whether all of the run is known.
    pub fn is_whole(&self) -> bool {
        self.view.gap().is_none()
    }

    pub fn task(&self, id: TaskId) -> Option<&Task> {
        self.index.get(&id).map(|index| &self.tasks[*index])
    }

    pub fn main(&self) -> Option<&Task> {
        self.tasks.first()
    }

    pub fn elapsed(&self) -> Nanos {
        self.view.statistics.elapsed
    }

    /// What the program is written in.
    pub fn language(&self) -> Language {
        self.trace.language()
    }

    pub fn texts(&self) -> &Texts {
        self.trace.texts()
    }

    pub fn text(&self, id: TextId) -> &str {
        self.trace.texts().get(id)
    }

    /// A text of the script, free of what steers a terminal, and short.
    pub fn shown(&self, id: TextId) -> String {
        limit(&plain_text(self.text(id)), NAME)
    }

    /// A text of this program's own making, which may quote the script.
    pub fn shown_whole(&self, id: TextId) -> String {
        plain_text(self.text(id)).into_owned()
    }

    /// A line of the program's text, as events count lines.
    pub fn source_line(&self, line: u32) -> Option<&str> {
        let source = self.trace.sources().iter().rev().find(|it| it.has_line(line))?;
        source.text.split('\n').nth((line - source.line) as usize)
    }

    /// The tasks that a wait for several is for.
    pub fn task_ids(&self, ids: TextId) -> Vec<TaskId> {
        self.trace.texts().task_ids(ids).collect()
    }

    /// A task's name.
    pub fn name(&self, id: TaskId) -> String {
        match self.view.timeline.lane(id) {
            Some(lane) => self.shown(lane.name()),
            None => format!("task {}", id.0),
        }
    }

    /// A task's name with the line of its spawn; the main task is just called so.
    pub fn name_in_line(&self, id: TaskId) -> String {
        let line = self.task(id).filter(|it| it.parent.is_some()).map_or(0, |it| it.line);
        self.name(id) + phrase::in_line(line).as_str()
    }

    /// Names in a row, each once.
    pub fn names(&self, ids: &[TaskId]) -> String {
        let names: Vec<String> = ids.iter().take(4).map(|id| self.name(*id)).collect();
        let rest = (names.len()..ids.len()).map(|_| String::new());
        phrase::listed(&names.into_iter().chain(rest).collect::<Vec<_>>())
    }

    /// An instant as the frame shows it, since the run began: `0.50 s`.
    pub fn at(&self, instant: Nanos) -> String {
        format!("{} s", instant_text(instant.saturating_sub(self.view.span.start)))
    }

    /// Whether a time is worth a word: a twentieth of the run, and at least a millisecond.
    pub fn matters(&self, time: Nanos) -> bool {
        time >= 1_000_000 && u128::from(time) * 20 >= u128::from(self.elapsed())
    }

    /// What a blocking stretch holds the thread for.
    pub fn blocks_for(&self, segment: &Segment) -> String {
        match segment.wait {
            Some(Wait::Io { what }) => self.shown(what),
            _ => "a blocking call".to_owned(),
        }
    }

    /// Who held the thread within a span, longest first, with the time and the longest of the stretches.
    pub fn holders(&self, span: Range<Nanos>) -> Vec<(TaskId, Nanos, Segment)> {
        let first = self.holds.partition_point(|it| it.segment.end <= span.start);
        let within = self.holds[first..].iter().take_while(|it| it.segment.start < span.end);
        let mut found: Vec<(TaskId, Nanos, Segment)> = Vec::new();
        let mut places: HashMap<TaskId, usize> = HashMap::new();
        for hold in within {
            let time = hold.segment.end.min(span.end) - hold.segment.start.max(span.start);
            let place = *places.entry(hold.task).or_insert(found.len());
            match found.get_mut(place) {
                Some(entry) => {
                    entry.1 += time;
                    if hold.segment.length() > entry.2.length() {
                        entry.2 = hold.segment;
                    }
                }
                None => found.push((hold.task, time, hold.segment)),
            }
        }
        found.sort_by_key(|it| std::cmp::Reverse(it.1));
        found
    }

    /// Whether a task said something within a span.
    pub fn prints(&self, task: TaskId, span: Range<Nanos>) -> bool {
        let first = self.events.partition_point(|event| event.at < span.start);
        let mut within = self.events[first..].iter().take_while(|event| event.at <= span.end);
        within.any(|event| event.task == task && matches!(event.kind, EventKind::Printed { .. }))
    }

    /// Who woke a task up to an instant, last: the instant, and the task if one did.
    pub fn woken(&self, task: TaskId, span: Range<Nanos>) -> Option<(Nanos, Option<TaskId>)> {
        let first = self.events.partition_point(|event| event.at < span.start);
        let within = self.events[first..].iter().take_while(|event| event.at <= span.end);
        within.filter(|event| event.task == task).find_map(|event| match event.kind {
            EventKind::Woken { by } => Some((event.at, by)),
            _ => None,
        })
    }
}

impl Task {
    /// The stretch at an instant.
    pub fn segment_at(&self, instant: Nanos) -> Option<&Segment> {
        let segment = self.segments.get(self.segments.partition_point(|it| it.end <= instant))?;
        (segment.start <= instant).then_some(segment)
    }

    /// The time in a phase.
    pub fn time_in(&self, phase: Phase) -> Nanos {
        self.segments.iter().filter(|it| it.phase == phase).map(Segment::length).sum()
    }

    pub fn outcome(&self) -> Option<Outcome> {
        self.ending.map(|it| it.outcome)
    }
}
