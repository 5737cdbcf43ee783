//! A teacher's own points and comments, from a CSV file that survives every regrade.

use std::collections::BTreeMap;

use super::roster::{RosterProblem, Table, table};
use super::student::{folded, plain_name};
use super::{LessonLine, Points, Student};

/// A line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// Of the file, from 1.
    pub line: u64,
    /// A name, an id or an address.
    pub student: String,
    pub lesson: String,
    /// None for the lesson as a whole.
    pub check: Option<String>,
    /// None where there is a comment alone.
    pub points: Option<Points>,
    pub comment: String,
}

/// Why the file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OverridesProblem {
    #[error(transparent)]
    NotCsv(#[from] RosterProblem),
    #[error(
        "it has no column {0:?}: the first line holds the titles student, lesson, check, points, comment"
    )]
    NoColumn(&'static str),
    #[error("line {0}: {1}")]
    Line(u64, String),
}

/// Reads the file. `lessons` are all that the course has; names of lessons and checks that are not there are refused,
/// so that no correction is lost over a slip.
pub fn read(text: &str, lessons: &[LessonLine]) -> Result<Vec<Override>, OverridesProblem> {
    let Table { rows, lines, .. } = table(text)?;
    let titles = rows.first().cloned().unwrap_or_default();
    let column = |title: &str| titles.iter().position(|it| plain_name(it) == title);
    let needed = |title| column(title).ok_or(OverridesProblem::NoColumn(title));
    let (student, lesson) = (needed("student")?, needed("lesson")?);
    let (check, points, comment) = (column("check"), needed("points")?, column("comment"));
    let mut overrides: Vec<Override> = Vec::new();
    let mut seen: BTreeMap<(String, String, Option<String>), u64> = BTreeMap::new();
    for (row, line) in rows.iter().zip(lines).skip(1) {
        let cell = |column: usize| row.get(column).map_or("", |it| it.trim());
        if row.iter().all(|it| it.trim().is_empty()) {
            continue;
        }
        let told = |text: String| OverridesProblem::Line(line, text);
        let student = cell(student).to_owned();
        if student.is_empty() {
            return Err(told("it names no student".to_owned()));
        }
        let of_lesson = lesson_line(cell(lesson), lessons).map_err(told)?;
        let name = check.map_or("", cell);
        let found = Some(name).filter(|it| !it.is_empty()).map(|it| check_named(it, of_lesson)).transpose();
        let found = found.map_err(told)?;
        let most = Points::whole(found.map_or(of_lesson.max_points, |(_, points)| points));
        let given = match cell(points) {
            "" => None,
            text => Some(Points::read(text).ok_or_else(|| told(format!("{text:?} is no number of points")))?),
        };
        if given.is_some_and(|it| it > most) {
            let what = if found.is_some() { "check" } else { "lesson" };
            return Err(told(format!("{} points are more than the {what}'s {most}", cell(points))));
        }
        let check = found.map(|(name, _)| name.to_owned());
        let key = (folded(&student), of_lesson.id.clone(), check.clone());
        if let Some(other) = seen.insert(key, line) {
            return Err(told(format!("line {other} is about the same student, lesson and check")));
        }
        let comment = comment.map_or("", cell).to_owned();
        overrides.push(Override {
            line,
            student,
            lesson: of_lesson.id.clone(),
            check,
            points: given,
            comment,
        });
    }
    Ok(overrides)
}

impl Override {
    /// The student as far as the file says.
    pub fn student(&self) -> Student {
        let is_number = self.student.bytes().all(|it| it.is_ascii_digit());
        let student = Student::named(&self.student);
        if is_number { Student { id: Some(self.student.clone()), ..student } } else { student }
    }
}

fn lesson_line<'a>(name: &str, lessons: &'a [LessonLine]) -> Result<&'a LessonLine, String> {
    let fits = |it: &&LessonLine| plain_name(&it.id) == plain_name(name) || folded(&it.title) == folded(name);
    lessons.iter().find(fits).ok_or_else(|| {
        let ids: Vec<&str> = lessons.iter().map(|it| it.id.as_str()).collect();
        format!("the course has no exercise {name:?}; it has {}", ids.join(", "))
    })
}

fn check_named<'a>(name: &str, lesson: &'a LessonLine) -> Result<(&'a str, u32), String> {
    let found = lesson.checks.iter().find(|it| folded(&it.name) == folded(name));
    found.map(|it| (it.name.as_str(), it.points)).ok_or_else(|| {
        let names: Vec<String> = lesson.checks.iter().map(|it| format!("{:?}", it.name)).collect();
        format!("{} has no check {name:?}; it has {}", lesson.id, names.join(", "))
    })
}
