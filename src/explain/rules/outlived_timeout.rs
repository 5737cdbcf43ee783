//! A task that a timeout ended, and what it had set going went on: a task that it had spawned, or a request that a server
//! may carry out.

use std::collections::{HashMap, HashSet};

use crate::explain::analysis::Task;
use crate::explain::finding::Reported;
use crate::explain::{Finding, Kind, RunAnalysis, phrase};
use crate::timeline::Nanos;
use crate::trace::{EventKind, Outcome, TaskId, Wait};

/// How a request begins that changes something at its other end.
const CHANGING: &str = "http::post";

/// What is known of all tasks, read once.
#[derive(Default)]
struct Known {
    /// When the time of a wait with a timeout is up, by the task that is awaited.
    limits: HashMap<TaskId, Nanos>,
    /// When each task did something last that others can notice.
    active: HashMap<TaskId, Nanos>,
    /// The tasks that somebody waits for, or whose end somebody looks at.
    awaited: HashSet<TaskId>,
}

pub fn check(analysis: &RunAnalysis) -> Vec<Finding> {
    let mut known = Known::default();
    for event in analysis.events {
        if let EventKind::Suspended { on: Wait::Timeout { id, until } } = event.kind {
            known.limits.insert(id, until);
        }
    }
    let was_given_up = |task: &&Task| {
        let ending = task.ending.filter(|it| it.outcome == Outcome::Cancelled);
        ending.zip(known.limits.get(&task.id)).is_some_and(|(ending, until)| *until <= ending.at)
    };
    let given_up: Vec<&Task> = analysis.tasks.iter().filter(|it| it.is_own).filter(was_given_up).collect();
    if given_up.is_empty() {
        return Vec::new();
    }
    known.look_at(analysis);
    let mut children: HashMap<TaskId, &Task> = HashMap::new();
    for child in &analysis.tasks {
        if let Some(parent) = child.parent.and_then(|it| analysis.task(it))
            && let Some(ending) = parent.ending
            && known.goes_on(child, ending.at)
        {
            children.entry(parent.id).or_insert(child);
        }
    }
    // One for each place.
    let mut lines = HashSet::new();
    let found = given_up.into_iter().filter_map(|task| match children.get(&task.id) {
        Some(child) => of_task(analysis, task, child),
        None => of_request(analysis, task),
    });
    found.filter(|it| lines.insert(it.line)).collect()
}

impl Known {
    fn look_at(&mut self, analysis: &RunAnalysis) {
        for event in analysis.events {
            match event.kind {
                EventKind::Suspended { on: Wait::Task { id } | Wait::Timeout { id, .. } }
                | EventKind::Awaited { id } => {
                    self.awaited.insert(id);
                }
                EventKind::Suspended { on: Wait::Tasks { ids } } => {
                    self.awaited.extend(analysis.task_ids(ids));
                }
                EventKind::Printed { .. }
                | EventKind::Did { .. }
                | EventKind::Wrote { .. }
                | EventKind::Updated { .. }
                | EventKind::Called { .. }
                | EventKind::Suspended { on: Wait::Io { .. } } => {
                    self.active.insert(event.task, event.at);
                }
                _ => {}
            }
        }
    }

    /// Whether a task that nobody else knows of did something after this instant.
    fn goes_on(&self, task: &Task, after: Nanos) -> bool {
        task.ending.is_none_or(|it| it.at > after)
            && self.active.get(&task.id).is_some_and(|at| *at > after)
            && !self.awaited.contains(&task.id)
    }
}

/// A task that it had spawned, and that did something afterwards although nobody else knew of it.
fn of_task(analysis: &RunAnalysis, task: &Task, child: &Task) -> Option<Finding> {
    let ended = task.ending?.at;
    let until = match child.ending.filter(|it| it.outcome == Outcome::Done) {
        Some(ending) => format!("until {}", analysis.at(ending.at)),
        None => "and did more".to_owned(),
    };
    let name = analysis.name(task.id);
    Some(finding(
        task,
        child.line,
        format!(
            "{name} was given up at {}, when its time was up, and {}, which it had spawned{}, went on {until}.",
            analysis.at(ended),
            analysis.name(child.id),
            phrase::in_line(child.line),
        ),
        format!(
            "A timeout ends the task and what that awaits, and nothing else. If it should end with {name}, let {name} \
             await it, or spawn it in a task_group. If it is the work of others, ask what came of it before you try again."
        ),
    ))
}

/// A request that was under way.
fn of_request(analysis: &RunAnalysis, task: &Task) -> Option<Finding> {
    let ended = task.ending?.at;
    let last = task.segments.iter().rev().find(|it| matches!(it.wait, Some(Wait::Io { .. })))?;
    let Some(Wait::Io { what }) = last.wait else { return None };
    let is_latest = task.segments.iter().all(|it| it.start <= last.start || it.wait.is_none());
    if !analysis.text(what).starts_with(CHANGING) || !is_latest || last.end + 1_000_000 < ended {
        return None;
    }
    Some(finding(
        task,
        last.line,
        format!(
            "{} was given up at {} in the middle of {}{}: the server may carry it out all the same.",
            analysis.name(task.id),
            analysis.at(ended),
            analysis.shown(what),
            phrase::in_line(last.line),
        ),
        "Before you send it again, ask the server what became of it; or send a number with it by which the server knows \
         a request that it has had."
            .to_owned(),
    ))
}

fn finding(task: &Task, line: u32, text: String, try_this: String) -> Finding {
    Finding {
        rule: "outlived-timeout",
        kind: Kind::Remark,
        gain: None,
        task: task.id,
        at: task.ending.map_or(task.spawned_at, |it| it.at),
        line,
        text,
        try_this,
        reported: Reported::OnlyHere,
    }
}
