//! An entry of a session: what is run, in which role, and what comes of it. How it is run is in `session.rs`.

use std::path::PathBuf;

use super::source::Sources;
use crate::diagnostics::Report;
use crate::runtime::{StopReason, TaskState, WoundUp};
use crate::trace::TaskId;

/// A text to run.
#[derive(Clone, Debug)]
pub struct Entry {
    /// How reports call it: `blocking.rhai`; empty for an entry of a session, whose lines count on.
    pub name: String,
    pub text: String,
    /// Where `import` looks.
    pub folder: PathBuf,
    pub role: Role,
}

/// What an entry is in its session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    #[default]
    Free,
    /// What an exercise gives. An answer cannot redefine its functions.
    Given,
    /// An answer to an exercise. It uses the words of the language and what is given as they are.
    Answer,
}

/// What an entry came to.
#[derive(Clone, Debug)]
pub enum Answer {
    /// It ended with this value, shown; nothing for `()`.
    Value(Option<String>),
    /// It cannot be run, or failed.
    Failed(Box<Report>),
    /// It was stopped from the keyboard.
    Stopped,
}

/// A task that was still alive when its entry ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leftover {
    pub task: TaskId,
    pub name: String,
    /// The line of its spawn.
    pub line: u32,
    pub state: TaskState,
    pub fate: Fate,
}

/// What became of a task that was still alive when its entry ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    GoesOn,
    /// It was cancelled with the entry, and has ended.
    Cancelled,
    /// The same, but it did not end.
    Dropped,
}

impl From<WoundUp> for Leftover {
    fn from(WoundUp { task, name, line, state, was_dropped }: WoundUp) -> Leftover {
        let fate = if was_dropped { Fate::Dropped } else { Fate::Cancelled };
        Leftover { task, name, line, state, fate }
    }
}

/// A variable or a function of the session, shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    pub name: String,
    /// A variable's value, or a function's parameters in parentheses.
    pub detail: String,
    /// The task that a variable holds the handle of.
    pub task: Option<TaskId>,
}

/// What is to be said before an entry runs.
#[derive(Clone, Debug)]
pub struct EntryBegin {
    pub remarks: Vec<Report>,
    /// All texts so far, for drawing reports.
    pub sources: Sources,
}

/// How an entry ended, and what the session is then.
#[derive(Clone, Debug)]
pub struct EntryEnd {
    /// Its main task; none if it did not run.
    pub main: Option<TaskId>,
    pub answer: Answer,
    /// Why it had to end, if it had to: its main task, or one that failed because of that.
    pub stopped: Option<StopReason>,
    /// Tasks of the entry that nobody waited for.
    pub leftovers: Vec<Leftover>,
    /// Tasks of the entry that failed while nobody looked.
    pub unseen: Vec<(String, Report)>,
    /// Calls that can never be right, whose errors the script's own `catch` swallowed.
    pub swallowed: Vec<Report>,
    pub variables: Vec<Variable>,
    pub functions: Vec<Variable>,
    /// All texts so far, for drawing reports.
    pub sources: Sources,
}
