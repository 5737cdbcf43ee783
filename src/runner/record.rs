//! The trace and the timeline so far, growing as events come in, and shortened where they get too long.

use std::collections::{HashSet, VecDeque};
use std::io::{self, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::stream::Stream;
use crate::runtime::Backlog;
use crate::timeline::{ConsoleKind, ConsoleLine, Nanos, Timeline};
use crate::trace::{
    self, Batch, ClockKind, Collector, Dropped, Event, EventKind, Header, Outcome, SourceText, TaskId, Texts,
    Trace,
};

/// How the errors of tasks that wait for each other begin.
const DEADLOCK: &str = "deadlock: ";

/// What has happened.
pub struct Record {
    collector: Arc<Collector>,
    trace: Trace,
    timeline: Timeline,
    /// The clock of the first run.
    first_clock: ClockKind,
    /// Tasks that failed since somebody last asked, and that nobody has looked at.
    failed: Vec<TaskId>,
    /// Whether some of them have come that failed by a deadlock, and have not been looked through.
    has_deadlock: bool,
    /// Tasks that somebody has looked at before their end was recorded.
    heard: HashSet<TaskId>,
    /// The latest event's instant, and when it arrived; none before the first.
    latest: Option<(Nanos, Instant)>,
    /// So long after they happened events may come, in nanoseconds.
    lag: Nanos,
    /// The latest entry's main task, and when it ended.
    entry: Option<(TaskId, Option<Nanos>)>,
    background: Option<Background>,
    stream: Option<Stream>,
}

/// What was said while no run went on, so that no picture will show it.
struct Background {
    lines: VecDeque<BackgroundLine>,
    backlog: Arc<Backlog>,
}

/// A line that was said while no run went on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackgroundLine {
    pub at: Nanos,
    /// The name of the task that said it.
    pub task: Box<str>,
    /// As the script wrote it.
    pub text: Box<str>,
    /// The source line; 0 where it is not known.
    pub line: u32,
    pub kind: ConsoleKind,
}

impl Record {
    /// An empty record that takes in what a collector gets. With a `backlog`, what is said in the background is kept
    /// until it is asked for.
    pub fn new(clock: ClockKind, collector: Arc<Collector>, backlog: Option<Arc<Backlog>>) -> Record {
        let mut timeline = Timeline::new(clock);
        // The trace says what is too much.
        timeline.set_detail_limit(usize::MAX);
        Record {
            collector,
            trace: Trace::default(),
            timeline,
            first_clock: clock,
            failed: Vec::new(),
            has_deadlock: false,
            heard: HashSet::new(),
            latest: None,
            lag: 0,
            entry: None,
            background: backlog.map(|backlog| Background { lines: VecDeque::new(), backlog }),
            stream: None,
        }
    }

    /// Takes in what has arrived.
    pub fn take_in(&mut self) {
        let mut has_news = false;
        for mut batch in self.collector.drain() {
            has_news = true;
            self.write(&batch);
            self.trace.absorb(&mut batch);
            for event in &batch.events {
                self.timeline.apply(event);
                self.note_failure(event);
                self.note_entry(event);
                self.note_background(event);
            }
            if let Some(last) = batch.events.last() {
                self.latest = Some((last.at, Instant::now()));
            }
            shorten(&mut self.trace, &mut self.timeline);
        }
        if std::mem::take(&mut self.has_deadlock) {
            self.drop_shared_deadlocks();
        }
        if has_news && let Some(stream) = &mut self.stream {
            stream.flush();
        }
    }

    /// Writes every event to `out` as it is taken in, and those so far first: a run that is killed leaves what was
    /// recorded. `source` is the script's name, or `repl`. Nothing is written before something is recorded.
    pub fn stream_to(&mut self, source: &str, out: Box<dyn Write + Send>) {
        self.stream = Some(Stream::new(source, out));
        if !self.trace.events().is_empty() {
            self.open_stream();
        }
    }

