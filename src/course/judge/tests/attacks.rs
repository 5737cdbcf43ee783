//! Answers that try to change, to forge or to hide what an exercise gives.

use super::verdict_with;
use crate::course::judge::Bounds;
use crate::course::verdict::{CheckOutcome, TroubleKind};

const GIVEN: &str = r#"
const SECONDS = 2;
fn fetch(city) { sleep(global::SECONDS); helper(city).to_upper() }
private fn helper(city) { city.trim(); city }
fn each(items, work) { for item in items { work.call(item) } }
fn counter() { let n = 0; #{ next: || { n += 1; n } } }
fn page() { http::get(http::test_server() + "/delay/1").status }
fn twice(x) { x * 2 }
"#;

/// What a check says of an answer.
fn outcome(answer: &str, code: &str) -> String {
    let check = format!("```rhai +check name=\"it\"\n{code}\n```\n");
    let verdict = verdict_with(GIVEN, answer, &check, &Bounds::default());
    match &verdict.checks[0].outcome {
        CheckOutcome::Passed => "ok".to_owned(),
        CheckOutcome::Failed(it) => format!("{} | {}", it.expected, it.happened),
        CheckOutcome::NotRun => verdict
            .trouble
            .map_or_else(String::new, |it| it.text.lines().next().unwrap_or_default().to_owned()),
        CheckOutcome::Broken(text) => text.clone(),
    }
}

#[test]
fn constants_functions_and_modules_of_an_answer_are_not_seen_by_what_is_given() {
    let fetches =
        "expect(run.elapsed).near(2, \"x\"); expect(run.call(\"fetch\", 0).value).equals(\"OSLO\", \"x\");";
    for answer in [
        "fetch(\"oslo\");",
        "const SECONDS = 0; fetch(\"oslo\");",
        "const SECONDS = 0; fn f() { fetch(\"oslo\") } f();",
        "let SECONDS = 0; fetch(\"oslo\");",
        "fn helper(city) { \"Rome\" } fetch(\"oslo\");",
        "fn to_upper(text) { \"Rome\" } fetch(\"oslo\");",
        "fn to_upper() { \"Rome\" } fetch(\"oslo\");",
        "fn trim(text) { throw \"no\" } fn trim() { throw \"no\" } fetch(\"oslo\");",
        "fs::write(\"m.rhai\", \"const SECONDS = 0;\"); import \"m\" as global; fetch(\"oslo\");",
    ] {
        assert_eq!(outcome(answer, fetches), "ok", "{answer}");
    }
    let page = "expect(run.call(\"page\", 0).value).equals(200, \"x\"); expect(run.elapsed).near(1, \"x\")";
    for name in ["http", "fs", "db", "m"] {
        let answer = format!(
            "fs::write(\"m.rhai\", \"fn get(x) {{ #{{ status: 200 }} }} fn test_server() {{ `` }}\"); import \"m\" as {name}; page();"
        );
        assert_eq!(outcome(&answer, page), "ok", "{answer}");
    }
}

#[test]
fn what_is_given_cannot_be_defined_again() {
    for (answer, said) in [
        ("fn fetch(city) { city } fetch(1)", "error: `fetch` is given by the exercise"),
        ("fn sleep(seconds) { } fetch(\"a\")", "error: `sleep` is a word of the language"),
        ("fn each(items, work) { } 1", "error: `each` is given by the exercise"),
    ] {
        assert_eq!(outcome(answer, "run.calls()"), said, "{answer}");
    }
    assert_eq!(
        outcome("fn fetch() { 1 } fn helper(x) { 2 } fetch()", "expect(run.calls()).is_empty(\"x\")"),
        "ok"
    );
}

#[test]
fn every_call_is_seen_wherever_it_is_made() {
    let calls = "expect(run.calls(\"fetch\")).has_length(1, \"x\"); expect(run.call(\"fetch\", 0).argument).equals(\"a\", \"x\");";
    for answer in [
        "fetch(\"a\")",
        "await spawn fetch(\"a\")",
        "await spawn || fetch(\"a\")",
        "let f = Fn(\"fetch\"); f.call(\"a\")",
        "call(Fn(\"fetch\"), \"a\")",
        "let f = Fn(\"fetch\").curry(\"a\"); await spawn || f.call()",
        "\"a\".fetch()",
        "[\"a\"].map(fetch)",
        "let f = fetch; f.call(\"a\")",
        "await spawn fetch.call(\"a\")",
        "each([\"a\"], fetch)",
        "task_group(|g| { g.spawn(fetch, \"a\"); })",
        "[\"a\"].map(Fn(\"fetch\"))",
        "each([\"a\"], |it| fetch(it))",
        "each([\"a\"], Fn(\"fetch\"))",
        "fn mine(x) { fetch(x) } each([\"a\"], |it| mine(it))",
        "let all = []; each([\"a\"], |it| all.push(spawn fetch(it))); await all;",
        "await spawn_thread(|| fetch(\"a\"))",
        "eval(\"fetch(`a`)\")",
        "task_group(|g| { g.spawn(|| fetch(\"a\")); })",
    ] {
        assert_eq!(outcome(answer, calls), "ok", "{answer}");
    }
}

#[test]
fn closures_cross_both_ways() {
    assert_eq!(
        outcome("let c = counter(); c.next(); c.next()", "expect(run.value).equals(\"2\", \"x\")"),
        "ok"
    );
    assert_eq!(
        outcome(
            "let sum = 0; each([1, 2], |n| { sum += twice(n); }); sum",
            "expect(run.value).equals(\"6\", \"x\"); expect(run.calls(\"twice\")).has_length(2, \"x\")"
        ),
        "ok"
    );
    let error = "try { each([1], |n| { throw `no ${n}` }) } catch (e) { print(e) }";
    assert_eq!(
        outcome(
            error,
            "expect(run.output).equals([\"no 1\"], \"x\"); expect(run.call(\"each\", 0).error).equals(\"no 1\", \"x\")"
        ),
        "ok"
    );
}

#[test]
fn made_up_names_lead_nowhere() {
    for answer in ["fetch$given(1)", "anon$given$fetch(1)", "Fn(\"anon$given$fetch\").call(\"a\")"] {
        let text = format!("try {{ {answer} }} catch {{ }}");
        let verdict = verdict_with(
            GIVEN,
            &text,
            "```rhai +check name=\"it\"\nexpect(run.elapsed).below(1, \"x\");\n```\n",
            &Bounds::default(),
        );
        let is_refused = verdict.trouble.as_ref().is_some_and(|it| it.kind == TroubleKind::NotAProgram);
        assert!(is_refused || verdict.checks[0].outcome == CheckOutcome::Passed, "{answer}: {verdict:?}");
    }
}
