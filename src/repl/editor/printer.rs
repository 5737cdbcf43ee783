//! Lines above the prompt, printed from other threads while the learner types.

use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Lines that wait to be printed above an entry, in bytes, before whoever prints more has to wait.
const MAX_WAITING: usize = 1 << 20;

/// Prints whole lines above the entry that is being typed, which stays as it is. While none is typed, they are
/// written at once.
#[derive(Clone, Debug, Default)]
pub struct Printer(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    lines: Mutex<Lines>,
    taken: Condvar,
}

#[derive(Debug, Default)]
struct Lines {
    waiting: String,
    /// Whether an entry is being typed, so that whoever draws it takes the lines.
    is_typing: bool,
}

impl Printer {
    /// Prints `lines`, with or without the last line's end. They go to the terminal as they are: the caller has
    /// taken control characters out. Many lines in one call are drawn at once.
    ///
    /// It never waits for the learner; only where a great deal has not been drawn yet it waits for the terminal.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn print(&mut self, lines: &str) -> io::Result<()> {
        let newline = if lines.ends_with('\n') { "" } else { "\n" };
        let mut waiting = self.lock();
        while waiting.is_typing && waiting.waiting.len() > MAX_WAITING {
            waiting = self.0.taken.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
        waiting.waiting.push_str(lines);
        waiting.waiting.push_str(newline);
        if waiting.is_typing { Ok(()) } else { waiting.write() }
    }

    /// From now on lines wait for [`take`](Printer::take).
    pub(super) fn begin_typing(&self) {
        self.lock().is_typing = true;
    }

    /// The lines that wait.
    pub(super) fn take(&self) -> String {
        let lines = std::mem::take(&mut self.lock().waiting);
        self.0.taken.notify_all();
        lines
    }

    /// From now on lines are written at once, and so are those that wait.
    ///
    /// # Errors
    /// The terminal is gone.
    pub(super) fn end_typing(&self) -> io::Result<()> {
        let mut lines = self.lock();
        lines.is_typing = false;
        let written = lines.write();
        drop(lines);
        self.0.taken.notify_all();
        written
    }

    fn lock(&self) -> MutexGuard<'_, Lines> {
        self.0.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lines {
    fn write(&mut self) -> io::Result<()> {
        let lines = std::mem::take(&mut self.waiting);
        if lines.is_empty() {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        out.write_all(lines.as_bytes())?;
        out.flush()
    }
}
