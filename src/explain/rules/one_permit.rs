//! A semaphore that let only one task at a time go on.

use std::collections::BTreeMap;

use crate::explain::finding::Reported;
use crate::explain::why::object_text;
use crate::explain::{Finding, Kind, RunAnalysis, phrase};
use crate::timeline::{Nanos, Phase};
use crate::trace::{TaskId, Wait};

/// This many tasks must have queued.
const TASKS: usize = 2;

/// One task's wait for a permit.
struct Queued {
    task: TaskId,
    since: Nanos,
    until: Nanos,
    line: u32,
    /// Who gave it the permit.
    by: Option<TaskId>,
}

pub fn check(analysis: &RunAnalysis) -> Vec<Finding> {
    let mut queues: BTreeMap<String, Vec<Queued>> = BTreeMap::new();
    for task in analysis.tasks.iter().filter(|it| it.is_own) {
        for segment in task.segments.iter().filter(|it| it.phase == Phase::Waiting) {
            let Some(Wait::Object { kind, name, .. }) = segment.wait else { continue };
            if analysis.text(kind) != "semaphore, to be the only one" {
                continue;
            }
            let what = object_text(&analysis.shown(kind), &analysis.shown(name));
            let (since, until, line) = (segment.start, segment.end, segment.line);
            queues.entry(what).or_default().push(Queued { task: task.id, since, until, line, by: None });
        }
    }
    for queue in queues.values_mut() {
        queue.sort_by_key(|it| (it.until, it.since));
        for queued in queue.iter_mut() {
            queued.by = analysis.woken(queued.task, queued.until..queued.until).and_then(|(_, by)| by);
        }
    }
    queues.into_iter().filter_map(|(what, queue)| found(analysis, &what, &queue)).collect()
}

fn found(analysis: &RunAnalysis, what: &str, queue: &[Queued]) -> Option<Finding> {
    let first = queue.first()?.by?;
    // With one permit each is let go by the one that was let go before it.
    let before = std::iter::once(first).chain(queue.iter().map(|it| it.task));
    let one_at_a_time = queue.iter().zip(before).all(|(it, before)| it.by == Some(before));
    let longest = queue.iter().map(|it| it.until - it.since).max()?;
    if queue.len() < TASKS || !one_at_a_time || !analysis.matters(longest) {
        return None;
    }
    let mut tasks: Vec<TaskId> = std::iter::once(first).chain(queue.iter().map(|it| it.task)).collect();
    tasks.sort();
    tasks.dedup();
    Some(Finding {
        rule: "one-permit",
        kind: Kind::Slow,
        gain: Some(longest / 2),
        task: first,
        at: queue[0].since,
        line: queue[0].line,
        text: format!(
            "{} let only one task at a time go on: {} went one after the other, and the last waited {}.",
            capital(what),
            analysis.names(&tasks),
            phrase::length(longest),
        ),
        try_this: "If two may go on at once, give it two permits: semaphore(2).".to_owned(),
        reported: Reported::OnlyHere,
    })
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
