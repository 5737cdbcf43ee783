//! Answers that mean harm. Each file in `hostile/` says in its first line what must become of it, with a ` | ` between the two
//! of which the computer's speed decides; those in `hostile/slow/` take seconds each.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::class::{Class, Grade, IN_TURN, RIGHT};

/// Names, answers, and how their results begin and what they hold.
fn hostile(folder: &str) -> Vec<(String, String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/grade").join(folder);
    let files = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).filter(|it| it.is_file());
    let read = |path: std::path::PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let expected = text.lines().next().unwrap().trim_start_matches("// ").to_owned();
        (path.file_stem().unwrap().to_str().unwrap().to_owned(), text, expected)
    };
    files.map(read).collect()
}

/// Grades these among `honest` others, half of which wait in turn. `grades` says how.
fn check(
    hostile: &[(String, String, String)],
    honest: usize,
    grades: impl Fn(&Class, &[&str]) -> Vec<Grade>,
) {
    let class = Class::new();
    for number in 0..honest {
        class.hand_in(&format!("student {number:03}.rhai"), if number % 2 == 0 { RIGHT } else { IN_TURN });
    }
    for (name, answer, _) in hostile {
        class.hand_in(&format!("x-{name}.rhai"), answer);
    }
    let grades = grades(&class, &["--lesson", "two-fetches"]);
    assert_eq!(grades.len(), honest + hostile.len());
    for grade in &grades {
        let Some(name) = grade.student.strip_prefix("x-") else {
            let is_right = grade.student.ends_with(['0', '2', '4', '6', '8']);
            let failed = "1 failed: overlaps: both fetches should wait at the same time";
            assert_eq!(grade.result, if is_right { "5 passed: " } else { failed }, "{}", grade.student);
            continue;
        };
        let (_, _, expected) = hostile.iter().find(|(it, _, _)| it == name).unwrap();
        let is_expected = |one: &str| {
            let (begin, held) = one.split_once(": ").unwrap();
            grade.result.starts_with(begin) && grade.result.contains(held)
        };
        assert!(expected.split(" | ").any(is_expected), "{grade:?}, not {expected}");
    }
    // What the grader keeps while it grades lies in `data`, and goes when it is done.
    let names = |folder: &str| {
        let entries = fs::read_dir(class.path(folder)).into_iter().flatten().flatten();
        entries.map(|it| it.file_name().to_string_lossy().into_owned()).collect::<BTreeSet<String>>()
    };
    let ours = ["class", "data", "temporary"].map(str::to_owned);
    assert!(names("").is_subset(&BTreeSet::from(ours)), "something was written: {:?}", names(""));
    let kept: Vec<String> =
        names("data/meanwhile").into_iter().flat_map(|it| names(&format!("data/meanwhile/{it}"))).collect();
    assert!(
        kept.iter().all(|it| !it.ends_with(".json") && !it.ends_with(".jsonl")),
        "something was kept: {kept:?}"
    );
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn hostile_answers_cost_their_own_grade_only() {
    check(&hostile("hostile"), 20, Class::grades_once);
}

/// Takes a minute where the program is optimised: `cargo test --release --test grade -- --ignored long_`.
#[test]
#[ignore = "takes a minute"]
fn long_slow_hostile_answers_cost_their_own_grade_only() {
    // Once: of some the computer's speed decides which limit they meet first.
    check(&hostile("hostile/slow"), 180, Class::grades_once);
}
