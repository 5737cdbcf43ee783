//! Reports as text, and files of feedback.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, anyhow};

use super::arguments::Format;
use crate::files::{self, Destination, Kind, Origin, Replace, UNINTERRUPTED};
use crate::grading::{Gradebook, feedback, report};

/// Columns of the table where nothing says how wide it is.
const COLUMNS: u16 = 80;
/// Bytes of a file that may be old feedback.
const MAX_BYTES: u64 = 1 << 20;

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
/// written there before goes away, also that of students who are called otherwise now. Nothing is written where one of
/// them would replace something else, or one of the `inputs`.
pub fn feedback(
    book: &Gradebook,
    folder: &Path,
    format: Format,
    replace: Replace,
    inputs: &[&Path],
) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let mut documents = Vec::new();
    for (row, name) in book.rows.iter().zip(feedback::file_names(&book.rows)) {
        documents.push((format!("{name}.md"), Kind::Feedback, feedback::markdown(book, row)));
        let results = match format {
            Format::ResultsJson if !row.grades.is_empty() => Some(report::results::results_of(book, row)),
            Format::Gradescope => Some(report::gradescope_of(book, row)),
            _ => None,
        };
        documents.extend(results.map(|it| (format!("{name}.results.json"), Kind::Results, it)));
    }
    let written: BTreeSet<String> = documents.iter().map(|(name, _, _)| name.clone()).collect();
    let destination = |(name, kind, text): (String, Kind, String)| {
        Destination::new(&folder.join(name), kind, replace, inputs).map(|it| (it, text))
    };
    let documents: Vec<(Destination, String)> =
        documents.into_iter().map(destination).collect::<Result<_, _>>()?;
    documents.iter().try_for_each(|(destination, text)| destination.write(text.as_bytes()))?;
    clear_old(folder, &written)
}

/// Removes the feedback of earlier runs, known by what stands in it. Anything else stays.
fn clear_old(folder: &Path, written: &BTreeSet<String>) -> anyhow::Result<()> {
    let problem = || format!("cannot clear old feedback out of {}", folder.display());
    for entry in fs::read_dir(folder).with_context(problem)? {
        let entry = entry.with_context(problem)?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let is_old = match name.rsplit_once('.') {
            _ if written.contains(&name) => false,
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
    let bytes = files::read(path, Origin::Found, MAX_BYTES, UNINTERRUPTED).ok()?;
    String::from_utf8(bytes).ok()
}
