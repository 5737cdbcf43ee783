//! The text of a progress file.

use serde::{Deserialize, Serialize};

use super::Progress;

/// The newest version that is understood, and the one that is written.
const VERSION: u64 = 1;
const FORMAT: &str = "meanwhile-progress";

/// What a file turns out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Contents {
    Progress(Progress),
    /// Of a newer program: not to be touched.
    Newer,
    Damaged,
}

#[derive(Serialize)]
struct Written<'a> {
    format: &'a str,
    version: u64,
    course: &'a str,
    #[serde(flatten)]
    progress: &'a Progress,
}

#[derive(Deserialize)]
struct Head {
    format: String,
    version: u64,
}

/// Reads a file, whatever is in it.
pub(super) fn read(bytes: &[u8]) -> Contents {
    let Ok(head) = serde_json::from_slice::<Head>(bytes) else { return Contents::Damaged };
    if head.format != FORMAT || head.version == 0 {
        return Contents::Damaged;
    }
    if head.version > VERSION {
        return Contents::Newer;
    }
    serde_json::from_slice(bytes).map_or(Contents::Damaged, Contents::Progress)
}

/// The text of the file of a course.
pub(super) fn write(course: &str, progress: &Progress) -> String {
    let written = Written { format: FORMAT, version: VERSION, course, progress };
    // Maps with text keys and plain values: there is nothing that could not be written.
    serde_json::to_string_pretty(&written).unwrap_or_default() + "\n"
}
