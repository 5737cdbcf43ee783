//! A program's text as traces carry it.

use serde::{Deserialize, Serialize};

/// The language in whose words remedies are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Also for programs in languages that there are no such words for.
    Rhai,
    Python,
}

impl Language {
    /// For a program that is written in what the header calls so.
    pub fn of(word: &str) -> Language {
        if word == "python" { Language::Python } else { Language::Rhai }
    }
}

pub fn rhai() -> String {
    "rhai".to_owned()
}

pub fn is_rhai(language: &str) -> bool {
    language == "rhai"
}

/// A program's text, or that of an entry of a session, as it travels with a trace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceText {
    /// The file's name, or `repl` for an entry.
    pub name: String,
    /// The number of its first line, as events count lines. Entries of a session have lines of their own.
    #[serde(default = "first_line", skip_serializing_if = "is_first_line")]
    pub line: u32,
    pub text: String,
}

impl SourceText {
    /// Whether a line, as events count lines, is one of this text's.
    pub fn has_line(&self, line: u32) -> bool {
        let count = u32::try_from(self.text.lines().count()).unwrap_or(u32::MAX);
        (self.line..self.line.saturating_add(count)).contains(&line)
    }
}

pub fn first_line() -> u32 {
    1
}

pub fn is_first_line(line: &u32) -> bool {
    *line == 1
}
