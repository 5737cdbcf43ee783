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
    let original = source.text.as_str();
    let mut text = original.to_owned();
    // Where a `;` has been put, in bytes of the original text.
    let mut places: Vec<usize> = Vec::new();
    let mut next = report.labels.first().cloned().filter(|it| is_certain(&report, original, it));
    while let Some(label) = next.take_if(|it| it.source == index && places.len() < MAX_PLACES) {
        text.insert(label.span.start + places.len(), ';');
        places.push(label.span.start);
        let Some(error) = parse(&text) else { break };
        let source = diagnostics::Source { name: &source.name, text: &text, first_line: source.first_line };
        let further = diagnostics::parse_error(&error, &diagnostics::Sources::new([source]), known);
        if further.title != MISSING_SEMICOLON {
            break;
        }
        next = further.labels.first().map(|it| in_original(it, index, original, &places));
        next = next.filter(|it| is_certain(&further, original, it));
        report.labels.extend(next.clone());
    }
    if report.labels.len() > 1 {
        report.title = format!("a `;` is missing in {} places", report.labels.len());
    }
    report
}

/// Whether nothing but a `;` can be missing there: at the end of a line, or before what can only begin a statement. Elsewhere
/// it may be an operator, and the report's help says so.
fn is_certain(report: &Report, text: &str, label: &Label) -> bool {
    let rest = text.get(label.span.start..).and_then(|it| it.lines().next());
    report.help.is_empty() || rest.is_none_or(|it| it.trim().is_empty())
}

/// A place in a text with a `;` put in at each of `places`, as it is without them.
fn in_original(label: &Label, index: usize, original: &str, places: &[usize]) -> Label {
    let start = label.span.start.saturating_sub(places.len());
    let line = original.get(..start).and_then(|it| it.rfind('\n')).map_or(0, |at| at + 1);
    let in_line = places.iter().filter(|place| **place >= line).count();
    Label { source: index, span: start..start, column: label.column.saturating_sub(in_line), ..label.clone() }
}
