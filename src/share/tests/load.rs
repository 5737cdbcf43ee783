//! What many readers cost. `.ci/long` runs it.

use std::time::{Duration, Instant};

use super::strangers::{Events, shared, told};
use crate::share::Votes;
use crate::trace::{Event, EventKind, TaskId, Wait};

const READERS: usize = 200;
const SECONDS: u32 = 10;

/// Processor time of the threads that share, in seconds.
#[cfg(target_os = "linux")]
fn used() -> f64 {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap().flatten();
    let ticks =
        tasks.filter_map(|it| std::fs::read_to_string(it.path().join("stat")).ok()).filter_map(|stat| {
            let (name, rest) = stat.split_once(')')?;
            // Fields 14 and 15 of the line; the third is the first behind the name.
            let fields: Vec<u64> = rest.split_whitespace().skip(11).take(2).flat_map(str::parse).collect();
            name.contains("(share").then(|| fields.iter().sum::<u64>())
        });
    ticks.sum::<u64>() as f64 / 100.0
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "takes its time; .ci/long runs it"]
fn long_two_hundred_readers_cost_little() {
    let share = shared(Votes::Off);
    let (mut recorder, record) = told();
    share.announce(share.expect(record, "run 1".into()));
    let name = recorder.name("main");
    let mut note = |at, kind| {
        recorder.record(Event { at, task: TaskId(0), line: 1, kind });
        recorder.flush();
    };
    note(0, EventKind::Spawned { parent: None, name });
    note(0, EventKind::Resumed);
    let mut readers: Vec<Events> = (0..READERS).map(|_| Events::follow(&share, "")).collect();
    readers.iter_mut().for_each(|it| drop(it.next("seed")));
    let threads: Vec<_> = readers
        .into_iter()
        .map(|mut reader| {
            std::thread::spawn(move || {
                let until = Instant::now() + Duration::from_secs(SECONDS.into());
                let mut count = 0;
                while Instant::now() < until {
                    reader.next("change");
                    count += 1;
                }
                count
            })
        })
        .collect();
    let before = used();
    let began = Instant::now();
    let mut at = 0;
    while threads.iter().any(|it| !it.is_finished()) {
        // A wait that ends: what a program does ten times a second.
        at += 100_000_000;
        note(at, EventKind::Suspended { on: Wait::Sleep { until: at + 50_000_000 } });
        note(at + 50_000_000, EventKind::Woken { by: None });
        note(at + 50_000_000, EventKind::Resumed);
        std::thread::sleep(Duration::from_millis(100));
    }
    let (cost, seconds) = (used() - before, began.elapsed().as_secs_f64());
    let counts: Vec<u32> = threads.into_iter().map(|it| it.join().unwrap()).collect();
    let (least, all) = (counts.iter().min().unwrap(), counts.iter().sum::<u32>());
    println!(
        "{READERS} readers, {:.1} changes a second each (the least {least} in {seconds:.1} s): {:.1} % of a core",
        f64::from(all) / READERS as f64 / seconds,
        100.0 * cost / seconds
    );
    assert!(*least > 5 * SECONDS, "{counts:?}");
    assert!(charged(cost, seconds), "{cost} s in {seconds} s");
}

/// Whether the cost is what was promised; without optimisation it is more.
#[cfg(target_os = "linux")]
fn charged(cost: f64, seconds: f64) -> bool {
    cfg!(debug_assertions) || cost < 0.1 * seconds
}
