//! An answer to an error: the plain data that is drawn.

use crate::plain::plain_text;
use std::ops::Range;

/// An answer to an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Whether the script stopped here.
    pub severity: Severity,
    /// For a remark about tasks: the name of its rule, as findings have one. Else empty.
    pub rule: &'static str,
    /// What is the matter, in a few words; no capital, no full stop.
    pub title: String,
    /// The places it is about, the foremost first.
    pub labels: Vec<Label>,
    /// What else is known: the calls that led here.
    pub notes: Vec<String>,
    /// What to write instead.
    pub help: Vec<String>,
}

/// What a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The script cannot be read, or stopped.
    Error,
    /// The script runs, but not as it seems.
    Remark,
}

/// A place in a source, and what is said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The index of the text in its [`Sources`](super::Sources).
    pub source: usize,
    /// Bytes of that text; empty for a place where something is missing.
    pub span: Range<usize>,
    /// The line of the text, from 1.
    pub line: usize,
    /// The column, in characters from 1.
    pub column: usize,
    /// What is said there; may be empty.
    pub text: String,
}

impl Report {
    /// An error without a place.
    pub fn of_text(title: &str) -> Report {
        let (labels, notes, help) = (Vec::new(), Vec::new(), Vec::new());
        Report { severity: Severity::Error, rule: "", title: title.to_owned(), labels, notes, help }
    }

    /// The report with each of its texts as `change` gives it. Source lines are not among them.
    pub fn in_words(mut self, change: impl Fn(&str) -> String) -> Report {
        let texts = self.labels.iter_mut().map(|label| &mut label.text);
        let texts = texts.chain(&mut self.notes).chain(&mut self.help).chain([&mut self.title]);
        texts.for_each(|text| *text = change(text));
        self
    }

    /// Title and line, for the trace and the list of tasks.
    pub fn one_line(&self) -> String {
        let title = self.title.lines().collect::<Vec<_>>().join(" ");
        let title = plain_text(&title);
        match self.labels.first() {
            Some(label) => format!("{title} (line {})", label.line),
            None => title.into_owned(),
        }
    }
}
