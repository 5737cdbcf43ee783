//! Reports as text, and files of feedback.

use std::fs;
use std::path::Path;

use anyhow::{Context, anyhow};

use super::arguments::Format;
use crate::files::{Destination, Kind, Replace};
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

/// Writes `NAME.md` for each student into the folder, and `NAME.results.json` where that is the format: all, or, where one
/// of them would replace something else, none.
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
        if format == Format::ResultsJson && !row.verdicts.is_empty() {
            let results = report::results::results_of(book, row);
            documents.push((format!("{name}.results.json"), Kind::Results, results));
        }
    }
    let destination = |(name, kind, text): (String, Kind, String)| {
        Destination::new(&folder.join(name), kind, replace, inputs).map(|it| (it, text))
    };
    let documents: Vec<(Destination, String)> =
        documents.into_iter().map(destination).collect::<Result<_, _>>()?;
    Ok(documents.iter().try_for_each(|(destination, text)| destination.write(text.as_bytes()))?)
}
