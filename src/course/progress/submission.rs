//! What a learner hands in: one file with all answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Noted, Progress};

pub const FORMAT: &str = "meanwhile-answers";
pub const VERSION: u64 = 1;
/// How such a file's name ends.
pub const ENDING: &str = ".answers.json";

/// The answers of one learner to one course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    pub format: String,
    pub version: u64,
    /// The course's id, and its hash when the answers were packed.
    pub course: String,
    pub course_hash: String,
    /// The version of the program that packed it.
    pub program: String,
    /// Whose answers they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub student: Option<String>,
    /// When they were packed, by this computer's clock: RFC 3339, in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packed_at: Option<String>,
    /// By lesson id.
    pub answers: BTreeMap<String, String>,
    /// How predictions went, where the learner wants that to be handed in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub predictions: Vec<Noted>,
}

impl Submission {
    /// Packs, for each lesson, the latest answer that passed, or else the latest one.
    pub fn pack(course: &str, course_hash: &str, progress: &Progress, student: &str) -> Submission {
        let answer = |it: &super::LessonProgress| it.passed_answer.clone().or_else(|| it.answer.clone());
        // Tasks without a starter are not graded; no id of a lesson has a stroke.
        let graded = progress.lessons.iter().filter(|(id, _)| !id.contains('/'));
        let answers = graded.filter_map(|(id, it)| Some((id.clone(), answer(it)?))).collect();
        Submission {
            format: FORMAT.to_owned(),
            version: VERSION,
            course: course.to_owned(),
            course_hash: course_hash.to_owned(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            student: Some(student.to_owned()).filter(|it| !it.is_empty()),
            packed_at: Some(jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
            answers,
            predictions: Vec::new(),
        }
    }

    /// The same with the log of predictions, if one is kept.
    pub fn with_predictions(self, progress: &Progress) -> Submission {
        Submission { predictions: progress.log.clone().unwrap_or_default(), ..self }
    }

    /// The file's text.
    pub fn text(&self) -> String {
        // Text keys and text values: there is nothing that could not be written.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}
