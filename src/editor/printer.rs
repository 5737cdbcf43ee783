//! Lines above the prompt, left here by other threads while the learner types.
//!
//! The thread that edits is the only one that writes to the terminal: it takes the lines and draws its prompt below
//! them. Others leave lines; nobody waits for anybody.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Bytes that are left here at a time, if those who leave them can wait with more.
const ROOM: usize = 64 << 10;

/// Prints whole lines above the entry that is being typed, which stays as it is. Clones print at the same place.
#[derive(Clone, Debug, Default)]
pub struct Printer(Arc<Mutex<String>>);

impl Printer {
    /// Prints lines, with or without the last one's end. They go to the terminal as they are: the caller has taken
    /// control characters out. Where no entry is being typed they wait for the next one, or for [`Printer::take`].
    pub fn print(&self, lines: &str) {
        if !lines.is_empty() {
            let mut waiting = self.lock();
            waiting.push_str(lines);
            if !lines.ends_with('\n') {
                waiting.push('\n');
            }
        }
    }

    /// How many more bytes should be left here now.
    pub fn room(&self) -> usize {
        ROOM.saturating_sub(self.lock().len())
    }

    /// The lines that wait, for who writes them.
    pub fn take(&self) -> String {
        std::mem::take(&mut self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
