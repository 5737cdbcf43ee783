//! A computation without a pause, while a task whose wait was over could not go on.

use crate::explain::finding::Reported;
use crate::explain::{Account, Finding, Kind, phrase};
use crate::timeline::{Nanos, Phase, Segment};
use crate::trace::{TaskId, Wait};

/// Shorter computations are nothing to speak of.
const LONG: Nanos = 100_000_000;

pub fn check(account: &Account) -> Vec<Finding> {
    let mut delayed: Vec<(TaskId, &Segment)> = Vec::new();
    for task in &account.tasks {
        let late = task.segments.iter().filter(|it| it.phase == Phase::Ready && waited(it));
        delayed.extend(late.map(|it| (task.id, it)));
    }
    let mut found: Vec<Finding> = Vec::new();
    for hold in &account.holds {
        let Segment { start, end, phase, .. } = hold.segment;
        if phase != Phase::Running || hold.segment.length() < LONG || !account.matters(end - start) {
            continue;
        }
        let late =
            delayed.iter().map(|(task, it)| (*task, it.end.min(end).saturating_sub(it.start.max(start))));
        let late: Vec<(TaskId, Nanos)> = late.filter(|(_, time)| *time >= LONG / 2).collect();
        let Some((_, longest)) = late.iter().copied().max_by_key(|(_, time)| *time) else { continue };
        let mut victims: Vec<TaskId> = late.iter().map(|(task, _)| *task).collect();
        victims.dedup();
        let up_to = if victims.len() == 1 { "" } else { "up to " };
        let text = format!(
            "{} computed for {} without a pause. Meanwhile {} {} ready and could not run, for {up_to}{}.",
            account.name_in_line(hold.task),
            phrase::length(end - start),
            account.names(&victims),
            phrase::was(victims.len()),
            phrase::length(longest),
        );
        let finding = Finding {
            rule: "long-computation",
            kind: Kind::Slow,
            gain: None,
            task: hold.task,
            at: start,
            line: account.task(hold.task).map_or(0, |it| it.line),
            text,
            try_this: "Let it pause now and then with yield_now(), or move it away with spawn_thread."
                .to_owned(),
            reported: Reported::OnlyHere,
        };
        match found.iter_mut().find(|it| it.task == hold.task) {
            Some(_) => {}
            None => found.push(finding),
        }
    }
    found
}

/// Whether the task was ready because a wait of its own was over, rather than new or giving way.
fn waited(segment: &Segment) -> bool {
    matches!(segment.wait, Some(Wait::Sleep { .. } | Wait::Io { .. } | Wait::Object { .. }))
}
