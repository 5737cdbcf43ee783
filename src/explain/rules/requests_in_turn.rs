//! One task waited for the world outside several times in a row, and nothing else went on meanwhile.

use crate::explain::analysis::Task;
use crate::explain::finding::Reported;
use crate::explain::{Finding, Kind, RunAnalysis, phrase};
use crate::timeline::{Nanos, Phase, Segment};
use crate::trace::Wait;

pub fn check(analysis: &RunAnalysis) -> Vec<Finding> {
    analysis.tasks.iter().filter(|it| it.is_own).filter_map(|task| found(analysis, task)).collect()
}

fn found(analysis: &RunAnalysis, task: &Task) -> Option<Finding> {
    let waits: Vec<(&Segment, String)> = task
        .segments
        .iter()
        .filter(|it| it.phase == Phase::Waiting)
        .filter_map(|it| match it.wait {
            Some(Wait::Io { what }) => Some((it, analysis.shown(what))),
            _ => None,
        })
        // What is done to files and databases mostly has to happen in its order.
        .filter(|(_, what)| what.starts_with("http"))
        .collect();
    let name = |what: &str| what.split([' ', '(']).next().unwrap_or_default().to_owned();
    let row = waits.chunk_by(|one, next| name(&one.1) == name(&next.1)).max_by_key(|row| row.len())?;
    let (sum, longest) = row.iter().fold((0, 0), |(sum, longest): (Nanos, Nanos), (it, _)| {
        (sum + it.length(), longest.max(it.length()))
    });
    let gain = sum - longest;
    let alone = analysis.tasks.iter().filter(|it| it.id != task.id).all(|it| !overlaps(it, row));
    if row.len() < 2 || !analysis.matters(gain) || !alone {
        return None;
    }
    Some(Finding {
        rule: "requests-in-turn",
        kind: Kind::Slow,
        gain: Some(gain),
        task: task.id,
        at: row[1].0.start,
        line: row[1].0.line,
        text: format!(
            "{} waited {} for {}, one after the other: {}. Together it would take about {}.",
            analysis.name(task.id),
            phrase::times(row.len()),
            name(&row[0].1),
            phrase::length(sum),
            phrase::length(longest),
        ),
        try_this: "If they do not need each other's results, give each a task: spawn all, then await."
            .to_owned(),
        reported: Reported::OnlyHere,
    })
}

/// Whether a task waited for the clock or the world, or computed, during the row.
fn overlaps(task: &Task, row: &[(&Segment, String)]) -> bool {
    let (start, end) = (row[0].0.start, row[row.len() - 1].0.end);
    task.segments.iter().filter(|it| it.start < end && it.end > start).any(|it| match it.wait {
        Some(Wait::Sleep { .. } | Wait::Io { .. }) => true,
        _ => it.phase.holds_thread(),
    })
}