    /// Ends what [`Record::stream_to`] began; nothing to do where it did not.
    ///
    /// # Errors
    /// What kept events from being written, whenever that was.
    pub fn end_stream(&mut self) -> io::Result<()> {
        self.open_stream();
        self.stream.take().map_or(Ok(()), Stream::end)
    }

    /// Writes the first line and all events so far, unless that is done.
    fn open_stream(&mut self) {
        if let Some(stream) = &mut self.stream {
            stream.open(&self.trace, |source| Header::new(self.first_clock, source));
        }
    }

    /// Writes events that have just come, and are not among those so far yet.
    fn write(&mut self, batch: &Batch) {
        self.open_stream();
        if let Some(stream) = &mut self.stream {
            stream.write(batch);
        }
    }

    /// Remembers a failure, until somebody has looked at it or it has been reported.
    fn note_failure(&mut self, event: &Event) {
        let seen = match event.kind {
            EventKind::Finished { outcome: Outcome::Failed, text } => {
                if !self.heard.remove(&event.task) {
                    self.failed.push(event.task);
                }
                self.has_deadlock |= text.is_some_and(|it| self.trace.texts().get(it).starts_with(DEADLOCK));
                return;
            }
            EventKind::Awaited { id } if self.timeline.lane(id).is_some_and(|it| it.ending().is_none()) => {
                self.heard.insert(id);
                return;
            }
            EventKind::Woken { by: Some(task) } => task,
            EventKind::Awaited { id } => id,
            EventKind::Unseen => event.task,
            _ => return,
        };
        if !self.failed.is_empty() {
            self.failed.retain(|it| *it != seen);
        }
    }

    /// Forgets failures of a deadlock that the error of their main task reports already, with the same words.
    fn drop_shared_deadlocks(&mut self) {
        let (timeline, texts) = (&self.timeline, self.trace.texts());
        let error = |task: TaskId| {
            let ending = timeline.lane(task)?.ending().filter(|it| it.outcome == Outcome::Failed)?;
            ending.text.map(|text| texts.get(text)).filter(|text| text.starts_with(DEADLOCK))
        };
        let main = |task: TaskId| timeline.run_of(task).map(|run| timeline.runs()[run].main);
        let is_shared = |task: TaskId| {
            let main = main(task).filter(|main| *main != task);
            error(task).is_some_and(|own| main.and_then(error) == Some(own))
        };
        self.failed.retain(|task| !is_shared(*task));
    }

    /// Expects events as long as this after they happened, as from another process.
    pub fn expect_lag(&mut self, lag: Duration) {
        self.lag = u64::try_from(lag.as_nanos()).unwrap_or(u64::MAX);
    }

    /// Makes the timeline again from the events, whenever they came, if all of them are here.
    pub fn fold_again(&mut self) {
        if self.trace.left_out() == 0 {
            self.timeline = Timeline::of(&self.trace, self.first_clock);
        }
    }

    /// Notes what the trace's first line says of the program.
    pub fn set_origin(&mut self, header: &Header) {
        header.tell(&mut self.trace);
    }

    /// Notes the code of the order in which tasks go on.
    pub fn set_schedule(&mut self, code: String) {
        self.trace.set_schedule(Some(code));
    }

    /// Notes the text of an entry that begins, which its events have lines of.
    pub fn add_source(&mut self, source: SourceText) {
        let at = self.latest.map_or(0, |(at, _)| at);
        if let Some(stream) = &mut self.stream {
            stream.write_source(at, &source);
        }
        self.trace.add_source(source);
    }

    /// Knows whether an entry runs.
    fn note_entry(&mut self, event: &Event) {
        match (event.kind, &mut self.entry) {
            // A run that a task begins (`compare`) is part of what the task does.
            (EventKind::Spawned { parent: None, .. }, entry) if !self.timeline.is_held() => {
                *entry = Some((event.task, None));
            }
            (EventKind::Finished { .. }, Some((main, ended))) if ended.is_none() => {
                let run = self.timeline.run_of(*main);
                let is_over = run.is_none_or(|run| self.timeline.runs()[run].ended.is_some());
                *ended = is_over.then_some(event.at);
            }
            _ => {}
        }
    }

