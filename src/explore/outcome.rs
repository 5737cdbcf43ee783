//! What a run came to, as far as orders are told apart by it.

/// What a run came to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Outcome {
    /// What was printed, in its order.
    pub printed: Vec<String>,
    pub ending: Ending,
    /// Tasks that were alive when the program ended, and those that failed while nobody looked, by name.
    pub unfinished: Vec<String>,
    pub unseen: Vec<String>,
    /// What an exercise's functions were called with, and gave; in no order, for that tells nothing of a result.
    pub calls: Vec<String>,
}

/// How a program ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Ending {
    /// With this value, if it has one.
    Value(Option<String>),
    /// With an error that nobody caught.
    Failed(String),
    Deadlock,
    /// It goes on for longer than anybody waits.
    TooLong,
}

impl Outcome {
    /// Whether something went wrong, whatever was meant.
    pub fn is_failure(&self) -> bool {
        !matches!(self.ending, Ending::Value(_)) || !self.unseen.is_empty()
    }
}
