//! Summary lines and comparisons.

use super::story::{BLOCKING, NON_BLOCKING, SEQUENTIAL, Story};
use crate::timeline::{Timeline, Titled, comparison, summary};
use crate::trace::ClockKind;

fn real(story: &str) -> Timeline {
    Timeline::of(&Story::new(story).trace, ClockKind::Real)
}

fn check(story: &str, expected: &str) {
    assert_eq!(summary(&real(story).view_of_run(0)), expected);
}

fn check_comparison(first: &str, second: &str, expected: &str) {
    let (a, b) = (real(first), real(second));
    let (a, b) = (a.view_of_run(0), b.view_of_run(0));
    assert_eq!(comparison(Titled { title: "a", view: &a }, Titled { title: "b", view: &b }), expected);
}

const BUSY: &str = "
    0  main  begins
    0  main  runs
    0  main  spawns work
    0  main  awaits work
    0  work  runs
    2  work  ends
    2  main  runs
    2  main  ends
";

const BUSY_WHILE_ONE_SLEEPS: &str = "
    0     main  begins
    0     main  runs
    0     main  spawns nap
    0     main  yields
    0     nap   runs
    0     nap   sleeps 1.5
    0     main  runs
    2     main  awaits nap
    2     nap   runs
    2     nap   ends
    2     main  runs
    2     main  ends
";

#[test]
fn a_summary_says_what_overlapped_and_what_the_thread_did() {
    check(NON_BLOCKING, "2.00 s · 2 tasks · 4.00 s of waiting overlapped into 2.00 s · thread 0 % busy");
    check(BLOCKING, "4.00 s · 2 tasks · nothing overlapped · thread held, doing nothing, 100 %");
    check(SEQUENTIAL, "4.00 s · main alone · nothing overlapped · thread 0 % busy");
    check(BUSY, "2.00 s · 1 task · nothing overlapped · thread 100 % busy");
    check(
        BUSY_WHILE_ONE_SLEEPS,
        "2.00 s · 1 task · 1.50 s of waiting overlapped with other tasks · thread 100 % busy",
    );
}

#[test]
fn a_mixed_thread_is_told_as_such() {
    let story = "
        0  main  begins
        0  main  runs
        1  main  blocks sleep_blocking
        2  main  unblocks
        2  main  sleeps 4
        4  main  runs
        4  main  ends";
    check(
        story,
        "4.00 s · main alone · nothing overlapped · thread 25 % busy, and held, doing nothing, 25 %",
    );
}

#[test]
fn a_run_in_which_nothing_could_overlap_does_not_say_so() {
    check("0 main begins\n 0 main runs\n 0.35 main ends", "350 ms · main alone · thread 100 % busy");
    check("0 main begins\n 0 main runs\n 0 main ends", "0 ms · main alone");
}

#[test]
fn virtual_time_is_said() {
    let timeline = Story::new(SEQUENTIAL).timeline();
    let expected = "4.00 s · main alone · nothing overlapped · thread 0 % busy · virtual time";
    assert_eq!(summary(&timeline.view_of_run(0)), expected);
}

#[test]
fn a_comparison_says_how_much_faster_and_why() {
    check_comparison(
        BLOCKING,
        NON_BLOCKING,
        "a 4.00 s · b 2.00 s · 2.0× faster: 2.00 s of waiting overlapped",
    );
    check_comparison(
        SEQUENTIAL,
        NON_BLOCKING,
        "a 4.00 s · b 2.00 s · 2.0× faster: 2.00 s of waiting overlapped",
    );
    let held = "a 2.00 s · b 4.00 s · 2.0× slower: the thread was held, so nothing could overlap";
    check_comparison(NON_BLOCKING, BLOCKING, held);
    let apart = "a 2.00 s · b 4.00 s · 2.0× slower: 2.00 s of waiting did not overlap";
    check_comparison(NON_BLOCKING, SEQUENTIAL, apart);
}

#[test]
fn a_comparison_knows_other_reasons() {
    let short = "0 main begins\n 0 main runs\n 0 main sleeps 0.2\n 0.2 main runs\n 0.2 main ends";
    check_comparison(SEQUENTIAL, short, "a 4.00 s · b 200 ms · 20× faster: 3.80 s less waiting");
    check_comparison(short, SEQUENTIAL, "a 200 ms · b 4.00 s · 20× slower: 3.80 s more waiting");
    let quick = "0 main begins\n 0 main runs\n 0.5 main ends";
    check_comparison(BUSY, quick, "a 2.00 s · b 500 ms · 4.0× faster: 1.50 s less running");
    let nothing = "0 main begins\n 0 main runs\n 0 main ends";
    check_comparison(BUSY, nothing, "a 2.00 s · b 0 ms · faster: 2.00 s less running");
}

#[test]
fn a_comparison_knows_when_nothing_changed() {
    check_comparison(
        BLOCKING,
        SEQUENTIAL,
        "a 4.00 s · b 4.00 s · equally fast: nothing overlapped in either",
    );
    check_comparison(NON_BLOCKING, NON_BLOCKING, "a 2.00 s · b 2.00 s · equally fast");
    let slightly = "0 main begins\n 0 main runs\n 2.05 main ends";
    check_comparison(
        BUSY,
        slightly,
        "a 2.00 s · b 2.05 s · about equally fast: nothing overlapped in either",
    );
}

#[test]
fn clocks_and_titles_are_said_safely() {
    let (a, b) = (Story::new(BUSY).timeline(), real(BUSY));
    let (a, b) = (a.view_of_run(0), b.view_of_run(0));
    let (first, second) = (Titled { title: "\x1b[2J", view: &a }, Titled { title: "b", view: &b });
    let expected =
        "␛[2J 2.00 s · b 2.00 s · equally fast: nothing overlapped in either · one of them in virtual time";
    assert_eq!(comparison(first, second), expected);
}
