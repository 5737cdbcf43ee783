//! Who handed in what, by the names of folders and files alone.
//!
//! A layout says which part of a path is the student and which is the lesson, a file a layout. It opens nothing.

mod claim;
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

use claim::{Claim, last, split};
pub use claim::{Listing, Naming, Wanted};
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
