//! Events told in plain lines, for tests:
//!
//! ```text
//! 0    main   begins
//! 0    main   spawns fetch
//! 0    main   runs
//! 0    main   prints Hello
//! 0    main   awaits fetch
//! 0.5  fetch  runs at line 2
//! ```
//!
//! An instant in seconds, a task, and what happened, maybe with `at line N` at the end. Tasks are numbered in
//! the order of first mention.

use std::collections::HashMap;

use crate::timeline::{Nanos, Timeline};
use crate::trace::{ClockKind, Event, EventKind, Holder, Outcome, TaskId, Trace, Wait};

/// Events and the numbers of the tasks in them.
#[derive(Default)]
pub(crate) struct Story {
    pub trace: Trace,
    tasks: HashMap<String, TaskId>,
}

/// Seconds, with a fraction, as nanoseconds.
pub(crate) fn seconds(text: &str) -> Nanos {
    (text.parse::<f64>().unwrap_or_else(|_| panic!("no number of seconds: {text}")) * 1e9).round() as Nanos
}

impl Story {
    pub fn new(text: &str) -> Story {
        let mut story = Story::default();
        text.lines().map(str::trim).filter(|line| !line.is_empty()).for_each(|line| story.tell(line));
        story
    }

    /// Its timeline, the clock being virtual.
    pub fn timeline(&self) -> Timeline {
        Timeline::of(&self.trace, ClockKind::Virtual)
    }

    /// The task of that name.
    pub fn task(&mut self, name: &str) -> TaskId {
        let next = TaskId(self.tasks.len() as u32);
        *self.tasks.entry(name.to_owned()).or_insert(next)
    }

    fn tell(&mut self, line: &str) {
        let (line, source) = match line.rsplit_once(" at line ") {
            Some((line, source)) => (line, source.parse().expect("a line number")),
            None => (line, 0),
        };
        let mut words = line.split_whitespace();
        let at = seconds(words.next().expect("an instant"));
        let name = words.next().expect("a task").to_owned();
        let verb = words.next().expect("a verb");
        let rest = words.collect::<Vec<_>>().join(" ");
        let task = self.task(&name);
        let kind = self.kind(task, &name, verb, &rest);
        let task = if verb == "spawns" { self.task(&rest) } else { task };
        self.trace.push(Event { at, task, line: source, kind });
    }

    fn kind(&mut self, task: TaskId, name: &str, verb: &str, rest: &str) -> EventKind {
        let awaited = (verb == "awaits").then(|| self.task(rest));
        let by = (verb == "woken" && !rest.is_empty()).then(|| self.task(rest));
        let mut text = |text: &str| self.trace.texts_mut().push(text);
        let ends = |outcome, text| EventKind::Finished { outcome, text };
        match verb {
            "begins" => EventKind::Spawned { name: text(name), parent: None },
            "spawns" => EventKind::Spawned { name: text(rest), parent: Some(task) },
            "named" => EventKind::Named { name: text(rest) },
            "runs" => EventKind::Resumed,
            "yields" => EventKind::Suspended { on: Wait::Yield },
            "sleeps" => EventKind::Suspended { on: Wait::Sleep { until: seconds(rest) } },
            "awaits" => EventKind::Suspended { on: Wait::Task { id: awaited.expect("a task") } },
            "reads" => EventKind::Suspended { on: Wait::Io { what: text(rest) } },
            "receives" => EventKind::Suspended {
                on: Wait::Object { kind: text("channel"), name: text(rest), holder: Holder::NOBODY },
            },
            "woken" => EventKind::Woken { by },
            "blocks" => EventKind::Blocking { what: text(rest) },
            "leaves" => EventKind::OnThread,
            "unblocks" => EventKind::Unblocked,
            "prints" => EventKind::Printed { text: text(rest) },
            "notes" => EventKind::Noted { text: text(rest) },
            "marks" => EventKind::Mark { label: text(rest) },
            "ends" => ends(Outcome::Done, Some(rest).filter(|it| !it.is_empty()).map(text)),
            "fails" => ends(Outcome::Failed, Some(text(rest))),
            "cancelled" => ends(Outcome::Cancelled, None),
            "clock" => EventKind::ClockSet { clock: ClockKind::from_word(rest).expect("a clock") },
            _ => panic!("no such verb: {verb}"),
        }
    }
}

/// Two `fetch_data`, spawned, then awaited in turn: `sleep(2)` in each.
pub(crate) const NON_BLOCKING: &str = "
    0  main           begins
    0  main           runs
    0  main           spawns fetch_data     at line 6
    0  main           spawns fetch_data#2   at line 7
    0  main           awaits fetch_data     at line 8
    0  fetch_data     runs
    0  fetch_data     prints Start          at line 2
    0  fetch_data     sleeps 2              at line 3
    0  fetch_data#2   runs
    0  fetch_data#2   prints Start          at line 2
    0  fetch_data#2   sleeps 2              at line 3
    2  fetch_data     woken
    2  fetch_data#2   woken
    2  fetch_data     runs
    2  fetch_data     prints Fetched        at line 4
    2  main           woken fetch_data
    2  fetch_data     ends Data
    2  fetch_data#2   runs
    2  fetch_data#2   prints Fetched        at line 4
    2  fetch_data#2   ends Data
    2  main           runs
    2  main           ends
";

/// The same with `sleep_blocking(2)`.
pub(crate) const BLOCKING: &str = "
    0  main           begins
    0  main           runs
    0  main           spawns fetch_data     at line 6
    0  main           spawns fetch_data#2   at line 7
    0  main           awaits fetch_data     at line 8
    0  fetch_data     runs
    0  fetch_data     prints Start          at line 2
    0  fetch_data     blocks sleep_blocking at line 3
    2  fetch_data     unblocks
    2  fetch_data     prints Fetched        at line 4
    2  fetch_data     ends Data
    2  fetch_data#2   runs
    2  fetch_data#2   prints Start          at line 2
    2  fetch_data#2   blocks sleep_blocking at line 3
    4  fetch_data#2   unblocks
    4  fetch_data#2   prints Fetched        at line 4
    4  fetch_data#2   ends Data
    4  main           runs
    4  main           ends
";

/// One after the other, in the main task.
pub(crate) const SEQUENTIAL: &str = "
    0  main  begins
    0  main  runs
    0  main  prints Start    at line 2
    0  main  sleeps 2        at line 3
    2  main  runs
    2  main  prints Fetched  at line 4
    2  main  prints Start    at line 2
    2  main  sleeps 4        at line 3
    4  main  runs
    4  main  prints Fetched  at line 4
    4  main  ends
";
