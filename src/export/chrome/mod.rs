//! The Chrome trace event format, which Perfetto (ui.perfetto.dev) and chrome://tracing open: a track a task,
//! a slice a phase, arrows from wakers to the woken.
//!
//! Viewers take events of one instant in the order of the file. So the order here is part of the meaning: an
//! arrow leaves before its waker's slice is over, and arrives after the woken task's next slice has begun.

mod record;

use std::borrow::Cow;
use std::collections::HashMap;

use super::escape::shown;
use crate::timeline::{ConsoleKind, Lane, Nanos, Segment, Timeline, count_text};
use crate::trace::{ClockKind, EventKind, TaskId, Texts, Trace, Wait};
use record::{Arguments, Record};

/// This many characters of a printed text are in its event's name; all of them are in its arguments.
const NAME: usize = 60;

/// A whole trace as a JSON document; `title` is the script's name. Of a timeline past its detail limit only
/// the tasks' lives and the arrows are written.
pub fn chrome_trace(trace: &Trace, timeline: &Timeline, title: &str) -> String {
    let texts = trace.texts();
    let mut tracks = Tracks { timeline, texts, tids: HashMap::new(), entries: Vec::new() };
    tracks.process(title);
    for (index, lane) in timeline.lanes().enumerate() {
        tracks.task(index, &lane);
    }
    tracks.thread();
    tracks.instants();
    tracks.arrows(trace);
    let clock = timeline.runs().first().map_or(timeline.clock(), |run| run.clock);
    tracks.document(title, clock)
}

/// The order of events at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    LifeBegins,
    /// From a slice that is about to end.
    Leaves,
    Slice,
    LeavesNewSlice,
    Arrives,
    LifeEnds,
}

struct Tracks<'a> {
    timeline: &'a Timeline,
    texts: &'a Texts,
    tids: HashMap<TaskId, u64>,
    entries: Vec<(Nanos, Rank, Record<'a>)>,
}

impl<'a> Tracks<'a> {
    fn process(&mut self, title: &str) {
        let name = Arguments { name: Some(shown(title).into_owned().into()), ..Arguments::default() };
        // Written on the first task's track: viewers take track 0 for the processor's idle thread.
        self.add(0, Rank::LifeBegins, Record { args: name, ..Record::new("process_name", "M", 1) });
    }

    fn track(&mut self, tid: u64, name: Cow<'a, str>, index: usize) {
        let name = Arguments { name: Some(name), ..Arguments::default() };
        self.add(0, Rank::LifeBegins, Record { args: name, ..Record::new("thread_name", "M", tid) });
        let index = Arguments { sort_index: Some(index), ..Arguments::default() };
        self.add(0, Rank::LifeBegins, Record { args: index, ..Record::new("thread_sort_index", "M", tid) });
    }

    /// A task's life as one slice, its phases as slices within. Viewers take track 0 for the idle one.
    fn task(&mut self, index: usize, lane: &Lane<'a>) {
        let tid = index as u64 + 1;
        self.tids.insert(lane.task(), tid);
        let name = shown(self.texts.get(lane.name()));
        self.track(tid, name.clone(), index + 1);
        let line = Arguments { line: known(lane.line()), ..Arguments::default() };
        let begins = Record { cat: Some("task"), args: line, ..Record::new(name.clone(), "B", tid) };
        self.add(lane.spawned_at(), Rank::LifeBegins, begins);
        for segment in lane.track().segments().iter().copied().chain(lane.open()) {
            self.slice(tid, &segment);
        }
        let outcome = lane.ending().map_or("alive", |it| it.outcome.word());
        let result = lane.ending().and_then(|it| it.text).map(|it| shown(self.texts.get(it)));
        let outcome = Arguments { outcome: Some(outcome), result, ..Arguments::default() };
        let at = lane.ending().map_or(self.timeline.end(), |it| it.at);
        let ends = Record { cat: Some("task"), args: outcome, ..Record::new(name, "E", tid) };
        self.add(at, Rank::LifeEnds, ends);
    }

    /// What the one thread did, as a track of its own behind the tasks'.
    fn thread(&mut self) {
        let index = self.tids.len() + 1;
        self.track(index as u64, "(the thread)".into(), index);
        for segment in self.timeline.thread().segments() {
            self.slice(index as u64, segment);
        }
    }

    fn slice(&mut self, tid: u64, segment: &Segment) {
        let phase = segment.phase.word();
        let args = Arguments {
            line: known(segment.line),
            on: segment.wait.and_then(|it| self.wait(it)),
            ..Arguments::default()
        };
        let dur = Some(micros(segment.length()));
        let slice = Record { cat: Some(phase), dur, args, ..Record::new(phase, "X", tid) };
        self.add(segment.start, Rank::Slice, slice);
    }

