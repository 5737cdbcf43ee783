//! What completion and hints know by name.
//!
//! The session writes its variables and functions here; the rest is fixed.

use std::fmt::Debug;

use super::hint::Hint;

/// A name and what to say about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    pub name: String,
    /// A function's parameters, such as `(seconds)`; empty for a variable.
    pub detail: String,
    /// One line, or nothing; of a variable a short form of its value.
    pub summary: String,
}

impl Name {
    /// A name with its parameters, and a summary or a value.
    pub fn new(name: &str, detail: &str, summary: &str) -> Name {
        Name { name: name.into(), detail: detail.into(), summary: summary.into() }
    }

    /// Whether it is written with parentheses behind it.
    pub(super) fn is_function(&self) -> bool {
        self.detail.starts_with('(')
    }
}

/// Completes lines that are no program, such as `:commands`. The editor knows none of them.
pub trait LineCompleter: Debug + Send + Sync {
    /// Where in the line the word before its end begins, in bytes, and what it may become; none for a program.
    fn complete(&self, line: &str, names: &Names) -> Option<(usize, Vec<Name>)>;

    /// What to show behind the line, if anything; the outer none for a program.
    fn hint(&self, line: &str) -> Option<Option<Hint>>;
}

/// Everything that can be named, shared between the session, which keeps it up to date, and the editor.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The session's variables.
    pub variables: Vec<Name>,
    /// The session's functions.
    pub functions: Vec<Name>,
    /// The words this program adds to Rhai, such as `sleep`.
    pub vocabulary: Vec<Name>,
    /// The tasks that are alive, by their numbers.
    pub tasks: Vec<Name>,
    /// The names of the last run's tasks.
    pub ran: Vec<Name>,
    /// The runs that were drawn, and the entries, by their numbers.
    pub runs: Vec<Name>,
    pub entries: Vec<Name>,
    /// The lessons of the course, by their ids.
    pub lessons: Vec<Name>,
    /// What completes lines that are no program.
    pub other_lines: Option<&'static dyn LineCompleter>,
}

impl Names {
    /// What may begin an expression, the nearest to the learner first.
    pub fn words(&self) -> impl Iterator<Item = &Name> {
        self.variables.iter().chain(&self.functions).chain(&self.vocabulary)
    }
}
