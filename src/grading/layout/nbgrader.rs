//! The folders of nbgrader: `submitted/STUDENT/ASSIGNMENT/FILE`.

use super::super::Student;
use super::{Claim, Listing, last};

const SUBMITTED: &str = "submitted";
/// The other folders of a course of nbgrader's.
const OTHERS: &[&str] = &["source", "release", "autograded", "feedback", "gradebook.db"];
/// When the assignment was handed in.
const TIME: &str = "timestamp.txt";

/// None for what does not lie so deep, and for nbgrader's other folders.
pub(super) fn claim(listing: &Listing, path: &str) -> Option<Claim> {
    let mut parts: Vec<&str> = path.split('/').collect();
    if listing.root != SUBMITTED {
        match parts.iter().position(|it| *it == SUBMITTED) {
            Some(place) => drop(parts.drain(..=place)),
            None if has_submitted(listing) || OTHERS.contains(&parts[0]) => return None,
            None => {}
        }
    }
    let [student, assignment, _, ..] = parts[..] else { return None };
    let end = path.len() - parts[2..].join("/").len();
    let time = format!("{}{TIME}", &path[..end]);
    Some(Claim {
        assignment: Some(assignment.to_owned()),
        time: listing.paths.contains(&time).then_some(time),
        ..Claim::new(Student::named(student), last(path), path)
    })
}

/// Whether the folder is one of nbgrader's.
pub(super) fn is_of_nbgrader(listing: &Listing) -> bool {
    let depth = |path: &str| path.split('/').count();
    if listing.root == SUBMITTED {
        return listing.paths.iter().any(|it| depth(it) >= 3);
    }
    listing.paths.iter().any(|it| below_submitted(it).is_some_and(|rest| depth(rest) >= 3))
}

fn has_submitted(listing: &Listing) -> bool {
    listing.paths.iter().any(|it| below_submitted(it).is_some())
}

fn below_submitted(path: &str) -> Option<&str> {
    let (before, rest) = path.split_once("submitted/")?;
    (before.is_empty() || before.ends_with('/')).then_some(rest)
}
