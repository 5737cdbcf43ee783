//! What a learner has done in a course: pure data, and the small changes that make it grow.
//!
//! How it is kept on disk is in `store`; what is handed in is in `submission`.

mod file;
mod recall;
mod store;
pub mod submission;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use recall::{Noted, Review, When};
pub use store::{Notice, Store, data_folder};

/// How far a learner has come in one course.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Progress {
    /// Whether the course's welcome has been shown.
    pub is_welcomed: bool,
    /// Where the learner was last.
    pub place: Option<Place>,
    /// By lesson id.
    pub lessons: BTreeMap<String, LessonProgress>,
    /// The programs of a course from elsewhere that have been on the screen, each by its hash. No other is run.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub shown: BTreeSet<String>,
    /// A number of the learner's own, which the order of choices depends on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// When lessons come back, by lesson id.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub reviews: BTreeMap<String, Review>,
    /// How predictions went; none where the learner has not asked for that to be kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<Vec<Noted>>,
}

/// A step of a lesson.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The lesson's id.
    pub lesson: String,
    /// From 0.
    pub step: usize,
}

/// What has been done in one lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LessonProgress {
    /// Passed, or, where there is no exercise, read to the end.
    pub is_done: bool,
    pub is_skipped: bool,
    /// Whether the solution was looked at before an answer had passed.
    pub gave_up: bool,
    /// Answers that were checked and did not pass.
    pub failed_attempts: u32,
    /// The most that an answer earned.
    pub points: u32,
    pub hints_shown: usize,
    /// The learner's latest answer.
    pub answer: Option<String>,
    /// The latest answer that passed.
    pub passed_answer: Option<String>,
}

/// One thing that a learner did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Welcomed,
    /// A program of a course from elsewhere was on the screen; this is its hash.
    Shown(String),
    /// The learner's number, unless there is one.
    Seeded(u64),
    /// A lesson is to come back on this day, unless that is planned already.
    Planned {
        lesson: String,
        day: i64,
    },
    /// A question of a lesson was looked at again.
    Reviewed {
        lesson: String,
        is_right: bool,
        today: i64,
    },
    /// The learner wants a log to be kept from now on.
    LogBegun,
    /// No log any more; what was kept is deleted.
    LogDropped,
    /// For the log, where one is kept.
    Noted(Noted),
    /// The learner came to this step.
    Came(Place),
    /// An answer was checked.
    Answered {
        lesson: String,
        answer: String,
        points: u32,
        passed: Passed,
    },
    /// An answer that could not be checked, because it did not run to its end.
    Drafted {
        lesson: String,
        answer: String,
    },
    HintsShown {
        lesson: String,
        count: usize,
    },
    GaveUp {
        lesson: String,
    },
    Skipped {
        lesson: String,
    },
    /// A lesson without an exercise was read to its end.
    Finished {
        lesson: String,
    },
    /// The learner wants to begin with the starter again. What passed is kept.
    AnswerDropped {
        lesson: String,
    },
}

/// What a program is remembered by: its text, and nothing else of it.
pub fn program_hash(program: &str) -> String {
    let digest = Sha256::digest(program.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether an answer met all checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passed {
    Yes,
    No,
}

impl Progress {
    /// Carries out a change. Whatever the order in which those of several sessions come, nothing that was done
    /// becomes undone: attempts add up, points and hints only grow. Of two latest answers the later one stays.
    pub fn apply(&mut self, change: &Change) {
        match change {
            Change::Welcomed => self.is_welcomed = true,
            Change::Shown(hash) => drop(self.shown.insert(hash.clone())),
            Change::Seeded(seed) => drop(self.seed.get_or_insert(*seed)),
            Change::Planned { lesson, day } => {
                self.reviews.entry(lesson.clone()).or_insert_with(|| Review::planned(*day));
            }
            Change::Reviewed { lesson, is_right, today } => {
                let review = self.reviews.entry(lesson.clone()).or_insert_with(|| Review::planned(*today));
                review.answered(*is_right, *today);
            }
            Change::LogBegun => drop(self.log.get_or_insert_default()),
            Change::LogDropped => self.log = None,
            Change::Noted(noted) => self.log.iter_mut().for_each(|it| it.push(noted.clone())),
            Change::Came(place) => self.place = Some(place.clone()),
            Change::Answered { lesson, answer, points, passed } => {
                let it = self.lesson_mut(lesson);
                it.answer = Some(answer.clone());
                it.points = it.points.max(*points);
                match passed {
                    Passed::Yes => {
                        it.is_done = true;
                        it.passed_answer = Some(answer.clone());
                    }
                    Passed::No => it.failed_attempts = it.failed_attempts.saturating_add(1),
                }
            }
            Change::Drafted { lesson, answer } => self.lesson_mut(lesson).answer = Some(answer.clone()),
            Change::HintsShown { lesson, count } => {
                let it = self.lesson_mut(lesson);
                it.hints_shown = it.hints_shown.max(*count);
            }
            Change::GaveUp { lesson } => self.lesson_mut(lesson).gave_up = true,
            Change::Skipped { lesson } => self.lesson_mut(lesson).is_skipped = true,
            Change::Finished { lesson } => self.lesson_mut(lesson).is_done = true,
            Change::AnswerDropped { lesson } => self.lesson_mut(lesson).answer = None,
        }
    }

    /// What has been done in a lesson; nothing where it was never begun.
    pub fn lesson(&self, id: &str) -> LessonProgress {
        self.lessons.get(id).cloned().unwrap_or_default()
    }

    /// Whether a program has been on the screen.
    pub fn has_shown(&self, program: &str) -> bool {
        self.shown.contains(&program_hash(program))
    }

    pub fn is_done(&self, id: &str) -> bool {
        self.lessons.get(id).is_some_and(|it| it.is_done)
    }

    fn lesson_mut(&mut self, id: &str) -> &mut LessonProgress {
        self.lessons.entry(id.to_owned()).or_default()
    }
}
