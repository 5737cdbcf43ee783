//! Questions of other shapes than a prediction: lines to be put in order, instants to be explained, quizzes that may be
//! tried again, tasks without a starter. The course is the one that `course new` writes.

use std::path::Path;
use std::sync::Arc;

use super::Learner;
use crate::course::contents::Course;
use crate::course::document::StepKind;
use crate::course::progress::{Change, Progress};
use crate::learn::flow::Stage;

fn course() -> Arc<Course> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/new-course");
    Arc::new(Course::load(&folder).unwrap())
}

/// At the first step of the only lesson that this is true of.
fn at(is_there: impl Fn(&Stage) -> bool, progress: Progress) -> Learner {
    let mut learner = Learner::of(course(), progress);
    for _ in 0..40 {
        if is_there(&learner.flow.stage) {
            return learner;
        }
        learner.types(match learner.flow.stage {
            Stage::Welcome | Stage::Read | Stage::ReadyToRun => "",
            _ => ":skip",
        });
    }
    panic!("no such step");
}

#[test]
fn lines_are_put_in_order_and_judged_by_what_they_do() {
    let mut learner = at(|it| matches!(it, Stage::Arrange(_)), Progress::default());
    let Stage::Arrange(pieces) = learner.flow.stage.clone() else { panic!() };
    let number = |line: &str| pieces.numbered().find(|it| it.1 == line).unwrap().0;
    let [one, two, first, second, end, wrong] = [
        "let one = spawn bake();",
        "let two = spawn bake();",
        "await one;",
        "await two;",
        "print(\"two cakes\");",
        "sleep(4);",
    ]
    .map(number);
    learner.plays(&[
        ("x", "`x` is none of the numbers."),
        ("1 1", "1 came twice."),
        ("9", "`9` is none of the numbers."),
    ]);
    let late = format!("{one} {first} {two} {second} {end}");
    learner.plays(&[(&late, "✘ `two cakes` should be printed at 2.00 s, and comes at 4.00 s. Try again.")]);
    learner.plays(&[(&format!("{one} {first}"), "✘ `two cakes` should be printed, and is not.")]);
    learner.plays(&[(&format!("{first} {one} {end}"), "✘ It ends with an error:")]);
    learner.plays(&[(&format!("{one} {two} {wrong} {end}"), "comes at 4.00 s")]);
    // Another order that does the same.
    learner.plays(&[(&format!("{two}{one},{second} {first} {end}"), "✔ It does what it should.")]);
    assert_eq!(learner.flow.stage, Stage::Read);
}

#[test]
fn an_order_may_be_shown() {
    let mut learner = at(|it| matches!(it, Stage::Arrange(_)), Progress::default());
    learner.plays(&[("?", "    let one = spawn bake();\n    let two = spawn bake();\n    await one;")]);
    assert_eq!(learner.flow.stage, Stage::Read);
}

#[test]
fn an_instant_is_explained_by_what_why_says() {
    let mut learner = at(|it| matches!(it, Stage::Why(..)), Progress::default());
    assert!(
        learner.screen.contains("At the mark, 1.00 s, `main` is waiting, `─`. Why?"),
        "{}",
        learner.screen
    );
    let Stage::Why(reasons, _) = learner.flow.stage.clone() else { panic!() };
    let letter = |right: bool| {
        let index = reasons.choices.iter().position(|it| it.is_right == right).unwrap();
        char::from(b'a' + index as u8).to_string()
    };
    assert!(
        reasons.choices.iter().any(|it| it.is_right && it.text == "main awaits bake, which has not ended")
    );
    learner.plays(&[
        (&letter(false), "✘ Not that."),
        ("z", "`z` is none of the letters."),
        (
            &format!("answer {}", letter(true)),
            "✔ Right.\nmain was waiting from 0.00 s to 2.00 s: it awaited bake (line 6).",
        ),
    ]);
}

