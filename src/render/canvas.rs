//! Rows of styled text on their way into a buffer: panes are put together before the height is known.

use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;

use super::palette::{Ink, style};
use super::{Glyphs, Theme};
use crate::style::{columns, wrap};

/// A row: texts, and the columns they begin at.
pub(crate) type Row = Vec<(usize, String, Ink)>;

/// The row, moved to the right.
pub(crate) fn moved(row: Row, by: usize) -> Row {
    row.into_iter().map(|(column, text, ink)| (column + by, text, ink)).collect()
}

/// Joins neighbouring characters of one ink.
pub(super) fn row_of_cells<'a>(column: usize, cells: impl IntoIterator<Item = (&'a str, Ink)>) -> Row {
    let mut row = Row::new();
    for (end, (symbol, ink)) in (column..).zip(cells) {
        match row.last_mut() {
            Some((_, text, last)) if *last == ink || symbol == " " => text.push_str(symbol),
            _ => row.push((end, symbol.to_owned(), ink)),
        }
    }
    row
}

/// The rows as a buffer. What sticks out at the right is left out.
pub(crate) fn paint(rows: &[Row], width: u16, theme: Theme) -> Buffer {
    // A buffer has at most 65,535 rows, and the cells must be countable.
    let height = rows.len().min(usize::from(u16::MAX / width.max(1)).max(4_000)) as u16;
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    for (y, row) in (0..height).zip(rows) {
        for (column, text, ink) in row {
            let x = u16::try_from(*column).unwrap_or(width).min(width);
            if x < width {
                buffer.set_stringn(x, y, text, usize::from(width - x), style(*ink, theme));
            }
        }
    }
    buffer
}

/// Pieces laid out from left to right with two blanks between, in as many rows as they need.
pub(super) fn flow(pieces: impl IntoIterator<Item = Row>, width: usize) -> Vec<Row> {
    let mut rows: Vec<Row> = vec![Row::new()];
    let mut end = 0;
    for piece in pieces {
        let length = piece.iter().map(|(column, text, _)| column + columns(text)).max().unwrap_or(0);
        let mut start = if end == 0 { 0 } else { end + 2 };
        if start > 0 && start + length > width {
            rows.push(Row::new());
            start = 0;
        }
        if let Some(row) = rows.last_mut() {
            row.extend(moved(piece, start));
        }
        end = start + length;
    }
    rows
}

/// The program's own words, broken between its parts, and within one where it must be.
pub(crate) fn sentence(text: &str, ink: Ink, glyphs: Glyphs, width: usize) -> Vec<Row> {
    let mut rows: Vec<String> = Vec::new();
    for part in text.split(" · ") {
        match rows.last_mut() {
            Some(row) if columns(row) + 3 + columns(part) <= width => *row += &format!(" · {part}"),
            _ => rows.extend(wrap(part, width).map(str::to_owned)),
        }
    }
    rows.into_iter().map(|row| vec![(0, glyphs.own_words(&row), ink)]).collect()
}
