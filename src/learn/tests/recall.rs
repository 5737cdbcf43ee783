//! Coming back on later days, and the log of predictions.

use std::sync::Arc;

use super::Learner;
use crate::course::contents::Course;
use crate::course::progress::{Change, Noted, Passed, Progress, When};
use crate::course::review::{due, next_due, recall};
use crate::learn::flow::{Event, Flow, Stage};

/// The built-in course, and one who passed these lessons on day 100.
fn passed(lessons: &[&str]) -> (Arc<Course>, Progress) {
    let course = Arc::new(Course::builtin().unwrap());
    let mut progress = Progress::default();
    for lesson in lessons {
        progress.apply(&Change::Answered {
            lesson: lesson.to_string(),
            answer: String::new(),
            points: 1,
            passed: Passed::Yes,
        });
        progress.apply(&Change::Planned { lesson: lesson.to_string(), day: 101 });
    }
    (course, progress)
}

fn names(course: &Course, progress: &Progress, today: i64) -> Vec<String> {
    due(course, progress, today).iter().map(|it| it.id.clone()).collect()
}

#[test]
fn a_lesson_comes_back_the_next_day_after_three_days_and_after_a_week() {
    let (course, mut progress) = passed(&["two-fetches"]);
    assert!(names(&course, &progress, 100).is_empty());
    assert_eq!(next_due(&course, &progress, 100), Some(1));
    let mut day = 101;
    for days in [3, 7] {
        assert_eq!(names(&course, &progress, day), ["two-fetches"]);
        let lesson = "two-fetches".to_owned();
        progress.apply(&Change::Reviewed { lesson, is_right: true, today: day });
        assert!(names(&course, &progress, day + days - 1).is_empty());
        day += days;
    }
    // What was wrong comes back tomorrow, and later again.
    progress.apply(&Change::Reviewed { lesson: "two-fetches".to_owned(), is_right: false, today: day });
    assert_eq!(names(&course, &progress, day + 1), ["two-fetches"]);
    for today in [day + 1, day + 4, day + 11] {
        progress.apply(&Change::Reviewed { lesson: "two-fetches".to_owned(), is_right: true, today });
    }
    assert_eq!(next_due(&course, &progress, day + 11), None);
}

#[test]
fn a_review_asks_five_questions_of_lessons_that_are_due() {
    let (course, progress) =
        passed(&["one-task", "two-fetches", "call-spawn-await", "forgotten-tasks", "sharing", "chess"]);
    let (questions, recalled) = recall(&course, &progress, 101).unwrap();
    assert_eq!((recalled.len(), questions.lessons[0].steps.len()), (5, 5));
    assert!(recall(&course, &progress, 100).is_none());

    let mut learner = learner(questions, recalled, progress);
    assert!(learner.screen.contains("From lesson 1, One task and its timeline."), "{}", learner.screen);
    assert!(learner.screen.contains("Question 1 of 5 · In which order?"), "{}", learner.screen);
    learner.plays(&[(":skip", "How many seconds"), ("3", "Just as you predicted."), ("", "From lesson 2")]);
    let review = &learner.flow.desk.progress.reviews["one-task"];
    assert_eq!((review.due, review.rounds), (Some(104), 1));
    learner.plays(&[(":skip", ""), ("7", "Not what you predicted")]);
    assert_eq!(learner.flow.desk.progress.reviews["two-fetches"].due, Some(102));
    assert_eq!(learner.flow.desk.progress.place, None);
    for _ in 0..12 {
        if learner.flow.stage == Stage::End {
            break;
        }
        learner.types(":skip");
    }
    assert!(learner.screen.contains("What was not answered stays due."), "{}", learner.screen);
    assert_eq!(learner.flow.desk.progress.reviews["call-spawn-await"].due, Some(101));
}

