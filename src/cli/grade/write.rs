//! Reports as text, and files of feedback.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use anyhow::{Context, anyhow};

use super::arguments::Format;
use crate::lesson::grade::{Gradebook, feedback, report};

/// Columns of the table where nothing says how wide it is.
const COLUMNS: u16 = 80;
/// Bytes of a file that may be old feedback.
const MOST_BYTES: u64 = 1 << 20;
/// What files are called while they are written.
const UNFINISHED: &str = ".feedback-";

/// The report. `roster` is the roster's text. Adds notes for the one who grades.
pub fn report(
    book: &Gradebook,
    format: Format,
    roster: Option<&str>,
    columns: Option<u16>,
    notes: &mut Vec<String>,
) -> anyhow::Result<String> {
    match format {
        Format::Table => {
            let columns =
                columns.or_else(|| crate::term::is_interactive().then(|| crate::term::size().columns));
            Ok(report::table(book, columns.unwrap_or(COLUMNS).into()))
        }
        Format::Csv => Ok(report::comma_separated(book)?),
        Format::ResultsJson => Ok(report::results_json(book)),
        Format::Gradescope => Ok(report::gradescope(book)),
        Format::Coderunner => Ok(report::coderunner(book)),
        Format::Canvas => report::canvas(book, roster).context("this roster is no gradebook"),
        Format::Moodle => {
            let worksheet = roster.ok_or_else(|| anyhow!("there is no worksheet"))?;
            let (text, locked) =
                report::worksheet::filled(worksheet, book).context("this worksheet cannot be filled")?;
            notes.extend(locked.iter().map(|it| format!("Moodle does not let the grade of {it} be changed")));
            let absent = book.rows.iter().filter(|it| it.roster.is_some());
            notes.extend(absent.filter_map(|row| Some(format!("{}: {}", row.student.name, row.absence()?))));
            Ok(text)
        }
    }
}

/// Writes `NAME.md` for each student into the folder, and `NAME.results.json` where that is the format. Feedback that was
/// written there before goes away, also that of students who are called otherwise now.
pub fn feedback(book: &Gradebook, folder: &Path, format: Format) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let mut written = BTreeSet::new();
    for (row, name) in book.rows.iter().zip(feedback::file_names(&book.rows)) {
        let results = match format {
            Format::ResultsJson if !row.grades.is_empty() => Some(report::results::results_of(book, row)),
            Format::Gradescope => Some(report::gradescope_of(book, row)),
            _ => None,
        };
        let files = [
            (format!("{name}.md"), Some(feedback::markdown(book, row))),
            (format!("{name}.results.json"), results),
        ];
        for (name, text) in files {
            if let Some(text) = text {
                file(&folder.join(&name), &text)?;
                written.insert(name);
            }
        }
    }
    clear_old(folder, &written)
}

/// Removes the feedback of earlier runs, known by what stands in it. Anything else stays.
fn clear_old(folder: &Path, written: &BTreeSet<String>) -> anyhow::Result<()> {
    let problem = || format!("cannot clear old feedback out of {}", folder.display());
    for entry in fs::read_dir(folder).with_context(problem)? {
        let entry = entry.with_context(problem)?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let is_file = entry.file_type().is_ok_and(|it| it.is_file());
        let is_old = match name.rsplit_once('.') {
            _ if written.contains(&name) || !is_file => false,
            _ if name.starts_with(UNFINISHED) => true,
            Some((_, "md")) => text(&entry.path()).is_some_and(|it| feedback::is_feedback(&it)),
            Some((_, "json")) => text(&entry.path()).is_some_and(|it| report::results::is_results(&it)),
            _ => false,
        };
        if is_old {
            fs::remove_file(entry.path()).with_context(problem)?;
        }
    }
    Ok(())
}

fn text(path: &Path) -> Option<String> {
    let mut text = String::new();
    fs::File::open(path).ok()?.take(MOST_BYTES).read_to_string(&mut text).ok()?;
    Some(text)
}

/// Writes a whole file or nothing. What stands there under this name is replaced, a link too.
pub fn file(path: &Path, text: &str) -> anyhow::Result<()> {
    let problem = || format!("cannot write {}", path.display());
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder).with_context(problem)?;
    file.write_all(text.as_bytes()).with_context(problem)?;
    readable(file.as_file()).with_context(problem)?;
    file.persist(path).with_context(problem)?;
    Ok(())
}

/// A temporary file is its owner's alone; feedback is meant to be passed on.
#[cfg(unix)]
fn readable(file: &fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_file: &fs::File) -> std::io::Result<()> {
    Ok(())
}
