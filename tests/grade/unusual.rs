//! Forty answers that are right and unusual: each gets all points of its exercise in the built-in course.

use std::fs;
use std::path::{Path, PathBuf};

use meanwhile::course::contents::Course;
use meanwhile::course::judge::{Bounds, judge};
use meanwhile::course::verdict::{CheckOutcome, Verdict};

fn lost(verdict: &Verdict) -> String {
    let lost = verdict.checks.iter().filter(|it| it.outcome != CheckOutcome::Passed);
    let lost = lost.map(|it| format!("  {}: {:?}\n", it.name, it.outcome)).collect::<String>();
    let trouble = verdict.trouble.as_ref().map(|it| it.text.clone()).unwrap_or_default();
    format!("{lost}{trouble}")
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn right_and_unusual_answers_get_all_points() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/unusual");
    let course = Course::builtin().unwrap();
    let mut wrong = String::new();
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    assert_eq!(files.len(), 40);
    for path in files {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let lesson = course.lesson(name.split("--").next().unwrap()).unwrap_or_else(|| panic!("{name}"));
        let answer = fs::read_to_string(&path).unwrap();
        let verdict =
            judge(lesson, lesson.exercise.as_ref().unwrap(), &answer, &Bounds::default()).unwrap().verdict;
        if !verdict.has_passed() {
            wrong.push_str(&format!("{name}:\n{}", lost(&verdict)));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn a_main_task_that_fails_says_so_first_in_every_lesson() {
    for lesson in &Course::builtin().unwrap().lessons {
        let exercise = lesson.exercise.as_ref().unwrap();
        let answer = format!("{}\n;throw \"boom\";\n", exercise.solutions[0].code.text);
        let verdict = judge(lesson, exercise, &answer, &Bounds::default()).unwrap().verdict;
        let first = verdict.first_failed().map(|it| it.name.as_str());
        assert_eq!(first, Some("the program ends well"), "{}", lesson.id);
        assert_eq!(verdict.points() + 1, verdict.max_points(), "{}: {}", lesson.id, lost(&verdict));
    }
}

/// Answers that do what is given, one after another or beside the point: where nothing goes on at the same time, nothing that
/// was asked for is done.
#[test]
fn what_never_goes_on_at_the_same_time_earns_little() {
    let course = Course::builtin().unwrap();
    for (id, answer) in [
        ("call-spawn-await", "spawn fetch(\"Oslo\"); spawn fetch(\"Rome\");"),
        (
            "one-blocking-call",
            "ticker(); for p in [\"cat\", \"dog\"] { sleep(1); note(p, \"loaded\"); sleep(1); note(p, \"stored\") }",
        ),
        (
            "computing-is-not-waiting",
            "ticker(); let sum = 0; for n in 0..steps() { sum += step(n) } print(`sum ${sum}`);",
        ),
        ("first-one-wins", "print(`answer: ${ask(servers()[1])}`);"),
        ("cancelling", "connect(); receive(); receive(); disconnect(); print(\"bye\");"),
        ("three-at-a-time", "for n in 1..=files() { try { download(n) } catch { } }"),
    ] {
        let lesson = course.lesson(id).unwrap();
        let verdict =
            judge(lesson, lesson.exercise.as_ref().unwrap(), answer, &Bounds::default()).unwrap().verdict;
        assert!(verdict.points() * 3 < verdict.max_points(), "{id}: {} points", verdict.points());
    }
}
