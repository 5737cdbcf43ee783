//! The texts of the latest events, beside a table that is written elsewhere.

use super::store::Batch;
use super::text::{Entry, Texts};

/// The texts of a trace that goes by: those that may be dropped are dropped some time after they came.
pub struct RecentTexts {
    texts: Texts,
    /// Bytes that have come since some were dropped, and how many there were then.
    bytes: usize,
    count_then: usize,
}

impl RecentTexts {
    /// So many bytes are kept, or up to twice as many.
    const KEPT: usize = 16 << 20;

    /// Begins with those that there are.
    pub fn new(texts: Texts) -> RecentTexts {
        let count_then = texts.count;
        RecentTexts { texts, bytes: 0, count_then }
    }

    /// Takes in what events of the batch, or later ones, point to.
    pub fn take_in(&mut self, batch: &Batch) {
        for (text, keep) in &batch.texts {
            self.texts.add_kept(text.clone(), *keep);
            self.bytes += text.len() + size_of::<Entry>();
        }
        if self.bytes > RecentTexts::KEPT {
            self.texts.drop_below(self.count_then);
            (self.bytes, self.count_then) = (0, self.texts.count);
        }
    }

    /// All that are kept.
    pub fn all(&self) -> &Texts {
        &self.texts
    }
}
