//! What tasks did with channels, locks and permits, and who waits for them.

use std::collections::{BTreeMap, HashMap};

use super::RunAnalysis;
use super::account::Task;
use super::why::object_text;
use crate::plain::plain_text;
use crate::timeline::Nanos;
use crate::trace::{Action, Event, EventKind, Outcome, TaskId, TextId, Wait};

/// One thing that a task did with an object.
#[derive(Clone, Copy)]
pub struct Act {
    pub action: Action,
    pub task: TaskId,
    pub at: Nanos,
    pub line: u32,
    /// The message, where there is one.
    pub value: Option<TextId>,
}

/// What an event did with an object: the object's name, `the channel jobs`, and the act.
pub fn act(account: &RunAnalysis, event: &Event) -> Option<(String, Act)> {
    let EventKind::Did { action, object, value } = event.kind else { return None };
    let name = format!("the {}", account.shown(object));
    Some((name, Act { action, task: event.task, at: event.at, line: event.line, value }))
}

/// All that was done, by object, in time order.
pub fn histories(account: &RunAnalysis) -> BTreeMap<String, Vec<Act>> {
    let mut histories: BTreeMap<String, Vec<Act>> = BTreeMap::new();
    for (name, act) in account.events.iter().filter_map(|event| act(account, event)) {
        histories.entry(name).or_default().push(act);
    }
    histories
}

/// The object of a wait, and what the task wants to do with it: `the channel jobs`, `receive`.
pub fn wanted<'a>(account: &'a RunAnalysis, wait: Wait) -> Option<(String, &'a str)> {
    let Wait::Object { kind, name, .. } = wait else { return None };
    let (kind, purpose) = account.text(kind).split_once(", to ").unwrap_or((account.text(kind), ""));
    Some((object_text(&plain_text(kind), &account.shown(name)), purpose))
}

/// A wait that did not end.
#[derive(Clone, Copy)]
pub struct LastWait {
    pub wait: Wait,
    pub at: Nanos,
    pub line: u32,
}

/// The waits that tasks were in when the run ended, by a deadlock or with the program. They may have no length.
pub fn last_waits(account: &RunAnalysis) -> HashMap<TaskId, LastWait> {
    let mut waits = HashMap::new();
    for event in account.events {
        match event.kind {
            EventKind::Suspended { on } => {
                waits.insert(event.task, LastWait { wait: on, at: event.at, line: event.line });
            }
            // That a task has the thread once more, to end, is not yet going on.
            EventKind::Woken { .. }
            | EventKind::Resumed
            | EventKind::Finished { .. }
            | EventKind::Unseen
            | EventKind::Over
            | EventKind::Ending => {}
            _ => drop(waits.remove(&event.task)),
        }
    }
    waits.retain(|id, _| account.task(*id).is_some_and(|task| is_stuck(account, task)));
    waits
}

fn is_stuck(account: &RunAnalysis, task: &Task) -> bool {
    match task.ending {
        None => true,
        Some(_) if account.left_over.contains(&task.id) => true,
        Some(ending) => {
            let text = ending.text.map_or("", |it| account.text(it));
            ending.outcome == Outcome::Failed && text.starts_with("deadlock")
        }
    }
}
