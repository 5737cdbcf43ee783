use super::{Learner, STYLE, tiny};
use crate::course::progress::{Change, Place, Progress};
use crate::editor::Wanted;
use crate::learn::flow::Stage;

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
        ("0,2 s", "Just as you predicted."),
        ("", "Type a letter (a b c)"),
        ("B)", "✔ Right."),
        ("", "Wait without holding the thread."),
        ("sleep(0.2); print(\"done\");", "✔ Passed: 4 of 4 points."),
        ("", "Lesson 2 of 3 · Waiting together"),
    ]);
    assert!(learner.flow.desk.progress.is_done("waits"));
}

#[test]
fn the_course_ends_with_its_final_words_and_what_is_open() {
    let mut learner = Learner::new(Progress::default());
    learner.plays(&[
        (":learn 3", "Nothing to be done here."),
        ("", "That was all."),
        (":submit", "packs None"),
        (":lessons", "1 of 3 lessons done, 0 of 7 points"),
        (":learn waits", "Lesson 1 of 3"),
    ]);
    assert!(learner.flow.desk.progress.is_done("last"));
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
fn what_was_right_of_a_prediction_is_said() {
    let mut learner = Learner::new(Progress::default());
    learner.plays(&[("", "leaves the thread free"), (":next", "before"), (":next", "What will this print?")]);
    let order = |learner: &Learner, right: bool| {
        let Stage::Order(puzzle) = &learner.flow.stage else { panic!() };
        let is_first = |line: &str| (line == "spawned") == right;
        let mut letters: Vec<(bool, char)> =
            puzzle.lettered().map(|(letter, line)| (!is_first(line), letter)).collect();
        letters.sort();
        format!("{} {}", letters[0].1, letters[1].1)
    };
    learner.types(&order(&learner, true));
    learner.plays(&[
        ("4", "The order is right. Only the time is not what you predicted."),
        (":task", "In which order?"),
    ]);
    learner.types(&order(&learner, false));
    learner.plays(&[("0.2", "The time is right."), (":task", "In which order?")]);
    learner.types(&order(&learner, false));
    learner.plays(&[("4", "Not what you predicted")]);
}

#[test]
fn a_letter_or_a_number_after_a_question_is_no_answer_and_no_code() {
    let mut learner = Learner::new(Progress::default());
    learner.plays(&[
        (":learn 1", ""),
        ("b", "No answer is asked for here."),
        ("2 4 1", "No answer is asked for"),
        ("b, a, c", "No answer is asked for"),
    ]);
    let mut learner = Learner::at_exercise("waits");
    learner.plays(&[
        ("b", "nothing was checked"),
        ("C)", "nothing was checked"),
        ("2", "nothing was checked"),
    ]);
    assert_eq!(learner.flow.desk.progress.lesson("waits").failed_attempts, 0);
    assert!(learner.entered.is_empty());
}

#[test]
fn the_list_of_lessons_fits_the_window() {
    let course = std::sync::Arc::new(crate::course::contents::Course::builtin().unwrap());
    let mut learner = Learner::of(course, Progress::default());
    for rows in [24, 12, 8] {
        learner.flow.desk.window = super::Window { rows, ..super::ENDLESS };
        let screen = learner.types(":lessons").to_owned();
        assert!(screen.lines().count() + 2 <= rows, "{rows}:\n{screen}");
        assert!(screen.lines().all(|it| it.chars().count() <= 80), "{screen}");
        assert!(screen.contains("▸   1  One task"), "{screen}");
    }
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
        ("soon", "Type the time as a number"),
        ("skip", "Enter goes on"),
        ("", "Which word waits"),
        ("yes", "`yes` is none of the letters."),
        ("d", "`d` is none of the letters."),
        ("a)", "✘ Not quite. Try again, or type ? to see the answer."),
        ("?", "It is: b  await"),
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
        ("card", "they show what it has not taught yet"),
        (":back", "This is the beginning"),
        (":learn 9", "There is no lesson 9; they are 1 to 3."),
        (":learn togther", "Did you mean `:learn together`?"),
    ]);
    assert!(learner.entered.is_empty());
}

#[test]
fn cards_are_for_those_who_were_taught() {
    let mut learner = Learner::at_exercise("waits");
    learner.types("sleep(0.2); print(\"done\");");
    learner.plays(&[
        ("card", "Also: :card javascript"),
        (":card js", "The same idea in JavaScript"),
        (":card ruby", "no card for `ruby`. There is: python, javascript."),
        (":card run", "no card here that is a whole program in Python"),
    ]);
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
        learner.flow.farewell(),
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
