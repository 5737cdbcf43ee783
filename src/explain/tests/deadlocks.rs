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

#[test]
fn who_holds_a_lock_now_is_told() {
    check(
        "let m = mutex(0); let ch = channel();\nfn first(m) { m.lock(|x| sleep(0.2)) }\n\
         fn second(m, ch) { sleep(0.05); m.lock(|x|\nch.recv()) }\n\
         spawn first(m); spawn second(m, ch);\nsleep(0.1); m.lock(|x| 1);",
        200,
        "deadlock: main waits for the mutex (line 6), which second took in line 3, \
         second waits for a message from the channel (line 4), which nobody closed, \
         and nothing is left that could let them go on",
    );
}

#[test]
fn who_ended_with_a_permit_is_told() {
    check(
        "let s = semaphore(1);\nfn book(s) { s.acquire() }\nspawn book(s);\nsleep(0.01);\ns.acquire();",
        10,
        "deadlock: main waits for the semaphore (line 5), which book took in line 2 and never gave back, \
         and nothing is left that could let it go on",
    );
}

#[test]
fn names_are_known_however_many_there_are() {
    let script =
        "for i in 0..10100 { semaphore(1).named(`s${i}`).acquire(|| 1) }\nchannel().named(\"last\").recv();";
    let (_, end) = run_under(ClockKind::Virtual, script);
    let Answer::Failed(report) = end.answer else { panic!("{:?}", end.answer) };
    assert!(report.title.contains("waits for a message from the channel last (line 2)"), "{}", report.title);
}

#[test]
fn who_waits_for_what_no_living_task_can_give_is_told_although_a_ticker_runs_on() {
    let script = "fn tick() { loop { sleep(5) } }\nlet ch = channel();\nspawn tick();\nch.recv();";
    let text = "deadlock: main waits for a message from the channel (line 4), which nobody closed, \
                and nothing that tick can do lets it go on";
    check(script, 0, text);
    let script = "fn tick(n) { if n > 0 { sleep(0.05); tick(n - 1) } }\nfn wait(e) { e.wait() }\nlet e = event();\n\
                  spawn tick(50);\nlet w = spawn wait(e);\nawait w;";
    let text = "deadlock: main waits for wait (line 6), wait waits for the event (line 2), \
                and nothing that tick can do lets them go on";
    check(script, 0, text);
}

#[test]
fn who_waits_for_the_first_of_tasks_that_are_all_stuck_is_told_although_a_ticker_runs_on() {
    for wait in ["select([a, b]);", "for x in as_completed([a, b]) { print(x) }"] {
        let script = format!(
            "fn tick() {{ loop {{ sleep(5) }} }}\nlet ch = channel();\nspawn tick();\n\
             let a = spawn ch.recv(); let b = spawn ch.recv();\n{wait}"
        );
        let text =
            "deadlock: main waits for any of 2 tasks (line 5), and nothing that tick can do lets it go on";
        check(&script, 0, text);
    }
}

#[test]
fn who_may_still_be_let_go_on_is_not_accused() {
    for script in [
        "fn tick(ch) { for i in 0..100 { sleep(1) } ch.send(1) } let ch = channel(); spawn tick(ch); ch.recv()",
        "fn tick() { for i in 0..100 { sleep(1) } } let ch = channel(); let t = spawn tick();
         let u = spawn || { await t; ch.close() }; ch.recv()",
        "let ch = channel(); let done = || ch.close(); fn tick(done) { for i in 0..100 { sleep(1) } done.call() }
         let t = spawn tick(done); ch.recv()",
        "let e = event(); fn tick() { for i in 0..100 { sleep(1) } } let t = spawn tick();
         let w = spawn || e.wait(); try { timeout(50, w) } catch {}",
        "fn tick() { for i in 0..100 { sleep(1) } } let t = spawn tick(); select([t])",
        "let s = semaphore(1); fn tick(s) { s.acquire(|| { for i in 0..100 { sleep(1) } }) } spawn tick(s); sleep(1);
         s.acquire()",
    ] {
        let (_, end) = run_under(ClockKind::Virtual, script);
        assert!(matches!(end.answer, Answer::Value(_)), "{script}: {:?}", end.answer);
    }
}
