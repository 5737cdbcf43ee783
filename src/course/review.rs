//! Coming back to what was learned: which lessons are due, and with which of their questions.
//!
//! Pure. Days are counted from any day on; the caller says which day it is.

use super::contents::Course;
use super::document::{Lesson, Step, StepKind};
use super::progress::{Progress, Review};

/// Questions of one review.
const MAX_QUESTIONS: usize = 5;

/// A question that came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recalled {
    /// The id of its lesson.
    pub lesson: String,
    /// Whether the learner has answered it.
    pub is_answered: bool,
}

/// The lessons that are due on this day, the one that has waited longest first.
pub fn due<'c>(course: &'c Course, progress: &Progress, today: i64) -> Vec<&'c Lesson> {
    let day = |lesson: &Lesson| progress.reviews.get(&lesson.id).and_then(|it| it.due);
    let is_due = |lesson: &&Lesson| day(lesson).is_some_and(|it| it <= today) && !lesson.reviews.is_empty();
    let mut due: Vec<&Lesson> = course.lessons.iter().filter(is_due).collect();
    due.sort_by_key(|it| day(it));
    due
}

/// Days until something is due; none where nothing is planned.
pub fn next_due(course: &Course, progress: &Progress, today: i64) -> Option<i64> {
    let reviewed = course.lessons.iter().filter(|it| !it.reviews.is_empty());
    let days = reviewed.filter_map(|it| progress.reviews.get(&it.id)?.due);
    days.map(|it| (it - today).max(0)).min()
}

/// A course of one lesson: the questions that are due, each from its lesson. None where nothing is due.
pub fn recall(course: &Course, progress: &Progress, today: i64) -> Option<(Course, Vec<Recalled>)> {
    let due: Vec<&Lesson> = due(course, progress, today).into_iter().take(MAX_QUESTIONS).collect();
    let (mut steps, mut recalled, mut files) = (Vec::new(), Vec::new(), Vec::new());
    for lesson in due {
        let number = course.lessons.iter().position(|it| it.id == lesson.id)? + 1;
        let round = progress.reviews.get(&lesson.id).map_or(0, |it: &Review| it.rounds);
        // Another program each time.
        let act = lesson.reviews.get(round as usize % lesson.reviews.len())?.clone();
        let asks = match act {
            StepKind::Arrange(_) => "Put a program together.",
            _ => "Predict what it prints.",
        };
        steps.push(Step { prose: format!("From lesson {number}, *{}*. {asks}", lesson.title), act, line: 0 });
        recalled.push(Recalled { lesson: lesson.id.clone(), is_answered: false });
        files.extend(lesson.files.iter().cloned());
    }
    if steps.is_empty() {
        return None;
    }
    let lesson = Lesson {
        id: "review".to_owned(),
        title: "Review".to_owned(),
        misconception: None,
        requires: Vec::new(),
        file: String::new(),
        steps,
        cards: Vec::new(),
        files,
        exercise: None,
        make: None,
        reviews: Vec::new(),
    };
    Some((Course { lessons: vec![lesson], ..course.clone() }, recalled))
}
