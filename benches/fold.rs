//! What folding costs: a million events at once; and one more event, and a look at the density, after ten
//! thousand events and after a million.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use meanwhile::timeline::Timeline;
use meanwhile::trace::{ClockKind, Event, EventKind, Outcome, TaskId, TextId, Wait};

const TASKS: u32 = 2_000;
const TEXT: TextId = TextId::OMITTED;

/// A main task that spawns the others and awaits one. They take turns: some sleep, some yield, some hold
/// the thread, some print.
fn events(count: usize) -> Vec<Event> {
    let mut events = Vec::with_capacity(count + 8);
    let mut at = 0;
    let mut happen = |task: u32, kind: EventKind| {
        at += 50;
        events.push(Event { at, task: TaskId(task), line: task % 7, kind });
        (events.len(), at)
    };
    happen(0, EventKind::Spawned { name: TEXT, parent: None });
    happen(0, EventKind::Resumed);
    for task in 1..=TASKS {
        happen(task, EventKind::Spawned { name: TEXT, parent: Some(TaskId(0)) });
    }
    happen(0, EventKind::Suspended { on: Wait::Task { id: TaskId(1) } });
    for turn in 0_u32.. {
        let task = 1 + turn.wrapping_mul(7919) % TASKS;
        let (_, now) = happen(task, EventKind::Resumed);
        match turn % 4 {
            0 => drop(happen(task, EventKind::Printed { text: TEXT })),
            1 => {
                happen(task, EventKind::Blocking { what: TEXT });
                happen(task, EventKind::Unblocked);
            }
            _ => {}
        }
        let until = now + u64::from(turn % 5) * 40_000;
        let on = if turn % 3 == 0 { Wait::Yield } else { Wait::Sleep { until } };
        let (length, _) = happen(task, EventKind::Suspended { on });
        if length >= count {
            break;
        }
    }
    happen(1, EventKind::Finished { outcome: Outcome::Done, text: None });
    events.truncate(count);
    events
}

fn folded(events: &[Event]) -> Timeline {
    let mut timeline = Timeline::new(ClockKind::Virtual);
    timeline.set_detail_limit(usize::MAX);
    timeline.extend(events);
    timeline
}

fn fold(criterion: &mut Criterion) {
    let million = events(1_000_000);
    let mut group = criterion.benchmark_group("fold");
    group.sample_size(10).throughput(Throughput::Elements(million.len() as u64));
    group.bench_function("a million events", |bencher| bencher.iter(|| folded(&million).end()));
    group.finish();

    for (name, count) in [("ten thousand", 10_000), ("a million", 1_000_000)] {
        let mut timeline = folded(&million[..count]);
        criterion.bench_function(&format!("density in 80 cells after {name}"), |bencher| {
            bencher.iter(|| timeline.population(0..timeline.end(), 80));
        });
        let mut turn = 0_u32;
        criterion.bench_function(&format!("one more event after {name}"), |bencher| {
            bencher.iter(|| {
                let resumed = turn.is_multiple_of(2);
                let kind =
                    if resumed { EventKind::Resumed } else { EventKind::Suspended { on: Wait::Yield } };
                let task = TaskId(1 + turn / 2 % TASKS);
                timeline.apply(&Event { at: timeline.end() + 50, task, line: 0, kind });
                turn = turn.wrapping_add(1);
            });
        });
    }
}

criterion_group!(benches, fold);
criterion_main!(benches);
