//! What was remarked before the run, or in the middle of it: a loop's variable shared by its tasks, a handle where its value
//! was meant, a copy changed in place of the variable itself, a closure awaited that nobody has started.

use crate::explain::finding::Reported;
use crate::explain::{Finding, Kind, RunAnalysis};
use crate::trace::{EventKind, Language};

/// The rules that look at the text. Their names are in the trace.
const RULES: &[(&str, Kind)] = &[
    ("loop-variable", Kind::Wrong),
    ("copied-argument", Kind::Wrong),
    ("handle-as-value", Kind::Remark),
    ("never-awaited", Kind::Wrong),
    ("awaited-closure", Kind::Wrong),
];

pub fn check(analysis: &RunAnalysis) -> Vec<Finding> {
    let own = analysis.events.iter().filter(|it| analysis.task(it.task).is_some_and(|task| task.is_own));
    let mut known: Vec<(&str, u32)> = Vec::new();
    let found = own.filter_map(|event| {
        let EventKind::Remarked { rule, text, advice } = event.kind else { return None };
        let (rule, kind) = RULES.iter().find(|(name, _)| *name == analysis.text(rule))?;
        if known.contains(&(*rule, event.line)) {
            return None;
        }
        known.push((*rule, event.line));
        Some(Finding {
            rule,
            kind: *kind,
            gain: None,
            task: event.task,
            at: event.at,
            line: event.line,
            text: sentence(&analysis.shown_whole(text)),
            try_this: sentence(&analysis.shown_whole(advice)),
            // A recorder of another language says nothing itself.
            reported: if analysis.language() == Language::Rhai {
                Reported::AsARemark
            } else {
                Reported::OnlyHere
            },
        })
    });
    found.collect()
}

/// With a capital and a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().map(|it| it.to_uppercase().collect()).unwrap_or_default();
    let end = if text.is_empty() || text.ends_with(['.', '}', ';']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}
