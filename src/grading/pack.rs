//! A learner's answers to several lessons in one file, as `meanwhile learn --submit` writes it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;

use crate::course::progress::submission::{FORMAT, VERSION};

/// What of it is graded. The rest of the file says where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Pack {
    format: String,
    version: u64,
    /// The course's id.
    pub course: String,
    /// By the lessons' ids.
    pub answers: BTreeMap<String, String>,
    /// Whose answers they are, as the learner says.
    #[serde(default)]
    pub student: Option<String>,
    #[serde(default)]
    packed_at: Option<String>,
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
        let pack: Pack = serde_json::from_str(text).map_err(|it| PackProblem::NotJson(it.to_string()))?;
        match pack {
            it if it.format != FORMAT => Err(PackProblem::OtherFormat(it.format)),
            it if it.version > VERSION => Err(PackProblem::Later(it.version)),
            it => Ok(it),
        }
    }

    /// When it was packed, by the learner's computer.
    pub fn packed_at(&self) -> Option<Timestamp> {
        self.packed_at.as_ref()?.parse().ok()
    }
}
