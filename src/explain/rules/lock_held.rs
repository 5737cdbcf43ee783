//! A lock that was held during a wait, while others queued for it.

use std::collections::BTreeMap;

use crate::explain::analysis::Task;
use crate::explain::finding::Reported;
use crate::explain::why::object_text;
use crate::explain::{Finding, Kind, RunAnalysis, phrase};
use crate::timeline::{Nanos, Phase, Segment};
use crate::trace::{TaskId, Wait};

/// Who queued for one lock.
#[derive(Default)]
struct Queue {
    tasks: Vec<TaskId>,
    longest: Nanos,
    /// The longest wait of a holder: whose it was, and how long others queued meanwhile.
    held: Option<(TaskId, Segment)>,
}

pub fn check(analysis: &RunAnalysis) -> Vec<Finding> {
    let mut queues: BTreeMap<String, Queue> = BTreeMap::new();
    for task in analysis.tasks.iter().filter(|it| it.is_own) {
        for segment in task.segments.iter().filter(|it| it.phase == Phase::Waiting) {
            let Some(Wait::Object { kind, name, holder }) = segment.wait else { continue };
            if analysis.text(kind) != "mutex" {
                continue;
            }
            let Some(holder) = holder.task().and_then(|id| analysis.task(id)) else { continue };
            let Some(waited) = longest_wait(holder, segment) else { continue };
            let queue = queues.entry(object_text(&analysis.shown(kind), &analysis.shown(name))).or_default();
            queue.tasks.push(task.id);
            queue.longest = queue.longest.max(segment.length());
            let longer = queue.held.is_none_or(|(_, it)| it.length() < waited.length());
            queue.held = if longer { Some((holder.id, waited)) } else { queue.held };
        }
    }
    queues.into_iter().filter_map(|(what, queue)| found(analysis, &what, queue)).collect()
}

/// The longest wait for the clock, the world or a task that a holder had while another one queued.
fn longest_wait(holder: &Task, queued: &Segment) -> Option<Segment> {
    let first = holder.segments.partition_point(|it| it.end <= queued.start);
    let within = holder.segments[first..].iter().take_while(|it| it.start < queued.end);
    let waits = within.filter(|it| {
        let is_wait = matches!(
            it.wait,
            Some(Wait::Sleep { .. } | Wait::Io { .. } | Wait::Task { .. } | Wait::Timeout { .. })
        );
        it.phase == Phase::Waiting && is_wait
    });
    waits.max_by_key(|it| it.length()).copied()
}

fn found(analysis: &RunAnalysis, what: &str, mut queue: Queue) -> Option<Finding> {
    let (holder, waited) = queue.held?;
    if !analysis.matters(queue.longest) || !analysis.matters(waited.length()) {
        return None;
    }
    queue.tasks.sort();
    queue.tasks.dedup();
    let up_to = if queue.tasks.len() == 1 { "" } else { "up to " };
    Some(Finding {
        rule: "lock-held",
        kind: Kind::Slow,
        gain: Some(queue.longest),
        task: holder,
        at: waited.start,
        line: waited.line,
        text: format!(
            "{} held {what} while it waited. {} queued for it, for {up_to}{}.",
            analysis.name(holder),
            analysis.names(&queue.tasks),
            phrase::length(queue.longest),
        ),
        try_this: "Where it need not be held meanwhile, wait before taking it, or after.".to_owned(),
        reported: Reported::OnlyHere,
    })
}
