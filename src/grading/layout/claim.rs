//! What a layout is given, and a file whose student it knows.

use crate::grading::Student;
use crate::grading::layout::file_name::FileName;

/// What was found in a folder. Paths are within it, with `/` between their parts, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The folder's own name.
    pub root: String,
    /// Files; a repository shows itself by `…/.git`.
    pub paths: Vec<String>,
}

/// Which lessons there are, and which are graded.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The course's id.
    pub course: &'a str,
    /// The ids of all lessons with an exercise, with the names of their files.
    pub lessons: &'a [(String, String)],
    /// Those that are graded; all of them where none is named. One that is named by itself is meant whatever files are
    /// called.
    pub asked: &'a [String],
}

impl<'a> Wanted<'a> {
    /// Whether a file of this name is called after a lesson.
    pub fn names(self, file: &str) -> bool {
        FileName::read(file).lesson(self).is_some()
    }

    /// Whether this lesson is graded.
    pub fn takes(self, lesson: &str) -> bool {
        self.asked.is_empty() || self.asked.iter().any(|it| it == lesson)
    }

    /// The only lesson that is graded.
    pub(super) fn only(self) -> Option<&'a str> {
        match (self.asked, self.lessons) {
            ([only], _) => Some(only),
            ([], [(only, _)]) => Some(only),
            _ => None,
        }
    }
}

/// Where a pack's student is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// By the folder, repository or platform.
    ByPlace,
    /// By its own file's name, which anybody may have given it.
    ByItself,
}

/// A file whose student is known.
pub struct Claim {
    pub(super) student: Student,
    /// What tells its lesson: the file's name, without what the platform put before it.
    pub(super) file: String,
    /// What the folder says the assignment is.
    pub(super) assignment: Option<String>,
    pub(super) path: String,
    pub(super) naming: Naming,
    /// Canvas's number of the file.
    pub(super) attachment: Option<u64>,
    pub(super) is_late: bool,
    pub(super) time: Option<String>,
}

impl Claim {
    pub(super) fn new(student: Student, file: &str, path: &str) -> Claim {
        Claim {
            student,
            file: file.to_owned(),
            assignment: None,
            path: path.to_owned(),
            naming: Naming::ByPlace,
            attachment: None,
            is_late: false,
            time: None,
        }
    }
}

/// The first part of a path, and the rest.
pub fn split(path: &str) -> (Option<&str>, &str) {
    match path.split_once('/') {
        Some((folder, rest)) => (Some(folder), rest),
        None => (None, path),
    }
}

/// A path's last part.
pub fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
