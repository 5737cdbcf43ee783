//! How much is kept in detail: up to a number of events, segments, console lines and marks; after it sums alone.

use super::Nanos;
use crate::trace::DEFAULT_EVENT_LIMIT;

/// The events so far, and how many are kept in detail.
#[derive(Clone, Debug)]
pub(super) struct Detail {
    events: usize,
    limit: usize,
    /// When the limit was passed.
    unkept_from: Option<Nanos>,
}

impl Default for Detail {
    fn default() -> Detail {
        Detail { events: 0, limit: DEFAULT_EVENT_LIMIT, unkept_from: None }
    }
}

impl Detail {
    pub fn limit(&self) -> usize {
        self.limit
    }

    pub fn set_limit(&mut self, events: usize) {
        self.limit = events;
    }

    /// Counts an event.
    pub fn count(&mut self, now: Nanos) {
        self.events += 1;
        if self.events > self.limit {
            self.unkept_from.get_or_insert(now);
        }
    }

    pub fn is_kept(&self) -> bool {
        self.unkept_from.is_none()
    }

    pub fn unkept_from(&self) -> Option<Nanos> {
        self.unkept_from
    }
}
