//! What a rule has found.

use std::cmp::Reverse;

use crate::timeline::{Nanos, duration_text};
use crate::trace::TaskId;

/// What sort of thing was found, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Something was lost: an error, or work.
    Wrong,
    /// It took longer than it had to.
    Slow,
    /// It works, and could be said more simply.
    Remark,
}

/// One thing worth knowing about a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's name, as files and lessons write it: `blocking-call`.
    pub rule: &'static str,
    pub kind: Kind,
    /// How much sooner it would go, as far as the trace tells: an estimate.
    pub gain: Option<Nanos>,
    /// The task that it is about.
    pub task: TaskId,
    /// The instant to look at on the timeline.
    pub at: Nanos,
    /// The source line; 0 where it is not known.
    pub line: u32,
    /// What happened, in a sentence.
    pub text: String,
    /// What to try, in a sentence.
    pub try_this: String,
    /// Whether the end of the run is reported with these words already, so that no frame repeats them.
    pub reported: Reported,
}

/// Whether somebody else tells the learner too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reported {
    OnlyHere,
    AtTheEnd,
    AsARemark,
}

impl Finding {
    /// The gain in words, said to be an estimate; empty where there is none.
    pub fn estimate(&self) -> String {
        self.gain.map_or(String::new(), |gain| format!("about {} sooner (an estimate)", duration_text(gain)))
    }

    /// Sorts the worst to the front.
    pub(super) fn rank(&self) -> (Kind, Reverse<Option<Nanos>>, Nanos, &'static str) {
        (self.kind, Reverse(self.gain), self.at, self.rule)
    }
}
