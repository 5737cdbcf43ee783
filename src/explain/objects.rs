//! What tasks did with channels, locks and permits, and who waits for them.

use std::collections::{BTreeMap, HashMap};

use super::RunAnalysis;
use super::analysis::Task;
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
pub fn act(analysis: &RunAnalysis, event: &Event) -> Option<(String, Act)> {
    let EventKind::Did { action, object, value } = event.kind else { return None };
    let name = format!("the {}", analysis.shown(object));
    Some((name, Act { action, task: event.task, at: event.at, line: event.line, value }))
}

/// All that was done, by object, in time order.
pub fn histories(analysis: &RunAnalysis) -> BTreeMap<String, Vec<Act>> {
    let mut histories: BTreeMap<String, Vec<Act>> = BTreeMap::new();
    for (name, act) in analysis.events.iter().filter_map(|event| act(analysis, event)) {
        histories.entry(name).or_default().push(act);
    }
    histories
}

/// The object of a wait, and what the task wants to do with it: `the channel jobs`, `receive`.
pub fn wanted<'a>(analysis: &'a RunAnalysis, wait: Wait) -> Option<(String, &'a str)> {
    let Wait::Object { kind, name, .. } = wait else { return None };
    let (kind, purpose) = analysis.text(kind).split_once(", to ").unwrap_or((analysis.text(kind), ""));
    Some((object_text(&plain_text(kind), &analysis.shown(name)), purpose))
}

/// A wait that did not end.
#[derive(Clone, Copy)]
pub struct LastWait {
    pub wait: Wait,
    pub at: Nanos,
    pub line: u32,
}

/// The waits that tasks were in when the run ended, by a deadlock or with the program. They may have no length.
pub fn last_waits(analysis: &RunAnalysis) -> HashMap<TaskId, LastWait> {
    let mut waits = HashMap::new();
    for event in analysis.events {
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
    waits.retain(|id, _| analysis.task(*id).is_some_and(|task| is_stuck(analysis, task)));
    waits
}

fn is_stuck(analysis: &RunAnalysis, task: &Task) -> bool {
    match task.ending {
        None => true,
        Some(_) if analysis.left_over.contains(&task.id) => true,
        Some(ending) => {
            let text = ending.text.map_or("", |it| analysis.text(it));
            ending.outcome == Outcome::Failed && text.starts_with("deadlock")
        }
    }
}
