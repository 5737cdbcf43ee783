//! A task failed, and nobody looked at how it ended.

use crate::explain::finding::Reported;
use crate::explain::{Finding, Kind, RunAnalysis};
use crate::trace::Outcome;

pub fn check(analysis: &RunAnalysis) -> Vec<Finding> {
    let failed = analysis.unseen.iter().filter_map(|id| analysis.task(*id));
    let found = failed.filter_map(|task| {
        let ending = task.ending.filter(|it| it.outcome == Outcome::Failed)?;
        let error = ending.text.map_or(String::new(), |text| format!(" with \"{}\"", analysis.shown(text)));
        Some(Finding {
            rule: "failed-unseen",
            kind: Kind::Wrong,
            gain: None,
            task: task.id,
            at: ending.at,
            line: task.line,
            text: format!(
                "{} failed{error} at {}, and nobody awaited it, so nobody heard of it.",
                analysis.name(task.id),
                analysis.at(ending.at)
            ),
            try_this: "Await it; with try { … } catch where it may fail.".to_owned(),
            reported: Reported::AtTheEnd,
        })
    });
    found.collect()
}
