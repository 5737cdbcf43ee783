//! A task looked again and again whether another one had ended, where an await would do.

use std::collections::HashMap;

use crate::explain::analysis::Task;
use crate::explain::finding::Reported;
use crate::explain::{Finding, Kind, RunAnalysis, phrase};
use crate::timeline::Nanos;
use crate::trace::{Event, EventKind, TaskId, Wait};

/// This many looks in a row, from one line.
const LOOKS: usize = 10;
/// Between two looks it sleeps at most so long.
const SHORT: Nanos = 100_000_000;

/// Looks in a row.
#[derive(Clone, Copy)]
struct Row {
    line: u32,
    sleeps: bool,
    count: usize,
    began: Nanos,
    /// The beginning of the last short wait.
    last: Nanos,
}

/// What has been seen of the run so far.
#[derive(Default)]
struct Seen {
    rows: HashMap<TaskId, Row>,
    /// Tasks in the order of their ends.
    ended: Vec<TaskId>,
    found: Vec<Finding>,
}

pub fn check(analysis: &RunAnalysis) -> Vec<Finding> {
    let mut seen = Seen::default();
    for event in analysis.events {
        match event.kind {
            EventKind::Suspended { on } => seen.waits(analysis, event, on),
            // Who says something at every look does more than look.
            EventKind::Printed { .. } => seen.end_row(analysis, event.task),
            EventKind::Finished { .. } => {
                seen.end_row(analysis, event.task);
                seen.ended.push(event.task);
            }
            _ => {}
        }
    }
    seen.found
}

impl Seen {
    fn waits(&mut self, analysis: &RunAnalysis, event: &Event, on: Wait) {
        let (line, at) = (event.line, event.at);
        let is_short = match on {
            Wait::Yield => true,
            Wait::Sleep { until } => until.saturating_sub(at) <= SHORT,
            _ => false,
        };
        let sleeps = on != Wait::Yield;
        if let Some(row) = self.rows.get_mut(&event.task)
            && is_short
            && (row.line, row.sleeps) == (line, sleeps)
        {
            (row.count, row.last) = (row.count + 1, at);
            return;
        }
        self.end_row(analysis, event.task);
        if is_short {
            self.rows.insert(event.task, Row { line, sleeps, count: 1, began: at, last: at });
        }
    }

    fn end_row(&mut self, analysis: &RunAnalysis, task: TaskId) {
        if let Some(row) = self.rows.remove(&task) {
            self.found.extend(self.finding(analysis, task, row));
        }
    }

    /// A finding, if the looks went on until another task had ended, which was no such looker itself.
    fn finding(&self, analysis: &RunAnalysis, task: TaskId, row: Row) -> Option<Finding> {
        if row.count < LOOKS || !analysis.task(task)?.is_own {
            return None;
        }
        let ended = self.ended.iter().rev().filter_map(|id| analysis.task(*id));
        let since = ended.take_while(|it| it.ending.is_some_and(|ending| ending.at >= row.last));
        let mut candidates = since.filter(|it| it.is_own && it.spawned_at <= row.began && !gives_way(it));
        let (awaited, None) = (candidates.next()?, candidates.next()) else { return None };
        let how = if row.sleeps { "with a short sleep in between" } else { "with a yield_now in between" };
        let name = analysis.name(awaited.id);
        Some(Finding {
            rule: "polling",
            kind: Kind::Remark,
            gain: None,
            task,
            at: row.began,
            line: row.line,
            text: format!(
                "{} looked {} whether something had changed, {how}, until {name} ended.",
                analysis.name(task),
                phrase::times(row.count),
            ),
            try_this: format!(
                "Await {name}, or let it set an event(): a task that waits for it goes on at once, and looks once."
            ),
            reported: Reported::OnlyHere,
        })
    }
}

/// Whether the last thing it waited for was a turn.
fn gives_way(task: &Task) -> bool {
    task.segments.iter().rev().find_map(|it| it.wait) == Some(Wait::Yield)
}
