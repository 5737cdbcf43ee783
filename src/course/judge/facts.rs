//! What a run came to, as plain data: the things that checks may ask for.

use std::ops::Range;

use super::calls::{self, CallFacts, calls_of, most_overlapping};
use crate::explain::{RunAnalysis, findings};
use crate::runner::Record;
use crate::script::EntryEnd;
use crate::timeline::{Age, ConsoleKind, Lane, Nanos, Phase, Shares, View};
use crate::trace::{Outcome, TaskId, Texts, Wait};

/// A stretch on the thread shorter than this is a step between two waits.
const NOTABLE: Nanos = 1_000_000;

/// A run. All instants count from its beginning.
#[derive(Clone, Debug)]
pub struct Facts {
    pub output: Vec<Said>,
    pub elapsed: Nanos,
    /// What the thread did.
    pub thread: Shares,
    /// The middle of the longest stretch in which a task held the thread and did nothing, and its name.
    pub held_at: Option<(String, Nanos)>,
    /// All sleeps and all waits for the world outside, laid end to end.
    pub waits: Nanos,
    /// The most tasks that waited at once, the main task not counted.
    pub most_waiting: u32,
    /// The main task first, then the others in the order of their spawns.
    pub tasks: Vec<TaskFacts>,
    /// The names of the rules that found something, the worst first.
    pub findings: Vec<&'static str>,
    /// The names of tasks that were alive when the main task ended.
    pub left_over: Vec<String>,
    /// The names of tasks that failed while nobody looked.
    pub unseen: Vec<String>,
    pub marks: Vec<String>,
    /// The calls of what the exercise gives, in the order in which they began.
    pub calls: Vec<CallFacts>,
}

/// A printed line.
#[derive(Clone, Debug)]
pub struct Said {
    pub text: String,
    pub at: Nanos,
    /// Who printed it.
    pub task: String,
}

/// A task.
#[derive(Clone, Debug)]
pub struct TaskFacts {
    pub name: String,
    /// The name of its parent; empty for the main task.
    pub parent: String,
    pub started: Nanos,
    pub ended: Nanos,
    pub shares: Shares,
    /// `done`, `failed` or `cancelled`.
    pub outcome: &'static str,
    /// Its value or its error, shown; empty where there is none.
    pub text: String,
    pub output: Vec<String>,
    /// What it waited for, each kind once, in order.
    pub waits: Vec<String>,
    /// When it was in a sleep, in a call to the world outside, or on the thread for a millisecond or more.
    pub active: Vec<Range<Nanos>>,
}

impl Facts {
    /// The facts of the run that ended like this; none where nothing ran.
    pub(super) fn of(record: &Record, end: &EntryEnd) -> Option<Facts> {
        let timeline = record.timeline();
        let index = timeline.runs().iter().rposition(|run| Some(run.main) == end.main)?;
        let view = timeline.view_of_run(index);
        let texts = record.texts();
        let output = view.console.iter().filter(|line| line.kind == ConsoleKind::Printed);
        let output = output.map(|line| Said {
            text: texts.get(line.text).to_owned(),
            at: line.at - view.span.start,
            task: timeline.lane(line.task).map_or_else(String::new, |lane| texts.get(lane.name()).to_owned()),
        });
        let output: Vec<Said> = output.collect();
        let own = view.lanes.iter().filter(|it| it.age == Age::OfThisRun);
        let ids: Vec<TaskId> = own.map(|it| it.task).collect();
        let lanes = ids.iter().filter_map(|it| timeline.lane(*it));
        let tasks = lanes.map(|lane| TaskFacts::of(&lane, &view, texts, &output)).collect();
        let found = findings(&RunAnalysis::new(&view, record.trace()));
        Some(Facts {
            elapsed: view.statistics.elapsed,
            thread: view.statistics.thread,
            held_at: longest_hold(&view, texts),
            waits: view.statistics.waits_one_by_one,
            most_waiting: view.statistics.most_waiting,
            tasks,
            findings: found.iter().map(|it| it.rule).collect(),
            left_over: end.leftovers.iter().map(|it| it.name.clone()).collect(),
            unseen: end.unseen.iter().map(|(name, _)| name.clone()).collect(),
            marks: view.marks().iter().map(|it| texts.get(it.label).to_owned()).collect(),
            calls: calls_of(record.trace(), &view, &ids),
            output,
        })
    }