#[test]
fn a_quiz_says_why_an_answer_is_wrong_and_may_be_tried_again() {
    let mut learner = at(|it| matches!(it, Stage::Quiz(_)), Progress::default());
    learner.plays(&[
        ("a", "✘ That is what `spawn` does. Try again, or type ? to see the answer."),
        ("c", "✘ A task that is awaited goes on to its own end. Try again"),
        ("b", "✔ Right."),
    ]);
    let mut learner = at(|it| matches!(it, Stage::Quiz(_)), Progress::default());
    assert!(learner.types("a").contains("Type a letter (b c)."), "{}", learner.screen);
}

#[test]
fn choices_are_in_an_order_of_the_learners_own_which_stays() {
    let of = |seed| {
        let mut progress = Progress::default();
        progress.apply(&Change::Seeded(seed));
        let learner = at(|it| matches!(it, Stage::Quiz(_)), progress);
        let quiz = learner.flow.desk.quiz().unwrap();
        (quiz.choices.clone(), quiz.answer.clone(), learner)
    };
    let mut letters = std::collections::BTreeSet::new();
    for seed in 0..8 {
        let (choices, answer, mut learner) = of(seed);
        assert_eq!(choices[usize::from(answer.as_bytes()[0] - b'a')], "It waits for a task's end.");
        assert!(
            learner.screen.contains(&format!("  {answer}  It waits for a task's end.")),
            "{}",
            learner.screen
        );
        assert_eq!(of(seed).0, choices);
        learner.plays(&[(&answer, "✔ Right.")]);
        letters.insert(answer);
    }
    assert_eq!(letters.len(), 3, "{letters:?}");
}

#[test]
fn lines_that_never_come_are_left_out_of_an_order() {
    let mut learner = at(|it| matches!(it, Stage::Order(_)), Progress::default());
    let Stage::Order(puzzle) = learner.flow.stage.clone() else { panic!() };
    let letter = |line: &str| puzzle.lettered().find(|it| it.1 == line).unwrap().0;
    let order = format!("{} {}", letter("the nap has begun"), letter("the nap is over"));
    assert!(learner.screen.contains("Not all of these lines need to come."), "{}", learner.screen);
    learner.plays(&[(&order, "How many seconds"), ("2", "Just as you predicted.")]);
    learner.plays(&[(":back", ""), ("", ""), ("", "in which order?")]);
    let all = format!("{order} {}", letter("the nap was called off"));
    learner.plays(&[(&all, "How many seconds"), ("2", "✘ the nap was called off"), ("", "")]);
}

#[test]
fn a_task_without_a_starter_is_checked_and_not_graded() {
    let mut learner = at(|it| *it == Stage::Exercise, Progress::default());
    learner.plays(&[
        (
            "let a = spawn fetch(\"first\");\nlet b = spawn fetch(\"second\");\nawait a; await b;",
            "✔ Passed: 5 of 5 points.",
        ),
        ("", "There is no program to start from"),
        ("", "Write it here."),
        ("wash(\"red\");\nwash(\"blue\");", "✘ both are washed together"),
    ]);
    assert!(learner.flow.drafts() == ["wash(\"red\");\nwash(\"blue\");"]);
    let act = &learner.flow.desk.current().unwrap().steps[learner.flow.desk.step].act;
    assert_eq!(*act, StepKind::Make);
    learner.plays(&[
        (
            "let a = spawn wash(\"red\");\nlet b = spawn wash(\"blue\");\nawait a;\nawait b;",
            "✔ Passed: all checks.",
        ),
        (":lessons", "1 of 1 lessons done, 5 of 5 points"),
        ("", "You have 5 of 5 points. To hand in your answers, type :submit"),
    ]);
    let packed =
        crate::course::progress::submission::Submission::pack("c", "h", &learner.flow.desk.progress, "me");
    assert_eq!(packed.answers.keys().collect::<Vec<_>>(), ["first-lesson"]);
}

#[test]
fn a_puzzle_about_who_goes_next_is_played_left_and_shown() {
    let mut learner = at(|it| matches!(it, Stage::Schedule), Progress::default());
    learner.plays(&[
        ("q", "The puzzle is still here."),
        ("", "go (rest as usual), hint. ? shows one way."),
        ("undo", "This is the first choice."),
        ("nobody", "`nobody` is none of them."),
        (":hint", "in one place"),
        ("skip", "One way: "),
    ]);
    assert_eq!(learner.flow.stage, Stage::Read);
}
