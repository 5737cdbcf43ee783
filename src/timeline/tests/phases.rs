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
fn one_task_alone_waits_twice() {
    check(
        SEQUENTIAL,
        "main: running@0 waiting 0–2 running@2 waiting 2–4 running@4 done
         thread: running@0 running@2 running@4",
    );
}