#[test]
fn another_program_comes_the_next_time() {
    let (course, mut progress) = passed(&["call-spawn-await"]);
    let first = recall(&course, &progress, 101).unwrap().0.lessons[0].steps[0].act.clone();
    progress.apply(&Change::Reviewed { lesson: "call-spawn-await".to_owned(), is_right: true, today: 101 });
    let second = recall(&course, &progress, 104).unwrap().0.lessons[0].steps[0].act.clone();
    assert_ne!(first, second);
}

#[test]
fn who_comes_back_hears_of_what_is_due() {
    let (course, mut progress) = passed(&["one-task", "two-fetches"]);
    progress.apply(&Change::Came(crate::course::progress::Place {
        lesson: "call-spawn-await".to_owned(),
        step: 0,
    }));
    let said = |today| {
        let mut flow = Flow::new(course.clone(), progress.clone(), super::ENDLESS);
        flow.desk.today = today;
        format!("{:?}", flow.take(Event::Begin(None)))
    };
    assert!(
        said(101).contains("2 questions from earlier lessons are due for review: `meanwhile learn --review`")
    );
    assert!(!said(100).contains("due for review"));
}

#[test]
fn predictions_are_logged_only_where_that_is_asked_for() {
    let play = |progress: Progress| {
        let mut learner = Learner::new(progress);
        for typed in ["", ":next", ":next", "?", "0.2", "", "a", "b"] {
            learner.types(typed);
        }
        learner.flow.desk.progress.log.clone()
    };
    assert_eq!(play(Progress::default()), None);
    let mut progress = Progress::default();
    progress.apply(&Change::LogBegun);
    let noted = |right| Noted { lesson: "waits".to_owned(), when: When::Before, right, asked: 1, day: 0 };
    // The prediction was right, and the first answer to the quiz was not.
    assert_eq!(play(progress), Some(vec![noted(1), noted(0)]));
}

fn learner(questions: Course, recalled: Vec<crate::course::review::Recalled>, progress: Progress) -> Learner {
    let mut flow = Flow::new(Arc::new(questions), progress, super::ENDLESS);
    flow.desk.today = 101;
    flow.desk.recalled = Some(recalled);
    let mut learner = Learner { flow, screen: String::new(), entered: Vec::new(), game: None };
    learner.tell(Event::Begin(Some("1".to_owned())));
    learner
}

#[test]
fn what_comes_back_stands_alone_and_fits_the_window() {
    let course = Course::builtin().unwrap();
    for lesson in &course.lessons {
        let mut progress = Progress::default();
        for rounds in 0..lesson.reviews.len() {
            progress.apply(&Change::Planned { lesson: lesson.id.clone(), day: 101 });
            let (questions, recalled) = recall(&course, &progress, 200).unwrap();
            let learner = learner(questions, recalled, progress.clone());
            let rows = learner.screen.trim_start().lines().count() + 2;
            assert!(rows <= 24, "{} {rounds}, {rows} rows:\n{}", lesson.id, learner.screen);
            progress.apply(&Change::Reviewed { lesson: lesson.id.clone(), is_right: false, today: 101 });
        }
        assert!(!lesson.reviews.is_empty(), "{} never comes back", lesson.id);
    }
}

#[test]
fn a_review_speaks_of_itself_and_of_the_way_back() {
    let (course, progress) = passed(&["one-task"]);
    let (questions, recalled) = recall(&course, &progress, 101).unwrap();
    let mut learner = learner(questions, recalled, progress);
    assert_eq!(
        learner.flow.farewell(),
        "Your answers are kept. `meanwhile learn --review` asks the other questions."
    );
    learner.plays(&[
        (":skip", "How many seconds"),
        ("3", "Enter ends the review."),
        ("", "That was the review."),
    ]);
    learner.plays(&[("a", "No answer is asked for here.\n"), (":lessons", "This is a review.")]);
    assert_eq!(learner.flow.farewell(), "Your answers are kept. `meanwhile learn` goes on with the course.");
}
