//! What completion and hints know by name.
//!
//! The session writes its variables and functions here; the rest is fixed.

/// A name and what to say about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    pub name: String,
    /// A function's parameters, such as `(seconds)`; of a variable a short form of its value.
    pub detail: String,
    /// One line, or nothing.
    pub summary: String,
}

impl Name {
    /// A name with its parameters or value, and a summary.
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
}

impl Names {
    /// What may begin an expression, the nearest to the learner first.
    pub(super) fn words(&self) -> impl Iterator<Item = &Name> {
        self.variables.iter().chain(&self.functions).chain(&self.vocabulary)
    }
}

/// What may follow the dot: `(name, detail, summary)`. Those of a task's handle first.
pub(super) const MEMBERS: &[(&str, &str, &str)] = &[
    ("await", "", "wait for the task and give its value"),
    ("cancel", "()", "stop the task"),
    ("id", "", "the task's number"),
    ("is_done", "", "whether the task has ended"),
    ("name", "", "the task's name"),
    ("named", "(name)", "give the task a name"),
    ("state", "", "waiting, running, ready, blocking, or how it ended"),
    ("execute", "(sql)", "carry out a statement of a database"),
    ("headers", "", "an answer's headers"),
    ("json", "", "an answer's body, read as JSON"),
    ("query", "(sql)", "the rows that a query gives"),
    ("status", "", "an answer's status, such as 200"),
    ("text", "", "an answer's body as text"),
    ("transaction", "(|| …)", "keep all that is changed, or nothing"),
    ("all", "(|x| …)", "whether it holds for every item"),
    ("clear", "()", "remove everything"),
    ("contains", "(x)", "whether x is in it"),
    ("filter", "(|x| …)", "the items for which it holds"),
    ("for_each", "(|| …)", "do it with every item"),
    ("index_of", "(x)", "where x is, or -1"),
    ("insert", "(at, x)", "put x at a place"),
    ("is_empty", "()", "whether there is nothing in it"),
    ("keys", "()", "the names in a map"),
    ("len", "()", "how many there are"),
    ("map", "(|x| …)", "an array with every item changed"),
    ("pop", "()", "take the last item"),
    ("push", "(x)", "add x at the end"),
    ("reduce", "(|sum, x| …)", "fold the items into one value"),
    ("remove", "(at)", "take the item at a place"),
    ("replace", "(old, new)", "replace a part of a text"),
    ("reverse", "()", "turn the order round"),
    ("some", "(|x| …)", "whether it holds for any item"),
    ("sort", "()", "put in order"),
    ("split", "(by)", "the parts of a text"),
    ("to_string", "()", "as a text"),
    ("trim", "()", "without space around"),
    ("values", "()", "the values in a map"),
];
