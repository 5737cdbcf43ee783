//! When a lesson comes back, and what is kept of predictions where the learner asks for it.

use serde::{Deserialize, Serialize};

/// Days until a lesson comes back: the next day, after three more, after a week more. Then it is known.
const SPACING: &[i64] = &[1, 3, 7];

/// When a lesson comes back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Review {
    /// The day; none where it does not come back any more.
    pub due: Option<i64>,
    /// How many times in a row it was right.
    pub right: usize,
    /// How many times it has come back.
    pub rounds: u32,
}

impl Review {
    /// Comes on this day for the first time.
    pub(super) fn planned(day: i64) -> Review {
        Review { due: Some(day), right: 0, rounds: 0 }
    }

    /// Right answers come back later each time, and a wrong one on the next day.
    pub(super) fn answered(&mut self, is_right: bool, today: i64) {
        self.rounds = self.rounds.saturating_add(1);
        self.right = if is_right { self.right + 1 } else { 0 };
        self.due = SPACING.get(self.right).map(|days| today + days);
    }
}

/// A prediction or another question, and how it went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// The lesson's id.
    pub lesson: String,
    pub when: When,
    /// How many of the things that were asked were right.
    pub right: u32,
    pub asked: u32,
    /// The day, counted as reviews are.
    pub day: i64,
}

/// When a question was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// In the lesson, before it explains.
    Before,
    /// On a later day.
    After,
}
