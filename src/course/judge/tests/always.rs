//! Checks that hold in every order of who goes next.

use super::*;

const CHECK: &str = "expect(run.output).equals([\"2\"], \"Both should count.\");";

fn judged(answer: &str, fence: &str) -> CheckOutcome {
    let checks = format!("```rhai +check {fence} name=\"it\"\n{CHECK}\n```\n");
    let verdict = verdict_with("fn visit() { yield_now() }", answer, &checks, &Bounds::default());
    verdict.checks.into_iter().find(|it| it.name == "it").unwrap().outcome
}

const LUCKY: &str = "let n = 0; let count = || { visit(); let old = n; visit(); n = old + 1 };
    let a = spawn count.call(); let b = spawn || { visit(); visit(); visit(); count.call() };
    await [a, b]; print(n)";

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn an_answer_that_is_lucky_does_not_pass() {
    assert_eq!(judged(LUCKY, ""), CheckOutcome::Passed);
    let CheckOutcome::Failed(failure) = judged(LUCKY, "+always") else { panic!() };
    let (beginning, end) = (
        "It holds in the usual order of who goes next, but not in every one: at 0.00 s ",
        "Both should count.",
    );
    assert!(failure.message.starts_with(beginning) && failure.message.ends_with(end), "{}", failure.message);
    assert!(failure.scenario.unwrap().starts_with("another order: at 0.00 s "));
}

#[test]
fn an_answer_that_is_right_in_every_order_passes() {
    let locked = "let n = mutex(0); let count = || { n.lock(|it| { let old = it; visit(); it = old + 1 }) };
        let a = spawn count.call(); let b = spawn count.call(); await [a, b]; print(n.lock(|it| it))";
    assert_eq!(judged(locked, "+always"), CheckOutcome::Passed);
    assert_eq!(judged(locked, "+always orders=50"), CheckOutcome::Passed);
}

#[test]
fn a_deadlock_in_another_order_fails_what_asks_for_a_good_end() {
    let answer = "let a = mutex(); let b = mutex();
        let one = spawn || { a.lock(|| { visit(); b.lock(|| visit()) }) };
        yield_now();
        while a.is_locked { visit() }
        b.lock(|| { visit(); a.lock(|| print(2)) });
        await one;";
    let checks = "```rhai +check +always name=\"it\"\nexpect(run).ends_well(\"It should end.\");\n```\n";
    let verdict = verdict_with("fn visit() { sleep(0.1) }", answer, checks, &Bounds::default());
    let outcome = verdict.checks.into_iter().find(|it| it.name == "it").unwrap().outcome;
    assert!(matches!(outcome, CheckOutcome::Failed(_)), "{outcome:?}");
}
