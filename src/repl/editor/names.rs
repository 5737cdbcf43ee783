//! What completion and hints know by name.
//!
//! The session writes its variables and functions here; the rest is fixed.

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
}

impl Names {
    /// What may begin an expression, the nearest to the learner first.
    pub(super) fn words(&self) -> impl Iterator<Item = &Name> {
        self.variables.iter().chain(&self.functions).chain(&self.vocabulary)
    }
}
