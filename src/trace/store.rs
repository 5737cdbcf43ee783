//! The events kept in memory, run by run, and the batches they arrive in.
//!
//! A run has all events from its beginning to the beginning of the next one. Of a run above the limit the middle is
//! dropped, so that its first and its last part stay; of all runs the oldest are dropped. What is dropped costs no
//! memory, but for the tasks that are alive: that they were spawned is kept.

use std::collections::VecDeque;
use std::ops::Range;

use super::text::Keep;
use super::{Event, EventKind, Language, SourceText, TaskId, TextId, Texts, Wait};

/// How many events are kept of a run where nothing else is asked for.
pub const DEFAULT_EVENT_LIMIT: usize = 1_000_000;
/// How many are kept of all runs together. Each takes some 100 bytes here and in a timeline.
const ALL_RUNS: usize = DEFAULT_EVENT_LIMIT + DEFAULT_EVENT_LIMIT / 4;
/// A text counts as one more event for each so many bytes.
const TEXT_BYTES: usize = 64;
/// Texts that take less together are not worth a look at all events that might use them.
const WORTH_DROPPING: usize = 256 << 10;

/// So many bytes of programs are kept. They are enough for a long session.
const SOURCE_BYTES: usize = 4 << 20;

/// Events and new texts on their way from the recorder to a [`Trace`].
#[derive(Clone, Debug, Default)]
pub struct Batch {
    pub events: Vec<Event>,
    /// Texts to append to the table, in order.
    pub(super) texts: Vec<(Box<str>, Keep)>,
}

/// A part of the trace that was dropped, in nanoseconds of the trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dropped {
    /// The middle of the latest run.
    Middle(Range<u64>),
    /// All runs that ended before this instant.
    Before(u64),
}

/// One run's events.
#[derive(Clone, Copy, Debug, Default)]
struct Segment {
    /// How many there are.
    events: usize,
    /// What they cost, in events.
    cost: usize,
    /// The first part of them, once the middle has been dropped.
    head: Option<Part>,
}

/// A part of a run's events.
#[derive(Clone, Copy, Debug, Default)]
struct Part {
    /// How many there are.
    events: usize,
    /// What they cost, in events.
    cost: usize,
}

/// The events of a session, as far as they are kept, and their texts.
#[derive(Clone, Debug)]
pub struct Trace {
    events: Vec<Event>,
    texts: Texts,
    /// What a run may cost, and all runs together.
    limit: usize,
    all_runs: usize,
    left_out: u64,
    /// The oldest first.
    segments: VecDeque<Segment>,
    /// What all of them cost together.
    cost: usize,
    /// The main task of the run that goes on.
    open: Option<TaskId>,
    /// As the header says it.
    language: String,
    sources: Vec<SourceText>,
    /// Bytes of these.
    source_bytes: usize,
    /// The code of the order of who goes next, where one was asked for.
    schedule: Option<String>,
}

impl Default for Trace {
    fn default() -> Self {
        Trace::with_limits(DEFAULT_EVENT_LIMIT, ALL_RUNS)
    }
}

impl Trace {
    /// An empty trace that keeps everything.
    pub fn unlimited() -> Trace {
        Trace::with_limits(usize::MAX, usize::MAX)
    }

    /// An empty trace that keeps at most `run` events of a run, and of all runs `all_runs`, but for the latest run.
    pub fn with_limits(run: usize, all_runs: usize) -> Trace {
        Trace {
            events: Vec::new(),
            texts: Texts::default(),
            limit: run,
            all_runs,
            left_out: 0,
            segments: VecDeque::from([Segment::default()]),
            cost: 0,
            open: None,
            language: "rhai".to_owned(),
            sources: Vec::new(),
            source_bytes: 0,
            schedule: None,
        }
    }

    /// The chosen events by themselves, with all texts and sources.
    pub fn chosen(&self, is_chosen: impl Fn(&Event) -> bool) -> Trace {
        let mut chosen = Trace::unlimited();
        chosen.texts.clone_from(&self.texts);
        chosen.set_origin(&self.language, self.sources.clone());
        chosen.schedule.clone_from(&self.schedule);
        self.events.iter().filter(|event| is_chosen(event)).for_each(|event| chosen.push(*event));
        chosen
    }

    /// Takes a batch in. Afterwards [`Trace::shorten`] keeps the limits.
    pub fn absorb(&mut self, batch: &mut Batch) {
        let bytes: usize = batch.texts.iter().map(|(text, _)| text.len()).sum();
        self.texts.extend(std::mem::take(&mut batch.texts));
        for event in &batch.events {
            self.push(*event);
        }
        self.add_cost(bytes / TEXT_BYTES);
    }

