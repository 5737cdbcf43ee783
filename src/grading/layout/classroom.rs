//! Repositories of GitHub Classroom, one a student: `ASSIGNMENT-USERNAME/…/LESSON.rhai`.

use std::collections::BTreeSet;

use super::super::Student;
use super::file_name::lesson_named;
use super::{Claim, Listing, Wanted, last, split};

const SUBMISSIONS: &str = "-submissions";

/// All files within repositories.
pub(super) fn claims(listing: &Listing, wanted: Wanted) -> Vec<Claim> {
    let (listing, below) = within_submissions(listing);
    let prefix = prefix(&listing, wanted);
    let claims = listing.paths.iter().filter_map(|path| {
        let (Some(repository), _) = split(path) else { return None };
        let file = last(path);
        let user = repository.strip_prefix(&prefix).filter(|it| !it.is_empty()).unwrap_or(repository);
        let assignment = Some(prefix.trim_end_matches('-').to_owned());
        Some(Claim { assignment, ..Claim::new(Student::named(user), file, &format!("{below}{path}")) })
    });
    claims.collect()
}

/// Whether the folder looks like a set of repositories that were cloned for an assignment.
pub(super) fn is_of_classroom(listing: &Listing, wanted: Wanted) -> bool {
    let (listing, _) = within_submissions(listing);
    let prefix = prefix(&listing, wanted);
    let folders = folders(&listing);
    let are_repositories =
        folders.iter().all(|it| listing.paths.iter().any(|path| *path == format!("{it}/.git")));
    let is_named =
        listing.root.ends_with(SUBMISSIONS) || lesson_named(prefix.trim_end_matches('-'), wanted).is_some();
    !folders.is_empty() && !prefix.is_empty() && (are_repositories || is_named)
}

/// The folder `ASSIGNMENT-submissions` that GitHub's tool makes, where it is the only one, and the way to it.
fn within_submissions(listing: &Listing) -> (Listing, String) {
    let folders = folders(listing);
    match folders.iter().next() {
        Some(only) if folders.len() == 1 && only.ends_with(SUBMISSIONS) => {
            let below = format!("{only}/");
            let paths = listing.paths.iter().filter_map(|it| it.strip_prefix(&below)).map(str::to_owned);
            (Listing { root: (*only).to_owned(), paths: paths.collect() }, below)
        }
        _ => (listing.clone(), String::new()),
    }
}

fn folders(listing: &Listing) -> BTreeSet<&str> {
    listing.paths.iter().filter_map(|it| split(it).0).collect()
}

/// What all repositories' names begin with, a hyphen included: the outer folder's name, a lesson's, or what they
/// share.
fn prefix(listing: &Listing, wanted: Wanted) -> String {
    let folders = folders(listing);
    let fits = |prefix: &str| !folders.is_empty() && folders.iter().all(|it| it.starts_with(prefix));
    let named = listing.root.strip_suffix(SUBMISSIONS).map(|it| format!("{it}-"));
    let lessons = wanted.lessons.iter().map(|(id, _)| format!("{id}-"));
    if let Some(prefix) = named.into_iter().chain(lessons).find(|it| fits(it)) {
        return prefix;
    }
    let first = folders.iter().next().copied().unwrap_or("");
    let mut ends: Vec<usize> = first.match_indices('-').map(|(at, _)| at + 1).collect();
    if folders.len() == 1 {
        ends.truncate(1);
    }
    ends.iter().rev().map(|end| &first[..*end]).find(|it| fits(it)).unwrap_or("").to_owned()
}
