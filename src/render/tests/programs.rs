//! The programs whose pictures are tested.

use std::collections::VecDeque;

use crate::timeline::tests::story::Story;
use crate::trace::{Event, EventKind, Outcome, TaskId, Trace, Wait};

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

/// What a script may print to spoil the columns.
pub const LONG_AND_WIDE: [&str; 6] = [
    "short",
    "a long line that has no room beside anything else and goes on and on until it is over",
    "日本語のテキスト, e\u{301}, 👩‍👩‍👧, 🏳️‍🌈 and\ta tab",
    "\x1b[31mred\x1b[2J\x07",
    "two\r\nlines\n",
    "https://example.org/one/word/that/cannot/be/broken/at/any/blank",
];

/// A main task and `count` sleepers that start at once and wake one after another; some fail.
pub fn many(count: u32) -> Story {
    let mut story = Story::default();
    let names: Vec<_> = (0..=count)
        .map(|it| if it == 0 { "main".to_owned() } else { format!("worker #{it}") })
        .map(|it| story.trace.texts_mut().push(it))
        .collect();
    let mut trace = std::mem::replace(&mut story.trace, Trace::unlimited());
    *story.trace.texts_mut() = std::mem::take(trace.texts_mut());
    let mut add = |at: u64, task: u32, kind| {
        story.trace.push(Event { at, task: TaskId(task), line: 1, kind });
    };
    add(0, 0, EventKind::Spawned { name: names[0], parent: None });
    add(0, 0, EventKind::Resumed);
    for task in 1..=count {
        add(0, task, EventKind::Spawned { name: names[task as usize], parent: Some(TaskId(0)) });
    }
    add(0, 0, EventKind::Suspended { on: Wait::Task { id: TaskId(count) } });
    let (step, longest) = (100_000, 3_000_000_000);
    let started = |task: u32| u64::from(task) * step;
    let due = |task: u32| u64::from(task) * longest / u64::from(count) + started(count);
    for task in 1..=count {
        add(started(task), task, EventKind::Resumed);
        add(started(task) + step / 2, task, EventKind::Suspended { on: Wait::Sleep { until: due(task) } });
    }
    for task in 1..=count {
        add(due(task), task, EventKind::Woken { by: None });
        add(due(task), task, EventKind::Resumed);
        let outcome = if task % 100 == 77 { Outcome::Failed } else { Outcome::Done };
        add(due(task) + 1_000, task, EventKind::Finished { outcome, text: None });
    }
    add(due(count) + 1_000, 0, EventKind::Resumed);
    add(due(count) + 1_000, 0, EventKind::Finished { outcome: Outcome::Done, text: None });
    story
}

/// What a task of a random program does next, and for how many microseconds.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    Run(u64),
    Block(u64),
    Sleep(u64),
    Yield,
    Print,
}

/// What happens when tasks with these steps are spawned together and share one thread, first come first served.
pub fn scheduled(tasks: &[Vec<Step>]) -> Story {
    let mut story = Story::new("0 main begins\n0 main runs");
    let text = story.trace.texts_mut().push("x");
    let mut now = 0;
    let mut add = |at: u64, task: usize, kind| {
        story.trace.push(Event { at: at * 1_000, task: TaskId(task as u32), line: 1, kind });
    };
    for task in 1..=tasks.len() {
        add(0, task, EventKind::Spawned { name: text, parent: Some(TaskId(0)) });
    }
    add(0, 0, EventKind::Suspended { on: Wait::Task { id: TaskId(1) } });
    let mut left: Vec<_> = tasks.iter().map(|steps| steps.iter()).collect();
    let mut ready: VecDeque<usize> = (1..=tasks.len()).collect();
    let mut asleep: Vec<(u64, usize)> = Vec::new();
    while !ready.is_empty() || !asleep.is_empty() {
        asleep.sort();
        let due = asleep.partition_point(|(until, _)| *until <= now);
        let due = if ready.is_empty() { due.max(1) } else { due };
        for (until, task) in asleep.drain(..due) {
            now = now.max(until);
            add(now, task, EventKind::Woken { by: None });
            ready.push_back(task);
        }
        let Some(task) = ready.pop_front() else { break };
        add(now, task, EventKind::Resumed);
        loop {
            match left[task - 1].next() {
                Some(Step::Run(time)) => now += time,
                Some(Step::Block(time)) => {
                    add(now, task, EventKind::Blocking { what: text });
                    now += time;
                    add(now, task, EventKind::Unblocked);
                }
                Some(Step::Print) => add(now, task, EventKind::Printed { text }),
                Some(Step::Sleep(time)) => {
                    let until = now + time;
                    add(now, task, EventKind::Suspended { on: Wait::Sleep { until: until * 1_000 } });
                    asleep.push((until, task));
                    break;
                }
                Some(Step::Yield) => {
                    add(now, task, EventKind::Suspended { on: Wait::Yield });
                    ready.push_back(task);
                    break;
                }
                None => {
                    add(now, task, EventKind::Finished { outcome: Outcome::Done, text: None });
                    break;
                }
            }
        }
    }
    add(now, 0, EventKind::Woken { by: None });
    add(now, 0, EventKind::Resumed);
    add(now, 0, EventKind::Finished { outcome: Outcome::Done, text: None });
    story
}
