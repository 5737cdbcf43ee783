//! The programs whose pictures are tested.

use crate::timeline::tests::story::Story;
use crate::trace::{ClockKind, Event, EventKind, Outcome, TaskId, Trace, Wait};

/// One of the three classic programs, its tasks named and its texts as in the course.
pub fn classic(text: &str) -> Story {
    let text = text.replace("Start", "Start fetching").replace("Fetched", "Data fetched");
    let spawned = "spawns fetch_data#2   at line 7";
    Story::new(&text.replace(spawned, &format!("{spawned}\n0 fetch_data#2 named fetch_data #2")))
}

/// Two tasks that compute, and one that sleeps beside them.
pub const PROCESSOR: &str = "
    0    main   begins
    0    main   runs
    0    main   spawns crunch
    0    main   spawns ticker
    0    main   awaits crunch
    0    crunch runs
    0.2  crunch prints a third
    0.3  crunch yields
    0.3  ticker runs
    0.3  ticker prints tick
    0.3  ticker sleeps 0.4
    0.3  crunch runs
    0.6  crunch prints two thirds
    0.6  crunch yields
    0.6  ticker woken
    0.6  ticker runs
    0.6  ticker prints tick
    0.6  ticker sleeps 0.7
    0.6  crunch runs
    0.9  main   woken crunch
    0.9  crunch ends
    0.9  ticker woken
    0.9  ticker runs
    0.9  ticker ends
    0.9  main   runs
    0.9  main   ends
";

/// A task that ends well, one that fails, one that is cancelled.
pub const ENDINGS: &str = "
    0    main     begins
    0    main     runs
    0    main     spawns good
    0    main     spawns bad
    0    main     spawns slow
    0    main     marks all started
    0    main     awaits good
    0    good     runs
    0    good     sleeps 1
    0    bad      runs
    0    bad      sleeps 0.5
    0    slow     runs
    0    slow     sleeps 60
    0.5  bad      woken
    0.5  bad      runs
    0.5  bad      fails division by zero
    1    good     woken
    1    good     runs
    1    good     prints done
    1    main     woken good
    1    good     ends
    1    main     runs
    1    main     sleeps 1.37
    1.37 main     woken
    1.37 main     runs
    1.37 main     marks stop
    1.37 slow     cancelled
    1.37 main     ends
";

/// Three entries in a REPL, 42 seconds at the prompt before the second; a ticker goes on from the first.
pub const SESSION: &str = "
    3    one    begins
    3    one    runs
    3    one    spawns fetch
    3    one    awaits fetch
    3    fetch  runs
    3    fetch  sleeps 4
    4    fetch  woken
    4    fetch  runs
    4    fetch  prints fetched
    4    one    woken fetch
    4    fetch  ends
    4    one    runs
    4    one    ends
    46   two    begins
    46   two    runs
    46   two    blocks sleep_blocking
    47.5 two    unblocks
    47.5 two    ends
    50   three  begins
    50   three  runs
    50   three  prints hello
    50   three  sleeps 50.5
    50.5 three  runs
    50.5 three  ends
";

/// A main task that prints each of the texts.
pub fn said(texts: &[&str]) -> Story {
    let mut story = Story::new("0 main begins\n0 main runs");
    let task = story.task("main");
    for (index, text) in texts.iter().enumerate() {
        let text = story.trace.texts_mut().push(*text);
        let at = index as u64 * 250_000_000;
        story.trace.push(Event { at, task, line: 1, kind: EventKind::Printed { text } });
    }
    let at = texts.len() as u64 * 250_000_000;
    let kind = EventKind::Finished { outcome: Outcome::Done, text: None };
    story.trace.push(Event { at, task, line: 1, kind });
    story
}

/// A main task and `count` sleepers that wake one after another; each tenth of a second a tenth of them.
pub fn many(count: u32) -> Story {
    let mut story = Story::default();
    story.trace = Trace::with_limit(usize::MAX);
    let mut add = |at: u64, task: u32, kind: EventKind| {
        story.trace.push(Event { at, task: TaskId(task), line: 1, kind });
    };
    let _ = ClockKind::Virtual;
    let mut texts = crate::trace::Texts::default();
    let names: Vec<_> = (0..=count)
        .map(|it| if it == 0 { texts.push("main") } else { texts.push(format!("worker #{it}")) })
        .collect();
    add(0, 0, EventKind::Spawned { name: names[0], parent: None });
    add(0, 0, EventKind::Resumed);
    for task in 1..=count {
        add(0, task, EventKind::Spawned { name: names[task as usize], parent: Some(TaskId(0)) });
    }
    add(0, 0, EventKind::Suspended { on: Wait::Task { id: TaskId(count) } });
    let step = 100_000;
    for task in 1..=count {
        add(u64::from(task) * step, task, EventKind::Resumed);
        let until = u64::from(task) * 3_000_000_000 / u64::from(count) + u64::from(count) * step;
        add(u64::from(task) * step + step / 2, task, EventKind::Suspended { on: Wait::Sleep { until } });
    }
    for task in 1..=count {
        let until = u64::from(task) * 3_000_000_000 / u64::from(count) + u64::from(count) * step;
        add(until, task, EventKind::Woken { by: None });
        add(until, task, EventKind::Resumed);
        let outcome = if task % 100 == 77 { Outcome::Failed } else { Outcome::Done };
        add(until + 1000, task, EventKind::Finished { outcome, text: None });
    }
    let end = 3_000_000_000 + u64::from(count) * step + 1000;
    add(end, 0, EventKind::Resumed);
    add(end, 0, EventKind::Finished { outcome: Outcome::Done, text: None });
    *story.trace.texts_mut() = texts;
    story
}
