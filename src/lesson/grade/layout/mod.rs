//! Who handed in what, told by the names of folders and files alone.
//!
//! A layout says which part of a path is the student and which is the lesson, a file a layout. It opens nothing.

mod classroom;
mod flat;
mod guess;
mod moodle;
mod nbgrader;

use std::collections::{BTreeMap, BTreeSet};

use super::{Student, pack};

pub use guess::guess;

/// How submissions lie in folders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// `NAME.rhai`, `NAME_….rhai` or `NAME/LESSON.rhai`
    Flat,
    /// What Moodle's "Download all submissions" holds
    Moodle,
    /// Repositories of GitHub Classroom: `ASSIGNMENT-USERNAME/…/LESSON.rhai`
    Classroom,
    /// `submitted/STUDENT/ASSIGNMENT/FILE`
    Nbgrader,
}

/// What was found in a folder. Paths are within it, with `/` between their parts, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The folder's own name.
    pub root: String,
    /// Files; a repository shows itself by `…/.git`.
    pub paths: Vec<String>,
}

/// Which lessons there are, and which is graded.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The course's id.
    pub course: &'a str,
    /// The ids of all lessons with an exercise, with the names of their files.
    pub lessons: &'a [(String, String)],
    /// The one that is meant, whatever files are called.
    pub lesson: Option<&'a str>,
}

impl Wanted<'_> {
    /// Whether a file of this name is called after a lesson.
    pub fn names(self, file: &str) -> bool {
        stem(file).is_some_and(|it| lesson_named(it, self).is_some())
    }
}

/// A file that a student handed in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HandedIn {
    pub student: Student,
    pub content: Content,
    pub path: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Content {
    /// An answer to the lesson of this id.
    Answer(String),
    /// Answers to several lessons; see [`pack`].
    Pack,
}

/// Who handed in what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// At most one answer a student and lesson, sorted.
    pub handed_in: Vec<HandedIn>,
    /// What is no answer, with why, sorted.
    pub others: Vec<(Student, String)>,
    /// Files that belong to nobody.
    pub left_out: Vec<String>,
}

/// A file whose student is known.
struct Claim {
    student: Student,
    /// What tells its lesson: the file's name, without what the platform put before it.
    file: String,
    /// What the folder says the assignment is.
    assignment: Option<String>,
    path: String,
}

/// Reads a listing.
pub fn find(listing: &Listing, layout: Layout, wanted: Wanted) -> Found {
    let claims: Vec<Claim> = match layout {
        Layout::Flat => listing.paths.iter().filter_map(|path| flat::claim(path, wanted)).collect(),
        Layout::Moodle => listing.paths.iter().filter_map(|path| moodle::claim(path)).collect(),
        Layout::Classroom => classroom::claims(listing, wanted),
        Layout::Nbgrader => listing.paths.iter().filter_map(|path| nbgrader::claim(listing, path)).collect(),
    };
    let claimed: BTreeSet<String> = claims.iter().map(|it| it.path.clone()).collect();
    let mut by_student: BTreeMap<Student, Vec<Claim>> = BTreeMap::new();
    for claim in claims {
        by_student.entry(claim.student.clone()).or_default().push(claim);
    }
    let left_out = listing.paths.iter().filter(|it| !claimed.contains(*it) && !is_furniture(it));
    let mut found = Found { left_out: left_out.cloned().collect(), ..Found::default() };
    for (student, claims) in by_student {
        settle(&student, claims, wanted, &mut found);
    }
    found
}

