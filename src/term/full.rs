//! The whole window, drawn again and again; what was there before comes back when it is left.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use ratatui_core::buffer::Buffer;

use super::Size;
use super::raw::write_at_once;
use crate::render::{Anchors, ColorAbility, lines};

/// The other screen, no cursor, clicks and wheel told, lines that are too long end at the edge.
const ENTER: &str = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?1000h\x1b[?1002h\x1b[?1006h\x1b[2J";
pub(super) const LEAVE_FULL: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l\x1b[?7h\x1b[?25h\x1b[?1049l";

static FULL: AtomicBool = AtomicBool::new(false);

/// The window while it is ours.
#[derive(Debug)]
pub struct FullScreen<W: Write> {
    out: W,
    ability: ColorAbility,
    drawn: Vec<String>,
    size: Option<Size>,
}

impl<W: Write> FullScreen<W> {
    /// Takes the window.
    ///
    /// # Errors
    /// It cannot be written to.
    pub fn enter(mut out: W, ability: ColorAbility) -> io::Result<FullScreen<W>> {
        FULL.store(true, Ordering::SeqCst);
        out.write_all(ENTER.as_bytes())?;
        out.flush()?;
        Ok(FullScreen { out, ability, drawn: Vec::new(), size: None })
    }

    /// Draws the buffer; only rows that differ are written.
    ///
    /// # Errors
    /// The window cannot be written to.
    pub fn draw(&mut self, buffer: &Buffer, size: Size) -> io::Result<()> {
        let rows = lines(buffer, self.ability, Anchors::AfterDoubtfulWidths);
        let mut text = String::from("\x1b[?2026h");
        if self.size != Some(size) {
            text.push_str("\x1b[2J");
            self.drawn.clear();
            self.size = Some(size);
        }
        for (index, row) in rows.iter().take(size.rows.into()).enumerate() {
            if self.drawn.get(index) != Some(row) {
                // Erased first: behind the last column the end of a row would be erased.
                // Writing to a string cannot fail.
                let _ = write!(text, "\x1b[{};1H\x1b[2K{row}", index + 1);
            }
        }
        self.drawn = rows;
        text.push_str("\x1b[?2026l");
        self.out.write_all(text.as_bytes())?;
        self.out.flush()
    }

    /// Has everything drawn again, as after somebody else has had the terminal.
    pub fn again(&mut self) {
        self.size = None;
        FULL.store(true, Ordering::SeqCst);
        write_at_once(ENTER);
    }
}

impl<W: Write> Drop for FullScreen<W> {
    fn drop(&mut self) {
        restore_full();
    }
}

/// Gives the window back, where it is ours.
pub(super) fn restore_full() {
    if FULL.swap(false, Ordering::SeqCst) {
        write_at_once(LEAVE_FULL);
    }
}

#[cfg(unix)]
pub(super) fn is_full() -> bool {
    FULL.load(Ordering::SeqCst)
}
