//! The events kept in memory, and the batches they arrive in.

use super::{Event, Language, SourceText, Texts};

/// How many events are kept where nothing else is asked for.
pub const DEFAULT_EVENT_LIMIT: usize = 1_000_000;

/// Events and new texts on their way from the recorder to a [`Trace`].
#[derive(Debug, Default)]
pub struct Batch {
    pub events: Vec<Event>,
    /// Texts to append to the table, in order.
    pub(super) texts: Vec<Box<str>>,
}

/// The events of a session so far, and their texts.
#[derive(Clone, Debug)]
pub struct Trace {
    events: Vec<Event>,
    texts: Texts,
    limit: usize,
    left_out: u64,
    language: Language,
    sources: Vec<SourceText>,
}

impl Default for Trace {
    fn default() -> Self {
        Trace::with_limit(DEFAULT_EVENT_LIMIT)
    }
}

impl Trace {
    /// An empty trace that keeps at most `limit` events and counts the rest.
    pub fn with_limit(limit: usize) -> Trace {
        Trace {
            events: Vec::new(),
            texts: Texts::default(),
            limit,
            left_out: 0,
            language: Language::Rhai,
            sources: Vec::new(),
        }
    }

    /// Takes a batch in. Past the limit its events are counted and not kept, so fold a batch
    /// (`batch.events`, with [`Trace::texts`] afterwards) before it is gone.
    pub fn absorb(&mut self, batch: &mut Batch) {
        self.texts.extend(std::mem::take(&mut batch.texts));
        let room = self.limit.saturating_sub(self.events.len()).min(batch.events.len());
        self.events.extend_from_slice(&batch.events[..room]);
        self.left_out += (batch.events.len() - room) as u64;
    }

    /// Adds one event, its texts being in [`Trace::texts_mut`] already.
    pub fn push(&mut self, event: Event) {
        if self.events.len() < self.limit {
            self.events.push(event);
        } else {
            self.left_out += 1;
        }
    }

    /// Says what program the events come from.
    pub fn set_origin(&mut self, language: Language, sources: Vec<SourceText>) {
        (self.language, self.sources) = (language, sources);
    }

    /// What the program is written in.
    pub fn language(&self) -> Language {
        self.language
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

    /// How many events came after the limit and are not here.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }
}
