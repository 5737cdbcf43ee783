//! What an editor is asked for, and what the learner did.

/// What the learner did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// An entry to run, never blank. Its lines end in `\n`, apart from the last.
    Entry(String),
    /// Enter, and nothing else.
    Blank,
    /// Ctrl-C: what was typed is no entry. It may be blank.
    Cancelled(String),
    /// Ctrl-D, or the end of the input.
    Left,
    /// In a talk: one step back.
    Back,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// Code of one line or many, or a `:command`. It is kept in the history.
    #[default]
    Code,
    /// An answer of one line that is no code, or a `:command`. It is not kept.
    Answer,
    /// The same as code, in a talk: with nothing typed, the keys of a clicker go on and back.
    Talk,
}

impl Wanted {
    /// Whether code is typed, which may have many lines.
    pub(super) fn is_code(self) -> bool {
        self != Wanted::Answer
    }
}
