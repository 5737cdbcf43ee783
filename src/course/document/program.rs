//! A program of a lesson.

use crate::trace::ClockKind;

/// A program that is shown and run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    pub text: String,
    pub clock: ClockKind,
    pub ends: Ends,
    /// Whether what stands out in its run is shown below the picture, as in a session.
    pub findings: Findings,
    /// Lines that a learner may expect of it, and that never come.
    pub never: Vec<String>,
    pub line: usize,
}

/// Whether findings are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Findings {
    Hidden,
    Shown,
}

/// How a program is meant to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    Well,
    /// Its error is the point of it.
    WithAnError,
}

/// A text of the lesson's file, with the line on which it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    pub text: String,
    pub line: usize,
}
