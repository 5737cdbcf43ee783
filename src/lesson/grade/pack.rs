//! A learner's answers to several lessons in one file, `*.answers.json`, as `meanwhile learn --submit` writes it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How such a file's name ends.
pub const EXTENSION: &str = ".answers.json";
const FORMAT: &str = "meanwhile-answers";
const VERSION: u32 = 1;

/// Answers by the lessons' ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pack {
    format: String,
    version: u32,
    /// The course's id.
    pub course: String,
    pub answers: BTreeMap<String, String>,
}

/// Why a file is none of these.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackProblem {
    #[error("this is no file of answers: {0}")]
    NotJson(String),
    #[error("this is no file of answers: its format is {0:?}")]
    OtherFormat(String),
    #[error("this file of answers was written by a later version of meanwhile (format {0})")]
    Later(u32),
}

impl Pack {
    pub fn new(course: &str, answers: BTreeMap<String, String>) -> Pack {
        Pack { format: FORMAT.to_owned(), version: VERSION, course: course.to_owned(), answers }
    }

    /// Reads a file's text.
    pub fn read(text: &str) -> Result<Pack, PackProblem> {
        let pack: Pack = serde_json::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|it| PackProblem::NotJson(it.to_string()))?;
        match pack {
            it if it.format != FORMAT => Err(PackProblem::OtherFormat(it.format)),
            it if it.version > VERSION => Err(PackProblem::Later(it.version)),
            it => Ok(it),
        }
    }
}
