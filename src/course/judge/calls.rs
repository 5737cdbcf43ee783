//! The calls of given functions, read from the events of a run.

use std::collections::HashMap;
use std::ops::Range;

use serde_json::Value;

use crate::timeline::{Nanos, View};
use crate::trace::{EventKind, TaskId, Trace};

/// A call of a given function.
#[derive(Clone, Debug, PartialEq)]
pub struct CallFacts {
    pub name: String,
    pub arguments: Vec<Value>,
    /// The task that made it: its index among the tasks of the run.
    pub task: usize,
    /// Nanoseconds since the run began. A call that does not come to its end, ends with the run.
    pub span: Range<Nanos>,
    pub outcome: CallOutcome,
    /// What was printed by the function itself, and not by a given function that it called.
    pub printed: Vec<String>,
}

/// What a call came to.
#[derive(Clone, Debug, PartialEq)]
pub enum CallOutcome {
    /// It gave this value, null for `()`.
    Done(Value),
    /// It threw this error.
    Failed(String),
    /// It was broken off: its task was cancelled, or the program ended.
    CutOff,
}

impl CallOutcome {
    pub fn word(&self) -> &'static str {
        match self {
            CallOutcome::Done(_) => "done",
            CallOutcome::Failed(_) => "failed",
            CallOutcome::CutOff => "cancelled",
        }
    }
}

impl CallFacts {
    /// Whether it ended before the other began.
    pub fn is_before(&self, other: &CallFacts) -> bool {
        self.span.end <= other.span.start
    }

    /// Whether it began and ended while the other went on.
    pub fn is_during(&self, other: &CallFacts) -> bool {
        other.span.start <= self.span.start && self.span.end <= other.span.end
    }

    /// Whether there is an instant at which both went on.
    pub fn overlaps(&self, other: &CallFacts) -> bool {
        self.span.start < other.span.end && other.span.start < self.span.end
    }
}

/// What is thrown into a call that is broken off.
const BROKEN_OFF: [&str; 2] = ["cancelled", "stopped"];

/// All calls of the run, in the order in which they began. `tasks` are its own tasks.
pub fn calls_of(trace: &Trace, view: &View, tasks: &[TaskId]) -> Vec<CallFacts> {
    let texts = trace.texts();
    let Range { start, end } = view.span.clone();
    let index: HashMap<TaskId, usize> =
        tasks.iter().enumerate().map(|(index, task)| (*task, index)).collect();
    let mut calls: Vec<CallFacts> = Vec::new();
    // The calls of each task that have not ended, the innermost last.
    let mut open: HashMap<TaskId, Vec<usize>> = HashMap::new();
    let events = trace.events();
    let first = events.partition_point(|event| event.at < start);
    for event in events[first..].iter().take_while(|event| event.at <= end) {
        let task = event.task;
        let outcome = match event.kind {
            EventKind::Called { name, arguments } => {
                open.entry(task).or_default().push(calls.len());
                let arguments = serde_json::from_str(texts.get(arguments)).unwrap_or_default();
                calls.push(CallFacts {
                    name: texts.get(name).to_owned(),
                    arguments,
                    // What runs beside the run, as in `compare`, is the main task's doing.
                    task: index.get(&task).copied().unwrap_or(0),
                    span: event.at - start..end - start,
                    outcome: CallOutcome::CutOff,
                    printed: Vec::new(),
                });
                continue;
            }
            EventKind::Returned { value, .. } => {
                let value = value.and_then(|it| serde_json::from_str(texts.get(it)).ok());
                CallOutcome::Done(value.unwrap_or(Value::Null))
            }
            EventKind::Threw { error, .. } if BROKEN_OFF.contains(&texts.get(error)) => CallOutcome::CutOff,
            EventKind::Threw { error, .. } => CallOutcome::Failed(texts.get(error).to_owned()),
            EventKind::Printed { text } => {
                if let Some(call) = open.get(&task).and_then(|it| it.last()) {
                    calls[*call].printed.push(texts.get(text).to_owned());
                }
                continue;
            }
            _ => continue,
        };
        if let Some(call) = open.get_mut(&task).and_then(Vec::pop) {
            calls[call].span.end = event.at - start;
            calls[call].outcome = outcome;
        }
    }
    calls
}

/// The most of these calls that went on at once.
pub fn most_at_once<'a>(calls: impl Iterator<Item = &'a CallFacts>) -> usize {
    most_overlapping(calls.map(|it| it.span.clone()))
}

/// The most of these spans that share an instant.
pub fn most_overlapping(spans: impl Iterator<Item = Range<Nanos>>) -> usize {
    let mut changes: Vec<(Nanos, i64)> = Vec::new();
    for span in spans.filter(|it| !it.is_empty()) {
        changes.push((span.start, 1));
        changes.push((span.end, -1));
    }
    // Who ends at an instant makes room for who begins.
    changes.sort_unstable();
    let mut now = 0;
    let most = changes.iter().map(|(_, change)| {
        now += change;
        now
    });
    usize::try_from(most.max().unwrap_or(0)).unwrap_or(0)
}
