//! Tasks that were each awaited before the next one was spawned, though they might have waited together.

use super::awaited_at_once::{Alone, alone};
use crate::explain::finding::Reported;
use crate::explain::{Finding, Kind, RunAnalysis, phrase};
use crate::timeline::Nanos;
use crate::trace::TaskId;

pub fn check(analysis: &RunAnalysis) -> Vec<Finding> {
    alone(analysis)
        .chunk_by(|one, next| one.parent == next.parent)
        .filter_map(|row| found(analysis, row))
        .collect()
}

fn found(analysis: &RunAnalysis, row: &[Alone]) -> Option<Finding> {
    let lengths: Vec<Nanos> = row.iter().map(|it| it.idle).collect();
    let (sum, longest) = (lengths.iter().sum::<Nanos>(), lengths.iter().copied().max()?);
    let gain = sum - longest;
    if row.len() < 2 || !analysis.matters(gain) {
        return None;
    }
    let tasks: Vec<TaskId> = row.iter().map(|it| it.task).collect();
    let text = format!(
        "{} awaited each of {} before it spawned the next: {} of waiting, one after the other. Together it \
         would take about {}.",
        analysis.name(row[0].parent),
        analysis.names(&tasks),
        phrase::length(sum),
        phrase::length(longest),
    );
    Some(Finding {
        rule: "one-by-one",
        kind: Kind::Slow,
        gain: Some(gain),
        task: row[1].task,
        at: row[1].at,
        line: row[1].line,
        text,
        try_this: "If they do not need each other's results, spawn all of them first, then await.".to_owned(),
        reported: Reported::OnlyHere,
    })
}
