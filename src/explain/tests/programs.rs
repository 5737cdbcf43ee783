//! No rule fires on correct programs, and the examples are told apart.

use super::{check, with_account};
use crate::explain::{Limit, Scorecard};

const NONBLOCKING: &str = include_str!("../../../lessons/examples/nonblocking.rhai");
const BLOCKING: &str = include_str!("../../../lessons/examples/blocking.rhai");
const SEQUENTIAL: &str = include_str!("../../../lessons/examples/sequential.rhai");

#[test]
fn nothing_is_found_in_correct_programs() {
    for script in [
        NONBLOCKING,
        "",
        "print(1)",
        "sleep(1); sleep(1)",
        "fn tick() { for i in 0..20 { print(\"tick\"); sleep(0.05) } } let t = spawn tick(); sleep(1); await t",
        "fn count(n) { for i in 0..30 { yield_now() } n } let a = spawn count(1); let b = spawn count(2); await [a, b]",
        "fn work(s) { sleep(s) } let all = []; for i in 1..4 { all.push(spawn work(i)) } await all;",
        "fn crunch() { busy(1) } let a = spawn crunch(); let b = spawn crunch(); await a; await b",
        "fn f() { throw 1 } let t = spawn f(); try { await t } catch { print(\"caught\") }",
        "let t = spawn sleep(9); sleep(1); t.cancel(); try { await t } catch {}",
    ] {
        check(script, &[]);
    }
}

#[test]
fn the_examples_are_told_apart() {
    check(
        BLOCKING,
        &[
            "blocking-call, line 5: fetch_data and fetch_data #2 held the thread with sleep_blocking(2), 4.00 s in all. \
           Meanwhile fetch_data #2 and main were ready and could not run, for up to 2.00 s. \
           Use sleep, or spawn_thread. [about 2.00 s sooner (an estimate)]",
        ],
    );
    check(
        SEQUENTIAL,
        &[
            "one-by-one, line 11: main awaited each of fetch_data and fetch_data #2 before it spawned the next: \
           4.00 s of waiting, one after the other. Together it would take about 2.00 s. \
           If they do not need each other's results, spawn all of them first, then await. \
           [about 2.00 s sooner (an estimate)]",
        ],
    );
}

fn card(script: &str) -> (Scorecard, String) {
    with_account(script, |analysis| {
        let card = Scorecard::of(analysis);
        (card, card.verdict())
    })
}

/// In tenths of a second: elapsed, waits, floor, processor.
#[track_caller]
fn check_card(script: &str, tenths: [u64; 4], limit: Limit, verdict: &str) {
    let (card, said) = card(script);
    let shown = card.rows().map(|(_, time, _)| (time + 50_000_000) / 100_000_000);
    assert_eq!((shown, card.limit, said.as_str()), (tenths, limit, verdict), "{script}");
}

#[test]
fn scorecards_tell_what_limits() {
    check_card(
        NONBLOCKING,
        [20, 40, 20, 0],
        Limit::NothingToGain,
        "Nothing more to gain: it took no longer than its longest wait.",
    );
    check_card(
        BLOCKING,
        [40, 40, 20, 0],
        Limit::HeldThread,
        "What limits it: the thread was held for 4.00 s by calls that do nothing. \
         Without them it could take 2.00 s (an estimate).",
    );
    check_card(
        SEQUENTIAL,
        [40, 40, 40, 0],
        Limit::WaitsInSequence,
        "What limits it: 2 waits in sequence. Those that do not need each other could wait together; \
         the longest of them takes 2.00 s.",
    );
    check_card(
        "fn f() { busy(1) } await [spawn f(), spawn f()];",
        [20, 0, 20, 20],
        Limit::Processor,
        "What limits it: the processor. Waiting together would not help; less work would, or more threads.",
    );
    check_card(
        "fn a() { sleep(1); 1 } fn b(x) { sleep(3); x } let t = spawn a(); let u = spawn b(await t); await u;",
        [40, 40, 40, 0],
        Limit::WaitsInSequence,
        "What limits it: 2 waits in sequence. Those that do not need each other could wait together; \
         the longest of them takes 3.00 s.",
    );
}

/// Examples that show what a rule is about.
const SHOWN_ON_PURPOSE: &[(&str, &str)] = &[
    ("sleep_blocking", "blocking-call"),
    ("mutex", "lock-held"),
    ("select", "left-over"),
    ("why", "long-computation"),
];

#[test]
fn the_words_examples_raise_no_false_alarm() {
    for word in crate::vocabulary::words() {
        let found: Vec<(&str, &str)> = with_account(word.example, |analysis| {
            crate::explain::findings(analysis).iter().map(|it| (word.name, it.rule)).collect()
        });
        assert!(found.iter().all(|it| SHOWN_ON_PURPOSE.contains(it)), "{found:?}: {}", word.example);
    }
}
