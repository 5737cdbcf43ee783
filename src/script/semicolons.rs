//! All places of an entry where only a `;` is missing. Rhai's parser stops at the first one; here it goes on as if that
//! one were there.

use rhai::ParseError;

use super::source::Source;
use crate::diagnostics::{self, Known, Label, MISSING_SEMICOLON, Report};

/// More places are not looked for.
const MAX_PLACES: usize = 20;

/// Adds to a report on a missing `;` the further places of the same text. `parse` says what is wrong with a text that
/// begins in the same line. The report is about the text at `index` of those that reports know.
pub fn with_all_missing(
    mut report: Report,
    source: &Source,
    index: usize,
    known: &Known,
    parse: impl Fn(&str) -> Option<ParseError>,
) -> Report {
    if report.title != MISSING_SEMICOLON {
        return report;
    }
    let mut text = source.text.clone();
    // Where a `;` has been put, in bytes of the original text.
    let mut places: Vec<usize> = Vec::new();
    let mut next = report.labels.first().cloned();
    while let Some(label) = next.take_if(|it| it.source == index && places.len() < MAX_PLACES) {
        // Nothing stands behind it in its line, so no other column moves.
        let place = label.span.start + places.len();
        if !text.get(place..).is_some_and(|rest| rest.lines().next().unwrap_or_default().trim().is_empty()) {
            break;
        }
        text.insert(place, ';');
        places.push(label.span.start);
        let Some(error) = parse(&text) else { break };
        let source = diagnostics::Source { name: &source.name, text: &text, first_line: source.first_line };
        let further = diagnostics::parse_error(&error, &diagnostics::Sources::new([source]), known);
        if further.title != MISSING_SEMICOLON {
            break;
        }
        next = further.labels.into_iter().next().map(|it| {
            let start = it.span.start - places.len();
            Label { source: index, span: start..start, ..it }
        });
        report.labels.extend(next.clone());
    }
    if report.labels.len() > 1 {
        report.title = format!("a `;` is missing in {} places", report.labels.len());
    }
    report
}
