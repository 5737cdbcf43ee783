//! What is shown beside the cursor.

/// The rest of a word, or a remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    pub shown: String,
    /// What the right arrow key puts in; `None` where the hint is only to be read.
    pub inserted: Option<String>,
}
