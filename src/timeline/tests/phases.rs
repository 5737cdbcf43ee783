//! Which event leads to which phase.

use super::story::{BLOCKING, NON_BLOCKING, SEQUENTIAL, Story};
use super::told;

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
         fetch_data #2: running@0 waiting 0–2 running@2 done
         thread: running@0 running@2",
    );
}

#[test]
fn the_one_that_awaits_is_ready_while_another_blocks() {
    check(
        BLOCKING,
        "main: running@0 waiting 0–2 ready 2–4 running@4 done
         fetch_data: blocking 0–2 done
         fetch_data #2: ready 0–2 blocking 2–4 done
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
