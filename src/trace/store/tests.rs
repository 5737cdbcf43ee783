//! What is kept of long runs, long sessions and their programs, and what is dropped.

use super::*;
use crate::trace::Outcome;

fn event(at: u64, task: u32, kind: EventKind) -> Event {
    Event { at, task: TaskId(task), line: 0, kind }
}

/// A run that prints its lines' numbers; at the instants from `from` on.
fn run(trace: &mut Trace, main: u32, from: u64, lines: u64) -> Vec<Dropped> {
    let mut dropped = Vec::new();
    let name = trace.texts_mut().push("main");
    trace.push(event(from, main, EventKind::Spawned { name, parent: None }));
    for line in from..from + lines {
        let text = trace.texts_mut().push(line.to_string());
        trace.push(event(line, main, EventKind::Printed { text }));
        dropped.extend(trace.shorten());
    }
    let ended = EventKind::Finished { outcome: Outcome::Done, text: None };
    trace.push(event(from + lines, main, ended));
    trace.drop_texts(std::iter::empty());
    dropped
}

fn printed(trace: &Trace) -> Vec<u64> {
    let text = |event: &Event| match event.kind {
        EventKind::Printed { text } => trace.texts().get(text).parse().ok(),
        _ => None,
    };
    trace.events().iter().filter_map(text).collect()
}

#[test]
fn of_a_run_above_the_limit_the_first_and_the_last_part_stay() {
    let mut trace = Trace::with_limits(100, 1_000);
    let dropped = run(&mut trace, 0, 0, 10_000);
    let printed = printed(&trace);
    assert_eq!(printed[..40], (0..40).collect::<Vec<_>>());
    assert_eq!(printed[printed.len() - 20..], (9_980..10_000).collect::<Vec<_>>());
    assert!(printed.len() <= 100 && printed.is_sorted(), "{}", printed.len());
    assert_eq!(trace.left_out(), 10_000 - printed.len() as u64);
    assert!(dropped.iter().all(|it| matches!(it, Dropped::Middle(_))));
    // The next one is kept whole.
    run(&mut trace, 1, 10_001, 90);
    assert_eq!(self::printed(&trace).iter().filter(|it| **it > 10_000).count(), 90);
}

#[test]
fn the_oldest_programs_are_dropped_and_the_latest_is_kept() {
    let mut trace = Trace::default();
    let source = |bytes: usize| SourceText { name: String::new(), line: 1, text: "x".repeat(bytes) };
    (0..100).for_each(|_| trace.add_source(source(SOURCE_BYTES / 10)));
    let bytes: usize = trace.sources().iter().map(|it| it.text.len()).sum();
    assert!((SOURCE_BYTES / 2..=SOURCE_BYTES).contains(&bytes), "{bytes}");
    assert_eq!(trace.source_bytes, bytes);
    trace.add_source(source(2 * SOURCE_BYTES));
    assert_eq!(trace.sources().len(), 1);
}

#[test]
fn the_oldest_runs_are_dropped_and_the_latest_are_whole() {
    let mut trace = Trace::with_limits(100, 300);
    for index in 0..50 {
        let from = u64::from(index) * 60;
        run(&mut trace, index, from, 50);
        if index == 3 {
            let spawned = EventKind::Spawned { name: TextId::OMITTED, parent: Some(TaskId(3)) };
            trace.push(event(from + 55, 1_003, spawned));
        }
    }
    let printed = printed(&trace);
    assert_eq!(printed[printed.len() - 150..][..50], (47 * 60..47 * 60 + 50).collect::<Vec<_>>());
    assert!(printed.len() <= 300 && printed.first() > Some(&2_000));
    assert_eq!(trace.cost, trace.segments.iter().map(|it| it.cost).sum::<usize>());
    // A task that is alive is known.
    assert!(trace.events().iter().any(|it| it.task == TaskId(1_003)));
}

#[test]
fn texts_that_no_event_points_to_do_not_add_up() {
    let mut trace = Trace::with_limits(100, 300);
    for index in 0..400 {
        run(&mut trace, index, u64::from(index) * 110, 100);
        trace.drop_texts(std::iter::empty());
    }
    assert!(trace.texts.droppable_bytes() < WORTH_DROPPING + 16_384, "{}", trace.texts.droppable_bytes());
    assert_eq!(printed(&trace).last(), Some(&(399 * 110 + 99)));
    let (first, last) = (TextId::from_index(1), TextId::from_index(trace.texts.count - 1));
    assert_eq!(trace.texts.get(first), "", "nobody uses it any more");
    assert_eq!(trace.texts.get(last), (399 * 110 + 99).to_string());
}
