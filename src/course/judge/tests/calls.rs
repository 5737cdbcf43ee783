//! What checks may ask of the calls of given functions.

use super::verdict_with;
use crate::course::judge::{Bounds, Stage};
use crate::course::verdict::{CheckOutcome, Verdict};
use crate::script::Role;

const GIVEN: &str = r#"
fn download(n) { sleep(n); if n == 3 { throw "gone" } #{ size: n * 1.5, parts: [n, "x", true, ()] } }
fn save(file, text) { sleep(0.5) }
"#;

fn judged(answer: &str, checks: &str) -> Verdict {
    verdict_with(GIVEN, answer, checks, &Bounds::default())
}

fn check(answer: &str, code: &str, expected: &str) {
    let verdict = judged(answer, &format!("```rhai +check name=\"it\"\n{code}\n```\n"));
    let said = match &verdict.checks[0].outcome {
        CheckOutcome::Passed => "ok".to_owned(),
        CheckOutcome::Failed(it) => format!("{} | {} | {}", it.message, it.expected, it.happened),
        other => format!("{other:?}"),
    };
    assert_eq!(said, expected, "{answer}\n{code}");
}

#[test]
fn calls_have_arguments_times_and_values() {
    let answer =
        "let a = spawn download(1); let b = spawn download(2); save(\"f\", (await a).size); await b;";
    check(
        answer,
        "expect(run.calls()).has_length(3, \"x\"); expect(run.calls(\"download\").map(|it| it.argument)).equals([1, 2], \"x\")",
        "ok",
    );
    check(
        answer,
        "let it = run.call(\"download\", 0); expect(it.begin).near(0, \"x\"); expect(it.end).near(1, \"x\"); expect(it.elapsed).near(1, \"x\"); expect(it.task.name).equals(\"download\", \"x\")",
        "ok",
    );
    check(
        answer,
        "let it = run.call(\"download\", 1).value; expect(it.size).equals(3.0, \"x\"); expect(it.parts).equals([2, \"x\", true, ()], \"x\")",
        "ok",
    );
    check(
        answer,
        "expect(run.call(\"save\", 0).arguments).equals([\"f\", 1.5], \"x\"); expect(run.call(\"save\", 0).value).equals((), \"x\")",
        "ok",
    );
    check(answer, "expect(run.most_at_once(\"download\")).equals(2, \"x\")", "ok");
    check(
        answer,
        "expect(run.call(\"save\", 0).meanwhile).has_length(1, \"x\"); expect(run.call(\"save\", 0)).during(run.call(\"download\", 1), \"x\")",
        "ok",
    );
    check(answer, "expect(run.call(\"download\", 0)).before(run.call(\"save\", 0), \"x\")", "ok");
    check(
        answer,
        "expect(run.call(\"download\", 1)).before(run.call(\"save\", 0), \"first\")",
        "first | ending before save(\"f\", 1.5) from 1.00 s to 1.50 s | download(2) from <1 ms to 2.00 s",
    );
    check(
        answer,
        "run.call(\"save\", 1)",
        "`save` should be called, and to its end. | save(…) 2 times or more | once",
    );
    check(
        "",
        "run.call(\"save\", 0)",
        "`save` should be called, and to its end. | save(…) once or more | never",
    );
}

#[test]
fn calls_fail_and_are_cut_off() {
    check(
        "try { download(3) } catch {}",
        "expect(run.call(\"download\", 0).error).equals(\"gone\", \"x\"); expect(run.call(\"download\", 0).outcome).equals(\"failed\", \"x\")",
        "ok",
    );
    check(
        "spawn download(9); sleep(1)",
        "let it = run.call(\"download\", 0); expect(it.outcome).equals(\"cancelled\", \"x\"); expect(it.end).near(1, \"x\")",
        "ok",
    );
    check(
        "let t = spawn download(9); sleep(1); t.cancel(); sleep(1)",
        "let it = run.call(\"download\", 0); expect(it.outcome).equals(\"cancelled\", \"x\"); expect(it.end).near(1, \"x\")",
        "ok",
    );
}

#[test]
fn a_field_that_does_not_exist_is_answered_with_the_nearest() {
    let broken = |code: &str| {
        let verdict = judged("download(1)", &format!("```rhai +check name=\"it\"\n{code}\n```\n"));
        format!("{:?}", verdict.checks[0].outcome)
    };
    assert!(
        broken("run.outptu").contains("run has no `.outptu`; do you mean `.output`?"),
        "{}",
        broken("run.outptu")
    );
    assert!(broken("run.main.elapsd").contains("do you mean `.elapsed`?"));
    assert!(broken("run.call(\"download\", 0).arguments_").contains("do you mean `.arguments`?"));
    assert!(broken("run.zzz").contains("it has output, "), "{}", broken("run.zzz"));
}

#[test]
fn calls_survive_a_file() {
    let stage = Stage::open(&[], &Bounds::default()).unwrap();
    stage.enter("given", GIVEN, Role::Given).unwrap();
    let played =
        stage.enter("answer", "download(1); save(\"a\\n\", ()); try { download(3) } catch {}", Role::Answer);
    let record = played.unwrap().record;
    let record = record.lock().unwrap();
    let (mut file, mut again) = (Vec::new(), Vec::new());
    record.write_trace("x", &mut file).unwrap();
    let (header, trace) = crate::trace::read(&file[..]).unwrap();
    crate::trace::write(&trace, &header, &mut again).unwrap();
    assert_eq!(String::from_utf8_lossy(&file), String::from_utf8_lossy(&again));
    let text = String::from_utf8(file).unwrap();
    for part in [
        "\"event\":\"called\",\"line\":1,\"name\":\"download\",\"arguments\":[1]",
        "\"name\":\"download\",\"value\":{",
        "\"name\":\"save\",\"arguments\":[\"a\\n\",null]",
        "\"name\":\"download\",\"error\":\"gone\"",
    ] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
}

#[test]
fn a_line_that_is_nearly_right_is_shown() {
    let code = "expect(run.output).contains(\"no answer\", \"x\")";
    check("print(\"first\"); print(\"no answr\")", code, "x | \"no answer\" in it | nearly: \"no answr\"");
    check("print(\"noanswer\")", code, "x | \"no answer\" in it | nearly: \"noanswer\"");
    check("print(\"hello\")", code, "x | \"no answer\" in it | \"hello\"");
}

#[test]
fn other_things_given_are_checked_by_every_check() {
    let checks = "```rhai +given also=\"a slow day\"\nfn download(n) { sleep(3 * n); n }\nfn save(a, b) { }\n```\n\
        ```rhai +check name=\"it\"\nlet it = run.call(\"download\", 0); expect(it.outcome).equals(\"done\", \"It should end.\");\n```\n";
    let good = judged("await spawn download(1)", checks);
    assert_eq!((good.points(), good.max_points()), (2, 2), "{good:?}");
    let guessed = judged("spawn download(1); sleep(1.1)", checks);
    let CheckOutcome::Failed(failure) = &guessed.checks[0].outcome else { panic!("{guessed:?}") };
    assert_eq!(failure.message, "Checked once more with a slow day. It should end.");
    assert_eq!(failure.scenario.as_deref(), Some("a slow day"));
}

#[test]
fn a_main_task_that_fails_says_so_first() {
    let checks = "```rhai +check name=\"it\" points=3\nrun.call(\"download\", 0)\n```\n";
    let failed = judged("download(1); throw \"boom\"", checks);
    assert_eq!((failed.points(), failed.max_points()), (3, 4));
    let first = failed.first_failed().unwrap();
    assert_eq!(first.name, "the program ends well");
    let CheckOutcome::Failed(failure) = &first.outcome else { panic!("{first:?}") };
    assert_eq!((failure.expected.as_str(), failure.happened.as_str()), ("no error", "boom"));
    // To end well alone is worth nothing.
    let nothing = judged("", checks);
    assert_eq!((nothing.points(), nothing.first_failed().map(|it| it.name.as_str())), (0, Some("it")));
}
