//! A task that was awaited right after its spawn while nothing else was alive: a plain call would have done.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use crate::explain::analysis::Task;
use crate::explain::finding::Reported;
use crate::explain::{Finding, Kind, RunAnalysis};
use crate::timeline::{Nanos, Phase};
use crate::trace::{TaskId, Wait};

/// A task during whose life its parent only awaited it, and no other task was alive but those that awaited
/// the parent.
pub struct Alone {
    pub task: TaskId,
    pub parent: TaskId,
    pub at: Nanos,
    /// The line of its spawn.
    pub line: u32,
    /// When its parent began to await it.
    pub awaited_at: Nanos,
    /// How long it waited or blocked.
    pub idle: Nanos,
}

/// Between spawn and await there may be so much computing.
const AT_ONCE: Nanos = 1_000_000;
/// A task with more ancestors than this is not looked at.
const MAX_FOREBEARS: usize = 50;

pub fn check(analysis: &RunAnalysis) -> Vec<Finding> {
    let found = alone(analysis);
    // Several in a row are `one-by-one`.
    let [one] = &found[..] else { return Vec::new() };
    // That moves work off the loop, which a plain call would not.
    if analysis.task(one.task).is_some_and(|it| it.is_on_thread) {
        return Vec::new();
    }
    let between = one.at..one.awaited_at;
    if !analysis.matters(one.idle) || analysis.prints(one.parent, between) {
        return Vec::new();
    }
    let name = analysis.name(one.task);
    vec![Finding {
        rule: "awaited-at-once",
        kind: Kind::Remark,
        gain: None,
        task: one.task,
        at: one.at,
        line: one.line,
        text: format!(
            "{} awaited {name} at once, so nothing else ran meanwhile: it took as long as a plain call.",
            analysis.name(one.parent)
        ),
        try_this: "Do other work, or spawn other tasks, between spawn and await; or call it without spawn."
            .to_owned(),
        reported: Reported::OnlyHere,
    }]
}

/// All such tasks, in the order of their spawns.
pub fn alone(analysis: &RunAnalysis) -> Vec<Alone> {
    let awaited = first_awaits(analysis);
    // Ends of the tasks alive, the soonest first.
    let mut alive: BinaryHeap<Reverse<Nanos>> = BinaryHeap::new();
    let mut lives: Vec<(Nanos, Nanos, &Task)> =
        analysis.tasks.iter().map(|it| (it.spawned_at, end(it), it)).collect();
    lives.sort_by_key(|it| it.0);
    let mut found = Vec::new();
    for (place, (start, end, task)) in lives.iter().enumerate() {
        while alive.peek().is_some_and(|Reverse(end)| end <= start) {
            alive.pop();
        }
        let others = alive.len();
        alive.push(Reverse(*end));
        let Some(parent) = task.parent.filter(|_| task.is_own && *end != Nanos::MAX) else { continue };
        let by_parent =
            awaited.get(&task.id).filter(|(waiter, from)| *waiter == parent && *from <= start + AT_ONCE);
        let Some((_, awaited_at)) = by_parent.copied() else { continue };
        let next_begins = lives.get(place + 1).is_some_and(|next| next.0 < *end);
        if !next_begins && others <= MAX_FOREBEARS && others == forebears_alive(analysis, task) {
            let idle = task.time_in(Phase::Waiting) + task.time_in(Phase::Blocking);
            found.push(Alone { task: task.id, parent, at: *start, awaited_at, line: task.line, idle });
        }
    }
    found
}

fn end(task: &Task) -> Nanos {
    task.ending.map_or(Nanos::MAX, |it| it.at)
}

/// Who awaited each task first, and since when.
fn first_awaits(analysis: &RunAnalysis) -> HashMap<TaskId, (TaskId, Nanos)> {
    let mut awaits = HashMap::new();
    for task in &analysis.tasks {
        for segment in task.segments.iter().filter(|it| it.phase == Phase::Waiting) {
            if let Some(Wait::Task { id }) = segment.wait {
                awaits.entry(id).or_insert((task.id, segment.start));
            }
        }
    }
    awaits
}

/// How many of the tasks that a task descends from are alive at its spawn.
fn forebears_alive(analysis: &RunAnalysis, task: &Task) -> usize {
    let mut count = 0;
    let mut parent = task.parent.and_then(|id| analysis.task(id));
    // A file can claim that a task descends from itself.
    for _ in 0..=MAX_FOREBEARS {
        let Some(forebear) = parent else { break };
        count += usize::from(end(forebear) > task.spawned_at);
        parent = forebear.parent.and_then(|id| analysis.task(id));
    }
    count
}
