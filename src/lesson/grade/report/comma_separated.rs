//! A CSV file for spreadsheets and scripts: a line for each student and lesson.

use crate::lesson::grade::cell::cell;
use crate::lesson::grade::{Gradebook, Row, Status, summary};

const TITLES: [&str; 13] = [
    "student",
    "id",
    "email",
    "lesson",
    "status",
    "points",
    "max_points",
    "first_failed",
    "reason",
    "course",
    "course_hash",
    "overlay_hash",
    "meanwhile_version",
];

/// The whole file. Lessons that were not handed in have the status `missing`.
pub fn comma_separated(book: &Gradebook) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(TITLES)?;
    for row in &book.rows {
        for line in &book.lessons {
            writer.write_record(record(book, row, &line.id, line.max_points))?;
        }
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn record(book: &Gradebook, row: &Row, lesson: &str, max_points: u32) -> [String; 13] {
    let student = &row.student;
    let verdict = row.verdicts.iter().find(|it| it.lesson == lesson);
    let [status, points, failed, reason] = match verdict {
        None => ["missing".to_owned(), "0".to_owned(), String::new(), row.absence().unwrap_or_default()],
        Some(it) => {
            let failed = it.first_failed().map(|it| it.name.clone()).unwrap_or_default();
            [Status::of(it).word().to_owned(), it.points().to_string(), failed, summary(it)]
        }
    };
    let id = student.id.clone().unwrap_or_default();
    let email = student.email.clone().unwrap_or_default();
    let course = &book.source;
    [
        &student.name,
        &id,
        &email,
        lesson,
        &status,
        &points,
        &max_points.to_string(),
        &failed,
        &reason,
        &course.course,
        &course.hash,
        course.overlay.as_deref().unwrap_or(""),
        &course.version,
    ]
    .map(cell)
}
