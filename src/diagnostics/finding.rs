//! What a rule has found out: a report about one text, before its places are numbered.

use super::{Label, Report, Severity, Sources, source::Place};
use std::ops::Range;

/// A report in the making. Its marks are bytes of one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    title: String,
    marks: Vec<(Range<usize>, String)>,
    notes: Vec<String>,
    help: Vec<String>,
}

impl Finding {
    /// Begins one with what is the matter.
    pub fn new(title: impl Into<String>) -> Finding {
        Finding { title: title.into(), marks: vec![], notes: vec![], help: vec![] }
    }

    /// Marks a place; the first is the foremost.
    pub fn mark(mut self, span: Range<usize>, text: impl Into<String>) -> Finding {
        self.marks.push((span, text.into()));
        self
    }

    /// Adds what to write instead.
    pub fn help(mut self, text: impl Into<String>) -> Finding {
        self.help.push(text.into());
        self
    }

    /// Adds what to write instead, where there is something to say.
    pub fn help_if(self, text: &str) -> Finding {
        if text.is_empty() { self } else { self.help(text) }
    }

    /// Adds what else is known.
    pub fn note(mut self, text: impl Into<String>) -> Finding {
        self.notes.push(text.into());
        self
    }

    /// Whether it marks a place already.
    pub fn has_marks(&self) -> bool {
        !self.marks.is_empty()
    }

    /// The report, its marks being places of the text with that index.
    pub fn report(self, source: usize, sources: &Sources) -> Report {
        let labels = self.marks.into_iter().map(|(span, text)| label(source, span, text, sources)).collect();
        Report {
            severity: Severity::Error,
            rule: "",
            title: self.title,
            labels,
            notes: self.notes,
            help: self.help,
        }
    }
}

/// A label at a span of a text.
pub(super) fn label(source: usize, span: Range<usize>, text: impl Into<String>, sources: &Sources) -> Label {
    let (line, column) = sources.line_and_column(Place { source, offset: span.start });
    Label { source, span, line, column, text: text.into() }
}
