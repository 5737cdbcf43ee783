//! The trace and the timeline so far, growing as events come in.

use std::collections::HashSet;
use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::timeline::{ConsoleLine, Nanos, Timeline};
use crate::trace::{self, ClockKind, Collector, Event, EventKind, Header, Outcome, TaskId, Texts, Trace};

/// What has happened.
pub struct Record {
    collector: Arc<Collector>,
    trace: Trace,
    timeline: Timeline,
    /// The clock of the first run.
    first_clock: ClockKind,
    /// Tasks that failed since somebody last asked, and that nobody has looked at.
    failed: Vec<TaskId>,
    /// Tasks that somebody has looked at before their end was recorded.
    heard: HashSet<TaskId>,
    /// The latest event's instant, and when it arrived; none before the first.
    latest: Option<(Nanos, Instant)>,
    /// So long after they happened events may come, in nanoseconds.
    lag: Nanos,
}

impl Record {
    /// An empty record that takes in what a collector gets.
    pub fn new(clock: ClockKind, collector: Arc<Collector>) -> Record {
        Record {
            collector,
            trace: Trace::default(),
            timeline: Timeline::new(clock),
            first_clock: clock,
            failed: Vec::new(),
            heard: HashSet::new(),
            latest: None,
            lag: 0,
        }
    }

    /// Takes in what has arrived; gives the console lines that are new, as places in the timeline's list.
    pub fn take_in(&mut self) -> Range<usize> {
        let before = self.timeline.console().len();
        for mut batch in self.collector.drain() {
            self.trace.absorb(&mut batch);
            self.timeline.extend(&batch.events);
            batch.events.iter().for_each(|event| self.note_failure(event));
            if let Some(last) = batch.events.last() {
                self.latest = Some((last.at, Instant::now()));
            }
        }
        before..self.timeline.console().len()
    }

    /// Remembers a failure, until somebody has looked at it or has been told of it.
    fn note_failure(&mut self, event: &Event) {
        let seen = match event.kind {
            EventKind::Finished { outcome: Outcome::Failed, .. } => {
                if !self.heard.remove(&event.task) {
                    self.failed.push(event.task);
                }
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

    /// Expects events as long as this after they happened, as from another process.
    pub fn expect_lag(&mut self, lag: Duration) {
        self.lag = u64::try_from(lag.as_nanos()).unwrap_or(u64::MAX);
    }

    /// Makes the timeline again from the events, whenever they came.
    pub fn fold_again(&mut self) {
        self.timeline = Timeline::of(&self.trace, self.first_clock);
    }

    /// Notes what the trace's first line says of the program.
    pub fn set_origin(&mut self, header: &Header) {
        self.trace.set_origin(header.language, header.sources.clone());
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
        let parts = runs.iter().filter(|it| it.within == Some(run)).chain([whole]);
        let tasks: HashSet<TaskId> = parts.flat_map(|it| it.tasks.iter().copied()).collect();
        let header = Header::new(whole.clock, source);
        trace::write_chosen(&self.trace, &header, |event| tasks.contains(&event.task), out)
    }

    /// Writes the trace as a file. `source` is the script's name, or `repl`.
    pub fn write_trace(&self, source: &str, out: impl Write) -> io::Result<()> {
        trace::write(&self.trace, &Header::new(self.first_clock, source), out)
    }
}
