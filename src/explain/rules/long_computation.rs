//! A computation without a pause, while a task whose wait was over could not go on.

use crate::explain::analysis::Task;
use crate::explain::finding::Reported;
use crate::explain::{Finding, Kind, RunAnalysis, phrase};
use crate::timeline::{Nanos, Phase, Segment};
use crate::trace::{TaskId, Wait};

/// Shorter computations are nothing to speak of.
const LONG: Nanos = 100_000_000;

pub fn check(analysis: &RunAnalysis) -> Vec<Finding> {
    let mut delayed: Vec<(TaskId, &Segment)> = Vec::new();
    for task in &analysis.tasks {
        let late = task.segments.iter().filter(|it| it.phase == Phase::Ready && is_delayed(task, it));
        delayed.extend(late.map(|it| (task.id, it)));
    }
    let mut long: Vec<Long> = Vec::new();
    for hold in &analysis.holds {
        let Segment { start, end, phase, .. } = hold.segment;
        let is_known = long.iter().any(|it| it.task == hold.task);
        let length = hold.segment.length();
        if is_known || phase != Phase::Running || length < LONG || !analysis.matters(length) {
            continue;
        }
        let late =
            delayed.iter().map(|(task, it)| (*task, it.end.min(end).saturating_sub(it.start.max(start))));
        let late: Vec<(TaskId, Nanos)> = late.filter(|(_, time)| *time >= LONG / 2).collect();
        if !late.is_empty() {
            let line = analysis.task(hold.task).map_or(0, |it| it.line);
            long.push(Long { task: hold.task, line, start, length, late });
        }
    }
    // Tasks from one place are one finding.
    let mut places: Vec<Vec<Long>> = Vec::new();
    for it in long {
        match places.iter_mut().find(|place| it.line != 0 && place[0].line == it.line) {
            Some(place) => place.push(it),
            None => places.push(vec![it]),
        }
    }
    places.iter().map(|place| found(analysis, place)).collect()
}

/// A task's first long computation.
struct Long {
    task: TaskId,
    line: u32,
    start: Nanos,
    length: Nanos,
    /// Who was ready meanwhile, and for how long.
    late: Vec<(TaskId, Nanos)>,
}

fn found(analysis: &RunAnalysis, place: &[Long]) -> Finding {
    let first = &place[0];
    let lengths: Vec<String> = place.iter().map(|it| phrase::length(it.length)).collect();
    let is_same = lengths.iter().all(|it| *it == lengths[0]);
    let longest = place.iter().map(|it| it.length).max().unwrap_or(0);
    let who = match place.len() {
        1 => format!("{} computed for {}", analysis.name_in_line(first.task), lengths[0]),
        count => format!(
            "{} and {} more computed for {}{} each",
            analysis.name(first.task),
            count - 1,
            if is_same { "" } else { "up to " },
            phrase::length(longest)
        ),
    };
    let late = place.iter().flat_map(|it| &it.late);
    let longest = late.clone().map(|(_, time)| *time).max().unwrap_or(0);
    let mut victims: Vec<TaskId> = Vec::new();
    for (task, _) in late {
        if !victims.contains(task) {
            victims.push(*task);
        }
    }
    let up_to = if victims.len() == 1 && place.len() == 1 { "" } else { "up to " };
    Finding {
        rule: "long-computation",
        kind: Kind::Slow,
        gain: None,
        task: first.task,
        at: first.start,
        line: first.line,
        text: format!(
            "{who} without a pause. Meanwhile {} {} ready and could not run, for {up_to}{}.",
            analysis.names(&victims),
            phrase::was(victims.len()),
            phrase::length(longest),
        ),
        try_this: "Let it pause now and then with yield_now(), or move it away with spawn_thread.".to_owned(),
        reported: Reported::OnlyHere,
    }
}

/// Whether the task was ready because a wait of its own was over; or because it was new, and what it then waited
/// for could have begun sooner, or all that it did could have been done long since. One that gives way, or only
/// computes, loses nothing.
fn is_delayed(task: &Task, segment: &Segment) -> bool {
    match segment.wait {
        Some(Wait::Sleep { .. } | Wait::Io { .. } | Wait::Object { .. } | Wait::Timeout { .. }) => true,
        None => {
            let waits = |it: &Segment| matches!(it.wait, Some(Wait::Sleep { .. } | Wait::Io { .. }));
            let holds = task.segments.iter().filter(|it| it.phase.holds_thread());
            let is_short = task.ending.is_some() && holds.map(Segment::length).sum::<Nanos>() < LONG / 2;
            segment.start == task.spawned_at && (is_short || task.segments.iter().any(waits))
        }
        _ => false,
    }
}
