//! A folder of files, or of one folder for each student.

use super::super::Student;
use super::{Claim, Wanted, has_ending, last, lesson_named, split, stem};
use crate::lesson::grade::pack;

/// `NAME/LESSON.rhai`, `NAME.rhai`, `NAME_LESSON.rhai`, `NAME_123_whatever.rhai`, `NAME.answers.json`. A file that is
/// called after a lesson and lies in no folder belongs to somebody of that name: it is the only name there is.
///
/// None for other files that lie in no folder: a list, a picture.
///
/// `max_meier.rhai` is Max Meier's. Whether `max_final.rhai` is Max's, a roster can tell.
pub(super) fn claim(path: &str, wanted: Wanted) -> Option<Claim> {
    let file = last(path);
    let (name, file) = match split(path).0 {
        Some(folder) => (folder, file),
        None => name_and_rest(file, wanted)?,
    };
    Some(Claim {
        student: Student::named(name),
        file: file.to_owned(),
        assignment: None,
        path: path.to_owned(),
    })
}

fn name_and_rest<'a>(file: &'a str, wanted: Wanted) -> Option<(&'a str, &'a str)> {
    if has_ending(file, pack::EXTENSION) {
        return Some((&file[..file.len() - pack::EXTENSION.len()], file));
    }
    let stem = stem(file)?;
    for (at, _) in stem.match_indices('_').filter(|(at, _)| *at > 0) {
        let (name, rest) = (&stem[..at], &stem[at + 1..]);
        let is_number = rest
            .split('_')
            .next()
            .is_some_and(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()));
        if lesson_named(rest, wanted).is_some() || is_number {
            return Some((name, &file[at + 1..]));
        }
    }
    Some((stem, file))
}
