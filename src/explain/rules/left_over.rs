//! Tasks that were cancelled because the program ended: nobody awaited them.

use crate::explain::finding::Reported;
use crate::explain::{Finding, Kind, RunAnalysis, phrase};

pub fn check(analysis: &RunAnalysis) -> Vec<Finding> {
    let left: Vec<_> = analysis.left_over.iter().filter_map(|id| analysis.task(*id)).collect();
    let Some(first) = left.first() else { return Vec::new() };
    let names: Vec<String> = left.iter().map(|task| analysis.name(task.id)).collect();
    let (was, it) = match names.len() {
        1 => ("was", "it"),
        _ => ("were", "them"),
    };
    vec![Finding {
        rule: "left-over",
        kind: Kind::Wrong,
        gain: None,
        task: first.id,
        at: analysis.view.span.end,
        line: first.line,
        text: format!(
            "{} {was} not done when the program ended at {}, and {was} cancelled: nobody awaited {it}.",
            phrase::listed(&names),
            analysis.at(analysis.view.span.end)
        ),
        try_this: format!("Await {it} before the end."),
        reported: Reported::AtTheEnd,
    }]
}
