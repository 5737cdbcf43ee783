//! A task came to a value, did nothing else that anybody could notice, and nobody took the value.

use std::collections::HashSet;

use crate::explain::analysis::Task;
use crate::explain::finding::Reported;
use crate::explain::{Finding, Kind, RunAnalysis};
use crate::trace::{EventKind, Outcome, TaskId, Wait};

pub fn check(analysis: &RunAnalysis) -> Vec<Finding> {
    // What fails takes no values.
    if analysis.main().and_then(Task::outcome) != Some(Outcome::Done) {
        return Vec::new();
    }
    let unseen = analysis.unseen.iter().filter_map(|id| analysis.task(*id));
    let done = unseen.filter(|it| it.outcome() == Some(Outcome::Done));
    let mut idle: Vec<TaskId> = done.map(|it| it.id).collect();
    if idle.is_empty() {
        return Vec::new();
    }
    let effective = effective(analysis);
    idle.retain(|it| !effective.contains(it));
    let Some(first) = idle.first().and_then(|id| analysis.task(*id)) else { return Vec::new() };
    let value = first.ending.and_then(|it| it.text).map_or(String::new(), |it| analysis.shown(it));
    let what = match idle.len() {
        1 => format!("{} ended with a value, {value}", analysis.name(first.id)),
        _ => format!("{} ended with values, the first with {value}", analysis.names(&idle)),
    };
    let it = if idle.len() == 1 { "it" } else { "them" };
    vec![Finding {
        rule: "unused-value",
        kind: Kind::Remark,
        gain: None,
        task: first.id,
        at: first.ending.map_or(first.spawned_at, |it| it.at),
        line: first.line,
        text: format!("{what}, and nobody took {it}."),
        try_this: "Where the value is needed, take it: let value = await task;".to_owned(),
        reported: Reported::OnlyHere,
    }]
}

/// The tasks that did more than come to a value: said something, changed something, let somebody go on, used
/// the world outside. And those that somebody awaited.
fn effective(analysis: &RunAnalysis) -> HashSet<TaskId> {
    let mut found = HashSet::new();
    for event in analysis.events {
        if let EventKind::Suspended { on: Wait::Tasks { ids } } = event.kind {
            found.extend(analysis.task_ids(ids));
            continue;
        }
        let who = match event.kind {
            EventKind::Printed { .. }
            | EventKind::Mark { .. }
            // What a task looks at it may change by a method, as in xs.push(1).
            | EventKind::Read { .. }
            | EventKind::Checked { .. }
            | EventKind::Did { .. }
            | EventKind::Wrote { .. }
            | EventKind::Updated { .. }
            | EventKind::Suspended { on: Wait::Object { .. } | Wait::Io { .. } } => event.task,
            EventKind::Blocking { what } if !analysis.text(what).starts_with("sleep_blocking") => event.task,
            EventKind::Spawned { parent: Some(parent), .. } => parent,
            EventKind::Suspended { on: Wait::Task { id } | Wait::Timeout { id, .. } }
            | EventKind::Awaited { id } => id,
            EventKind::Woken { by: Some(by) } => by,
            _ => continue,
        };
        found.insert(who);
    }
    found
}
