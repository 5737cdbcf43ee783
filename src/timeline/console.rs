//! What a script said, and the instants it marked, tied to task and instant.

use super::Nanos;
use crate::trace::{TaskId, TextId};

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsoleKind {
    /// The script printed it.
    Printed,
    /// The program has a remark.
    Noted,
}

/// What was said at once; its text may hold line breaks, and anything else a script can print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConsoleLine {
    pub at: Nanos,
    pub task: TaskId,
    /// The source line; 0 where it is not known.
    pub line: u32,
    pub text: TextId,
    pub kind: ConsoleKind,
}

/// An instant that the script marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkPoint {
    pub at: Nanos,
    pub task: TaskId,
    pub label: TextId,
}
