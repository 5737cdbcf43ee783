//! A task that a timeout ended, and what it had set going went on: a task that it had spawned, or a request that a server
//! may carry out.

use crate::explain::account::Task;
use crate::explain::finding::Reported;
use crate::explain::{Account, Finding, Kind, phrase};
use crate::timeline::Nanos;
use crate::trace::{EventKind, Outcome, TaskId, Wait};

/// How a request begins that changes something at its other end.
const CHANGING: &str = "http::post";

pub fn check(account: &Account) -> Vec<Finding> {
    let given_up = account.tasks.iter().filter(|it| it.is_own && was_given_up(account, it));
    given_up.filter_map(|task| of_tasks(account, task).or_else(|| of_requests(account, task))).collect()
}

/// Whether the task was cancelled because the time was up that another one waited for it.
fn was_given_up(account: &Account, task: &Task) -> bool {
    let Some(ending) = task.ending.filter(|it| it.outcome == Outcome::Cancelled) else { return false };
    account.events.iter().any(|event| match event.kind {
        EventKind::Suspended { on: Wait::Timeout { id, until } } => id == task.id && until <= ending.at,
        _ => false,
    })
}

/// A task that it had spawned, and that did something afterwards although nobody else knew of it.
fn of_tasks(account: &Account, task: &Task) -> Option<Finding> {
    let ended = task.ending?.at;
    let child = account.tasks.iter().find(|child| {
        child.parent == Some(task.id)
            && child.ending.is_none_or(|it| it.at > ended)
            && does_something(account, child.id, ended)
            && !is_awaited(account, child.id)
    })?;
    let until = match child.ending.filter(|it| it.outcome == Outcome::Done) {
        Some(ending) => format!("until {}", account.at(ending.at)),
        None => "and did more".to_owned(),
    };
    let name = account.name(task.id);
    Some(finding(
        task,
        child.line,
        format!(
            "{name} was given up at {}, when its time was up, and {}, which it had spawned{}, went on {until}.",
            account.at(ended),
            account.name(child.id),
            phrase::in_line(child.line),
        ),
        format!(
            "A timeout ends the task and what that awaits, and nothing else. If it should end with {name}, let {name} \
             await it, or spawn it in a task_group. If it is the work of others, ask what came of it before you try again."
        ),
    ))
}

/// A request that was under way.
fn of_requests(account: &Account, task: &Task) -> Option<Finding> {
    let ended = task.ending?.at;
    let last = task.segments.iter().rev().find(|it| matches!(it.wait, Some(Wait::Io { .. })))?;
    let Some(Wait::Io { what }) = last.wait else { return None };
    let is_latest = task.segments.iter().all(|it| it.start <= last.start || it.wait.is_none());
    if !account.text(what).starts_with(CHANGING) || !is_latest || last.end + 1_000_000 < ended {
        return None;
    }
    Some(finding(
        task,
        last.line,
        format!(
            "{} was given up at {} in the middle of {}{}: the server may carry it out all the same.",
            account.name(task.id),
            account.at(ended),
            account.shown(what),
            phrase::in_line(last.line),
        ),
        "Before you send it again, ask the server what became of it; or send a number with it by which the server knows \
         a request that it has had."
            .to_owned(),
    ))
}

fn does_something(account: &Account, id: TaskId, after: Nanos) -> bool {
    let first = account.events.partition_point(|event| event.at <= after);
    account.events[first..].iter().any(|event| {
        let is_activity = matches!(
            event.kind,
            EventKind::Printed { .. }
                | EventKind::Did { .. }
                | EventKind::Wrote { .. }
                | EventKind::Updated { .. }
                | EventKind::Called { .. }
                | EventKind::Suspended { on: Wait::Io { .. } }
        );
        event.task == id && is_activity
    })
}

/// Whether somebody waits for the task, looks at its end, or has waited for it.
fn is_awaited(account: &Account, task: TaskId) -> bool {
    account.events.iter().any(|event| match event.kind {
        EventKind::Suspended { on: Wait::Task { id } | Wait::Timeout { id, .. } }
        | EventKind::Awaited { id } => id == task,
        EventKind::Suspended { on: Wait::Tasks { ids } } => account.task_ids(ids).contains(&task),
        _ => false,
    })
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
