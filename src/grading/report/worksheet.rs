//! Moodle's offline grading worksheet, filled in: the columns `Grade` and `Feedback comments` and no others.

use crate::grading::cell::cell;
use crate::grading::roster::{RosterProblem, Table, table};
use crate::grading::{Gradebook, Points, Row, feedback};

const GRADE: &str = "Grade";
const FEEDBACK: &str = "Feedback comments";
const MAXIMUM: &str = "Maximum Grade";
const CAN_BE_CHANGED: &str = "Grade can be changed";

/// Why a file is no worksheet.
#[derive(Debug, thiserror::Error)]
pub enum WorksheetProblem {
    #[error(transparent)]
    NotCsv(#[from] RosterProblem),
    #[error(
        "it has no column {0:?}, so it is no grading worksheet of Moodle in English; it has: {1}. In Moodle, set \
         your language to English before you download the worksheet"
    )]
    NoColumn(&'static str, String),
    #[error("cannot write it: {0}")]
    Write(#[from] csv::Error),
}

/// The worksheet's text with grades, and the names of those whose grade Moodle does not let change. Grades are
/// scaled to the worksheet's `Maximum Grade`. Lines of those who handed in nothing stay as they are.
pub fn filled(worksheet: &str, book: &Gradebook) -> Result<(String, Vec<String>), WorksheetProblem> {
    let Table { mut rows, delimiter, .. } = table(worksheet)?;
    let titles = rows.first().cloned().unwrap_or_default();
    let column = |title: &str| titles.iter().position(|it| it.trim().eq_ignore_ascii_case(title));
    let needed = |title| column(title).ok_or_else(|| WorksheetProblem::NoColumn(title, titles.join(", ")));
    let (grade, comments) = (needed(GRADE)?, column(FEEDBACK));
    let (maximum, changeable) = (column(MAXIMUM), column(CAN_BE_CHANGED));
    let mut locked = Vec::new();
    for row in book.rows.iter().filter(|it| !it.grades.is_empty()) {
        let Some(cells) = row.roster.and_then(|place| rows.get_mut(place + 1)) else { continue };
        cells.resize(cells.len().max(titles.len()), String::new());
        if changeable.is_some_and(|it| cells[it].trim().eq_ignore_ascii_case("no")) {
            locked.push(row.student.name.clone());
            continue;
        }
        let most = maximum.map(|it| cells[it].clone()).unwrap_or_default();
        cells[grade] = scaled(row.points(), book.max_points(), &most);
        if let Some(comments) = comments {
            cells[comments] = comment(book, row);
        }
    }
    let terminator =
        if worksheet.contains("\r\n") { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
    let mut writer = csv::WriterBuilder::new();
    let mut writer =
        writer.delimiter(delimiter).flexible(true).terminator(terminator).from_writer(Vec::new());
    for cells in rows {
        writer.write_record(cells)?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    let mark = if worksheet.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    Ok((format!("{mark}{}", String::from_utf8_lossy(&bytes)), locked))
}

/// Points out of `most`, in hundredths, written as the worksheet writes numbers.
fn scaled(points: Points, max_points: Points, most: &str) -> String {
    let number = most.trim().replace(',', ".").parse::<f64>().ok().filter(|it| it.is_finite() && *it > 0.0);
    let Some(number) = number.filter(|_| !max_points.is_zero()) else { return points.to_string() };
    let text = format!("{:.2}", points.fraction(max_points) * number);
    if most.contains(',') { text.replace('.', ",") } else { text }
}

/// What the student reads, as the HTML that Moodle keeps.
fn comment(book: &Gradebook, row: &Row) -> String {
    let lines: Vec<String> = feedback::short(book, row).iter().map(|it| escaped(&cell(it))).collect();
    lines.join("<br>")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
