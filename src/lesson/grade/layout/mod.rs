//! Who handed in what, by the names of folders and files alone.
//!
//! A layout says which part of a path is the student and which is the lesson, a file a layout. It opens nothing.

mod classroom;
mod file_name;
mod flat;
mod guess;
mod moodle;
mod nbgrader;
mod rank;

use std::collections::{BTreeMap, BTreeSet};

use super::Student;
use super::student::folded;
use file_name::{Copy, FileName, Kind};

pub use guess::guess;
pub use rank::Rank;

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
    fn only(self) -> Option<&'a str> {
        match (self.asked, self.lessons) {
            ([only], _) => Some(only),
            ([], [(only, _)]) => Some(only),
            _ => None,
        }
    }
}

/// A file that a student handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandedIn {
    pub student: Student,
    pub content: Content,
    pub path: String,
    /// Which of several files is graded.
    pub rank: Rank,
    /// The file that says when.
    pub time: Option<String>,
    /// The platform says that it was late.
    pub is_late: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// An answer to the lesson of this id.
    Answer(String),
    /// Answers to several lessons, as [`super::pack`] reads them, of a student whose name comes from there.
    Pack(Naming),
}

/// Where a pack's student is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// By the folder, repository or platform.
    ByPlace,
    /// By its own file's name, which anybody may have given it.
    ByItself,
}

/// Who handed in what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Sorted by student, then by path.
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
    naming: Naming,
    /// Canvas's number of the file.
    attachment: Option<u64>,
    is_late: bool,
    time: Option<String>,
}

impl Claim {
    fn new(student: Student, file: &str, path: &str) -> Claim {
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

/// Reads a listing.
pub fn find(listing: &Listing, layout: Layout, wanted: Wanted) -> Found {
    let claims: Vec<Claim> = match layout {
        Layout::Flat => listing.paths.iter().filter_map(|path| flat::claim(path, wanted)).collect(),
        Layout::Moodle => listing.paths.iter().filter_map(|path| moodle::claim(path)).collect(),
        Layout::Classroom => classroom::claims(listing, wanted),
        Layout::Nbgrader => listing.paths.iter().filter_map(|path| nbgrader::claim(listing, path)).collect(),
    };
    let claimed: BTreeSet<String> = claims.iter().map(|it| it.path.clone()).collect();
    let mut by_student: BTreeMap<(String, Option<String>), Vec<Claim>> = BTreeMap::new();
    for claim in claims {
        let key = (folded(&claim.student.name), claim.student.id.clone());
        by_student.entry(key).or_default().push(claim);
    }
    let left_out = listing.paths.iter().filter(|it| !claimed.contains(*it) && !is_furniture(it));
    let mut found = Found { left_out: left_out.cloned().collect(), ..Found::default() };
    for claims in by_student.into_values() {
        settle(claims, wanted, &mut found);
    }
    found.others.sort();
    found
}

/// Finds out which of a student's files is an answer to which lesson.
fn settle(mut claims: Vec<Claim>, wanted: Wanted, found: &mut Found) {
    claims.sort_by(|one, other| one.path.cmp(&other.path));
    let scripts = claims.iter().filter(|it| FileName::read(&it.file).kind == Kind::Script).count();
    let before = (found.handed_in.len(), found.others.len());
    for claim in claims.iter().filter(|it| !is_furniture(&it.path)) {
        let name = FileName::read(&claim.file);
        let (content, rank) = match name.kind {
            Kind::Pack => {
                (Content::Pack(claim.naming), Rank::of_pack(&claim.path, claim.attachment, name.copy))
            }
            Kind::Script => match lesson_of(claim, &name, scripts, wanted) {
                Ok((lesson, is_named, copy)) => {
                    let rank = Rank::of_file(&claim.path, is_named, claim.attachment, copy);
                    (Content::Answer(lesson.to_owned()), rank)
                }
                Err(None) => continue,
                Err(Some(why)) => {
                    found.others.push((claim.student.clone(), why));
                    continue;
                }
            },
            Kind::Other => {
                let text = format!("handed in {}, which is no Rhai script", claim.file);
                found.others.push((claim.student.clone(), text));
                continue;
            }
        };
        found.handed_in.push(HandedIn {
            student: claim.student.clone(),
            content,
            path: claim.path.clone(),
            rank,
            time: claim.time.clone(),
            is_late: claim.is_late,
        });
    }
    // Nobody who handed in something is left out silently.
    if let Some(claim) = claims.first().filter(|_| before == (found.handed_in.len(), found.others.len())) {
        let other = claims.iter().find(|it| !is_furniture(&it.path));
        let text = other.map(|it| format!("handed in {}, which is for a lesson that is not graded", it.file));
        found
            .others
            .push((claim.student.clone(), text.unwrap_or_else(|| "there is no .rhai file".to_owned())));
    }
}

/// What platforms, systems and teachers put beside answers.
fn is_furniture(path: &str) -> bool {
    let file = last(path).to_lowercase();
    let is_known = matches!(&*file, ".git" | "timestamp.txt" | "desktop.ini" | "thumbs.db");
    is_known || file.starts_with("readme") || file.starts_with("license")
}

/// The lesson that a script answers, by its name or because it can be no other; whether it is called after it. The error
/// says why it answers none, and nothing where another lesson is meant.
fn lesson_of<'a>(
    claim: &Claim,
    name: &FileName,
    scripts: usize,
    wanted: Wanted<'a>,
) -> Result<(&'a str, bool, Copy), Option<String>> {
    if let Some((lesson, copy)) = name.lesson(wanted) {
        return if wanted.takes(lesson) { Ok((lesson, true, copy)) } else { Err(None) };
    }
    let by_assignment = claim.assignment.as_deref().and_then(|it| file_name::lesson_named(it, wanted));
    let by_assignment = by_assignment.filter(|it| wanted.takes(it) && scripts == 1);
    let only = wanted.only().filter(|_| scripts == 1 || claim.assignment.is_none());
    by_assignment.or(only).map(|it| (it, false, name.copy)).ok_or_else(|| {
        let path = &claim.path;
        Some(match wanted.asked {
            [lesson] => format!("{path}: which file is meant for {lesson}? Name it {lesson}.rhai"),
            _ => format!("{path}: for which lesson? Name it after the lesson, or use --lesson"),
        })
    })
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
