//! What all submissions came to, student by student. Every report is written from it.

use std::collections::BTreeMap;

use super::Student;
use super::roster::Roster;
use crate::lesson::document::Lesson;
use crate::lesson::verdict::Verdict;

/// Grades, sorted by student, then by the lessons' order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gradebook {
    pub source: Source,
    /// The lessons that were graded.
    pub lessons: Vec<LessonLine>,
    pub rows: Vec<Row>,
}

/// What the grades rest on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// This program's version.
    pub version: String,
    /// The course's id.
    pub course: String,
    /// Of the course's files.
    pub hash: String,
    /// Of the files of a teacher's overlay.
    pub overlay: Option<String>,
}

/// A lesson that was graded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonLine {
    pub id: String,
    pub title: String,
    pub max_points: u32,
    /// The code of its checks, by their names.
    pub codes: BTreeMap<String, String>,
}

/// A student.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub student: Student,
    /// The student's place on the roster, from 0.
    pub roster: Option<usize>,
    /// In the lessons' order; none for a lesson that was not handed in.
    pub verdicts: Vec<Verdict>,
    /// What was handed in and could not be graded.
    pub remarks: Vec<String>,
}

/// Something handed in that is no answer to a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    pub student: Student,
    pub text: String,
}

impl LessonLine {
    pub fn of(lesson: &Lesson) -> LessonLine {
        let checks = lesson.exercise.iter().flat_map(|it| &it.checks);
        LessonLine {
            id: lesson.id.clone(),
            title: lesson.title.clone(),
            max_points: lesson.exercise.as_ref().map_or(0, |it| it.max_points()),
            codes: checks.map(|it| (it.name.clone(), it.code.text.clone())).collect(),
        }
    }
}

impl Gradebook {
    /// Puts it all together. `lessons` are in the course's order.
    pub fn new(
        source: Source,
        lessons: Vec<LessonLine>,
        verdicts: Vec<(Student, Verdict)>,
        remarks: Vec<Remark>,
        roster: Option<&Roster>,
    ) -> Gradebook {
        let mut rows: BTreeMap<Student, Row> = BTreeMap::new();
        let listed = roster.iter().flat_map(|it| it.students().enumerate());
        for (place, student) in listed.filter(|(_, it)| !it.name.is_empty()) {
            rows.entry(student.clone()).or_insert_with(|| Row::new(student.clone(), Some(place)));
        }
        let whose = |student: Student| -> (Student, Option<usize>) {
            let place = roster.and_then(|it| it.place(&student));
            let listed = place.and_then(|place| roster.and_then(|it| it.students().nth(place)));
            (listed.cloned().unwrap_or(student), place)
        };
        let mut row_of = |student: Student, add: &mut dyn FnMut(&mut Row)| {
            let (student, place) = whose(student);
            add(rows.entry(student.clone()).or_insert_with(|| Row::new(student, place)));
        };
        for (student, verdict) in verdicts {
            row_of(student, &mut |row| row.add(verdict.clone()));
        }
        for remark in remarks {
            row_of(remark.student, &mut |row| row.remarks.push(remark.text.clone()));
        }
        let mut rows: Vec<Row> = rows.into_values().collect();
        for row in &mut rows {
            row.verdicts.sort_by_key(|it| lessons.iter().position(|line| line.id == it.lesson));
            row.remarks.sort();
            row.remarks.dedup();
        }
        Gradebook { source, lessons, rows }
    }

    /// Whether every student passed every lesson.
    pub fn all_passed(&self) -> bool {
        self.rows.iter().all(|row| row.has_passed(&self.lessons))
    }

    /// What a student can reach.
    pub fn max_points(&self) -> u32 {
        self.lessons.iter().map(|it| it.max_points).sum()
    }

    /// `meanwhile 0.1.0, course async-basics, hash 1f3a…`: what students may know of it.
    pub fn origin(&self) -> String {
        let Source { version, course, hash, .. } = &self.source;
        format!("meanwhile {version}, course {course}, hash {}", short(hash))
    }

    /// The same with an overlay's hash.
    pub fn full_origin(&self) -> String {
        let overlay = self.source.overlay.iter().map(|it| format!(", overlay {}", short(it)));
        overlay.fold(self.origin(), |text, it| format!("{text}{it}"))
    }
}

/// So much of a hash tells one course from another.
fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

impl Row {
    fn new(student: Student, roster: Option<usize>) -> Row {
        Row { student, roster, verdicts: Vec::new(), remarks: Vec::new() }
    }

    fn add(&mut self, verdict: Verdict) {
        if self.verdicts.iter().any(|it| it.lesson == verdict.lesson) {
            let text = "was handed in more than once; the first by name counts";
            self.remarks.push(format!("{} {text}", verdict.lesson));
        } else {
            self.verdicts.push(verdict);
        }
    }

    pub fn points(&self) -> u32 {
        self.verdicts.iter().map(Verdict::points).sum()
    }

    /// Whether every one of the lessons was handed in and passed.
    pub fn has_passed(&self, lessons: &[LessonLine]) -> bool {
        lessons.iter().all(|line| self.verdicts.iter().any(|it| it.lesson == line.id && it.has_passed()))
    }

    /// Why there is no grade, where there is none.
    pub fn absence(&self) -> Option<String> {
        match &self.remarks[..] {
            _ if !self.verdicts.is_empty() => None,
            [] => Some("nothing handed in".to_owned()),
            remarks => Some(format!("nothing to grade: {}", remarks.join("; "))),
        }
    }
}
