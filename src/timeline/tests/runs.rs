//! Runs of a session: what belongs to which, and what is seen of it.

use super::story::{Story, seconds};
use crate::timeline::{Age, Nanos, Shares, Timeline, View};
use crate::trace::{ClockKind, TaskId};

/// A view as a line: its span in seconds, its lanes (older ones in brackets) and what was said.
fn told(view: &View, story: &Story) -> String {
    let texts = story.trace.texts();
    let lanes = view.lanes.iter().zip(view.lanes()).map(|(shown, lane)| match shown.age {
        Age::OfThisRun => texts.get(lane.name()).to_owned(),
        Age::Older => format!("({})", texts.get(lane.name())),
    });
    let lanes = lanes.collect::<Vec<_>>().join(" ");
    let said = view.console.iter().map(|it| texts.get(it.text)).collect::<Vec<_>>().join(", ");
    let [start, end] = [view.span.start, view.span.end].map(|it| it as f64 / 1e9);
    format!("{start}–{end}: {lanes}; {said}").trim_end_matches("; ").to_owned()
}

fn check(story: &str, expected: &[&str]) {
    let story = Story::new(story);
    let timeline = story.timeline();
    let runs: Vec<String> =
        (0..timeline.runs().len()).map(|it| told(&timeline.view_of_run(it), &story)).collect();
    assert_eq!(runs, expected);
}

/// Three entries: one leaves a ticker behind that ends during the third. Virtual time stands still between
/// the first two.
const ENTRIES: &str = "
    0  first   begins
    0  first   runs
    0  first   spawns ticker
    0  first   prints one
    0  first   ends
    0  second  begins
    0  second  runs
    0  second  prints two
    0  second  sleeps 1
    0  ticker  runs
    0  ticker  prints tick
    0  ticker  sleeps 5
    1  second  runs
    1  second  spawns job
    1  second  ends
    1  second  notes job is not awaited
    1  job     runs
    1  job     ends
    4  third   begins
    4  third   runs
    4  third   sleeps 6
    5  ticker  runs
    5  ticker  spawns child
    5  ticker  ends
    5  child   runs
    5  child   ends
    6  third   runs
    6  third   ends
    7  fourth  begins
    7  fourth  runs
    8  fourth  prints so far";

#[test]
fn a_run_shows_its_own_tasks_and_the_older_ones_alive() {
    check(
        ENTRIES,
        &[
            "0–0: first ticker; one",
            "0–1: second job (ticker); two, tick, job is not awaited",
            "4–6: third (ticker) (child)",
            "7–8: fourth; so far",
        ],
    );
}

#[test]
fn statistics_count_a_runs_own_tasks() {
    let timeline = Story::new(ENTRIES).timeline();
    let figures = |index: usize| {
        let it = timeline.view_of_run(index).statistics;
        (it.tasks, it.waits_one_by_one / seconds("1"), it.waits_together / seconds("1"))
    };
    assert_eq!([0, 1, 2, 3].map(figures), [(1, 0, 0), (1, 1, 1), (0, 2, 2), (0, 0, 0)]);
    let session = timeline.view_of_session().statistics;
    assert_eq!((session.tasks, session.elapsed), (3, seconds("8")));
    assert_eq!(session.waits_one_by_one, seconds("8"));
    assert_eq!(session.waits_together, seconds("6"));
}

#[test]
fn the_time_at_the_prompt_is_idle() {
    let timeline = Story::new(ENTRIES).timeline();
    let view = timeline.view_of_session();
    let gaps = |text: &str| view.idle_gaps(seconds(text));
    assert_eq!(gaps("1"), [seconds("1")..seconds("4"), seconds("6")..seconds("7")]);
    assert_eq!(gaps("2").len(), 1);
}

#[test]
fn a_background_task_at_the_prompt_is_not_idle() {
    let timeline = Story::new(
        "0 main begins\n 0 main runs\n 0 main spawns job\n 0 main ends
         2 job  runs\n   3 job  sleeps 5\n  5 job runs\n 5 job ends\n 6 again begins",
    )
    .timeline();
    let gaps = timeline.view_of_session().idle_gaps(1);
    assert_eq!(gaps, [0..seconds("2"), seconds("3")..seconds("5"), seconds("5")..seconds("6")]);
}

/// `compare` begins two runs within a run.
const WITHIN: &str = "
    0  main    begins
    0  main    runs
    0  first   begins
    0  main    awaits first
    0  first   runs
    0  first   prints alone
    0  first   sleeps 4
    4  first   runs
    4  first   ends
    4  main    runs
    4  second  begins
    4  main    awaits second
    4  second  runs
    4  second  spawns a
    4  second  spawns b
    4  second  awaits a
    4  a       runs
    4  a       sleeps 6
    4  b       runs
    4  b       sleeps 6
    6  a       runs
    6  a       ends
    6  b       runs
    6  b       ends
    6  second  runs
    6  second  ends
    6  main    runs
    6  main    ends
    6  next    begins";

#[test]
fn runs_within_a_run_belong_to_it_too() {
    check(
        WITHIN,
        &["0–6: main first second a b; alone", "0–4: first; alone", "4–6: second a b", "6–6: next"],
    );
    let timeline = Story::new(WITHIN).timeline();
    let within: Vec<Option<usize>> = timeline.runs().iter().map(|run| run.within).collect();
    assert_eq!(within, [None, Some(0), Some(0), None]);
    let waits = |index| {
        let it = timeline.view_of_run(index).statistics;
        (it.tasks, it.waits_one_by_one / seconds("1"), it.waits_together / seconds("1"), it.most_waiting)
    };
    assert_eq!([0, 1, 2].map(waits), [(2, 8, 6, 2), (0, 4, 4, 0), (2, 4, 2, 2)]);
}

#[test]
fn a_short_run_late_in_a_long_session_has_a_sharp_density() {
    let timeline = Story::new(
        "0      old  begins\n 0 old runs\n 0 old ends
         90000  main begins
         90000  main runs
         90000.25 main sleeps 90000.5
         90000.5  main runs
         90001  main ends",
    )
    .timeline();
    let quarter = seconds("0.25");
    let running = Shares { running: quarter, ..Shares::default() };
    let cells = timeline.view_of_run(1).population(4);
    let waiting = Shares { waiting: quarter, ..Shares::default() };
    let off = |a: Nanos, b: Nanos| a.abs_diff(b) > quarter / 100;
    for (cell, expected) in cells.iter().zip([running, waiting, running, running]) {
        assert!(!off(cell.running, expected.running) && !off(cell.waiting, expected.waiting), "{cells:?}");
    }
}

#[test]
fn the_clock_is_the_one_that_was_set_when_the_run_began() {
    let story = Story::new(
        "0 one begins\n 0 one runs\n 0 one clock real\n 0 one ends\n 1 two begins\n 1 two clock virtual",
    );
    let timeline = story.timeline();
    let clocks = timeline.runs().iter().map(|run| run.clock).collect::<Vec<_>>();
    assert_eq!(clocks, [ClockKind::Virtual, ClockKind::Real]);
    assert_eq!(timeline.clock(), ClockKind::Virtual);
}

#[test]
fn a_run_that_is_not_there_is_an_empty_view() {
    let timeline = Timeline::new(ClockKind::Real);
    let view = timeline.view_of_run(3);
    assert!(view.lanes.is_empty() && view.console.is_empty() && view.span.is_empty());
    assert_eq!(timeline.view_of_session().population(3), [Shares::default(); 3]);
    assert!(timeline.lane(TaskId(0)).is_none());
}
