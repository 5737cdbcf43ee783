//! A folder of files, or of one folder for each student.

use super::super::Student;
use super::file_name::{FileName, Kind};
use super::{Claim, Naming, Wanted, last, split};

/// `NAME/LESSON.rhai`, `NAME.rhai`, `NAME_LESSON.rhai`, `NAME_123_whatever.rhai`, `NAME.answers.json`, and what Canvas
/// downloads: `NAME_USER_FILE_whatever.rhai`, late ones `NAME_LATE_USER_FILE_whatever.rhai`. A file that is called after a
/// lesson and lies in no folder belongs to somebody of that name: it is the only name there is.
///
/// None for lists and other things of the teacher's that lie in no folder.
///
/// `max_meier.rhai` is Max Meier's. Whether `max_final.rhai` is Max's, a roster can tell.
pub(super) fn claim(path: &str, wanted: Wanted) -> Option<Claim> {
    let file = last(path);
    let name = FileName::read(file);
    if let Some(folder) = split(path).0 {
        return Some(Claim::new(Student::named(folder), file, path));
    }
    if let Some(claim) = of_canvas(path) {
        return Some(claim);
    }
    if is_list(file) {
        return None;
    }
    if name.kind != Kind::Script {
        let naming = if name.kind == Kind::Pack { Naming::ByItself } else { Naming::ByPlace };
        return Some(Claim { naming, ..Claim::new(Student::named(name.stem), file, path) });
    }
    let parts = name.stem.match_indices('_').filter(|(at, _)| *at > 0);
    for (at, _) in parts {
        let (who, rest) = (&name.stem[..at], &name.stem[at + 1..]);
        let is_lesson = FileName { stem: rest, ..name.clone() }.lesson(wanted).is_some();
        if is_lesson || rest.split('_').next().is_some_and(is_number) {
            return Some(Claim::new(Student::named(who), &file[at + 1..], path));
        }
    }
    Some(Claim::new(Student::named(name.stem), file, path))
}

/// What Canvas's "Download submissions" calls a file: the student's name without blanks, `LATE` where it is late, the
/// student's number, the file's number, and its own name (`SubmissionZipper` in `lib/content_zipper.rb`).
fn of_canvas(path: &str) -> Option<Claim> {
    let (name, rest) = path.split_once('_').filter(|(name, _)| !name.is_empty())?;
    let (is_late, rest) = rest.strip_prefix("LATE_").map_or((false, rest), |rest| (true, rest));
    let (user, rest) = rest.split_once('_').filter(|(user, _)| is_number(user))?;
    let (attachment, file) = rest.split_once('_').filter(|(number, _)| is_number(number))?;
    let student = Student::numbered(name, user);
    Some(Claim { attachment: attachment.parse().ok(), is_late, ..Claim::new(student, file, path) })
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}

/// Lists of students, reports and the like.
fn is_list(file: &str) -> bool {
    let ending = file.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    ending.is_none_or(|it| {
        matches!(&*it, "csv" | "tsv" | "xls" | "xlsx" | "ods" | "md" | "html" | "toml" | "log" | "bak")
    })
}
