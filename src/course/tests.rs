//! Courses as folders: what is read, what is proven, and what is said of slips.

use std::fs;

use tempfile::TempDir;

mod cards;
mod proving;

use super::contents::Course;
use super::judge::{Bounds, judge};
use super::prove::{Depth, prove};
use super::verdict::Visibility;

const OUTLINE: &str = "format_version = 1\nid = \"c\"\ntitle = \"C\"\norder = [\"1.md\"]\n";
const LESSON: &str = r#"+++
id = "one"
title = "One"
+++
```rhai +run clock=virtual
fn helper() { 1 }
```
```rhai +predict clock=virtual
print(helper()); print(2);
```
```rhai +run +throws
throw "meant";
```
Write it.
```rhai +given
fn fetch() { sleep(2) }
```
```rhai +starter
fetch();
```
```text +hint
spawn
```
```rhai +solution
let a = spawn fetch(); let b = spawn fetch(); await a; await b;
```
```rhai +wrong fails="two tasks"
spawn fetch();
```
```rhai +check name="two tasks" points=2
expect(run.tasks_named("fetch")).has_length(2, "two tasks");
```
```rhai +check name="together"
expect(run.elapsed).near(2, "both wait together");
```
"#;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// What is said of the course with one text of its lesson in place of another.
fn check(from: &str, to: &str, expected: &[&str]) {
    assert!(LESSON.contains(from), "{from}");
    let folder = folder(&[("course.toml", OUTLINE), ("1.md", &LESSON.replacen(from, to, 1))]);
    let problems = match Course::load(folder.path()) {
        Ok(course) => prove(&course, Depth::Programs).unwrap().problems,
        Err(problems) => problems,
    };
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(said, expected, "{from} -> {to}");
}

/// At the end of `.ci/run` the program proves its course itself.
#[test]
#[ignore = "takes its time; .ci/long runs it"]
fn long_the_built_in_course_does_what_it_says() {
    let course = Course::builtin().unwrap_or_else(|problems| panic!("{problems:?}"));
    let problems = prove(&course, Depth::Programs).unwrap().problems;
    assert!(problems.is_empty(), "{}", problems.iter().map(|it| format!("{it}\n")).collect::<String>());
}

#[test]
fn every_built_in_lesson_is_whole() {
    let course = Course::builtin().unwrap();
    assert_eq!(course.lessons.len(), 19);
    for lesson in &course.lessons {
        let id = &lesson.id;
        let exercise = lesson.exercise.as_ref().unwrap_or_else(|| panic!("{id} has no exercise"));
        let predicts = lesson.steps.iter().any(|it| matches!(it.act, super::document::StepKind::Predict(_)));
        assert!(predicts, "{id} has no prediction");
        assert!(lesson.misconception.is_some(), "{id} answers no misconception");
        assert!(exercise.checks.len() >= 2, "{id} has too few checks");
        assert!(exercise.wrongs.len() >= 2, "{id} has too few wrong answers");
        assert!(exercise.hints.len() >= 3, "{id} has too few hints");
        for language in ["python", "javascript"] {
            assert!(lesson.cards.iter().any(|it| it.language == language), "{id} has no card for {language}");
        }
    }
}

#[test]
fn a_course_that_does_what_it_says_has_no_problems() {
    check("Write it.", "Write it.", &[]);
}

#[test]
fn what_does_not_do_what_it_says_is_told_with_its_place() {
    check(
        "fetch();\n```\n```text",
        "let a = spawn fetch(); let b = spawn fetch(); await a; await b;\n```\n```text",
        &["1.md:19: the starter passes all checks as it stands"],
    );
    check(
        "near(2, \"both wait together\")",
        "below(3, \"both wait together\")",
        &[
            "1.md:33: an empty answer passes \"together\"; let the check also ask for something that only an answer does",
        ],
    );
    check(
        "await a; await b;",
        "await a;await b; await spawn fetch();",
        &[
            "1.md:25: this solution fails \"two tasks\": two tasks (expected 2 of them, happened 3: fetch, \
         fetch #2, fetch #3)",
            "1.md:25: this solution raises the finding `awaited-at-once`; if that is meant, say finds=\"awaited-at-once\"",
        ],
    );
    check(
        "+solution",
        "+solution finds=\"polling\"",
        &["1.md:25: this solution does not raise the finding `polling` that it names"],
    );
    check(
        "fails=\"two tasks\"",
        "fails=\"together\"",
        &[
            "1.md:28: this wrong answer should fail \"together\" first, and fails \"two tasks\" first: two tasks \
         (expected 2 of them, happened 1: fetch)",
        ],
    );
    check(
        "print(helper()); print(2);",
        "print(helper());",
        &["1.md:9: a prediction prints 2 to 8 lines, and this prints 1"],
    );
    check("throw \"meant\";", "", &["1.md:12: the program is meant to throw, and does not"]);
    check(
        "fn helper() { 1 }",
        "fn helper() { 1 } nobody",
        &[
            "1.md:6: the program does not run to its end:\nerror: there is no variable `nobody`\n --> program, line 1, \
         column 19\n1 | fn helper() { 1 } nobody\n  |                   ^^^^^^\n  = help: let nobody = …; makes one",
        ],
    );
    check(
        "near(2,",
        "equals(2,",
        &[
            "1.md:33: the check \"together\" cannot be asked: line 34: Runtime error: times are never compared with `==`: \
         write expect(time).near(seconds, \"…\"), or use `<` and `>`",
            "1.md:25: this solution fails \"together\": line 34: Runtime error: times are never compared with `==`: write \
         expect(time).near(seconds, \"…\"), or use `<` and `>`",
        ],
    );
}

