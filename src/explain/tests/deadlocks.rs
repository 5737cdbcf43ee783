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
        "deadlock: a waits for b (line 3), b waits for a (line 5), \
         so none of them can ever go on",
    );
}

#[test]
fn who_awaits_itself_is_told() {
    check(
        "let t = ();\nt = spawn || await t;\nawait t;",
        0,
        "deadlock: t waits for itself (line 2), so it can never go on",
    );
}

#[test]
fn two_locks_in_opposite_order_are_told() {
    check(
        "let a = mutex(0).named(\"a\"); let b = mutex(0).named(\"b\");\n\
         fn both(first, second) { first.lock(|x| { sleep(0.02);\nsecond.lock(|y| 1) }) }\n\
         let one = spawn both(a, b); let two = spawn both(b, a);\nawait one;",
        20,
        "deadlock: both waits for the mutex b (line 3), which both #2 took in line 2, \
         both #2 waits for the mutex a (line 3), which both took in line 2, main waits for both (line 5), \
         so none of them can ever go on",
    );
}

#[test]
fn dining_philosophers_are_told() {
    check(
        "let forks = []; for i in 0..3 { forks.push(mutex(()).named(\"fork\")) }\n\
         fn dine(left, right) { left.lock(|x| { sleep(0.02);\nright.lock(|y| 1) }) }\n\
         let all = []; for i in 0..3 { all.push(spawn dine(forks[i], forks[(i + 1) % 3])) }\nawait all;",
        20,
        "deadlock: dine waits for the mutex fork #2 (line 3), which dine #2 took in line 2, \
         dine #2 waits for the mutex fork #3 (line 3), which dine #3 took in line 2, \
         dine #3 waits for the mutex fork (line 3), which dine took in line 2, main waits for dine (line 5), \
         so none of them can ever go on",
    );
}

#[test]
fn a_full_channel_with_its_own_reader_is_told() {
    check(
        "let c = channel(1);\nc.send(1);\nc.send(2);\nprint(c.recv())",
        0,
        "deadlock: main waits for room in the channel (line 3), and nothing is left that could let it go on",
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
        "let e = event(); let t = spawn || e.wait(); sleep(1000); e.set(); await t",
        "let c = channel(1); let t = spawn || { c.send(1); c.send(2) }; sleep(1000); print(c.recv()); await t",
        "let a = (); let b = (); a = spawn || { sleep(1); try { timeout(5, b) } catch {} }; b = spawn || await a; try { await b } catch {}",
    ] {
        let (_, end) = run_under(ClockKind::Virtual, script);
        assert!(matches!(end.answer, Answer::Value(_)), "{script}: {:?}", end.answer);
    }
}
