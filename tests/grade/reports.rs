//! Reports, rosters, feedback and exit codes.

use std::fs;

use crate::class::{Class, IN_TURN, RIGHT, courses, text};

#[test]
fn moodle_from_the_download_to_the_worksheet() {
    let class = Class::new();
    class.hand_in("Ann Li_11_assignsubmission_file_/two-fetches.rhai", RIGHT);
    class.hand_in("Bo Ek_12_assignsubmission_file_/two-fetches.rhai", IN_TURN);
    let worksheet = "\u{feff}Identifier,\"Full name\",Grade,\"Maximum Grade\",\"Feedback comments\"\r\n\
        \"Participant 12\",\"Bo Ek\",,10.00,\r\n\"Participant 13\",\"Cy Oh\",,10.00,\r\n\
        \"Participant 11\",\"Ann Li\",,10.00,\r\n";
    fs::write(class.path("worksheet.csv"), worksheet).unwrap();
    let overlay = courses().join("overlay");
    let options = ["--roster", "worksheet.csv", "--format", "moodle", "--overlay", overlay.to_str().unwrap()];
    let output = class.grade(&[&options[..], &["--feedback", "told", "--lesson", "two-fetches"]].concat());
    let (filled, notes) = (text(&output.stdout), text(&output.stderr));
    let lines: Vec<&str> = filled.split("\r\n").collect();
    assert_eq!(lines[0], "\u{feff}Identifier,Full name,Grade,Maximum Grade,Feedback comments");
    assert!(lines[1].starts_with("Participant 12,Bo Ek,1.67,10.00,"), "{filled}");
    assert_eq!(lines[2], "Participant 13,Cy Oh,,10.00,");
    assert!(lines[3].starts_with("Participant 11,Ann Li,10.00,10.00,"), "{filled}");
    assert!(notes.contains("class looks like --layout moodle"), "{notes}");
    assert!(notes.contains("Cy Oh: nothing handed in"), "{notes}");
    let told = fs::read_to_string(class.path("told/Bo Ek.md")).unwrap();
    assert!(told.contains("- **other data** (1 point, a hidden check): not yet\n"), "{told}");
    for text in [&told, &filled] {
        assert!(!text.contains("spawns both") && !text.contains("one task for each"), "{text}");
    }
}

#[test]
fn a_broken_overlay_gives_no_grades() {
    let class = Class::new();
    class.hand_in("ann.rhai", RIGHT);
    let overlay = "+++\nid = \"two-fetches\"\n+++\n```rhai +check name=\"odd\"\nexpect(run.nothing).is_true(\"x\");\n```\n";
    fs::create_dir(class.path("overlay")).unwrap();
    fs::write(class.path("overlay/two.md"), overlay).unwrap();
    let output = class.grade(&["--lesson", "two-fetches", "--overlay", "overlay"]);
    let notes = text(&output.stderr);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), String::new()), "no grades");
    assert!(notes.contains("a check of the overlay does not work (two-fetches, \"odd\": "), "{notes}");
}

/// Checks the exit code, and what standard error holds.
fn check(options: &[&str], code: i32, expected: &str) {
    let class = Class::new();
    class.hand_in("ann.rhai", RIGHT);
    class.hand_in("bo.rhai", IN_TURN);
    fs::write(class.path("list.csv"), "name\nann\nzoe\n").unwrap();
    let output = class.grade(options);
    assert_eq!(output.status.code(), Some(code), "{options:?}: {}", text(&output.stderr));
    assert!(text(&output.stderr).contains(expected), "{options:?}: {}", text(&output.stderr));
}

#[test]
fn exit_codes() {
    check(&["--lesson", "two-fetches"], 0, "");
    check(&["--lesson", "two-fetches", "--ci"], 1, "");
    check(&["--lesson", "two-fetches", "--roster", "list.csv"], 0, "bo is not on the roster");
    check(&["--lesson", "twofetches"], 2, "no exercise twofetches; it has two-fetches, read-notes");
    check(&[], 2, "there is nothing to grade: ann: ann.rhai: for which lesson?");
    check(&["--lesson", "two-fetches", "--format", "moodle"], 2, "name it with --roster FILE");
    check(&["--lesson", "two-fetches", "--roster", "none.csv"], 2, "there is no file none.csv");
    check(&["--layout", "round"], 2, "possible values: flat, moodle, classroom, nbgrader");
}

#[test]
fn one_answer_as_an_autograder_wants_it() {
    let class = Class::new();
    class.hand_in("two-fetches.rhai", IN_TURN);
    let output = class.grade(&["--format", "results-json"]);
    let results: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(results["version"], 3);
    assert_eq!(results["status"], "fail");
    assert_eq!((&results["score"], &results["max_score"]), (&1.into(), &5.into()));
    let tests = results["tests"].as_array().unwrap();
    let told: Vec<_> =
        tests.iter().map(|it| (it["name"].as_str().unwrap(), it["status"].as_str().unwrap())).collect();
    let expected = [
        ("prints both", "pass"),
        ("overlaps", "fail"),
        ("other data", "fail"),
        ("the program ends well", "fail"),
    ];
    assert_eq!(told, expected);
    assert!(tests[1]["test_code"].as_str().unwrap().contains("run.elapsed"));
    assert_eq!(tests[2].get("test_code"), None);
}
