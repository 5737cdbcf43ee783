//! A task took a message, ended with it, and nobody took its value: often the loser of a `select`.

use std::collections::HashMap;

use crate::explain::finding::Reported;
use crate::explain::objects::{Act, act};
use crate::explain::{Finding, Kind, RunAnalysis, phrase};
use crate::trace::{Action, EventKind, Outcome, TaskId};

pub fn check(analysis: &RunAnalysis) -> Vec<Finding> {
    // The message that a task has taken, while it has done nothing with it that anybody could notice.
    let mut taken: HashMap<TaskId, (String, Act)> = HashMap::new();
    for event in analysis.events {
        match act(analysis, event) {
            Some((channel, act)) if act.action == Action::Received => {
                taken.insert(event.task, (channel, act));
            }
            Some(_) => drop(taken.remove(&event.task)),
            None if matches!(event.kind, EventKind::Printed { .. } | EventKind::Updated { .. }) => {
                taken.remove(&event.task);
            }
            None => {}
        }
    }
    let unseen = analysis.unseen.iter().filter_map(|id| analysis.task(*id));
    let done = unseen.filter(|it| it.outcome() == Some(Outcome::Done));
    let found = done.filter_map(|task| {
        let (channel, act) = taken.get(&task.id)?;
        let (ending, value) = (task.ending?, analysis.shown(act.value?));
        let came_to = analysis.shown(ending.text?);
        if came_to != value && came_to != value.trim_matches('"') {
            return None;
        }
        Some(Finding {
            rule: "message-lost",
            kind: Kind::Wrong,
            gain: None,
            task: task.id,
            at: act.at,
            line: if act.line == 0 { task.line } else { act.line },
            text: format!(
                "{} took {value} from {channel}{} and ended; nobody took its value.",
                analysis.name(task.id),
                phrase::in_line(act.line),
            ),
            try_this:
                "Take the value of each task that receives, also of one that did not win; or receive in \
                       one task alone."
                    .to_owned(),
            reported: Reported::OnlyHere,
        })
    });
    found.collect()
}
