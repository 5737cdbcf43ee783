//! Which event leads to which phase.

use super::story::{BLOCKING, NON_BLOCKING, SEQUENTIAL, Story, seconds};
use super::told;
use crate::timeline::{Phase, Shares};

/// Checks how a story's lanes come out.
fn check(story: &str, expected: &str) {
    let story = Story::new(story);
    let told = told(&story.timeline(), story.trace.texts());
    let trimmed = |text: &str| text.trim().lines().map(str::trim).collect::<Vec<_>>().join("\n");
    assert_eq!(told, trimmed(expected));
}

#[test]
fn sleeping_tasks_wait_at_once() {
    check(
        NON_BLOCKING,
        "main: running@0 waiting 0–2 running@2 done
         fetch_data: running@0 waiting 0–2 running@2 done
         fetch_data#2: running@0 waiting 0–2 running@2 done
         thread: running@0 running@2",
    );
}

#[test]
fn the_one_that_awaits_is_ready_while_another_blocks() {
    check(
        BLOCKING,
        "main: running@0 waiting 0–2 ready 2–4 running@4 done
         fetch_data: blocking 0–2 done
         fetch_data#2: ready 0–2 blocking 2–4 done
         thread: blocking 0–2 blocking 2–4 running@4",
    );
}

#[test]
fn a_call_that_is_made_elsewhere_blocks_its_task_and_not_the_thread() {
    check(
        "0  main    begins
         0  main    runs
         0  main    spawns work
         0  main    sleeps 4
         0  work    leaves
         0  work    runs
         0  work    blocks read
         0  work    reads x
         2  work    runs
         2  work    reads x
         3  work    runs
         3  work    unblocks
         3  work    ends
         4  main    runs
         4  main    ends",
        "main: running@0 waiting 0–4 running@4 done
         work: blocking 0–3 done
         thread: running@0 running@3 running@4",
    );
}

#[test]
fn one_task_alone_waits_twice() {
    check(
        SEQUENTIAL,
        "main: running@0 waiting 0–2 running@2 waiting 2–4 running@4 done
         thread: running@0 running@2 running@4",
    );
}

#[test]
fn a_sleeper_that_is_due_is_ready_only_while_another_has_the_thread() {
    check(
        "0  main  begins
         0  main  spawns other
         0  main  runs
         0  main  sleeps 2
         1  other runs
         3  other ends
         4  main  runs
         4  main  ends",
        "main: running@0 waiting 0–2 ready 2–3 waiting 3–4 running@4 done
         other: ready 0–1 running 1–3 done
         thread: running@0 running 1–3 running@4",
    );
}

#[test]
fn a_late_timer_is_waiting() {
    check(
        "0  main  begins\n 0 main runs\n 0 main sleeps 2\n 2.5 main runs\n 2.5 main ends",
        "main: running@0 waiting 0–2.5 running@2.5 done
         thread: running@0 running@2.5",
    );
}

#[test]
fn one_that_awaits_is_ready_after_the_end_even_if_nobody_wakes_it() {
    check(
        "0  main  begins
         0  main  runs
         0  main  spawns job
         0  main  spawns hog
         0  main  awaits job
         0  job   runs
         1  job   ends
         1  hog   runs
         3  hog   ends
         3  main  runs",
        "main: running@0 waiting 0–1 ready 1–3 … running@3
         job: running 0–1 done
         hog: ready 0–1 running 1–3 done
         thread: running 0–3",
    );
}

#[test]
fn a_sleeper_is_seen_to_be_ready_while_it_is_still_not_resumed() {
    let mut story = Story::new(
        "0  main  begins
         0  main  runs
         0  main  spawns hog
         0  main  sleeps 1
         0  hog   runs
         0  hog   blocks sleep_blocking",
    );
    let main = story.task("main");
    let mut timeline = story.timeline();
    timeline.advance_to(seconds("0.5"));
    assert_eq!(timeline.lane(main).and_then(|it| it.phase_at_end()), Some(Phase::Waiting));
    timeline.advance_to(seconds("3"));
    let lane = timeline.lane(main).expect("the main task");
    assert_eq!(lane.phase_at_end(), Some(Phase::Ready));
    assert_eq!(
        lane.shares(0..seconds("3")),
        Shares { waiting: seconds("1"), ready: seconds("2"), ..Shares::default() }
    );
    let cells = timeline.population(seconds("2")..seconds("3"), 1);
    assert_eq!((cells[0].ready, cells[0].waiting), (seconds("1"), 0));
}

#[test]
fn tasks_end_in_any_phase() {
    check(
        "0  main   begins
         0  main   runs
         0  main   spawns early
         0  main   spawns asleep
         0  main   sleeps 2
         0  asleep runs
         0  asleep sleeps 9
         1  early  cancelled
         1  asleep cancelled
         2  main   runs
         3  main   blocks disk
         4  main   fails no disk",
        "main: running@0 waiting 0–2 running 2–3 blocking 3–4 failed
         early: ready 0–1 cancelled
         asleep: running@0 waiting 0–1 cancelled
         thread: running@0 running 2–3 blocking 3–4",
    );
}

#[test]
fn a_yield_is_ready_and_a_channel_is_waiting_until_woken() {
    check(
        "0  main  begins
         0  main  runs
         1  main  yields
         2  main  runs
         3  main  receives jobs
         4  main  woken
         5  main  runs
         6  main  reads file
         7  main  woken
         7  main  runs
         8  main  named boss",
        "boss: running 0–1 ready 1–2 running 2–3 waiting 3–4 ready 4–5 running 5–6 waiting 6–7 … running 7–8
         thread: running 0–1 running 2–3 running 5–6 running 7–8",
    );
}

#[test]
fn what_makes_no_sense_is_passed_over() {
    check(
        "0  main   begins
         0  main   unblocks
         0  main   blocks early
         0  ghost  runs
         0  main   woken
         1  main   runs
         1  main   begins
         1  main   runs
         2  main   spawns other
         2  other  runs
         3  main   unblocks
         3  main   sleeps 4
         3  other  ends
         4  other  runs
         5  main   ends
         6  main   runs",
        "main: ready 0–1 running 1–2 ready 2–3 waiting 3–5 done
         other: running 2–3 done
         thread: running 1–3",
    );
}
