//! Reports as text, and files of feedback.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, anyhow};

use super::arguments::Format;
use crate::lesson::grade::{Gradebook, feedback, report};

/// Columns of the table where nothing says how wide it is.
const COLUMNS: u16 = 80;

/// The report. `worksheet` is the roster's text. Adds notes for the one who grades.
pub fn report(
    book: &Gradebook,
    format: Format,
    worksheet: Option<&str>,
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
        Format::Moodle => {
            let worksheet = worksheet.ok_or_else(|| anyhow!("there is no worksheet"))?;
            let (text, locked) =
                report::worksheet::filled(worksheet, book).context("this worksheet cannot be filled")?;
            notes.extend(locked.iter().map(|it| format!("Moodle does not let the grade of {it} be changed")));
            let absent = book.rows.iter().filter(|it| it.roster.is_some());
            notes.extend(absent.filter_map(|row| Some(format!("{}: {}", row.student.name, row.absence()?))));
            Ok(text)
        }
    }
}

/// Writes `NAME.md` for each student into the folder, and `NAME.results.json` where that is the format.
pub fn feedback(book: &Gradebook, folder: &Path, format: Format) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    for (row, name) in book.rows.iter().zip(feedback::file_names(&book.rows)) {
        write(folder, &format!("{name}.md"), &feedback::markdown(book, row))?;
        if format == Format::ResultsJson && !row.verdicts.is_empty() {
            write(folder, &format!("{name}.results.json"), &report::results::results_of(book, row))?;
        }
    }
    Ok(())
}

/// Writes a whole file or nothing. What stands there under this name is replaced, a link too.
fn write(folder: &Path, name: &str, text: &str) -> anyhow::Result<()> {
    let problem = || format!("cannot write {}", folder.join(name).display());
    let mut file = tempfile::Builder::new().prefix(".feedback-").tempfile_in(folder).with_context(problem)?;
    file.write_all(text.as_bytes()).with_context(problem)?;
    readable(file.as_file()).with_context(problem)?;
    file.persist(folder.join(name)).with_context(problem)?;
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
