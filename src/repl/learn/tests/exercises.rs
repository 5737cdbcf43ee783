use super::Learner;
use crate::lesson::progress::Progress;

#[test]
fn a_failed_check_says_what_was_expected_and_what_happened() {
    let mut learner = Learner::at_exercise("waits");
    let screen = learner.types("print(\"done\");").to_owned();
    for part in [
        "✘ waits: it should wait before it prints",
        "expected  about 200 ms",
        "happened  <1 ms",
        "1 of 2 checks passed so far, 1 of 3 points.",
    ] {
        assert!(screen.contains(part), "{part}: {screen}");
    }
    assert!(!learner.flow.progress.is_done("waits"));
    assert_eq!(learner.flow.draft().as_deref(), Some("print(\"done\");"));
}

#[test]
fn findings_come_after_three_failed_attempts() {
    let mut learner = Learner::at_exercise("waits");
    let verdict = {
        let lesson = learner.flow.current().unwrap();
        let exercise = lesson.exercise.as_ref().unwrap();
        crate::lesson::judge::judge(lesson, exercise, "1", &Default::default()).unwrap().verdict
    };
    for shows in [false, false, true] {
        assert_eq!(learner.flow.shows_findings(&verdict), shows);
        learner.types("let x = 1;");
    }
}

#[test]
fn a_scenario_says_that_other_inputs_were_used_and_shows_no_code() {
    let mut learner = Learner::at_exercise("together");
    let answer = "let a = spawn fetch(\"a\"); let b = spawn fetch(\"b\"); sleep(0.3); sleep(0.001);";
    learner.plays(&[(answer, "slow (it was run again with other inputs): both should be fetched")]);
}

#[test]
fn what_is_no_program_does_not_count() {
    let mut learner = Learner::at_exercise("waits");
    learner.plays(&[("print(\"done\"", "does not count as an attempt")]);
    let progress = learner.flow.progress.lesson("waits");
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
        ("solution", "y or n"),
        ("Yes.", "One way to write it:\n\n    sleep(0.2);"),
        (":solution", "    sleep(0.2);"),
        ("sleep(0.2)\n; print(\"done\");", "Passed: 3 of 3 points."),
    ]);
    let progress = learner.flow.progress.lesson("waits");
    assert!(progress.gave_up && progress.is_done);
    learner.plays(&[(":lessons", "3/3   after the solution")]);
}

#[test]
fn what_has_passed_stays_passed() {
    let mut learner = Learner::at_exercise("waits");
    learner.plays(&[
        ("sleep(0.1); sleep(0.1); print(\"done\");", "One way to write it:"),
        ("print(\"worse\");", "✘ waits"),
        ("", "Lesson 2 of 3"),
    ]);
    let progress = learner.flow.progress.lesson("waits");
    assert!(progress.is_done && progress.points == 3);
    assert_eq!(progress.passed_answer.as_deref(), Some("sleep(0.1); sleep(0.1); print(\"done\");"));
}

#[test]
fn an_exercise_is_left_for_later_and_begun_anew() {
    let mut learner = Learner::at_exercise("waits");
    learner.plays(&[
        ("", "↑ brings the code"),
        (":next", "has not passed yet. :skip leaves it for later"),
        ("yes", "↑ brings the code"),
        ("print(1);", "✘ waits"),
        ("reset", "begins anew"),
    ]);
    assert_eq!(learner.flow.draft().as_deref(), Some("sleep_blocking(0.2);\nprint(\"done\");"));
    learner.plays(&[("skip", "Lesson 2 of 3"), (":lessons", "1/3   left for later")]);
}

#[test]
fn an_answer_is_there_again_the_next_time() {
    let mut learner = Learner::at_exercise("waits");
    learner.types("print(\"mine\");");
    let learner = Learner::new(learner.flow.progress.clone());
    assert!(learner.screen.contains("Your answer so far:\n    print(\"mine\");"), "{}", learner.screen);
    assert_eq!(learner.flow.draft().as_deref(), Some("print(\"mine\");"));
    assert_ne!(learner.flow.progress, Progress::default());
}
