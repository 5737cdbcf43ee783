//! A lesson's file: front matter in TOML, prose in Markdown, fenced blocks with roles.
//!
//! Reading a file finds all that is amiss with its form, with lines. What its programs do is proven elsewhere
//! (`prove`).

mod assemble;
mod blocks;
mod fence;
mod read;
#[cfg(test)]
mod tests;

pub use read::{Overlay, read, read_overlay};

use std::fmt;

use super::verdict::Visibility;
use crate::trace::ClockKind;

/// A lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    pub id: String,
    pub title: String,
    /// What a learner may believe before it.
    pub misconception: Option<String>,
    /// The ids of lessons that come before it.
    pub requires: Vec<String>,
    /// The name of its file, for messages.
    pub file: String,
    pub steps: Vec<Step>,
    pub cards: Vec<Card>,
    /// The files that its programs find in their folder.
    pub files: Vec<Fixture>,
    pub exercise: Option<Exercise>,
}

/// What is shown at once, before the learner goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Markdown; perhaps empty.
    pub prose: String,
    /// What it ends with.
    pub act: Act,
    /// The line of its beginning.
    pub line: usize,
}

/// What a step ends with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// The learner reads.
    Pause,
    Run(Program),
    Predict(Program),
    Quiz(Quiz),
    /// The lesson's exercise; its prose is the task.
    Exercise,
}

/// A program that is shown and run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    pub text: String,
    pub clock: ClockKind,
    pub ends: Ends,
    pub line: usize,
}

/// How a program is meant to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    Well,
    /// Its error is the point of it.
    WithAnError,
}

/// A question with an answer that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quiz {
    pub question: String,
    /// Lettered a, b, c, …; none for a short answer.
    pub choices: Vec<String>,
    /// A letter, or the short answer.
    pub answer: String,
    /// Other short answers that are right.
    pub also: Vec<String>,
    /// Said after the answer, whatever it was.
    pub explain: String,
    pub line: usize,
}

/// The same idea in another language: shown, not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// `python`
    pub language: String,
    pub text: String,
    pub line: usize,
}

/// A file that programs find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixture {
    /// Within the folder.
    pub name: String,
    pub text: String,
}

/// What the learner writes, and how it is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exercise {
    /// Helpers that an answer may use; perhaps empty.
    pub given: String,
    pub starter: Code,
    pub hints: Vec<Hint>,
    pub solutions: Vec<Solution>,
    pub wrongs: Vec<Wrong>,
    pub checks: Vec<Check>,
}

/// A text of the lesson's file, with the line on which it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    pub text: String,
    pub line: usize,
}

/// A hint: a sentence, or a piece of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    Words(String),
    Code(String),
}

/// An answer that passes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    pub code: Code,
    /// The rules that find something in it all the same.
    pub finds: Vec<String>,
}

/// A popular wrong answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    pub code: Code,
    /// The first check that it fails.
    pub fails: String,
}

/// A check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub name: String,
    pub points: u32,
    pub visibility: Visibility,
    /// For a scenario: what is given instead. The answer is run once more with it.
    pub scenario: Option<String>,
    pub code: Code,
}

/// Something amiss in a course, with its place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Problem {
    pub file: String,
    /// From 1; 0 for the file as a whole.
    pub line: usize,
    pub text: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self.line {
            0 => write!(out, "{}: {}", self.file, self.text),
            line => write!(out, "{}:{line}: {}", self.file, self.text),
        }
    }
}

impl Exercise {
    pub fn max_points(&self) -> u32 {
        self.checks.iter().map(|it| it.points).sum()
    }
}
