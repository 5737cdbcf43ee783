//! Answers and what is said of them.

mod always;
mod attacks;
mod calls;
mod limits;

use super::{Bounds, judge};
use crate::course::document::read;
use crate::course::verdict::{CheckOutcome, TroubleKind, Verdict};

/// The verdict on an answer: `fetch(name)` is given; it prints, waits 2 s, prints, and gives 42.
fn verdict(answer: &str, checks: &str) -> Verdict {
    verdict_within(answer, checks, &Bounds::default())
}

fn verdict_within(answer: &str, checks: &str, bounds: &Bounds) -> Verdict {
    let given =
        "fn fetch(name) { print(`start ${name}`); sleep(2 + 0 * `${name}`.len()); print(`end ${name}`); 42 }";
    verdict_with(given, answer, checks, bounds)
}

/// The verdict on an answer where something else is given.
fn verdict_with(given: &str, answer: &str, checks: &str, bounds: &Bounds) -> Verdict {
    let text = format!(
        "+++\nid = \"x\"\ntitle = \"x\"\n+++\n```rhai +given\n{given}\n```\n```rhai +starter\n()\n```\n```text +hint\nx\n```\n```rhai \
         +solution\n()\n```\n```text +file name=\"notes.txt\"\nhello\n```\n{checks}"
    );
    let lesson = read("x.md", &text).unwrap();
    judge(&lesson, lesson.exercise.as_ref().unwrap(), answer, bounds).unwrap().verdict
}

/// What one check says of an answer: `ok`, or its message with what was expected and what happened.
fn check(answer: &str, code: &str, expected: &str) {
    let verdict = verdict(answer, &format!("```rhai +check name=\"it\"\n{code}\n```\n"));
    let said = match &verdict.checks[0].outcome {
        CheckOutcome::Passed => "ok".to_owned(),
        CheckOutcome::Failed(it) => format!("{} | {} | {}", it.message, it.expected, it.happened),
        CheckOutcome::NotRun => format!("not run: {:?}", verdict.trouble.as_ref().map(|it| it.kind)),
        CheckOutcome::Broken(text) => format!("broken: {text}"),
    };
    assert_eq!(said, expected, "{answer}\n{code}\n{verdict:?}");
}

const TOGETHER: &str = "let a = spawn fetch(\"a\"); let b = spawn fetch(\"b\"); print(await a + await b)";
const IN_TURN: &str = "fetch(\"a\"); fetch(\"b\")";

#[test]
fn times_are_near_or_not() {
    check(TOGETHER, "expect(run.elapsed).near(2, \"together\");", "ok");
    check(IN_TURN, "expect(run.elapsed).near(2, \"together\");", "together | about 2.00 s | 4.00 s");
    check(IN_TURN, "expect(run.elapsed).below(2.5, \"quick\");", "quick | less than 2.50 s | 4.00 s");
    check(TOGETHER, "expect(run.at(\"end b\") - run.at(\"start a\")).near(2, 0.001, \"x\");", "ok");
    check(TOGETHER, "expect(run.task(\"fetch\").waiting).near(2.0, \"x\");", "ok");
    check(
        "sleep_blocking(1)",
        "expect(run.thread_held).equals(0, \"x\");",
        "broken: line 21: Runtime error: times are never compared with `==`: write expect(time).near(seconds, \"…\"), or use `<` and `>`",
    );
    check(
        "sleep_blocking(1)",
        "if run.thread_held == 0.0 { }",
        "broken: line 21: Runtime error: times are never compared with `==`: write expect(time).near(seconds, \"…\"), or use `<` and `>`",
    );
    check(
        "sleep_blocking(1)",
        "if run.thread_held > 0.5 { expect(true).is_false(\"held\") }",
        "held | false | true",
    );
}

