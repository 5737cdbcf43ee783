//! The tree of tasks: who started whom, and who awaited whom.

use std::collections::HashMap;

use super::side::Side;
use crate::timeline::{Lane, duration_text};
use crate::trace::{Outcome, TaskId, Wait};

/// Tasks that await one task and are named; of more their number is said.
const MAX_NAMED: usize = 2;
/// Deeper than this the tree is not drawn deeper.
const DEEPEST: usize = 12;

/// A row of the tree.
pub(super) struct TreeRow {
    pub task: TaskId,
    pub depth: usize,
    pub name: String,
    /// When and where it began, how it ended, who awaited it.
    pub about: String,
}

/// The tasks of a run, each below the one that started it.
pub(super) fn tree(side: &Side) -> Vec<TreeRow> {
    let texts = side.trace.texts();
    let lanes: Vec<Lane> = side.view.lanes().collect();
    let shown: HashMap<TaskId, usize> =
        lanes.iter().enumerate().map(|(index, lane)| (lane.task(), index)).collect();
    let mut children: HashMap<Option<usize>, Vec<usize>> = HashMap::new();
    for (index, lane) in lanes.iter().enumerate() {
        let parent = lane.parent().and_then(|it| shown.get(&it)).copied().filter(|it| *it != index);
        children.entry(parent).or_default().push(index);
    }
    let awaiters = awaiters(side, &lanes);
    let name = |task: TaskId| match shown.get(&task) {
        Some(index) => texts.get(lanes[*index].name()).to_owned(),
        None => format!("task {}", task.0),
    };
    let mut rows = Vec::with_capacity(lanes.len());
    let mut open: Vec<(usize, usize)> =
        children.remove(&None).unwrap_or_default().into_iter().rev().map(|it| (it, 0)).collect();
    while let Some((index, depth)) = open.pop() {
        let lane = &lanes[index];
        let mut about =
            vec![format!("from {}", duration_text(lane.spawned_at().saturating_sub(side.view.span.start)))];
        if lane.line() > 0 {
            about.push(format!("line {}", lane.line()));
        }
        if let Some(ending) = side.view.ending_of(lane, texts) {
            let word = match ending.outcome {
                Outcome::Done => "done",
                Outcome::Failed => "failed",
                Outcome::Cancelled => "cancelled",
            };
            let at = duration_text(ending.at.saturating_sub(side.view.span.start));
            about.push(format!("{word} at {at}"));
        }
        match awaiters.get(&lane.task()).map(Vec::as_slice).unwrap_or_default() {
            [] if lane.parent().is_some() => about.push("nobody awaited it".to_owned()),
            [] => {}
            some if some.len() <= MAX_NAMED => {
                let names: Vec<String> = some.iter().map(|it| name(*it)).collect();
                about.push(format!("awaited by {}", names.join(" and ")));
            }
            many => about.push(format!("awaited by {} tasks", many.len())),
        }
        rows.push(TreeRow {
            task: lane.task(),
            depth: depth.min(DEEPEST),
            name: name(lane.task()),
            about: about.join(" · "),
        });
        let below = children.remove(&Some(index)).unwrap_or_default();
        open.extend(below.into_iter().rev().map(|it| (it, depth + 1)));
    }
    rows
}

/// Which tasks waited for each task.
fn awaiters(side: &Side, lanes: &[Lane]) -> HashMap<TaskId, Vec<TaskId>> {
    let mut awaiters: HashMap<TaskId, Vec<TaskId>> = HashMap::new();
    for lane in lanes {
        for segment in lane.segments(side.view.span.start..side.view.span.end.saturating_add(1)) {
            let awaited = match segment.wait {
                Some(Wait::Task { id } | Wait::Timeout { id, .. }) => vec![id],
                Some(Wait::Tasks { ids }) => side.analysis.task_ids(ids),
                _ => Vec::new(),
            };
            for task in awaited {
                let of_task = awaiters.entry(task).or_default();
                if !of_task.contains(&lane.task()) {
                    of_task.push(lane.task());
                }
            }
        }
    }
    awaiters
}
