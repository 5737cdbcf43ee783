//! Pictures stay small, and lose nothing that matters.

use roxmltree::Document;

use super::*;
use crate::trace::{Event, EventKind, Outcome, TaskId, Wait};

/// Two tasks that take turns, so many times; then the first blocks for a hundredth of the run.
fn taking_turns(turns: u64) -> Story {
    let mut story = Story::new("0 main begins\n0 main runs\n0 main spawns other");
    let what = story.trace.texts_mut().push("sleep_blocking");
    let mut add = |at, task, kind| story.trace.push(Event { at, task: TaskId(task), line: 1, kind });
    for turn in 0..turns {
        let task = (turn % 2) as u32;
        add(turn * 1_000, task, EventKind::Resumed);
        add((turn + 1) * 1_000, task, EventKind::Suspended { on: Wait::Yield });
    }
    add(turns * 1_000, 0, EventKind::Resumed);
    add(turns * 1_000, 0, EventKind::Blocking { what });
    add(turns * 1_010, 0, EventKind::Unblocked);
    add(turns * 1_010, 0, EventKind::Finished { outcome: Outcome::Done, text: None });
    story
}

#[test]
fn a_hundred_thousand_segments_make_no_larger_picture() {
    let picture = drawn(&taking_turns(100_000));
    assert!(picture.len() < 100_000, "{}", picture.len());
}

#[test]
fn what_is_gathered_does_not_hide_what_is_long_enough() {
    let picture = drawn(&taking_turns(20_000));
    let document = Document::parse(&picture).unwrap();
    let titles: Vec<&str> =
        document.descendants().filter(|it| it.has_tag_name("title")).filter_map(|it| it.text()).collect();
    assert!(titles.iter().any(|it| it.starts_with("blocking")), "{titles:?}");
}

#[test]
fn tasks_beyond_the_lanes_are_counted() {
    let mut lines = vec!["0 main begins".to_owned(), "0 main runs".to_owned()];
    lines.extend((0..100).map(|it| format!("0 main spawns worker{it}")));
    lines.push("0 main sleeps 1".to_owned());
    lines.extend((0..100).flat_map(|it| [format!("0 worker{it} runs"), format!("0 worker{it} sleeps 1")]));
    lines.push("1 main runs\n1 main ends".to_owned());
    let picture = drawn(&Story::new(&lines.join("\n")));
    assert!(picture.contains(">+77 more<") && picture.contains(">how many<"), "{picture}");
    assert!(picture.contains("77 more tasks."));
}
