//! A run told in sentences.

use std::fmt::Write;

use super::story::{BLOCKING, NON_BLOCKING, Story};
use crate::timeline::{Timeline, words};
use crate::trace::{ClockKind, Event, EventKind, TaskId};

fn told(story: &str) -> Vec<String> {
    let story = Story::new(story);
    words(&story.timeline().view_of_run(0), story.trace.texts())
}

fn check(story: &str, expected: &str) {
    let expected: Vec<&str> = expected.trim().lines().map(str::trim).collect();
    assert_eq!(told(story).join("\n"), expected.join("\n"));
}

#[test]
fn waits_that_overlap_are_told_in_time_order() {
    check(
        NON_BLOCKING,
        "0.00 s: main begins.
         0.00 s: main starts fetch_data (line 6).
         0.00 s: main starts fetch_data#2 (line 7).
         0.00 s: fetch_data prints “Start”.
         0.00 s: fetch_data#2 prints “Start”.
         0.00 s: main waits 2.00 s for fetch_data (line 8).
         0.00 s: fetch_data waits 2.00 s for sleep (line 3).
         0.00 s: fetch_data#2 waits 2.00 s for sleep (line 3).
         2.00 s: fetch_data prints “Fetched”.
         2.00 s: fetch_data#2 prints “Fetched”.
         2.00 s: fetch_data is done: Data.
         2.00 s: fetch_data#2 is done: Data.
         2.00 s: main is done.
         2.00 s · 2 tasks · 4.00 s of waiting overlapped into 2.00 s · thread 0 % busy · virtual time",
    );
}

#[test]
fn blocking_and_what_it_does_to_others_is_told() {
    check(
        BLOCKING,
        "0.00 s: main begins.
         0.00 s: main starts fetch_data (line 6).
         0.00 s: main starts fetch_data#2 (line 7).
         0.00 s: fetch_data prints “Start”.
         0.00 s: main waits 2.00 s for fetch_data (line 8).
         0.00 s: fetch_data blocks the thread for 2.00 s with sleep_blocking (line 3).
         0.00 s: fetch_data#2 is ready, but another task has the thread for 2.00 s.
         2.00 s: fetch_data prints “Fetched”.
         2.00 s: fetch_data#2 prints “Start”.
         2.00 s: main is ready, but another task has the thread for 2.00 s.
         2.00 s: fetch_data#2 blocks the thread for 2.00 s with sleep_blocking (line 3).
         2.00 s: fetch_data is done: Data.
         4.00 s: fetch_data#2 prints “Fetched”.
         4.00 s: fetch_data#2 is done: Data.
         4.00 s: main is done.
         4.00 s · 2 tasks · nothing overlapped · thread held, doing nothing, 100 % · virtual time",
    );
}

#[test]
fn ten_thousand_turns_are_few_sentences() {
    let mut story = "0 main begins\n 0 main runs\n 0 main spawns other at line 2\n".to_owned();
    for turn in 0..10_000 {
        let at = f64::from(turn) * 0.000_2;
        writeln!(story, "{at} main prints {turn} at line 4\n {} main yields at line 5", at + 0.000_1)
            .unwrap();
        writeln!(story, "{} other runs\n {} other yields at line 8", at + 0.000_1, at + 0.000_2).unwrap();
        writeln!(story, "{} main runs", at + 0.000_2).unwrap();
    }
    story.push_str("2 main ends");
    check(
        &story,
        "0.00 s: main begins.
         0.00 s: main starts other (line 2).
         0.00 s: main prints “0”.
         0.00 s: main yields (line 5).
         0.00 s: main prints “1”.
         0.00 s: other yields (line 8).
         0.00 s: main yields (line 5).
         0.00 s: main prints 9,998 more times (line 4), at last “9999”.
         0.00 s: other yields (line 8).
         0.00 s: main yields 9,998 more times (line 5).
         0.00 s: other yields 9,997 more times (line 8).
         2.00 s: main is done.
         2.00 s · 1 task · nothing overlapped · thread 100 % busy · virtual time",
    );
}

