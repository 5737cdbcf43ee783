//! The way of events from the thread that makes them to the one that looks at them.
//!
//! The [`Recorder`] writes into a buffer of its own and hands over whole batches: when one is full,
//! when it is told to flush, and when the [`Collector`] has asked for what there is.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use foldhash::{HashMap, HashMapExt};

use super::text::{Keep, TextTable};
use super::{Batch, Event, TextId};

/// Events in a full batch.
const BATCH: usize = 4096;
/// Events under way before the recorder waits for the collector: some 16 MB. A text counts as one for each
/// [`TEXT_BYTES`].
const UNDER_WAY: usize = 512 << 10;
const TEXT_BYTES: usize = 64;
/// Distinct texts that are remembered for reuse, and the longest, in bytes.
const REMEMBERED: usize = 10_000;
const LONGEST_REMEMBERED: usize = 200;
/// Of a longer text, in bytes, its first and its last part are recorded.
const LONGEST_TEXT: usize = 8 << 20;

/// Makes a recorder and its collector.
pub fn channel() -> (Recorder, Collector) {
    let shared = Arc::new(Shared::default());
    let recorder = Recorder {
        batch: Batch::default(),
        next_text: 1,
        remembered: HashMap::new(),
        text_bytes: 0,
        handed_over: 0,
        shared: shared.clone(),
    };
    (recorder, Collector { shared })
}

#[derive(Default)]
struct Shared {
    flush_wanted: AtomicBool,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    batches: Vec<Batch>,
    /// Events in these batches, and what their texts count as.
    events: usize,
    collector_gone: bool,
    /// Whoever waits for batches shall look up.
    nudged: bool,
}