#[test]
fn output_and_tasks_can_be_asked_for() {
    check(
        TOGETHER,
        "expect(run.output).in_order([\"start a\", \"start b\", \"end a\", \"84\"], \"x\");",
        "ok",
    );
    check(
        IN_TURN,
        "expect(run.output).in_order([\"start a\", \"start b\", \"end a\"], \"both start first\");",
        "both start first | in this order: \"start a\", \"start b\", \"end a\" | \"start a\", \"end a\", \"start b\", \"end b\"",
    );
    check(TOGETHER, "expect(run.tasks_named(\"fetch\")).has_length(2, \"x\");", "ok");
    check(
        IN_TURN,
        "run.task(\"fetch\")",
        "a task of this name is needed | a task `fetch` | no task was spawned",
    );
    check(
        "spawn fetch(1)",
        "run.task(\"get\")",
        "a task of this name is needed | a task `get` | tasks fetch",
    );
    check(
        "spawn fetch(1)",
        "expect(run.left_over).is_empty(\"all are awaited\")",
        "all are awaited | nothing | \"fetch\"",
    );
    check(
        "print(\"\\x1b[2Jhi\")",
        "expect(run.output).contains(\"ho\", \"x\")",
        "x | \"ho\" in it | \"\u{241b}[2Jhi\"",
    );
    check(TOGETHER, "expect(run.most_at_once(\"fetch\")).equals(2, \"x\")", "ok");
    check(
        "let s = semaphore(1); let tasks = []; for i in 0..3 { tasks.push((spawn || s.acquire(|| fetch(i))).named(\"f\")) } await tasks;",
        "expect(run.most_at_once(\"f\")).equals(1, \"x\"); expect(run.tasks.len()).equals(3, \"x\"); \
         expect(run.most_waiting).equals(3, \"x\"); expect(run.elapsed).near(6, \"x\")",
        "ok",
    );
    check(
        "throw \"no\"",
        "expect(run.outcome).equals(\"failed\", \"x\"); expect(run.error).contains(\"no\", \"x\")",
        "ok",
    );
    check(
        "40 + 2",
        "expect(run.value).equals(\"42\", \"x\"); expect(run.main.outcome).equals(\"done\", \"x\")",
        "ok",
    );
    check(
        "mark(\"here\"); spawn fetch(1)",
        "expect(run.marks).equals([\"here\"], \"x\"); expect(run.task(\"fetch\").parent).equals(\"main\", \"x\")",
        "ok",
    );
    check(
        "print(fs::read(\"notes.txt\"))",
        "expect(run.output).contains(\"hello\", \"x\"); expect(run.main.waits).contains(\"io\", \"x\")",
        "ok",
    );
}

#[test]
fn an_answer_counts_its_own_lines() {
    let verdict = verdict("let a = 1;\nfetch(1, 2)", "```rhai +check name=\"it\"\n\n```\n");
    assert!(verdict.trouble.as_ref().unwrap().text.contains("answer, line 2, column 1"), "{verdict:?}");
}

#[test]
fn an_answer_reaches_its_own_files_alone() {
    for call in ["fs::read(\"/etc/hosts\")", "fs::write(\"../x\", \"\")", "db::open(\"/tmp/x.db\")"] {
        let answer = format!("try {{ {call} }} catch (e) {{ print(e) }}");
        check(
            &answer,
            "expect(run.output).contains(\"in an exercise, which has only its own files\", \"x\")",
            "ok",
        );
    }
}

#[test]
fn a_check_sees_nothing_of_the_answer() {
    let tampering = "fn expect(x) { #{} } let run = #{ elapsed: 2 }; const expect = 1; print(run)";
    check(tampering, "expect(run.elapsed).near(2, \"really\")", "really | about 2.00 s | <1 ms");
}

