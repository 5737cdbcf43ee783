//! Canvas's gradebook as a CSV file that it imports (`lib/gradebook_importer.rb` of instructure/canvas-lms): the columns
//! `Student`, `ID`, `SIS User ID`, `SIS Login ID` and `Section`, then a column for each assignment, and under the titles
//! a row with the points that can be had.
//!
//! A roster that Canvas exported gives the students' numbers and the assignments' titles, by which Canvas knows them
//! again. It makes a new assignment of a title that it does not know.

use super::BYTE_ORDER_MARK;
use crate::grading::cell::cell;
use crate::grading::roster::{RosterProblem, table};
use crate::grading::student::{folded, plain_name};
use crate::grading::{Gradebook, LessonLine, Row};

const TITLES: [&str; 5] = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"];
/// What stands in the row under the titles.
const POINTS_POSSIBLE: &str = "    Points Possible";

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum CanvasProblem {
    #[error(transparent)]
    NotCsv(#[from] RosterProblem),
    #[error("cannot write it: {0}")]
    Write(#[from] csv::Error),
}

/// The file's text. `roster` is the text of a roster, best of a gradebook that Canvas exported. What was not handed in
/// stays empty, which changes nothing in Canvas.
pub fn canvas(book: &Gradebook, roster: Option<&str>) -> Result<String, CanvasProblem> {
    let rows = roster.map(table).transpose()?.map_or_else(Vec::new, |it| it.rows);
    let exported = rows.first().cloned().unwrap_or_default();
    let own = TITLES.map(|title| exported.iter().position(|it| folded(it) == folded(title)));
    let mut writer = csv::Writer::from_writer(Vec::new());
    let lessons = book.lessons.iter().map(|it| cell(&title(it, &exported)));
    writer.write_record(TITLES.iter().map(|it| (*it).to_owned()).chain(lessons))?;
    let points = book.lessons.iter().map(|it| it.max_points.to_string());
    let blanks = TITLES.iter().skip(1).map(|_| String::new());
    writer.write_record([POINTS_POSSIBLE.to_owned()].into_iter().chain(blanks).chain(points))?;
    for row in &book.rows {
        let listed = row.roster.and_then(|place| rows.get(place + 1));
        let known = |column: usize| Some(listed?.get(own[column]?)?.clone()).filter(|it| !it.is_empty());
        let who = [
            known(0).unwrap_or_else(|| row.student.name.clone()),
            known(1).or_else(|| number(row)).unwrap_or_default(),
            known(2).unwrap_or_default(),
            known(3).unwrap_or_default(),
            known(4).unwrap_or_default(),
        ];
        let grades = book.lessons.iter().map(|line| row.grade(&line.id).map(|it| it.points().to_string()));
        writer
            .write_record(who.map(|it| cell(&it)).into_iter().chain(grades.map(Option::unwrap_or_default)))?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(format!("{BYTE_ORDER_MARK}{}", String::from_utf8_lossy(&bytes)))
}

/// The title of the assignment that is this lesson: `Two fetches (4711)` where Canvas has it, else the lesson's.
fn title(line: &LessonLine, exported: &[String]) -> String {
    let fits = |it: &&String| {
        let bare = it
            .trim_end()
            .strip_suffix(')')
            .and_then(|it| it.rsplit_once('('))
            .filter(|(_, number)| number.bytes().all(|it| it.is_ascii_digit()));
        let bare = plain_name(bare.map_or(it.as_str(), |(bare, _)| bare));
        bare == plain_name(&line.id) || bare == plain_name(&line.title)
    };
    exported.iter().find(fits).unwrap_or(&line.title).clone()
}

/// Canvas's number of a student, where the files' names say it.
fn number(row: &Row) -> Option<String> {
    let id = row.student.id.as_ref()?;
    id.bytes().all(|it| it.is_ascii_digit()).then(|| id.clone())
}