#[test]
fn a_thousand_tasks_are_few_sentences() {
    let mut story = "0 main begins\n 0 main runs\n".to_owned();
    let all = |story: &mut String, what: &str| {
        (1..=1000).for_each(|id| writeln!(story, "{}", what.replace("work", &format!("work#{id}"))).unwrap());
    };
    all(&mut story, "0 main spawns work at line 2");
    (1..=1000).for_each(|id| writeln!(story, "0 work#{id} named work #{id}").unwrap());
    story += "0 main awaits work#1 at line 3\n";
    all(&mut story, "0 work runs\n 0 work sleeps 1 at line 7");
    all(&mut story, "1 work runs\n 1 work prints ready at line 8\n 1 work ends");
    story += "1 main runs\n 1 main ends";
    check(&story.replace("1 work#500 ends", "1 work#500 fails no network"), "0.00 s: main begins.
         0.00 s: main starts work #1 (line 2).
         0.00 s: main starts work #2 (line 2).
         0.00 s: main starts work #3 (line 2).
         0.00 s: main starts work #500 (line 2).
         0.00 s: main starts 996 more tasks like work (line 2).
         0.00 s: main waits 1.00 s for work #1 (line 3).
         0.00 s: work #1 waits 1.00 s for sleep (line 7).
         0.00 s: work #2 waits 1.00 s for sleep (line 7).
         0.00 s: work #3 waits 1.00 s for sleep (line 7).
         0.00 s: work #500 waits 1.00 s for sleep (line 7).
         1.00 s: work #1 prints “ready”.
         1.00 s: work #2 prints “ready”.
         1.00 s: work #3 prints “ready”.
         1.00 s: work #500 prints “ready”.
         1.00 s: work #1 is done.
         1.00 s: work #2 is done.
         1.00 s: work #3 is done.
         1.00 s: work #500 fails: no network.
         1.00 s: these 996 tasks like work: all are done, they waited 16 m 36 s in all, they printed 996 times.
         1.00 s: main is done.
         1.00 s · 1,000 tasks · 16 m 40 s of waiting overlapped into 1.00 s · thread 0 % busy · virtual time");
}

#[test]
fn what_goes_on_at_the_end_is_told_as_such() {
    let story = "
        0  main  begins
        0  main  runs
        0  main  spawns job            at line 2
        0  main  marks here
        0  main  sleeps 1              at line 3
        0  job   runs
        0  job   sleeps 10             at line 5
        1  main  runs
        1  main  notes job is not awaited at line 9
        1  main  fails no such table: \u{1b}[2Jx.";
    check(
        story,
        "0.00 s: main begins.
         0.00 s: main starts job (line 2).
         0.00 s: mark “here”.
         0.00 s: main waits 1.00 s for sleep (line 3).
         0.00 s: job waits for sleep (line 5), 1.00 s so far.
         1.00 s: note on main (line 9): job is not awaited.
         1.00 s: main fails: no such table: ␛[2Jx.
         1.00 s · 1 task · 2.00 s of waiting overlapped into 1.00 s · thread 0 % busy · virtual time",
    );
}

#[test]
fn older_tasks_are_told_from_where_the_run_begins() {
    let story = Story::new(
        "0  main   begins
         0  main   runs
         0  main   spawns ticker
         0  main   ends
         0  ticker runs
         0  ticker sleeps 5 at line 4
         3  again  begins
         3  again  runs
         3  again  sleeps 4 at line 8
         4  again  runs
         4  again  ends
         9  ticker runs",
    );
    let expected = [
        "From before, and still alive: ticker.",
        "0.00 s: again begins.",
        "0.00 s: again waits 1.00 s for sleep (line 8).",
        "0.00 s: ticker waits for sleep (line 4), 1.00 s so far.",
        "1.00 s: again is done.",
        "1.00 s · main and 1 older task · thread 0 % busy · virtual time",
    ];
    assert_eq!(words(&story.timeline().view_of_run(1), story.trace.texts()), expected);
}

#[test]
fn what_was_not_kept_is_said() {
    let story = Story::new(NON_BLOCKING);
    let mut timeline = Timeline::new(ClockKind::Real);
    timeline.set_detail_limit(8);
    timeline.extend(story.trace.events());
    let told = words(&timeline.view_of_run(0), story.trace.texts());
    let expected = [
        "What happened after the first 8 events was counted, and is left out here.",
        "2.00 s · 2 tasks · 4.00 s of waiting overlapped into 2.00 s · thread 0 % busy",
    ];
    assert_eq!(told[told.len() - 2..], expected);
}

#[test]
fn texts_are_told_in_one_line_and_not_for_ever() {
    let mut story = Story::new("0 main begins\n 0 main runs");
    let texts = [format!("a\nb\t{}", "ß".repeat(300)), "\u{1b}[2J".to_owned()];
    for text in texts {
        let text = story.trace.texts_mut().push(text);
        let kind = EventKind::Printed { text };
        story.trace.push(Event { at: 0, task: TaskId(0), line: 1, kind });
    }
    let told = words(&story.timeline().view_of_run(0), story.trace.texts());
    assert_eq!(told[1], format!("0.00 s: main prints “a / b {}…”.", "ß".repeat(194)));
    assert_eq!(told[2], "0.00 s: main prints “␛[2J”.");
}

#[test]
fn tasks_with_many_names_from_one_place_are_few_sentences() {
    let mut story = "0 main begins\n 0 main runs\n".to_owned();
    (0..500).for_each(|id| writeln!(story, "0 main spawns page{id} at line 4").unwrap());
    let told = told(&story);
    assert_eq!(told[4], "0.00 s: main starts 497 more tasks (line 4).");
    assert_eq!(told[5], "0.00 s: these 497 tasks: all are still going on.");
    assert_eq!(told.len(), 7);
}

#[test]
fn a_call_made_elsewhere_blocks_a_thread_of_its_own() {
    let told = told(
        "0  main  begins
         0  main  runs
         0  main  spawns job          at line 2
         0  main  awaits job          at line 3
         0  job   leaves
         0  job   runs
         0  job   blocks sleep_blocking at line 5
         2  job   unblocks
         2  job   ends
         2  main  runs
         2  main  ends",
    );
    assert_eq!(told[3], "0.00 s: job blocks a thread of its own for 2.00 s with sleep_blocking (line 5).");
}

#[test]
fn what_is_left_until_a_task_gets_the_thread_is_no_wait() {
    check(
        "0      main  begins
         0      main  runs
         0      main  spawns other at line 1
         0      main  sleeps 1 at line 2
         0      other runs
         0      other blocks sleep_blocking at line 1
         2      other unblocks
         2      other ends
         2.0012 main  runs
         2.0012 main  ends",
        "0.00 s: main begins.
         0.00 s: main starts other (line 1).
         0.00 s: main waits 1.00 s for sleep (line 2).
         0.00 s: other blocks the thread for 2.00 s with sleep_blocking (line 1).
         1.00 s: main is ready, but another task has the thread for 1.00 s.
         2.00 s: other is done.
         2.00 s: main is done.
         2.00 s · 1 task · 999 ms of waiting overlapped with other tasks · thread held, doing nothing, >99 % · virtual time",
    );
}
