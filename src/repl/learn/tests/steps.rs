use super::{Learner, STYLE, tiny};
use crate::lesson::progress::{Change, Place, Progress};
use crate::repl::editor::Wanted;

#[test]
fn a_lesson_is_played_from_its_beginning_to_the_next() {
    let mut learner = Learner::new(Progress::default());
    assert!(
        learner.screen.contains("Three lessons, for tests.") && learner.screen.ends_with("Enter begins.")
    );
    learner.plays(&[
        ("", "Lesson 1 of 3 · Waiting"),
        ("", "Enter runs it."),
        ("", "Enter goes on."),
        ("", "  a  "),
        ("b a", "How many seconds"),
        ("0,2 s", "Just as you said."),
        ("", "Type a letter (a b c)"),
        ("B)", "✔ Right."),
        ("", "Wait without holding the thread."),
        ("sleep(0.2); print(\"done\");", "✔ Passed: 4 of 4 points."),
        ("", "Lesson 2 of 3 · Waiting together"),
    ]);
    assert!(learner.flow.progress.is_done("waits"));
}

#[test]
fn the_course_ends_with_its_final_words_and_what_is_open() {
    let mut learner = Learner::new(Progress::default());
    learner.plays(&[
        (":learn 3", "Nothing to be done here."),
        ("", "That was all."),
        (":lessons", "1 of 3 lessons done, 0 of 7 points"),
        (":learn waits", "Lesson 1 of 3"),
    ]);
    assert!(learner.flow.progress.is_done("last"));
}

#[test]
fn a_prediction_is_compared_line_by_line() {
    let mut learner = Learner::new(Progress::default());
    learner.plays(&[
        ("", "leaves the thread free"),
        (":next", "before"),
        (":next", "What will this print?"),
        ("a b", "How many seconds"),
        ("4", "✘ awaited                          spawned"),
    ]);
    assert!(
        learner.screen.contains("✘ in all 4.00 s                    in all 200 ms"),
        "{}",
        learner.screen
    );
}

#[test]
fn what_is_mistyped_in_a_question_is_explained() {
    let mut learner = Learner::new(Progress::default());
    learner.types(":learn 1");
    learner.plays(&[("", "Enter runs it."), ("", "Enter goes on"), ("", "In which order")]);
    assert_eq!(learner.flow.asked().wanted, Wanted::Answer);
    learner.plays(&[
        ("a", "b is missing"),
        ("x y", "`x` is none of the letters. They are a b."),
        ("a a b", "`a` came twice"),
        ("", "In which order"),
        ("?", "How many seconds"),
        ("two", "Type the time as a number"),
        ("skip", "Enter goes on"),
        ("", "Which word waits"),
        ("yes", "`yes` is none of the letters."),
        ("d", "`d` is none of the letters."),
        ("a)", "✘ Not quite. It is: b  await"),
    ]);
}

#[test]
fn while_reading_whatever_is_typed_runs_as_in_any_session() {
    let mut learner = Learner::new(Progress::default());
    learner.types("");
    learner.plays(&[("1 + 1", "Enter goes on"), ("let x = 3", "Enter goes on"), ("no", "Take your time.")]);
    assert_eq!(learner.entered, ["1 + 1", "let x = 3"]);
    learner.plays(&[("yes", "Enter runs it."), ("OK", "Enter goes on"), ("next", "What will this print?")]);
}

#[test]
fn commands_are_understood_without_their_colon_and_mistyped() {
    let mut learner = Learner::new(Progress::default());
    learner.types("");
    learner.plays(&[
        ("lessons", "0 of 3 lessons done"),
        ("lesons", "I do not know `lesons`. Did you mean `:lessons`?"),
        ("hint", "none is open at the moment"),
        (":solution", "none is open at the moment"),
        ("card", "Also: :card javascript"),
        (":card js", "The same idea in JavaScript"),
        (":card ruby", "no card for `ruby`. There is: python, javascript."),
        (":back", "This is the beginning"),
        (":learn 9", "There is no lesson 9; they are 1 to 3."),
        (":learn togther", "Did you mean `:learn together`?"),
    ]);
    assert!(learner.entered.is_empty());
}

#[test]
fn steps_go_back_across_lessons() {
    let mut learner = Learner::new(Progress::default());
    learner.plays(&[
        (":learn 2", "How many seconds do two naps"),
        ("one", "✔ Right."),
        (":back", "Wait without holding the thread."),
        (":back", "Which word waits"),
    ]);
}

#[test]
fn a_learner_comes_back_to_the_same_place() {
    let mut progress = Progress::default();
    progress.apply(&Change::Welcomed);
    progress.apply(&Change::Came(Place { lesson: "waits".to_owned(), step: 3 }));
    let learner = Learner::new(progress);
    assert!(learner.screen.starts_with("Welcome back!"), "{}", learner.screen);
    assert!(learner.screen.contains("Which word waits for a task?"), "{}", learner.screen);
    assert_eq!(
        learner.flow.farewell("meanwhile learn"),
        "Your progress is kept. `meanwhile learn` brings you back to lesson 1, Waiting."
    );
}

#[test]
fn a_place_that_the_course_no_longer_has_is_no_trouble() {
    for (lesson, step, expected) in [("gone", 3, "Lesson 1 of 3"), ("waits", 99, "Wait without holding")] {
        let mut progress = Progress::default();
        progress.apply(&Change::Came(Place { lesson: lesson.to_owned(), step }));
        let learner = Learner::new(progress);
        assert!(learner.screen.contains(expected), "{}", learner.screen);
    }
}

#[test]
fn invitations_fit_into_a_row() {
    let mut learner = Learner::new(Progress::default());
    for _ in 0..40 {
        let invitation = learner.flow.invitation();
        assert!(!invitation.is_empty() && invitation.chars().count() < STYLE.columns, "{invitation}");
        learner.types(":skip");
    }
    assert_eq!(tiny().lessons.len(), 3);
}