    /// The tasks of that name: `fetch` is also `fetch #2`.
    pub fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a TaskFacts> {
        let is_numbered =
            |rest: &str| rest.strip_prefix(" #").is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit()));
        let matches = move |task: &&TaskFacts| {
            task.name.strip_prefix(name).is_some_and(|rest| rest.is_empty() || is_numbered(rest))
        };
        self.tasks.iter().skip(1).filter(matches)
    }

    /// The most calls of that given function that went on at once. Where no such function was called, the most
    /// tasks of that name that were at once in a sleep, in a call to the world outside, or at work on the thread.
    pub fn most_at_once(&self, name: &str) -> usize {
        let mut calls = self.calls.iter().filter(|it| it.name == name).peekable();
        if calls.peek().is_some() {
            return calls::most_at_once(calls);
        }
        most_overlapping(self.named(name).flat_map(|task| task.active.iter().cloned()))
    }
}

impl TaskFacts {
    fn of(lane: &Lane, view: &View, texts: &Texts, output: &[Said]) -> TaskFacts {
        let Range { start, end } = view.span;
        let name = texts.get(lane.name()).to_owned();
        let ending = lane.ending();
        let parent = lane.parent().and_then(|it| view.timeline.lane(it));
        let (mut waits, mut active): (Vec<String>, Vec<Range<Nanos>>) = Default::default();
        for segment in lane.segments(start..end.max(start + 1)) {
            let span = segment.start.max(start) - start..segment.end.min(end).max(start) - start;
            let is_waiting = segment.phase == Phase::Waiting;
            if let Some(kind) = segment.wait.filter(|_| is_waiting).map(|wait| kind_of(wait, texts))
                && !waits.contains(&kind)
            {
                waits.push(kind);
            }
            let is_outside = matches!(segment.wait, Some(Wait::Sleep { .. } | Wait::Io { .. }));
            let is_at_work = segment.phase.holds_thread() && segment.length() >= NOTABLE;
            if is_at_work || (is_waiting && is_outside) {
                match active.last_mut().filter(|last| last.end == span.start) {
                    Some(last) => last.end = span.end,
                    None => active.push(span),
                }
            }
        }
        TaskFacts {
            output: output.iter().filter(|it| it.task == name).map(|it| it.text.clone()).collect(),
            name,
            parent: parent.map_or_else(String::new, |it| texts.get(it.name()).to_owned()),
            started: lane.spawned_at().saturating_sub(start),
            ended: ending.map_or(end, |it| it.at).saturating_sub(start),
            shares: lane.shares(start..end.max(start + 1)),
            outcome: match ending.map(|it| it.outcome) {
                Some(Outcome::Done) => "done",
                Some(Outcome::Failed) => "failed",
                Some(Outcome::Cancelled) | None => "cancelled",
            },
            text: ending.and_then(|it| it.text).map_or_else(String::new, |it| texts.get(it).to_owned()),
            waits,
            active,
        }
    }
}

fn longest_hold(view: &View, texts: &Texts) -> Option<(String, Nanos)> {
    let own = view.lanes.iter().filter(|it| it.age == Age::OfThisRun);
    let lanes = own.filter_map(|it| view.timeline.lane(it.task));
    let blocking = lanes.flat_map(|lane| {
        let holds = lane.segments(view.span.clone()).filter(|it| it.phase == Phase::Blocking);
        holds.map(move |it| (lane.name(), it))
    });
    let (name, hold) = blocking.max_by_key(|(_, it)| (it.length(), std::cmp::Reverse(it.start)))?;
    Some((texts.get(name).to_owned(), hold.start + hold.length() / 2 - view.span.start))
}

/// A wait's kind, as checks write it.
fn kind_of(wait: Wait, texts: &Texts) -> String {
    let word = match wait {
        Wait::Sleep { .. } => "sleep",
        Wait::Task { .. } | Wait::Tasks { .. } | Wait::Timeout { .. } => "task",
        Wait::Yield => "yield",
        Wait::Io { .. } => "io",
        Wait::Object { kind, .. } => match texts.get(kind).split(',').next() {
            Some("tasks") => "task",
            // What the wait is for stands behind a comma: `channel, to send`.
            kind => kind.unwrap_or_default(),
        },
        Wait::Unknown { .. } => "unknown",
    };
    word.to_owned()
}
