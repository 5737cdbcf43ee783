//! Why a task stood where it stood.

use super::with_account;
use crate::explain::{Whys, why, why_task};

/// Checks what is said of the task with that name at an instant, in tenths of a second.
#[track_caller]
fn check(script: &str, name: &str, tenths: u64, expected: &str) {
    let said = with_account(script, |analysis| {
        let task =
            analysis.tasks.iter().find(|it| analysis.name(it.id) == name).expect("a task of that name");
        why(analysis, task.id, tenths * 100_000_000)
    });
    assert_eq!(said.join(" "), expected, "{script}");
}

const STARVED: &str = "fn fetch() { sleep(0.5) }\nfn parse() { sleep_blocking(1.5); 7 }\n\
    let a = spawn fetch();\nsleep(0.4);\nlet p = spawn parse();\nawait [a, p];";

#[test]
fn who_was_ready_hears_who_held_the_thread() {
    check(
        STARVED,
        "fetch",
        10,
        "fetch was ready at 0.50 s but could not run until 1.90 s: parse (line 2) held the thread with \
         sleep_blocking(1.5). Use sleep, or spawn_thread.",
    );
    check(
        STARVED,
        "parse",
        10,
        "parse was blocking from 0.40 s to 1.90 s: sleep_blocking(1.5) (line 2) held the thread and did nothing. \
         Meanwhile fetch was ready and could not run. Use sleep, or spawn_thread.",
    );
    check(
        STARVED,
        "main",
        10,
        "main was waiting from 0.40 s to 1.90 s: it awaited fetch (line 6). \
         fetch was ready, and could not run until 1.90 s.",
    );
    check(
        STARVED,
        "fetch",
        1,
        "fetch was waiting from 0.00 s to 0.50 s: it slept (line 1). The thread was free for others.",
    );
    check(STARVED, "parse", 1, "parse did not exist yet at 0.10 s: main spawned it at 0.40 s (line 5).");
    check(STARVED, "parse", 30, "parse ended at 1.90 s: done, with 7.");
}

#[test]
fn who_was_late_hears_who_computed() {
    check(
        "fn tick() { sleep(0.5) }\nfn crunch() { busy(2) }\nlet t = spawn tick();\nlet c = spawn crunch();\nawait [t, c];",
        "tick",
        10,
        "tick was ready at 0.50 s but could not run until 2.00 s: crunch (line 4) computed, and had the thread. \
         A yield_now() in there lets others go on; spawn_thread moves it away.",
    );
}

#[test]
fn a_task_is_told_as_a_whole() {
    let said = with_account(STARVED, |analysis| why_task(analysis, analysis.tasks[1].id));
    assert_eq!(
        said.join(" "),
        "fetch ended at 1.90 s: done. From 0.00 s on it was ready 1.40 s, waiting 500 ms. \
         fetch was ready at 0.50 s but could not run until 1.90 s: parse (line 2) held the thread with \
         sleep_blocking(1.5). Use sleep, or spawn_thread."
    );
}

/// Checks what a script prints.
#[track_caller]
fn check_said(script: &str, expected: &[&str]) {
    let (runner, end) = super::run(script);
    let record = runner.record();
    let said: Vec<&str> = record.timeline().console().iter().map(|it| record.said(it)).collect();
    assert_eq!(said, expected, "{script}: {:?}", end.answer);
}

#[test]
fn a_script_asks_why() {
    check_said(
        "fn fetch() { sleep(0.5) }\nlet t = spawn fetch();\nsleep(0.1);\nprint(why(t));\nbusy(1);\nawait t;\n\
         print(why(t, 0.7));\nprint(why(t, 0));",
        &[
            "fetch has not ended at 0.10 s. From 0.00 s on it was waiting 100 ms. \
             fetch was waiting from 0.00 s to 0.10 s: it slept (line 1). The thread was free for others.",
            "fetch was ready at 0.50 s but could not run until 1.10 s: main computed, and had the thread. \
             A yield_now() in there lets others go on; spawn_thread moves it away.",
            "fetch did not exist yet at 0.00 s: main spawned it at 0.00 s (line 2).",
        ],
    );
}

#[test]
fn who_waits_at_a_channel_hears_for_what() {
    let script = "let c = channel(1);\nlet t = spawn || { c.send(1);\nc.send(2) };\nsleep(1);\nc.recv();\nc.recv();\n\
                  let u = spawn || c.recv();\nsleep(1);\nc.send(1);";
    check(
        script,
        "t",
        5,
        "t was waiting from 0.00 s to 1.00 s for room in the channel (line 3). main let it go on.",
    );
    check(
        script,
        "u",
        15,
        "u was waiting from 1.00 s to 2.00 s for a message from the channel (line 7). main let it go on.",
    );
}

#[test]
fn those_who_ask_instant_by_instant_hear_the_same() {
    with_account(STARVED, |analysis| {
        let mut whys = Whys::default();
        let instants = || (0..40_u64).chain((0..40).rev()).map(|it| it * 50_000_000);
        for task in &analysis.tasks {
            for instant in instants() {
                assert_eq!(whys.why(analysis, task.id, instant), why(analysis, task.id, instant));
            }
        }
        for instant in instants() {
            for task in &analysis.tasks {
                assert_eq!(whys.why(analysis, task.id, instant), why(analysis, task.id, instant));
            }
        }
    });
}
