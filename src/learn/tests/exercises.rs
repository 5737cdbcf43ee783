use std::sync::Arc;

use super::{ENDLESS, Learner};
use crate::course::contents::Course;
use crate::course::progress::Progress;
use crate::learn::flow::{Event, Window};

#[test]
fn a_failed_check_says_what_was_expected_and_what_happened() {
    let mut learner = Learner::at_exercise("waits");
    let screen = learner.types("print(\"done\");").to_owned();
    for part in [
        "✘ waits: it should wait before it prints",
        "expected  about 200 ms",
        "happened  <1 ms",
        "1 of 3 checks passed so far, 1 of 4 points.",
    ] {
        assert!(screen.contains(part), "{part}: {screen}");
    }
    assert!(!learner.flow.desk.progress.is_done("waits"));
    assert_eq!(learner.flow.draft().as_deref(), Some("print(\"done\");"));
}

#[test]
fn findings_come_after_three_failed_attempts() {
    let mut learner = Learner::at_exercise("waits");
    let verdict = {
        let lesson = learner.flow.desk.current().unwrap();
        let exercise = lesson.exercise.as_ref().unwrap();
        crate::course::judge::judge(lesson, exercise, "1", &Default::default()).unwrap().verdict
    };
    for shows in [false, false, true] {
        assert_eq!(learner.flow.desk.shows_findings(&verdict), shows);
        learner.types("let x = 1;");
    }
}

#[test]
fn a_hidden_check_says_its_name_alone() {
    let mut learner = Learner::at_exercise("together");
    let answer = "let a = spawn fetch(\"a\"); let b = spawn fetch(\"b\"); sleep(0.3); sleep(0.001);";
    learner.plays(&[(answer, "slow: this check is hidden, so its name is all there is to see.")]);
}

#[test]
fn what_is_no_program_does_not_count() {
    let mut learner = Learner::at_exercise("waits");
    learner.plays(&[("print(\"done\"", "does not count as an attempt")]);
    let progress = learner.flow.desk.progress.lesson("waits");
    assert_eq!((progress.failed_attempts, progress.answer.as_deref()), (0, Some("print(\"done\"")));
}

#[test]
fn hints_come_one_at_a_time() {
    let mut learner = Learner::at_exercise("together");
    learner.plays(&[
        ("hint", "Hint 1 of 2\nFirst spawn both."),
        (":hint", "Hint 2 of 2\nThen await both."),
        (":hint", "once more"),
    ]);
    assert!(learner.screen.contains("First spawn both."), "{}", learner.screen);
}

#[test]
fn a_solution_is_confirmed_once_and_an_answer_may_still_pass() {
    let mut learner = Learner::at_exercise("waits");
    learner.plays(&[
        (":solution", "y or n"),
        ("no", "It stays hidden."),
        (":solution", "y or n"),
        ("", "It stays hidden."),
        ("no", "That was not a question."),
        ("solution", "y or n"),
        ("maybe", "Type y to see a solution, or n"),
        ("hint", "Hint 1 of 1"),
        ("solution", "y or n"),
        ("Yes.", "One way to write it:\n\n    sleep(0.2);"),
        (":solution", "    sleep(0.2);"),
        ("sleep(0.2)\n; print(\"done\");", "Passed: 4 of 4 points."),
    ]);
    let progress = learner.flow.desk.progress.lesson("waits");
    assert!(progress.gave_up && progress.is_done);
    learner.plays(&[(":lessons", "4/4   after the solution")]);
}

#[test]
fn what_has_passed_stays_passed() {
    let mut learner = Learner::at_exercise("waits");
    learner.plays(&[
        ("sleep(0.1); sleep(0.1); print(\"done\");", "One way to write it:"),
        ("print(\"worse\");", "✘ waits"),
        ("", "Lesson 2 of 3"),
    ]);
    let progress = learner.flow.desk.progress.lesson("waits");
    assert!(progress.is_done && progress.points == 4);
    assert_eq!(progress.passed_answer.as_deref(), Some("sleep(0.1); sleep(0.1); print(\"done\");"));
}

#[test]
fn an_exercise_is_left_for_later_and_started_again() {
    let mut learner = Learner::at_exercise("waits");
    learner.plays(&[
        ("", "↑ brings the code"),
        (":next", "has not passed yet. :skip leaves it for later"),
        ("yes", "↑ brings the code"),
        ("print(1);", "✘ waits"),
        ("reset", "You start again"),
    ]);
    assert_eq!(learner.flow.draft().as_deref(), Some("sleep_blocking(0.2);\nprint(\"done\");"));
    learner.plays(&[("skip", "Lesson 2 of 3"), (":lessons", "1/4   left for later")]);
}

