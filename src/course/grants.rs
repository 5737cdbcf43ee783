//! What the user has granted to courses from elsewhere, each by its hash: one that has changed is asked about again.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::files::{self, Origin, ReadError, UNINTERRUPTED};
use crate::host::permissions::Wish;

const FORMAT: &str = "meanwhile-grants";
const VERSION: u64 = 1;
/// The most bytes of the file.
const MAX_BYTES: u64 = 1 << 20;

/// The user's answers.
pub struct Grants {
    /// None where the system names no folder: then an answer holds for this session.
    path: Option<PathBuf>,
}

#[derive(Serialize, Deserialize)]
struct Contents {
    format: String,
    version: u64,
    /// The names of what was granted, by the course's hash; empty where it was refused.
    courses: BTreeMap<String, Vec<String>>,
}

impl Grants {
    /// Those that are kept in this folder, usually [`data_folder`](super::progress::data_folder).
    pub fn in_folder(folder: Option<&Path>) -> Grants {
        Grants { path: folder.map(|it| it.join("grants.json")) }
    }

    /// What was granted to the course of this hash; none where nobody has been asked. What cannot be read grants nothing.
    pub fn of(&self, hash: &str) -> Option<Vec<Wish>> {
        let names = self.read().courses.remove(hash)?;
        names.iter().map(|name| Wish::of_name(name)).collect()
    }

    /// Remembers an answer.
    ///
    /// # Errors
    /// Where the file cannot be written; the user is asked again then.
    pub fn remember(&self, hash: &str, granted: &[Wish]) -> io::Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        if let Some(folder) = path.parent() {
            files::create_private_folder(folder)?;
        }
        let mut contents = self.read();
        let names = granted.iter().map(|it| it.name().to_owned()).collect();
        contents.courses.insert(hash.to_owned(), names);
        files::replace_private(path, (serde_json::to_string_pretty(&contents)? + "\n").as_bytes())
    }

    fn read(&self) -> Contents {
        let read = |path: &PathBuf| files::read(path, Origin::Referenced, MAX_BYTES, UNINTERRUPTED);
        let bytes =
            self.path.as_ref().map_or_else(|| Ok::<_, ReadError>(Vec::new()), read).unwrap_or_default();
        let known = |it: &Contents| it.format == FORMAT && it.version == VERSION;
        serde_json::from_slice(&bytes).ok().filter(known).unwrap_or_else(|| Contents {
            format: FORMAT.to_owned(),
            version: VERSION,
            courses: BTreeMap::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_holds_for_the_course_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let grants = || Grants::in_folder(Some(folder.path()));
        assert_eq!(grants().of("a"), None);
        grants().remember("a", &[Wish::Network]).unwrap();
        grants().remember("b", &[]).unwrap();
        assert_eq!(grants().of("a"), Some(vec![Wish::Network]));
        assert_eq!(grants().of("b"), Some(Vec::new()));
        assert_eq!(grants().of("c"), None);
    }

    #[test]
    fn a_file_that_says_something_else_grants_nothing() {
        let folder = tempfile::tempdir().unwrap();
        for text in [
            "",
            "{",
            "[]",
            r#"{"format":"meanwhile-grants","version":2,"courses":{"a":["network"]}}"#,
            r#"{"format":"other","version":1,"courses":{"a":["network"]}}"#,
            r#"{"format":"meanwhile-grants","version":1,"courses":{"a":["everything"]}}"#,
        ] {
            std::fs::write(folder.path().join("grants.json"), text).unwrap();
            assert_eq!(Grants::in_folder(Some(folder.path())).of("a"), None, "{text}");
        }
    }
}
