//! Where an entry is typed on the screen: pages drawn in place of each other, with lines above them.
//!
//! Between two drawings the cursor stands where the learner types. It asks the terminal nothing.

use super::page::{Page, PageRow};
use crate::term::Narrowing;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Begins and ends an update that a terminal shows at once, and hides the cursor for it.
const BEGIN: &str = "\x1b[?2026h\x1b[?25l";
const END: &str = "\x1b[?25h\x1b[?2026l";
/// Erases from the cursor on.
const ERASE: &str = "\x1b[J";

/// The part of the screen in which an entry is typed.
pub struct Screen<W: Write> {
    out: W,
    drawn: Page,
    columns: usize,
    narrowing: Narrowing,
    /// Whether the terminal may have lost a part of what was drawn.
    is_stale: bool,
}

impl<W: Write> Screen<W> {
    /// Begins at the cursor, which has to be at the start of a row.
    pub fn new(out: W, columns: usize, narrowing: Narrowing) -> Screen<W> {
        Screen { out, drawn: Page::default(), columns, narrowing, is_stale: false }
    }

    /// The window has another width now.
    pub fn resize(&mut self, columns: usize) {
        if columns < self.columns && self.narrowing == Narrowing::Breaks {
            self.drawn.break_at(columns);
        }
        self.drawn.cursor.1 = self.drawn.cursor.1.min(columns.saturating_sub(1));
        self.columns = columns;
        self.is_stale = true;
    }

    /// Draws the whole page in place of the one before.
    ///
    /// # Errors
    /// Those of the terminal.
    pub fn draw(&mut self, page: Page) -> io::Result<()> {
        if page == self.drawn && !self.is_stale {
            return Ok(());
        }
        let mut text = self.to_top();
        if self.is_stale || page.rows.len() < self.drawn.rows.len() {
            text.push_str(ERASE);
        }
        self.put(&mut text, page);
        self.write(&text)
    }

    /// Draws the page with lines above it, which stay. Each ends with `\n`.
    ///
    /// # Errors
    /// Those of the terminal.
    pub fn draw_below(&mut self, lines: &str, page: Page) -> io::Result<()> {
        let mut text = self.to_top();
        text.push_str(ERASE);
        for line in lines.lines() {
            let _ = write!(text, "{line}\r\n");
        }
        self.put(&mut text, page);
        self.write(&text)
    }

    /// Draws the page on an empty screen.
    ///
    /// # Errors
    /// Those of the terminal.
    pub fn clear(&mut self, page: Page) -> io::Result<()> {
        let mut text = "\x1b[H\x1b[2J".to_owned();
        self.put(&mut text, page);
        self.write(&text)
    }

    /// Draws the page a last time, and leaves it; the cursor goes to the row below.
    ///
    /// # Errors
    /// Those of the terminal.
    pub fn settle(&mut self, page: Page) -> io::Result<()> {
        let mut text = self.to_top();
        text.push_str(ERASE);
        let below = page.rows.len() - 1 - page.cursor.0;
        self.put(&mut text, page);
        if below > 0 {
            let _ = write!(text, "\x1b[{below}B");
        }
        text.push_str("\r\n");
        self.drawn = Page::default();
        self.write(&text)
    }

    /// Takes the page away; the cursor stands where it began.
    ///
    /// # Errors
    /// Those of the terminal.
    pub fn erase(&mut self) -> io::Result<()> {
        let text = self.to_top() + ERASE;
        self.drawn = Page::default();
        self.write(&text)
    }

    fn to_top(&self) -> String {
        match self.drawn.cursor.0 {
            0 => "\r".to_owned(),
            rows => format!("\r\x1b[{rows}A"),
        }
    }

    /// Writes a page from its first row on.
    fn put(&mut self, text: &mut String, page: Page) {
        for (index, row) in page.rows.iter().enumerate() {
            if index > 0 {
                // At the bottom of the screen a line feed makes room, where a movement would not.
                text.push_str("\r\n");
            }
            // Behind a full row is the edge; to erase there would erase its last character.
            let erase = if row.width < self.columns { "\x1b[K" } else { "" };
            let _ = write!(text, "{}{erase}", row.text);
        }
        let up = page.rows.len() - 1 - page.cursor.0;
        if up > 0 {
            let _ = write!(text, "\x1b[{up}A");
        }
        text.push('\r');
        if page.cursor.1 > 0 {
            let _ = write!(text, "\x1b[{}C", page.cursor.1);
        }
        self.drawn = page;
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        self.is_stale = false;
        self.out.write_all(format!("{BEGIN}{text}{END}").as_bytes())?;
        self.out.flush()
    }
}

impl Page {
    /// What a terminal makes of the page that breaks rows at this width.
    fn break_at(&mut self, columns: usize) {
        let columns = columns.max(1);
        let height = |row: &PageRow| row.width.div_ceil(columns).max(1);
        let (row, column) = self.cursor;
        let above: usize = self.rows.iter().take(row).map(height).sum();
        self.cursor = (above + column / columns, column % columns);
        let all: usize = self.rows.iter().map(height).sum();
        self.rows = vec![PageRow::default(); all];
    }
}