#[test]
fn a_course_names_its_lessons() {
    let problems = |files: &[(&str, &str)]| -> Vec<String> {
        let problems = Course::load(folder(files).path()).err().unwrap_or_default();
        problems.iter().map(ToString::to_string).collect()
    };
    assert_eq!(problems(&[]), ["course.toml: there is no such file; `meanwhile course new` writes one"]);
    assert_eq!(
        problems(&[("course.toml", OUTLINE)]),
        ["course.toml: `order` names 1.md, and there is no such file"]
    );
    assert_eq!(
        problems(&[("course.toml", OUTLINE), ("1.md", LESSON), ("2.md", LESSON)]),
        ["2.md: `order` in course.toml does not name this file"]
    );
    let both = OUTLINE.replace("\"1.md\"", "\"1.md\", \"2.md\"");
    let second = LESSON.replace("title = \"One\"", "title = \"One\"\nrequires = [\"two\"]");
    assert_eq!(
        problems(&[("course.toml", &both), ("1.md", LESSON), ("2.md", &second)]),
        ["2.md: 1.md has the id `one` too", "2.md: it requires `two`, which does not come before it"]
    );
    let newer = OUTLINE.replace("= 1", "= 2");
    assert_eq!(
        problems(&[("course.toml", &newer), ("1.md", LESSON)]),
        ["course.toml: the course is written in version 2 of the format; this program reads version 1"]
    );
    assert_eq!(
        problems(&[("course.toml", "format_version = \"one\"")]),
        ["course.toml:1: invalid type: string \"one\", expected u32"]
    );
}

#[test]
fn an_overlay_adds_checks_that_learners_never_see() {
    let course = folder(&[("course.toml", OUTLINE), ("1.md", LESSON)]);
    let overlay = folder(&[(
        "more.md",
        "+++\nid = \"one\"\n+++\n```rhai +given for=\"slow\"\nfn fetch() { sleep(5) }\n```\n```rhai +check +scenario \
         name=\"slow\" points=5\nexpect(run.elapsed).near(5, \"x\");\n```\n",
    )]);
    let plain = Course::load(course.path()).unwrap();
    let hash = plain.hash.clone();
    let laid_over = plain.with_overlay(overlay.path()).unwrap();
    assert_eq!(laid_over.hash, hash);
    assert_eq!(laid_over.overlay_hash.as_ref().map(String::len), Some(64));
    let lesson = &laid_over.lessons[0];
    let exercise = lesson.exercise.as_ref().unwrap();
    let verdict =
        judge(lesson, exercise, &exercise.solutions[0].code.text, &Bounds::default()).unwrap().verdict;
    assert_eq!((verdict.points(), verdict.checks[3].visibility), (9, Visibility::Overlay));

    let stray = folder(&[("x.md", "+++\nid = \"none\"\n+++\n```rhai +check name=\"x\"\n```\n")]);
    let problems = Course::load(course.path()).unwrap().with_overlay(stray.path()).unwrap_err();
    let problem = problems[0].to_string();
    assert!(problem.ends_with("x.md: the course has no lesson `none` with an exercise"), "{problem}");
}

#[test]
fn a_hash_is_of_all_texts() {
    let hash = |lesson: &str| {
        Course::load(folder(&[("course.toml", OUTLINE), ("1.md", lesson)]).path()).unwrap().hash
    };
    assert_eq!(hash(LESSON), hash(&LESSON.replace('\n', "\r\n")));
    assert_eq!(hash(LESSON), hash(&format!("\u{feff}{LESSON}")));
    assert_ne!(hash(LESSON), hash(&LESSON.replace("Write it.", "Write it!")));
}
