//! A CSV file for spreadsheets and scripts: a line for each student and lesson.

use super::BYTE_ORDER_MARK;
use crate::grading::cell::cell;
use crate::grading::{Gradebook, LessonLine, Row, feedback, summary};

const TITLES: [&str; 18] = [
    "student",
    "id",
    "email",
    "lesson",
    "status",
    "points",
    "max_points",
    "first_failed",
    "reason",
    "handed_in",
    "late",
    "late_penalty",
    "comment",
    "remarks",
    "course",
    "course_hash",
    "overlay_hash",
    "meanwhile_version",
];

/// The whole file, with a byte order mark. Lessons that were not handed in have the status `missing`.
pub fn comma_separated(book: &Gradebook) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(TITLES)?;
    for row in &book.rows {
        for line in &book.lessons {
            writer.write_record(record(book, row, line))?;
        }
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(format!("{BYTE_ORDER_MARK}{}", String::from_utf8_lossy(&bytes)))
}

fn record(book: &Gradebook, row: &Row, line: &LessonLine) -> [String; 18] {
    let student = &row.student;
    let grade = row.grade(&line.id);
    let work = grade.and_then(|it| it.work.as_ref());
    let absence = row.absence();
    let status = grade.map_or("missing", |it| it.status_word());
    let points = grade.map_or("0".to_owned(), |it| it.points().to_string());
    let failed = work.and_then(|it| it.verdict.first_failed()).map(|it| it.name.as_str());
    let reason = match (work, grade) {
        (Some(work), _) => summary(&work.verdict),
        (None, Some(_)) => String::new(),
        (None, None) => absence.clone().unwrap_or_default(),
    };
    let handed_in = work.and_then(|it| it.handed_in).map(|it| it.to_string()).unwrap_or_default();
    let late = grade.map(|it| it.lateness.to_string()).unwrap_or_default();
    let penalty = grade.map(|it| it.deduction).filter(|it| !it.is_zero());
    let penalty = penalty.map(|it| it.to_string()).unwrap_or_default();
    let comments = grade.into_iter().flat_map(|grade| {
        let of_checks = work.into_iter().flat_map(|it| &it.verdict.checks);
        let of_checks = of_checks.filter_map(|check| {
            Some(format!("{}: {}", check.name, feedback::given_line(grade, Some(check))?))
        });
        feedback::given_line(grade, None).into_iter().chain(of_checks).collect::<Vec<_>>()
    });
    let comments = comments.collect::<Vec<_>>().join("; ");
    // Where there is nothing else, the reason says them.
    let remarks = if absence.is_some() { String::new() } else { row.remarks.join("; ") };
    let source = &book.source;
    [
        &student.name,
        student.id.as_deref().unwrap_or(""),
        student.email.as_deref().unwrap_or(""),
        &line.id,
        status,
        &points,
        &line.max_points.to_string(),
        failed.unwrap_or(""),
        &reason,
        &handed_in,
        &late,
        &penalty,
        &comments,
        &remarks,
        &source.course,
        &source.hash,
        source.overlay.as_deref().unwrap_or(""),
        &source.version,
    ]
    .map(cell)
}