impl State {
    /// Takes over what the batch holds. Small batches are put together. Gives the bytes of the buffer that went
    /// with it.
    fn take(&mut self, batch: &mut Batch) -> usize {
        if self.collector_gone {
            *batch = Batch::default();
            return 0;
        }
        let bytes: usize = batch.texts.iter().map(|(text, _)| text.len()).sum();
        self.events += batch.events.len() + bytes / TEXT_BYTES;
        match self.batches.last_mut() {
            Some(last) if last.events.len() + batch.events.len() <= BATCH => {
                last.events.append(&mut batch.events);
                last.texts.append(&mut batch.texts);
                0
            }
            _ => {
                let empty = Batch { events: Vec::with_capacity(BATCH), texts: Vec::new() };
                let full = std::mem::replace(batch, empty);
                let bytes = full.events.capacity() * size_of::<Event>();
                self.batches.push(full);
                bytes
            }
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes events down. It lives on the thread that makes them.
pub struct Recorder {
    batch: Batch,
    next_text: usize,
    remembered: HashMap<Box<str>, TextId>,
    /// Bytes of the batch's texts.
    text_bytes: usize,
    handed_over: usize,
    shared: Arc<Shared>,
}

impl Recorder {
    /// Records one event.
    #[inline]
    pub fn record(&mut self, event: Event) {
        self.batch.events.push(event);
        let is_full = self.batch.events.len() >= BATCH || self.text_bytes >= BATCH * TEXT_BYTES;
        if is_full || self.shared.flush_wanted.load(Ordering::Relaxed) {
            self.flush();
        }
    }

    /// Adds a text that will hardly be said again, such as a printed line.
    pub fn text(&mut self, text: &str) -> TextId {
        match text.len() > LONGEST_TEXT {
            true => self.push_text(&shortened(text), Keep::WhileUsed),
            false => self.push_text(text, Keep::WhileUsed),
        }
    }

    /// Adds a text that is likely to come again, such as a name; the same text keeps its id.
    pub fn name(&mut self, text: &str) -> TextId {
        if let Some(id) = self.remembered.get(text) {
            return *id;
        }
        if self.remembered.len() >= REMEMBERED || text.len() > LONGEST_REMEMBERED {
            return self.text(text);
        }
        let id = self.push_text(text, Keep::Always);
        self.remembered.insert(text.into(), id);
        id
    }

    /// The same for a name that is asked for later, however many there are: see [`Recorder::known`].
    pub fn lasting_name(&mut self, text: &str) -> TextId {
        if let Some(id) = self.remembered.get(text) {
            return *id;
        }
        let id = self.push_text(text, Keep::Always);
        self.remembered.insert(text.into(), id);
        id
    }

    /// The text of a name that is remembered.
    pub fn known(&self, id: TextId) -> Option<&str> {
        self.remembered.iter().find(|(_, known)| **known == id).map(|(text, _)| &**text)
    }

    fn push_text(&mut self, text: &str, keep: Keep) -> TextId {
        self.text_bytes += text.len() + size_of::<Box<str>>();
        self.batch.texts.push((text.into(), keep));
        self.next_text += 1;
        TextId::from_index(self.next_text - 1)
    }

    /// Hands over what there is.
    pub fn flush(&mut self) {
        self.shared.flush_wanted.store(false, Ordering::Relaxed);
        if self.batch.events.is_empty() && self.batch.texts.is_empty() {
            return;
        }
        let mut state = self.shared.lock();
        while state.events >= UNDER_WAY && !state.collector_gone {
            state = self.shared.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        self.handed_over += state.take(&mut self.batch) + std::mem::take(&mut self.text_bytes);
        drop(state);
        self.shared.changed.notify_all();
    }

    /// Bytes of memory that have left this thread with its events since the last call.
    pub fn take_handed_over(&mut self) -> usize {
        std::mem::take(&mut self.handed_over)
    }

    /// Whether the collector has asked for what there is.
    #[inline]
    pub fn flush_wanted(&self) -> bool {
        self.shared.flush_wanted.load(Ordering::Relaxed)
    }
}

impl TextTable for Recorder {
    fn add(&mut self, text: &str) -> TextId {
        self.name(text)
    }
}

/// The first and the last part of a text.
fn shortened(text: &str) -> String {
    let half = LONGEST_TEXT / 2;
    let (first, last) = (text.floor_char_boundary(half), text.ceil_char_boundary(text.len() - half));
    format!("{} … {}", &text[..first], &text[last..])
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.flush();
    }
}

/// Receives what a [`Recorder`] took down. When it is dropped, the recorder throws events away.
pub struct Collector {
    shared: Arc<Shared>,
}

impl Collector {
    /// What has arrived, in order. Asks the recorder to hand over the rest at its next event.
    pub fn drain(&self) -> Vec<Batch> {
        self.shared.flush_wanted.store(true, Ordering::Relaxed);
        let mut state = self.shared.lock();
        state.events = 0;
        let batches = std::mem::take(&mut state.batches);
        drop(state);
        self.shared.changed.notify_all();
        batches
    }

    /// Waits until something has arrived, at most for `limit`. Says whether something has.
    pub fn wait(&self, limit: Duration) -> bool {
        let state = self.shared.lock();
        let idle = |state: &mut State| state.batches.is_empty() && !state.nudged;
        let waited = self.shared.changed.wait_timeout_while(state, limit, idle);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.nudged = false;
        !state.batches.is_empty()
    }

    /// Ends a [`Collector::wait`] of another thread, now or at its beginning.
    pub fn nudge(&self) {
        self.shared.lock().nudged = true;
        self.shared.changed.notify_all();
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        self.shared.lock().collector_gone = true;
        self.shared.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::{EventKind, TaskId};

    #[test]
    fn small_batches_are_put_together_and_keep_their_order() {
        let (mut recorder, collector) = channel();
        for at in 0..10_000 {
            recorder.record(Event { at, task: TaskId(0), line: 0, kind: EventKind::Resumed });
            recorder.flush();
        }
        let batches = collector.drain();
        assert!(batches.len() <= 3);
        let instants: Vec<u64> = batches.iter().flat_map(|it| &it.events).map(|event| event.at).collect();
        assert_eq!(instants, (0..10_000).collect::<Vec<_>>());
    }
}