/// Finds out which of a student's files is the answer to which lesson.
fn settle(student: &Student, claims: Vec<Claim>, wanted: Wanted, found: &mut Found) {
    let mut lessons_of: BTreeMap<String, Vec<&Claim>> = BTreeMap::new();
    let scripts = claims.iter().filter(|it| has_ending(&it.file, SCRIPT)).count();
    for claim in claims.iter().filter(|it| !is_furniture(&it.path)) {
        if has_ending(&claim.file, pack::EXTENSION) {
            let path = claim.path.clone();
            found.handed_in.push(HandedIn { student: student.clone(), content: Content::Pack, path });
        } else if let Some(lesson) = lesson_of(claim, scripts, wanted) {
            lessons_of.entry(lesson.to_owned()).or_default().push(claim);
        } else if let Some(text) = why_none(claim, wanted) {
            found.others.push((student.clone(), text));
        }
    }
    for (lesson, mut claims) in lessons_of {
        // The one that is called after the lesson exactly; of the others, the first by name.
        let exact = format!("{lesson}{SCRIPT}");
        claims.sort_by_key(|it| (!it.file.eq_ignore_ascii_case(&exact), &it.path));
        let rest: BTreeSet<&str> = claims[1..].iter().map(|it| it.path.as_str()).collect();
        for path in rest {
            let text = format!("{path} was not graded: {} is graded for {lesson}", claims[0].path);
            found.others.push((student.clone(), text));
        }
        let path = claims[0].path.clone();
        found.handed_in.push(HandedIn { student: student.clone(), content: Content::Answer(lesson), path });
    }
    if claims.iter().all(|it| is_furniture(&it.path)) {
        found.others.push((student.clone(), "there is no .rhai file".to_owned()));
    }
    found.handed_in.sort();
    found.others.sort();
}

const SCRIPT: &str = ".rhai";

/// What platforms and teachers put beside answers.
fn is_furniture(path: &str) -> bool {
    let file = last(path);
    matches!(file, ".git" | "timestamp.txt") || file.to_lowercase().starts_with("readme")
}

/// The lesson that a file answers: by its name, or because it can be no other.
fn lesson_of<'a>(claim: &Claim, scripts: usize, wanted: Wanted<'a>) -> Option<&'a str> {
    let named = lesson_named(stem(&claim.file)?, wanted);
    let by_assignment = claim.assignment.as_deref().and_then(|it| lesson_named(it, wanted));
    let only = match wanted.lessons {
        [(id, _)] => Some(id.as_str()),
        _ => None,
    };
    match wanted.lesson {
        Some(lesson) if named == Some(lesson) => named,
        // Whatever it is called, where it is the only one; but not what is named after another lesson.
        Some(lesson) if named.is_none() && (scripts == 1 || claim.assignment.is_none()) => Some(lesson),
        Some(_) => None,
        None => named.or(by_assignment.or(only).filter(|_| scripts == 1)),
    }
}

/// Why a file is no answer. None for files that nobody would take for one.
fn why_none(claim: &Claim, wanted: Wanted) -> Option<String> {
    let path = &claim.path;
    let lesson = stem(&claim.file).map(|it| lesson_named(it, wanted));
    match (lesson, wanted.lesson) {
        (None, _) => Some(format!("{path} is no .rhai file")),
        (Some(Some(_)), Some(_)) => None,
        (Some(_), Some(lesson)) => {
            Some(format!("{path}: which file is meant for {lesson}? Name it {lesson}.rhai"))
        }
        (Some(_), None) => {
            Some(format!("{path}: for which lesson? Name it after the lesson, or use --lesson"))
        }
    }
}

/// A script's name without its ending, and without the `(1)` of a second download.
fn stem(file: &str) -> Option<&str> {
    if !has_ending(file, SCRIPT) {
        return None;
    }
    let stem = file[..file.len() - SCRIPT.len()].trim_end();
    let count = stem.strip_suffix(')').map(|it| it.trim_end_matches(|it: char| it.is_ascii_digit()));
    Some(count.and_then(|it| it.strip_suffix('(')).map_or(stem, str::trim_end))
}

fn has_ending(file: &str, ending: &str) -> bool {
    let begin = file.len().checked_sub(ending.len());
    begin.and_then(|it| file.get(it..)).is_some_and(|it| it.eq_ignore_ascii_case(ending))
}

/// The lesson of this id, or whose file has this name.
fn lesson_named<'a>(name: &str, wanted: Wanted<'a>) -> Option<&'a str> {
    let fits = |(id, file): &&(String, String)| {
        id.eq_ignore_ascii_case(name)
            || file.strip_suffix(".md").is_some_and(|it| it.eq_ignore_ascii_case(name))
    };
    wanted.lessons.iter().find(fits).map(|(id, _)| id.as_str())
}

/// The first part of a path, and the rest.
fn split(path: &str) -> (Option<&str>, &str) {
    match path.split_once('/') {
        Some((folder, rest)) => (Some(folder), rest),
        None => (None, path),
    }
}

/// A path's last part.
fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
