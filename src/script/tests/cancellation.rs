//! Whoever waits may be cancelled, and nothing is lost: random programs over one kind of object at a time.
//! A failure prints the seed and the program.

use super::{Numbers, session};
use crate::script::Answer;

/// Programs of each kind.
const PROGRAMS: u64 = 25;
/// Tasks in a program.
const TASKS: u64 = 8;

/// Runs random programs: `begin`, then tasks that call `step(i)` after random pauses while others cancel them
/// at random, then `end`, which must print nothing but `kept`.
fn check(begin: &str, step: &str, end: &str) {
    for seed in 0..PROGRAMS {
        let mut numbers = Numbers(seed);
        let mut script = format!("{begin}\nlet tasks = [];\n");
        for task in 0..TASKS {
            let (pause, rounds) = (numbers.below(4), 1 + numbers.below(4));
            script += &format!(
                "tasks.push(spawn {{ let i = {task}; sleep({pause}); for round in 0..{rounds} {{ {} }} }});\n",
                step.replace("PAUSE", &numbers.below(3).to_string())
            );
        }
        for _ in 0..numbers.below(2 * TASKS) {
            // Cancelled in one instant with what wakes it, before it gets the thread, or in between.
            let pause = ["", "sleep(0.5);", "sleep(1);", "yield_now();"][numbers.below(4) as usize];
            script += &format!("{pause} tasks[{}].cancel();\n", numbers.below(TASKS));
        }
        script += end;
        let (ends, said) = session(&[&script]);
        let answer = &ends[0].answer;
        assert!(matches!(answer, Answer::Value(_)), "seed {seed}: {answer:?}\n{script}");
        let said: Vec<_> =
            said.iter().filter_map(|line| line.split_once(' ')).map(|(_, text)| text).collect();
        assert_eq!(said, ["kept"], "seed {seed}\n{script}");
    }
}

#[test]
fn no_permit_is_lost() {
    check(
        "let s = semaphore(2);",
        "s.acquire(|| sleep(PAUSE));",
        "join_all_settled(tasks); s.acquire(); s.acquire(); if s.available == 0 { print(`kept`) }",
    );
}

#[test]
fn no_lock_is_lost_and_no_two_have_it() {
    check(
        "let m = mutex(0); let inside = 0; let done = 0;",
        "m.lock(|v| { inside += 1; if inside != 1 { print(`two inside`) } try { sleep(PAUSE) } catch (e) { inside -= 1; throw e }
         inside -= 1; v += 1; done += 1 });",
        "join_all_settled(tasks); let n = m.lock(|v| v); if n == done && !m.is_locked { print(`kept`) } else { print(n, done) }",
    );
}

#[test]
fn no_message_is_lost_or_doubled_and_each_senders_keep_their_order() {
    check(
        "let ch = channel(2); let sent = []; let got = [];
         let take = || { let x = ch.recv(); got.push(x); x };",
        "if i % 2 == 0 { let x = i * 100 + round; ch.send(x); sent.push(x) } else { let x = ch.recv(); if x != () { got.push(x) } }
         sleep(PAUSE);",
        "let helper = spawn { loop { let x = ch.recv(); if x == () { break } got.push(x) } };
         for i in 0..40 { ch.send(1000 + i); sent.push(1000 + i) }
         sleep(100); ch.close(); join_all_settled(tasks); await helper;
         let in_order = true;
         for sender in 0..11 { let last = -1; for x in got { if x / 100 == sender { if x <= last { in_order = false } last = x } } }
         sent.sort(); got.sort();
         if sent == got && in_order { print(`kept`) } else { print(in_order, sent, got) }",
    );
}

#[test]
fn no_wake_up_of_an_event_is_lost() {
    check(
        "let e = event(); let woken = 0;",
        "e.wait(); woken += 1; sleep(PAUSE);",
        "for i in 0..60 { e.set(); e.clear(); sleep(1) }
         for t in tasks { if !t.is_done { print(t) } } print(`kept`)",
    );
}

#[test]
fn a_barrier_counts_only_those_who_wait() {
    check(
        "let b = barrier(3);",
        "b.wait(); sleep(PAUSE);",
        "fn come(b) { loop { b.wait() } }
         let others = [spawn come(b), spawn come(b)];
         for i in 0..60 { if b.waiting > 2 { print(`too many`, b) } sleep(1) }
         for t in tasks { if !t.is_done { print(t) } } for t in others { t.cancel() }
         join_all_settled(others); if b.waiting == 0 { print(`kept`) } else { print(b) }",
    );
}

#[test]
fn no_end_of_a_task_is_lost() {
    check(
        "let ends = []; let work = []; for i in 0..20 { work.push(spawn sleep(i % 7)) }
         let results = as_completed(work); let taken = 0;",
        "for r in results { taken += 1; sleep(PAUSE); if taken % 3 == 0 { break } }",
        "for r in results { taken += 1 } join_all_settled(tasks);
         if taken == 20 { print(`kept`) } else { print(taken) }",
    );
}
