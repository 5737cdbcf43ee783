//! The folders of nbgrader: `submitted/STUDENT/ASSIGNMENT/FILE`.

use super::super::Student;
use super::{Claim, Listing, last};

const SUBMITTED: &str = "submitted";

/// None for what does not lie so deep.
pub(super) fn claim(listing: &Listing, path: &str) -> Option<Claim> {
    let mut parts: Vec<&str> = path.split('/').collect();
    if let Some(place) = parts.iter().position(|it| *it == SUBMITTED).filter(|_| listing.root != SUBMITTED) {
        parts.drain(..=place);
    }
    let [student, assignment, _, ..] = parts[..] else { return None };
    Some(Claim {
        student: Student::named(student),
        file: last(path).to_owned(),
        assignment: Some(assignment.to_owned()),
        path: path.to_owned(),
    })
}

/// Whether the folder is one of nbgrader's.
pub(super) fn is_of_nbgrader(listing: &Listing) -> bool {
    let depth = |path: &str| path.split('/').count();
    if listing.root == SUBMITTED {
        return listing.paths.iter().any(|it| depth(it) >= 3);
    }
    listing.paths.iter().any(|it| {
        let rest =
            it.split_once("submitted/").filter(|(before, _)| before.is_empty() || before.ends_with('/'));
        rest.is_some_and(|(_, rest)| depth(rest) >= 3)
    })
}