#[test]
fn an_answer_is_there_again_the_next_time() {
    let mut learner = Learner::at_exercise("waits");
    learner.types("print(\"mine\");");
    let learner = Learner::new(learner.flow.desk.progress.clone());
    assert!(learner.screen.contains("Your answer so far:\n    print(\"mine\");"), "{}", learner.screen);
    assert_eq!(learner.flow.draft().as_deref(), Some("print(\"mine\");"));
    assert_ne!(learner.flow.desk.progress, Progress::default());
}

#[test]
fn how_an_answer_is_typed_is_said_until_the_lesson_has_passed() {
    let mut learner = Learner::at_exercise("waits");
    let how = "Answer with the whole program: Alt+Enter makes a new line";
    assert!(learner.screen.contains(how), "{}", learner.screen);
    learner.plays(&[
        ("print(\"done\");", "An answer is the whole program, not one line of it: press ↑ twice"),
        ("sleep(0.1);\nprint(\"done\");", "✘ waits"),
    ]);
    assert!(!learner.screen.contains("not one line of it"), "{}", learner.screen);
    learner.plays(&[("sleep(0.2); print(\"done\");", "✔ Passed"), ("task", "You have passed this one.")]);
    assert!(!learner.screen.contains(how), "{}", learner.screen);
}

#[test]
fn behind_an_answer_of_one_line_the_up_arrow_brings_the_whole_program() {
    let mut learner = Learner::at_exercise("waits");
    let starter = "sleep_blocking(0.2);\nprint(\"done\");";
    assert_eq!(learner.flow.drafts(), [starter]);
    learner.types("print(1);");
    assert_eq!(learner.flow.drafts(), [starter, "print(1);"]);
    learner.types("print(1);\nprint(2);");
    assert_eq!(learner.flow.drafts(), ["print(1);\nprint(2);"]);
}

/// The exercise of a lesson of the built-in course, in a window of so many rows.
fn set(lesson: usize, rows: usize) -> Learner {
    let course = Arc::new(Course::builtin().unwrap());
    let mut learner = Learner::of(course, Progress::default());
    learner.flow.desk.window = Window { rows, ..ENDLESS };
    learner.types(&format!(":learn {lesson}"));
    while !learner.flow.is_in_exercise() {
        learner.types(":skip");
    }
    learner
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn a_task_does_not_scroll_out_of_the_window() {
    let lessons = Course::builtin().unwrap().lessons;
    for (index, _) in lessons.iter().enumerate().filter(|(_, it)| it.exercise.is_some()) {
        let mut learner = set(index + 1, 24);
        let screen = learner.types("task").trim_start();
        let (rows, invitation) = (screen.lines().count(), screen.lines().last().unwrap_or_default());
        // The gap above the invitation, a long invitation's second row, and the prompt.
        let further = 2 + invitation.chars().count() / 80;
        assert!(rows + further <= 24, "lesson {}, {rows} rows and {further}:\n{screen}", index + 1);
    }
}

#[test]
fn what_has_no_room_is_left_out_the_program_first() {
    let whole = set(3, 200).screen;
    assert!(!whole.contains("lines: ↑ brings it."), "{whole}");
    let rows = whole.trim_start().lines().count() + 2;
    let without_program = set(3, rows - 1).screen;
    assert!(without_program.contains("lines: ↑ brings it."), "{without_program}");
    assert!(
        without_program.contains("You may use:") && !without_program.contains("{ … }"),
        "{without_program}"
    );
    let heads = set(3, 8).screen;
    assert!(heads.contains("{ … }"), "{heads}");
}

#[test]
fn a_program_taller_than_the_window_is_for_an_editor() {
    let mut learner = Learner::at_exercise("waits");
    learner.flow.desk.window = Window { rows: 10, ..ENDLESS };
    learner.plays(&[("task", "↑ brings the code")]);
    let tall = "print(1);\n".repeat(8);
    learner.plays(&[(tall.as_str(), "Taller than your window: :edit opens it in your editor")]);
    learner.flow.desk.window = ENDLESS;
    assert!(learner.flow.invitation().contains("↑ brings your answer"));
}

#[test]
fn an_answer_of_several_lines_is_kept_at_ctrl_c() {
    let mut learner = Learner::at_exercise("waits");
    learner.tell(Event::PutAway("half a li".to_owned()));
    assert_eq!(learner.flow.draft().as_deref(), Some("sleep_blocking(0.2);\nprint(\"done\");"));
    learner.tell(Event::PutAway("sleep(0.2);\nprint(1".to_owned()));
    assert_eq!(learner.flow.draft().as_deref(), Some("sleep(0.2);\nprint(1"));
    assert_eq!(learner.flow.desk.progress.lesson("waits").failed_attempts, 0);
}