    /// Keeps what is said while no entry runs.
    fn note_background(&mut self, event: &Event) {
        let Some(background) = &mut self.background else { return };
        let (text, kind) = match event.kind {
            EventKind::Printed { text } => (text, ConsoleKind::Printed),
            EventKind::Noted { text } => (text, ConsoleKind::Noted),
            _ => return,
        };
        // A remark on an entry's end, at its end, is shown with it.
        let is_of_entry = match self.entry {
            Some((_, None)) => true,
            Some((_, Some(ended))) => ended == event.at && kind == ConsoleKind::Noted,
            None => false,
        };
        if is_of_entry {
            return;
        }
        let texts = self.trace.texts();
        let task = self.timeline.lane(event.task).map_or("", |lane| texts.get(lane.name()));
        let (task, text) = (task.into(), texts.get(text).into());
        background.lines.push_back(BackgroundLine { at: event.at, task, text, line: event.line, kind });
    }

    /// The next line that was said while no run went on.
    pub fn take_background_line(&mut self) -> Option<BackgroundLine> {
        let background = self.background.as_mut()?;
        let line = background.lines.pop_front()?;
        if line.kind == ConsoleKind::Printed {
            background.backlog.remove(&line.text);
        }
        Some(line)
    }

    /// When the next line was said that [`Record::take_background_line`] gives.
    pub fn next_background_line(&self) -> Option<Nanos> {
        self.background.as_ref()?.lines.front().map(|line| line.at)
    }

    /// The tasks that failed since the last call, and that nobody has looked at.
    pub fn take_failed(&mut self) -> Vec<TaskId> {
        std::mem::take(&mut self.failed)
    }

    /// Lets the timeline know what time it is, for drawing a run that goes on. Virtual time moves with
    /// events alone.
    pub fn advance(&mut self) {
        if self.timeline.clock() == ClockKind::Real
            && let Some((at, arrived)) = self.latest
        {
            let passed = u64::try_from(arrived.elapsed().as_nanos()).unwrap_or(u64::MAX);
            self.timeline.advance_to(at.saturating_add(passed.saturating_sub(self.lag)));
        }
    }

    pub fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// The events so far.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    pub fn texts(&self) -> &Texts {
        self.trace.texts()
    }

    /// What a console line says, as the script wrote it.
    pub fn said(&self, line: &ConsoleLine) -> &str {
        self.trace.texts().get(line.text)
    }

    /// Writes the trace of one run, with the runs within it, as a file. Its instants stay those of the session.
    pub fn write_trace_of_run(&self, run: usize, source: &str, out: impl Write) -> io::Result<()> {
        let runs = self.timeline.runs();
        let Some(whole) = runs.get(run) else { return Ok(()) };
        let is_part = |part: usize| part == run || runs[part].within == Some(run);
        let header = Header::new(whole.clock, source);
        let chosen = |event: &Event| self.timeline.run_of(event.task).is_some_and(is_part);
        trace::write_chosen(&self.trace, &header, chosen, out)
    }

    /// Writes the trace as a file. `source` is the script's name, or `repl`.
    pub fn write_trace(&self, source: &str, out: impl Write) -> io::Result<()> {
        trace::write(&self.trace, &Header::new(self.first_clock, source), out)
    }
}

/// Drops what is above the limits.
pub(super) fn shorten(trace: &mut Trace, timeline: &mut Timeline) {
    let dropped = trace.shorten();
    if dropped.is_empty() {
        return;
    }
    for dropped in dropped {
        match dropped {
            Dropped::Middle(span) => timeline.forget_middle(span),
            Dropped::Before(instant) => timeline.forget_before(instant),
        }
    }
    trace.drop_texts(timeline.texts());
}
