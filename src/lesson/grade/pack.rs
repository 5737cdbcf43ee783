//! A learner's answers to several lessons in one file, as `meanwhile learn --submit` writes it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::lesson::progress::submission::{FORMAT, VERSION};

/// How such a file's name ends.
pub use crate::lesson::progress::submission::ENDING as EXTENSION;

/// What of it is graded. The rest of the file says where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Pack {
    format: String,
    version: u64,
    /// The course's id.
    pub course: String,
    /// By the lessons' ids.
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
    Later(u64),
}

impl Pack {
    /// Reads a file's text.
    pub fn read(text: &str) -> Result<Pack, PackProblem> {
        let text = text.trim_start_matches('\u{feff}');
        let pack: Pack = serde_json::from_str(text).map_err(|it| PackProblem::NotJson(it.to_string()))?;
        match pack {
            it if it.format != FORMAT => Err(PackProblem::OtherFormat(it.format)),
            it if it.version > VERSION => Err(PackProblem::Later(it.version)),
            it => Ok(it),
        }
    }
}
