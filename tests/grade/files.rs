//! What is handed in: folders, packs, links, and files that are no answers.

use crate::class::{Class, RIGHT, text};

fn results(class: &Class, options: &[&str]) -> Vec<String> {
    class.grades(options).iter().map(|it| format!("{} {}", it.student, it.result)).collect()
}

#[test]
fn files_that_hold_no_answer_are_told_of() {
    let class = Class::new();
    class.hand_in("ann.rhai", RIGHT);
    class.hand_in("binary.rhai", [0x80, 0xff, 0, 0x1b]);
    class.hand_in("empty.rhai", "");
    class.hand_in("huge.rhai", vec![b' '; (1 << 20) + 1]);
    let wide =
        [&[0xff, 0xfe][..], &RIGHT.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()].concat();
    class.hand_in("notepad.rhai", wide);
    let expected = [
        "ann 5 passed: ",
        "binary 0 no program: this is not text: open it in an editor and save it as UTF-8",
        "empty 0 failed: prints both: print what both fetches bring, a first",
        "huge 0 no program: this file is too large: more than 1 MB",
        "notepad 5 passed: ",
    ];
    assert_eq!(results(&class, &["--lesson", "two-fetches"]), expected);
}

#[cfg(unix)]
#[test]
fn links_and_devices_are_not_read() {
    let class = Class::new();
    class.hand_in("ann/two-fetches.rhai", RIGHT);
    class.hand_in("bo/other.txt", "");
    class.hand_in("cy/other.txt", "");
    let link = |to: &str, from: &str| std::os::unix::fs::symlink(to, class.path("class").join(from)).unwrap();
    link("../ann/two-fetches.rhai", "bo/two-fetches.rhai");
    link("/", "root");
    link("..", "cy/loop");
    let pipe = class.path("class/cy/two-fetches.rhai");
    assert!(std::process::Command::new("mkfifo").arg(pipe).status().unwrap().success());
    let expected = [
        "ann 5 passed: ",
        "bo 0 no program: this is a link, not a file; links are not followed",
        "cy 0 no program: this is no file but a pipe",
    ];
    assert_eq!(results(&class, &["--lesson", "two-fetches"]), expected);
}

#[cfg(unix)]
#[test]
fn names_steer_nothing() {
    let class = Class::new();
    class.hand_in("\x1b]0;owned\x07=cmd.rhai", RIGHT);
    class.hand_in("=1+1.rhai", RIGHT);
    class.hand_in(&format!("{}.rhai", "long".repeat(60)), RIGHT);
    let output = class.grade(&["--lesson", "two-fetches", "--feedback", "told"]);
    let table = text(&output.stdout);
    assert!(!table.contains('\x1b') && table.lines().all(|it| it.chars().count() <= 80), "{table}");
    let results = results(&class, &["--lesson", "two-fetches"]);
    assert_eq!(results[..2], ["␛]0;owned␇=cmd 5 passed: ", "'=1+1 5 passed: "].map(str::to_owned));
    let mut told: Vec<_> =
        std::fs::read_dir(class.path("told")).unwrap().map(|it| it.unwrap().file_name()).collect();
    told.sort();
    assert_eq!(told[..2], ["_1_1.md", "__0_owned__cmd.md"]);
}

#[test]
fn a_pack_holds_answers_to_several_lessons() {
    let class = Class::new();
    let answers =
        serde_json::json!({ "two-fetches": RIGHT, "read-notes": "print(fs::read(\"notes.txt\"))", "x": "" });
    let pack = |course: &str| serde_json::json!({ "format": "meanwhile-answers", "version": 1, "course": course, "answers": answers });
    class.hand_in("ann.answers.json", pack("small").to_string());
    class.hand_in("bo.answers.json", "[".repeat(100_000));
    class.hand_in("cy.answers.json", pack("other").to_string());
    let expected = [
        "ann 5 passed: ",
        "ann 3 passed: ",
        "bo 0 missing: nothing to grade: bo.answers.json: this is no file of answers",
        "bo 0 missing: nothing to grade: bo.answers.json: this is no file of answers",
        "cy 0 missing: nothing to grade: cy.answers.json: these are answers to another course, other",
        "cy 0 missing: nothing to grade: cy.answers.json: these are answers to another course, other",
    ];
    let results = results(&class, &[]);
    assert_eq!(results.len(), expected.len());
    for (result, expected) in results.iter().zip(expected) {
        assert!(result.starts_with(expected), "{result}");
    }
}

#[test]
fn files_may_be_named_one_by_one() {
    let class = Class::new();
    class.hand_in("ann.rhai", RIGHT);
    class.hand_in("bo/two-fetches.rhai", RIGHT);
    class.hand_in("cy.rhai", RIGHT);
    let course = crate::class::courses().join("small");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_meanwhile"));
    command.args([
        "grade",
        "class/ann.rhai",
        "class/bo/two-fetches.rhai",
        "--lesson",
        "two-fetches",
        "--course",
    ]);
    let output = command.arg(course).current_dir(class.path("")).output().unwrap();
    let table = text(&output.stdout);
    assert!(table.starts_with("ann  two-fetches  5/5  passed\nbo   two-fetches  5/5  passed\n\n"), "{table}");
}