    /// Adds one event, its texts being in [`Trace::texts_mut`] already.
    pub fn push(&mut self, event: Event) {
        match event.kind {
            EventKind::Spawned { parent: None, .. } if self.open.is_none() => {
                self.open = Some(event.task);
                self.segments.push_back(Segment::default());
            }
            EventKind::Finished { .. } if self.open == Some(event.task) => self.open = None,
            _ => {}
        }
        if let Some(latest) = self.segments.back_mut() {
            latest.events += 1;
        }
        self.add_cost(1);
        self.events.push(event);
    }

    /// The same; its texts count as what they cost.
    pub fn push_with_texts(&mut self, event: Event) {
        let texts = self.cost_of(&event) - 1;
        self.push(event);
        self.add_cost(texts);
    }

    /// The latest run costs so much more.
    fn add_cost(&mut self, cost: usize) {
        if let Some(latest) = self.segments.back_mut() {
            latest.cost += cost;
            self.cost += cost;
        }
    }

    /// Says what program the events come from.
    pub fn set_origin(&mut self, language: &str, sources: Vec<SourceText>) {
        self.source_bytes = sources.iter().map(|source| source.text.len()).sum();
        (self.language, self.sources) = (language.to_owned(), sources);
    }

    /// Says in which order the tasks went on, by its code; none for the usual one.
    pub fn set_schedule(&mut self, code: Option<String>) {
        self.schedule = code;
    }

    /// The code of the order in which the tasks went on; none where no other than the usual one was asked for.
    pub fn schedule(&self) -> Option<&str> {
        self.schedule.as_deref()
    }

    /// Adds a text that events have lines of. Where there is too much of them, the oldest go.
    pub fn add_source(&mut self, source: SourceText) {
        self.source_bytes += source.text.len();
        self.sources.push(source);
        if self.source_bytes <= SOURCE_BYTES {
            return;
        }
        // More than needs be, so that it does not have to be done again soon.
        let mut bytes = self.source_bytes;
        let oldest = self.sources.iter().take_while(|source| {
            let is_too_much = bytes > SOURCE_BYTES / 4 * 3;
            bytes -= source.text.len();
            is_too_much
        });
        let count = oldest.count().min(self.sources.len() - 1);
        self.sources.drain(..count);
        self.source_bytes = self.sources.iter().map(|source| source.text.len()).sum();
    }

    /// In whose words remedies for the program are given.
    pub fn language(&self) -> Language {
        Language::of(&self.language)
    }

    /// What the program is written in, as the header says it.
    pub(super) fn language_word(&self) -> &str {
        &self.language
    }

    /// The program's texts, which lines of events count in.
    pub fn sources(&self) -> &[SourceText] {
        &self.sources
    }

    pub fn events(&self) -> &[Event] {
        &self.events
    }

    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    pub fn texts_mut(&mut self) -> &mut Texts {
        &mut self.texts
    }

    /// How many events were dropped.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// Drops what is above the limits, and says what that was. Whoever keeps something of those events should forget
    /// it, and then have [`Trace::drop_texts`] called.
    pub fn shorten(&mut self) -> Vec<Dropped> {
        let mut dropped = Vec::new();
        dropped.extend(self.drop_middle());
        dropped.extend(self.drop_oldest());
        dropped
    }

    /// Drops the texts that neither an event nor anybody else uses; `others` are the latter's. A few texts may stay.
    pub fn drop_texts(&mut self, others: impl Iterator<Item = TextId>) {
        if self.texts.droppable_bytes() < WORTH_DROPPING {
            return;
        }
        let mut used: Vec<TextId> = others.collect();
        self.events.iter().for_each(|event| event.kind.texts(&mut used));
        self.texts.retain(used);
    }

    fn drop_middle(&mut self) -> Option<Dropped> {
        let Segment { events, cost, head } = *self.segments.back()?;
        if cost <= self.limit {
            return None;
        }
        let first = self.events.len() - events;
        let head = head.unwrap_or_else(|| self.affordable(self.events[first..].iter(), self.limit / 2));
        let tail = self.affordable(self.events[first + head.events..].iter().rev(), self.limit / 4);
        let middle = first + head.events..self.events.len() - tail.events;
        let span = self.events[middle.clone()].first()?.at..self.events[middle.clone()].last()?.at;
        let kept = self.drop_events(middle);
        let head = Part { events: head.events + kept, cost: head.cost + kept };
        let cost = head.cost + tail.cost;
        let latest = self.segments.back_mut()?;
        self.cost = self.cost - latest.cost + cost;
        *latest = Segment { events: head.events + tail.events, cost, head: Some(head) };
        Some(Dropped::Middle(span))
    }

