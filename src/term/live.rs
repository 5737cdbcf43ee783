//! A region of the normal screen that is drawn again and again, then left in the scrollback.
//!
//! Between two drawings the cursor rests, hidden, at the region's top left. So when the terminal is resized and
//! breaks lines anew, however it does that, everything from the cursor on is ours and can be erased: nothing
//! above is touched and nothing of the region stays behind. No question is asked about where the cursor is.
//!
//! How often to draw is the caller's business.

use std::fmt::Write as _;
use std::io::{self, Write};

use ratatui_core::buffer::{Buffer, CellWidth};
use ratatui_core::layout::Rect;

use super::Size;
use super::raw::{NORMAL, is_live, set_live};
use crate::render::{Anchors, ColorAbility, lines};

/// Begins a synchronised update, hides the cursor, and lets lines that are too long end at the edge.
const BEGIN: &str = "\x1b[?2026h\x1b[?25l\x1b[?7l";
/// Wraps lines again and ends the synchronised update; the cursor stays hidden.
const END: &str = "\x1b[?7h\x1b[?2026l";
/// From the region's top on.
const ERASE: &str = "\r\x1b[J";

/// Draws buffers at the cursor, which must be at the start of a line. Nobody else may write to the terminal
/// meanwhile.
pub struct LiveRegion<W: Write> {
    out: W,
    ability: ColorAbility,
    /// The rows on the screen, and its size when they were drawn.
    drawn: Vec<String>,
    size: Option<Size>,
}

impl<W: Write> LiveRegion<W> {
    pub fn new(out: W, ability: ColorAbility) -> LiveRegion<W> {
        LiveRegion { out, ability, drawn: Vec::new(), size: None }
    }

    /// Draws the buffer in place of the one before; only rows that differ are written. What has no room on a
    /// screen of this size is left out at the right and at the bottom.
    pub fn draw(&mut self, buffer: &Buffer, size: Size) -> io::Result<()> {
        let buffer = &clip(buffer, size);
        let rows = lines(buffer, self.ability, Anchors::AfterDoubtfulWidths);
        let mut text = String::new();
        if self.size.is_some() && !is_live() {
            // Somebody has put the terminal right, as before a suspension: nothing of ours is there.
            (self.size, self.drawn) = (None, Vec::new());
        }
        if self.size != Some(size) {
            if self.size.is_some() {
                text.push_str(ERASE);
            }
            self.drawn.clear();
            self.size = Some(size);
        }
        let height = rows.len().max(self.drawn.len());
        let mut reached = 0;
        for index in 0..height {
            let row = rows.get(index).map_or("", String::as_str);
            if self.drawn.get(index).is_some_and(|it| it == row) {
                continue;
            }
            // Down by line feeds: at the bottom of the screen they make room, where a movement would not.
            text.extend(std::iter::repeat_n('\n', index - reached));
            reached = index;
            // What is behind a full row is the edge; to erase there would erase its last character.
            let is_full = row_width(buffer, index) >= size.columns;
            let _ = write!(text, "\r{row}{}", if is_full { "" } else { "\x1b[K" });
        }
        if text.is_empty() {
            return Ok(());
        }
        text.push('\r');
        if reached > 0 {
            let _ = write!(text, "\x1b[{reached}A");
        }
        self.drawn = rows;
        set_live(true);
        self.write(&format!("{BEGIN}{text}{END}"))
    }

    /// Puts the finished picture in the region's place and leaves it there, the cursor below it.
    pub fn settle(&mut self, buffer: &Buffer) -> io::Result<()> {
        let mut text = format!("\x1b[?2026h{}", self.taken_back());
        for row in lines(buffer, self.ability, Anchors::AfterDoubtfulWidths) {
            text.push_str(&row);
            text.push_str("\r\n");
        }
        text.push_str(NORMAL);
        self.write(&text)
    }

    /// Takes the region from the screen, the cursor where its top was.
    pub fn erase(&mut self) -> io::Result<()> {
        let text = self.taken_back();
        if text.is_empty() {
            return Ok(());
        }
        self.write(&format!("{text}{NORMAL}"))
    }

    /// What erases the region; nothing where there is none.
    fn taken_back(&mut self) -> &'static str {
        self.drawn.clear();
        set_live(false);
        if self.size.take().is_some() { ERASE } else { "" }
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())?;
        self.out.flush()
    }
}

impl<W: Write> Drop for LiveRegion<W> {
    fn drop(&mut self) {
        let _ = self.erase();
    }
}

/// The part of the buffer that has room on the screen.
fn clip(buffer: &Buffer, size: Size) -> Buffer {
    let area = buffer.area().intersection(Rect::new(0, 0, size.columns, size.rows));
    let mut clipped = Buffer::empty(area);
    for position in area.positions() {
        // A wide character of which only half has room is left out.
        let cell = &buffer[position];
        if position.x + cell.symbol().cell_width().max(1) <= area.width {
            clipped[position] = cell.clone();
        }
    }
    clipped
}

/// Columns that a row takes, trailing blanks left out.
fn row_width(buffer: &Buffer, row: usize) -> u16 {
    let Ok(y) = u16::try_from(row) else { return 0 };
    let is_drawn = |x: &u16| buffer.cell((*x, y)).is_some_and(|cell| cell.symbol() != " ");
    let last = (0..buffer.area().width).rev().find(is_drawn);
    last.map_or(0, |x| x + buffer[(x, y)].symbol().cell_width().max(1))
}
