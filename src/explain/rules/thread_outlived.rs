//! A thread's task was cancelled in the middle of a blocking call, which no cancellation can end.

use crate::explain::analysis::Task;
use crate::explain::finding::Reported;
use crate::explain::{Finding, Kind, RunAnalysis, phrase};
use crate::timeline::{Phase, Segment};
use crate::trace::Outcome;

pub fn check(analysis: &RunAnalysis) -> Vec<Finding> {
    let own = analysis.tasks.iter().filter(|it| it.is_own && it.is_on_thread);
    own.filter_map(|task| found(analysis, task)).collect()
}

fn found(analysis: &RunAnalysis, task: &Task) -> Option<Finding> {
    let ending = task.ending.filter(|it| it.outcome == Outcome::Cancelled)?;
    let last = task.segments.iter().rev().find(|it| !matches!(it.phase, Phase::Running | Phase::Ready))?;
    // At the program's end its threads end, too.
    if last.phase != Phase::Blocking || analysis.left_over.contains(&task.id) {
        return None;
    }
    // Where the same call was over soon again and again, it will be now.
    let before = task.segments.iter().filter(|it| {
        it.phase == Phase::Blocking && (it.line, it.wait) == (last.line, last.wait) && it.end <= last.start
    });
    if before.map(Segment::length).max().is_some_and(|longest| !analysis.matters(longest)) {
        return None;
    }
    let name = analysis.name(task.id);
    Some(Finding {
        rule: "thread-outlived",
        kind: Kind::Wrong,
        gain: None,
        task: task.id,
        at: ending.at,
        line: last.line,
        text: format!(
            "{name} was cancelled at {} in the middle of {}{}. A blocking call cannot be stopped: its thread \
             went on with it, and what it came to was dropped.",
            analysis.at(ending.at),
            analysis.blocks_for(last),
            phrase::in_line(last.line),
        ),
        try_this:
            "Where cancelling shall end the work too, use the waiting call, or many short blocking calls."
                .to_owned(),
        reported: Reported::OnlyHere,
    })
}
