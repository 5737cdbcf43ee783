//! Deadlocks are found at the instant they happen, and told as who waits for what. A program that only waits
//! long is never accused.

use super::run_under;
use crate::script::Answer;
use crate::trace::ClockKind;

/// Checks the error of a script that deadlocks, under both clocks, and when it is thrown (in milliseconds).
#[track_caller]
fn check(script: &str, millis: u64, expected: &str) {
    for clock in [ClockKind::Virtual, ClockKind::Real] {
        let (runner, end) = run_under(clock, script);
        let Answer::Failed(report) = end.answer else { panic!("{script}: {:?}", end.answer) };
        assert_eq!(report.title, expected, "{script}");
        let elapsed = runner.record().timeline().view_of_run(0).statistics.elapsed / 1_000_000;
        // The real clock is as late as the machine is busy.
        assert!(elapsed >= millis && elapsed < millis + 900, "{script}: {elapsed} ms");
        assert!(end.unseen.is_empty() && end.leftovers.is_empty(), "{script}");
    }
}

#[test]
fn a_cycle_of_awaits_is_told_although_others_sleep() {
    check(
        "let a = (); let b = ();\na = spawn || { sleep(0.01);\nawait b };\nb = spawn || {\nawait a };\n\
         let long = spawn sleep(5);\nawait a;",
        10,
        "deadlock: line 2 waits for line 4 (line 3), line 4 waits for line 2 (line 5), \
         so none of them can ever go on",
    );
}

#[test]
fn who_awaits_itself_is_told() {
    check(
        "let t = ();\nt = spawn || await t;\nawait t;",
        0,
        "deadlock: line 2 waits for itself (line 2), so it can never go on",
    );
}

#[test]
fn a_cycle_beside_a_main_task_that_goes_on_fails_alone() {
    let script = "let a = (); let b = ();\na = spawn || { sleep(0.1); await b }; b = spawn || { await a };\n\
        sleep(1); print(a.state, b.state)";
    let (runner, end) = run_under(ClockKind::Virtual, script);
    assert!(matches!(end.answer, Answer::Value(_)), "{:?}", end.answer);
    let record = runner.record();
    assert_eq!(record.said(&record.timeline().console()[0]), "failed failed");
}

#[test]
fn a_program_that_only_waits_long_is_not_accused() {
    for script in [
        "let t = spawn sleep(1000000); await t",
        "let a = spawn sleep(100); let b = spawn || await a; let c = spawn || { await a; await b }; await [c, b, a]",
        "let a = spawn sleep(100); sleep(1); a.cancel(); try { await a } catch {}",
    ] {
        let (_, end) = run_under(ClockKind::Virtual, script);
        assert!(matches!(end.answer, Answer::Value(_)), "{script}: {:?}", end.answer);
    }
}
