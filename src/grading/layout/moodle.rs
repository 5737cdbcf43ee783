//! What Moodle's "Download all submissions" holds, with folders or without.

use super::super::Student;
use super::{Claim, last};

const MARK: &str = "_assignsubmission_";

/// `Full Name_12345_assignsubmission_file_/LESSON.rhai` or `Full Name_12345_assignsubmission_file_LESSON.rhai`.
/// The folder may lie deeper. None for what is not named so.
pub(super) fn claim(path: &str) -> Option<Claim> {
    let part = path.split('/').find(|it| it.contains(MARK))?;
    let (who, rest) = part.split_once(MARK)?;
    // `file_LESSON.rhai`, `file_` or, from some versions, `file`: the kind comes first.
    let kind_and_file = rest.split_once('_').map_or("", |(_, file)| file);
    let file = if last(path) == part { kind_and_file } else { last(path) };
    let student = match who.rsplit_once('_') {
        Some((name, number)) if is_number(number) => Student::numbered(name, number),
        _ => Student::named(who),
    };
    Some(Claim::new(student, file, path))
}

/// Whether a path is named so.
pub(super) fn is_of_moodle(path: &str) -> bool {
    path.split('/').any(|it| it.contains(MARK))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}