    fn drop_oldest(&mut self) -> Option<Dropped> {
        if self.cost <= self.all_runs {
            return None;
        }
        // More than needs be, so that it does not have to be done again soon.
        let enough = self.all_runs / 4 * 3;
        let mut count = 0;
        while self.cost > enough && self.segments.len() > 1 {
            let oldest = self.segments.pop_front()?;
            self.cost -= oldest.cost;
            count += oldest.events;
        }
        if count == 0 {
            return None;
        }
        let instant = self.events.get(count).or(self.events.last())?.at;
        let kept = self.drop_events(0..count);
        self.segments.push_front(Segment { events: kept, cost: kept, head: None });
        self.cost += kept;
        Some(Dropped::Before(instant))
    }

    /// Drops events, but for those that say that a task which is alive afterwards was spawned. Gives their number; each
    /// costs 1.
    fn drop_events(&mut self, range: Range<usize>) -> usize {
        let events = &self.events[range.clone()];
        let ended = |event: &Event| matches!(event.kind, EventKind::Finished { .. }).then_some(event.task);
        let ended: std::collections::HashSet<TaskId> = events.iter().filter_map(ended).collect();
        let introduces = |event: &&Event| {
            let kind = event.kind;
            matches!(kind, EventKind::Spawned { .. } | EventKind::Named { .. } | EventKind::OnThread)
                && !ended.contains(&event.task)
        };
        let kept: Vec<Event> = events.iter().filter(introduces).copied().collect();
        let count = kept.len();
        self.left_out += (events.len() - count) as u64;
        self.events.splice(range, kept);
        if self.events.capacity() > 2 * self.events.len() {
            self.events.shrink_to_fit();
        }
        count
    }

    /// The first of the events, as many as cost at most so much together.
    fn affordable<'a>(&self, events: impl Iterator<Item = &'a Event>, limit: usize) -> Part {
        let mut part = Part::default();
        for event in events {
            let cost = part.cost + self.cost_of(event);
            if cost > limit {
                break;
            }
            part = Part { events: part.events + 1, cost };
        }
        part
    }

    fn cost_of(&self, event: &Event) -> usize {
        let text = match event.kind {
            EventKind::Printed { text } | EventKind::Noted { text } => self.texts.get(text),
            EventKind::Finished { text: Some(text), .. } => self.texts.get(text),
            EventKind::Mark { label } => self.texts.get(label),
            _ => "",
        };
        1 + text.len() / TEXT_BYTES
    }
}

impl EventKind {
    /// Adds the texts that it points to.
    fn texts(self, out: &mut Vec<TextId>) {
        match self {
            EventKind::Spawned { name, .. } | EventKind::Named { name } => out.push(name),
            EventKind::Suspended { on } => out.extend(on.texts()),
            EventKind::Blocking { what: text }
            | EventKind::Printed { text }
            | EventKind::Noted { text }
            | EventKind::Mark { label: text }
            | EventKind::Read { variable: text }
            | EventKind::Checked { variable: text, .. }
            | EventKind::Wrote { variable: text }
            | EventKind::Updated { variable: text }
            | EventKind::Unknown { json: text } => out.push(text),
            EventKind::Holds { variable, value } => out.extend([variable, value]),
            EventKind::Finished { text, .. } => out.extend(text),
            EventKind::Called { name, arguments } => out.extend([name, arguments]),
            EventKind::Returned { name, value } => out.extend(std::iter::once(name).chain(value)),
            EventKind::Threw { name, error } => out.extend([name, error]),
            EventKind::Remarked { rule, text, advice } => out.extend([rule, text, advice]),
            EventKind::Did { object, value, .. } => out.extend(std::iter::once(object).chain(value)),
            EventKind::OnThread
            | EventKind::Over
            | EventKind::Ending
            | EventKind::Resumed
            | EventKind::Woken { .. }
            | EventKind::Unblocked
            | EventKind::Awaited { .. }
            | EventKind::Unseen
            | EventKind::ClockSet { .. } => {}
        }
    }
}

impl Wait {
    /// The texts that it points to.
    pub fn texts(self) -> impl Iterator<Item = TextId> {
        let texts = match self {
            Wait::Sleep { .. } | Wait::Task { .. } | Wait::Timeout { .. } | Wait::Yield => [None, None],
            Wait::Io { what: text } | Wait::Tasks { ids: text } | Wait::Unknown { json: text } => {
                [Some(text), None]
            }
            Wait::Object { kind, name, .. } => [Some(kind), Some(name)],
        };
        texts.into_iter().flatten()
    }
}

#[cfg(test)]
mod tests;
