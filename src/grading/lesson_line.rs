//! A lesson's line in the gradebook.

use crate::course::document::Lesson;
use crate::course::verdict::Visibility;
use crate::grading::Student;

/// A lesson that is graded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonLine {
    pub id: String,
    pub title: String,
    pub max_points: u32,
    pub checks: Vec<CheckLine>,
}

/// A check of such a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckLine {
    pub name: String,
    pub points: u32,
    pub visibility: Visibility,
    pub code: String,
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
        let line = |it: &crate::course::document::Check| CheckLine {
            name: it.name.clone(),
            points: it.points,
            visibility: it.visibility,
            code: it.code.text.clone(),
        };
        LessonLine {
            id: lesson.id.clone(),
            title: lesson.title.clone(),
            max_points: lesson.exercise.as_ref().map_or(0, |it| it.max_points()),
            checks: checks.map(line).collect(),
        }
    }
}