#[test]
fn what_is_given_stays_as_it_is() {
    for (answer, name) in [
        ("fn fetch(name) { 42 }\nfetch(1)", "`fetch` is given by the exercise"),
        ("fn sleep(seconds) { }\nfetch(1)", "`sleep` is a word of the language"),
    ] {
        let verdict = verdict(answer, "```rhai +check name=\"it\"\n\n```\n");
        let trouble = verdict.trouble.clone().unwrap();
        assert_eq!(trouble.kind, TroubleKind::NotAProgram, "{verdict:?}");
        assert!(
            trouble.text.contains(name) && trouble.text.contains("answer, line 1, column 4"),
            "{}",
            trouble.text
        );
    }
    // Another number of parameters is another function.
    check("fn fetch() { fetch(\"a\") }\nfetch()", "expect(run.elapsed).near(2, \"x\")", "ok");
    check(
        "fn len(of) { 3 }\nfn max(one, other) { one }\nmax(len(1), fetch(1))",
        "expect(run.elapsed).near(2, \"x\")",
        "ok",
    );
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn who_uses_too_much_is_stopped() {
    check_stopped(&[
        ("loop {}", "operations"),
        ("loop { sleep(1) }", "more than a day"),
        ("fn f(n) { f(n + 1) }\nf(0)", "too deeply"),
        ("let s = \"x\"; loop { s += s }", "memory"),
        ("let s = \"flood\"; s.pad(1000, 'x'); loop { print(s) }", "prints too much"),
    ]);
}

#[test]
#[ignore = "a million events, unoptimised; .ci/long runs it"]
fn long_who_does_more_than_can_be_recorded_is_stopped() {
    check_stopped(&[("for i in 0..700_000 { yield_now() }", "more steps than can be recorded")]);
}

/// Checks that each answer is stopped, and that its verdict says why.
fn check_stopped(answers: &[(&str, &str)]) {
    for (answer, word) in answers.iter().copied() {
        // No limit here is one of the computer's time, which a busy computer would meet first.
        let mut bounds = Bounds { patience: std::time::Duration::from_secs(600), ..Bounds::default() };
        // Fewer than an answer has, for the test is to be quick.
        bounds.limits.operations = if word == "operations" { 3_000_000 } else { bounds.limits.operations };
        // The tests share a process, so little is used.
        bounds.limits.memory = if word == "memory" { 32 << 20 } else { bounds.limits.memory };
        let verdict = verdict_within(answer, "```rhai +check name=\"it\"\n\n```\n", &bounds);
        let trouble = verdict.trouble.clone().unwrap();
        assert_eq!(trouble.kind, TroubleKind::Limit, "{answer}: {verdict:?}");
        assert!(trouble.text.contains(word), "{answer}: {}", trouble.text);
        assert_eq!(verdict.points(), 0);
    }
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn a_query_without_end_is_stopped_when_patience_is_over() {
    let numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";
    let bounds = Bounds { patience: std::time::Duration::from_millis(100), ..Bounds::default() };
    for word in ["query", "query_blocking"] {
        let answer = format!(
            "let db = db::open(\":memory:\"); loop {{ try {{ db.{word}(\"{numbers}\") }} catch {{ }} }}"
        );
        let verdict = verdict_within(&answer, "```rhai +check name=\"it\"\n\n```\n", &bounds);
        assert_eq!(verdict.trouble.as_ref().unwrap().kind, TroubleKind::Limit, "{word}: {verdict:?}");
    }
}

#[test]
fn a_scenario_has_a_run_of_its_own() {
    let checks = "```rhai +check name=\"two seconds\" points=2\nexpect(run.elapsed).near(2, \"x\")\n```\n\
        ```rhai +given for=\"slower\"\nfn fetch(name) { sleep(5); 1 }\n```\n\
        ```rhai +check +hidden +scenario name=\"slower\" points=3\nexpect(run.elapsed).near(5, \"also with others\")\n```\n";
    let right = verdict("fetch(1)", checks);
    assert_eq!((right.points(), right.max_points(), right.has_passed()), (6, 6, true));
    let wrong = verdict("sleep(2)", checks);
    assert_eq!(wrong.points(), 2);
    let CheckOutcome::Failed(failure) = &wrong.first_failed().unwrap().outcome else { panic!("{wrong:?}") };
    assert_eq!((failure.scenario.as_deref(), failure.happened.as_str()), (Some("slower"), "2.00 s"));
}