    fn wait(&self, wait: Wait) -> Option<Cow<'a, str>> {
        match wait {
            Wait::Sleep { .. } => Some("sleep".into()),
            Wait::Yield => Some("yield".into()),
            Wait::Task { id } | Wait::Timeout { id, .. } => {
                self.timeline.lane(id).map(|it| shown(self.texts.get(it.name())))
            }
            Wait::Tasks { ids } => {
                let lanes = self.texts.task_ids(ids).filter_map(|id| self.timeline.lane(id));
                let names: Vec<_> = lanes.map(|it| shown(self.texts.get(it.name()))).collect();
                Some(names.join(", ").into())
            }
            Wait::Io { what } => Some(shown(self.texts.get(what))),
            Wait::Object { kind, name, holder } => {
                let [kind, name] = [kind, name].map(|it| shown(self.texts.get(it)));
                let (kind, purpose) = kind.split_once(", ").unwrap_or((&kind, ""));
                let purpose = if purpose.is_empty() { String::new() } else { format!(", {purpose}") };
                let holder = holder.task().and_then(|id| self.timeline.lane(id));
                let held = holder.map(|it| format!(", held by {}", shown(self.texts.get(it.name()))));
                Some(format!("{kind} {name}{purpose}{}", held.unwrap_or_default()).into())
            }
            Wait::Unknown { .. } => None,
        }
    }

    /// What was printed and remarked, on the track of its task; marks over all tracks.
    fn instants(&mut self) {
        let timeline = self.timeline;
        for line in timeline.console() {
            let category = match line.kind {
                ConsoleKind::Printed => "printed",
                ConsoleKind::Noted => "note",
            };
            let text = shown(self.texts.get(line.text));
            let name: String = text.chars().take(NAME).collect();
            let args = Arguments { line: known(line.line), text: Some(text), ..Arguments::default() };
            self.instant(
                line.at,
                line.task,
                Record { s: Some("t"), args, ..Record::new(name, "i", 0) },
                category,
            );
        }
        for mark in timeline.marks() {
            let name = shown(self.texts.get(mark.label));
            self.instant(mark.at, mark.task, Record { s: Some("p"), ..Record::new(name, "i", 0) }, "mark");
        }
    }

    fn instant(&mut self, at: Nanos, task: TaskId, record: Record<'a>, category: &'static str) {
        if let Some(tid) = self.tids.get(&task).copied() {
            let rank = self.leaving(at, task);
            self.add(at, rank, Record { cat: Some(category), tid, ..record });
        }
    }

    /// An arrow from each waker to the task it woke. Its ends must lie on slices, so both must be alive; and the
    /// woken one's slice must begin there, else viewers could turn the arrow round.
    fn arrows(&mut self, trace: &Trace) {
        let woken = trace.events().iter().filter_map(|event| match event.kind {
            EventKind::Woken { by: Some(by) } if by != event.task => Some((event.at, by, event.task)),
            _ => None,
        });
        for (id, (at, by, woken)) in (1..).zip(woken) {
            let is_alive = |task| {
                let lane = self.timeline.lane(task);
                lane.is_some_and(|it| it.spawned_at() <= at && it.ending().is_none_or(|end| at <= end.at))
            };
            let (Some(from), Some(to)) = (self.tids.get(&by).copied(), self.tids.get(&woken).copied()) else {
                continue;
            };
            let goes_on = |it: Segment| it.start == at;
            let goes_on = self
                .timeline
                .lane(woken)
                .is_some_and(|it| it.segments(at..at.saturating_add(1)).any(goes_on));
            if is_alive(by) && is_alive(woken) && goes_on {
                let rank = self.leaving(at, by);
                let arrow =
                    |ph, tid| Record { cat: Some("wakes"), id: Some(id), ..Record::new("wakes", ph, tid) };
                self.add(at, rank, arrow("s", from));
                self.add(at, Rank::Arrives, Record { bp: Some("e"), ..arrow("f", to) });
            }
        }
    }

    /// Where what a task does at an instant belongs: to the slice that has it then, though it may end there.
    fn leaving(&self, at: Nanos, task: TaskId) -> Rank {
        let around = at.saturating_sub(1)..at.saturating_add(1);
        let holds = |it: Segment| it.phase.holds_thread() && it.start < at && at <= it.end;
        let is_old = self.timeline.lane(task).is_some_and(|lane| lane.segments(around).any(holds));
        if is_old { Rank::Leaves } else { Rank::LeavesNewSlice }
    }

    fn add(&mut self, at: Nanos, rank: Rank, record: Record<'a>) {
        let ts = (record.ph != "M").then(|| micros(at));
        self.entries.push((at, rank, Record { ts, ..record }));
    }

    fn document(mut self, title: &str, clock: ClockKind) -> String {
        // Names of tracks first; the sort is stable.
        self.entries.sort_by_key(|(at, rank, record)| (record.ph != "M", *at, *rank));
        let lines: Vec<String> = self.entries.iter().map(|(_, _, record)| record.line()).collect();
        let about = serde_json::json!({
            "source": shown(title),
            "clock": clock.word(),
            "tasks": count_text(self.tids.len() as u64),
        });
        format!(
            "{{\"displayTimeUnit\":\"ms\",\"otherData\":{about},\"traceEvents\":[\n{}\n]}}\n",
            lines.join(",\n")
        )
    }
}

fn known(line: u32) -> Option<u32> {
    (line != 0).then_some(line)
}

/// Microseconds, as the format counts. Perfetto multiplies by a thousand and cuts off what is left behind the
/// point: the number is such that the same nanoseconds come out.
fn micros(nanos: Nanos) -> f64 {
    let value = nanos as f64 / 1_000.0;
    if ((value * 1_000.0) as Nanos) < nanos { value.next_up() } else { value }
}
