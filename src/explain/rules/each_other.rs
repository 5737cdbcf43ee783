//! Tasks of which each held what the next one wanted: none could go on, unless something broke it.

use std::collections::{HashMap, HashSet};

use crate::explain::finding::Reported;
use crate::explain::objects::{act, wanted};
use crate::explain::{Finding, Kind, RunAnalysis, phrase};
use crate::timeline::Nanos;
use crate::trace::{Action, EventKind, Outcome, TaskId};

/// Who takes part, and what each wants: the next one has it.
struct Circle {
    at: Nanos,
    line: u32,
    members: Vec<(TaskId, String)>,
}

pub fn check(analysis: &RunAnalysis) -> Vec<Finding> {
    let mut seen: HashSet<Vec<TaskId>> = HashSet::new();
    let mut found = Vec::new();
    for circle in circles(analysis) {
        let mut ids: Vec<TaskId> = circle.members.iter().map(|it| it.0).collect();
        ids.sort();
        if seen.insert(ids) {
            found.extend(finding(analysis, &circle));
        }
    }
    found
}

/// The circles of a run, each at the instant at which it closed.
fn circles(analysis: &RunAnalysis) -> Vec<Circle> {
    let mut holders: HashMap<String, Vec<TaskId>> = HashMap::new();
    let mut wants: HashMap<TaskId, String> = HashMap::new();
    let mut found = Vec::new();
    for event in analysis.events {
        match event.kind {
            EventKind::Did { .. } => {
                let Some((object, act)) = act(analysis, event) else { continue };
                let holders = holders.entry(object).or_default();
                match act.action {
                    Action::Took => holders.push(event.task),
                    Action::GaveBack => {
                        let mine = holders.iter().position(|it| *it == event.task);
                        if !holders.is_empty() {
                            holders.remove(mine.unwrap_or(0));
                        }
                    }
                    _ => {}
                }
            }
            EventKind::Suspended { on } => {
                if let Some((object, _)) = wanted(analysis, on) {
                    wants.insert(event.task, object);
                    let members = circle(event.task, &holders, &wants);
                    found.extend(members.map(|members| Circle { at: event.at, line: event.line, members }));
                }
            }
            EventKind::Woken { .. } | EventKind::Resumed | EventKind::Finished { .. } => {
                wants.remove(&event.task);
            }
            _ => {}
        }
    }
    found
}

/// The circle that a task closes by waiting.
fn circle(
    first: TaskId,
    holders: &HashMap<String, Vec<TaskId>>,
    wants: &HashMap<TaskId, String>,
) -> Option<Vec<(TaskId, String)>> {
    let mut members: Vec<(TaskId, String)> = Vec::new();
    let mut task = first;
    while members.iter().all(|it| it.0 != task) {
        let object = wants.get(&task)?;
        // Of several permits any may come back.
        let [holder] = holders.get(object)?.as_slice() else { return None };
        members.push((task, object.clone()));
        task = *holder;
    }
    (task == first && members.len() > 1).then_some(members)
}

fn finding(analysis: &RunAnalysis, circle: &Circle) -> Option<Finding> {
    let (first, _) = circle.members.first()?;
    let count = circle.members.len();
    let part = |index: usize| {
        let (task, wants) = &circle.members[index];
        let (_, has) = &circle.members[(index + count - 1) % count];
        format!("{} held {has} and wanted {wants}", analysis.name(*task))
    };
    let parts: Vec<String> = (0..count.min(4)).map(part).collect();
    // Who was broken off first, by a timeout or by hand.
    let broken = circle.members.iter().filter_map(|(id, _)| analysis.task(*id)?.ending.map(|it| (*id, it)));
    let broken = broken.filter(|(_, it)| it.outcome == Outcome::Cancelled).min_by_key(|(_, it)| it.at);
    let end = broken.map_or(String::new(), |(id, ending)| {
        format!(", until {} was cancelled at {}", analysis.name(id), analysis.at(ending.at))
    });
    let none = if count == 2 { "neither" } else { "none of them" };
    Some(Finding {
        rule: "each-other",
        kind: Kind::Wrong,
        gain: None,
        task: *first,
        at: circle.at,
        line: circle.line,
        text: format!(
            "{}: from {} on {none} could go on{}{end}.",
            parts.join(", "),
            analysis.at(circle.at),
            phrase::in_line(circle.line),
        ),
        try_this: "Let every task take them in the same order.".to_owned(),
        reported: Reported::OnlyHere,
    })
}
