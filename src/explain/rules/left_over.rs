//! Tasks that were cancelled because the program ended: nobody awaited them.

use crate::explain::finding::Reported;
use crate::explain::{Finding, Kind, RunAnalysis, phrase};

pub fn check(account: &RunAnalysis) -> Vec<Finding> {
    let left: Vec<_> = account.left_over.iter().filter_map(|id| account.task(*id)).collect();
    let Some(first) = left.first() else { return Vec::new() };
    let names: Vec<String> = left.iter().map(|task| account.name(task.id)).collect();
    let (was, it) = match names.len() {
        1 => ("was", "it"),
        _ => ("were", "them"),
    };
    vec![Finding {
        rule: "left-over",
        kind: Kind::Wrong,
        gain: None,
        task: first.id,
        at: account.view.span.end,
        line: first.line,
        text: format!(
            "{} {was} not done when the program ended at {}, and {was} cancelled: nobody awaited {it}.",
            phrase::listed(&names),
            account.at(account.view.span.end)
        ),
        try_this: format!("Await {it} before the end."),
        reported: Reported::AtTheEnd,
    }]
}
