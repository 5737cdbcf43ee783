//! Text measured in columns: cut, wrapped and shortened without ever splitting a character.
//!
//! Widths are the buffer's own, so what is measured here is what is drawn.

use ratatui_core::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation;

use crate::plain::plain_text;

/// Columns between two tab stops in printed text.
const TAB: usize = 4;
/// Characters of one grapheme that are kept: more is only ever meant to break a screen.
const GRAPHEME_LIMIT: usize = 16;

/// The columns a text takes. Control characters count for nothing.
pub fn columns(text: &str) -> usize {
    graphemes(text).map(|(_, width)| width).sum()
}

/// Each visible grapheme with its columns.
fn graphemes(text: &str) -> impl DoubleEndedIterator<Item = (&str, usize)> {
    text.graphemes(true).filter(|it| !it.contains(char::is_control)).map(|it| (it, it.cell_width().into()))
}

/// The lines of a printed text, as they came.
pub fn raw_lines(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line))
}

/// One printed line, harmless, with tabs spread to the next stop. Of a line far longer than `room` columns
/// only the beginning is kept, so that a script cannot make drawing slow.
pub fn printed(line: &str, room: usize) -> String {
    let mut out = String::new();
    let mut column = 0;
    for grapheme in line.graphemes(true) {
        if column > room {
            break;
        }
        if grapheme == "\t" {
            let blanks = TAB - column % TAB;
            out.extend(std::iter::repeat_n(' ', blanks));
            column += blanks;
        } else {
            let plain = plain_text(grapheme);
            column += columns(&plain);
            out.extend(plain.chars().take(GRAPHEME_LIMIT));
        }
    }
    out
}

/// A text of one line, harmless.
pub fn one_line(text: &str) -> String {
    plain_text(text).into_owned()
}

/// The longest beginning that fits.
pub fn beginning(text: &str, room: usize) -> &str {
    let mut left = room;
    let mut end = 0;
    for grapheme in text.graphemes(true) {
        match left.checked_sub(columns(grapheme)) {
            Some(rest) => left = rest,
            None => break,
        }
        end += grapheme.len();
    }
    &text[..end]
}

/// The longest ending that fits.
fn ending(text: &str, room: usize) -> &str {
    let mut left = room;
    let mut start = text.len();
    for grapheme in text.graphemes(true).rev() {
        match left.checked_sub(columns(grapheme)) {
            Some(rest) => left = rest,
            None => break,
        }
        start -= grapheme.len();
    }
    &text[start..]
}

/// The text, its end cut off with an ellipsis where it does not fit.
pub fn cut(text: &str, room: usize, ellipsis: &str) -> String {
    if columns(text) <= room {
        return text.to_owned();
    }
    let dots = columns(ellipsis);
    if room < dots {
        return beginning(text, room).to_owned();
    }
    format!("{}{ellipsis}", beginning(text, room - dots).trim_end())
}

/// The text, its end cut off with an ellipsis after this many characters, whatever their columns.
pub fn limit(text: &str, characters: usize) -> String {
    // No text has more characters than bytes.
    let end = if text.len() <= characters { None } else { text.grapheme_indices(true).nth(characters) };
    end.map_or_else(|| text.to_owned(), |(end, _)| format!("{}…", &text[..end]))
}

/// A task's name, shortened in the middle where it does not fit. A number such as `#2` at its end is kept, for
/// it tells tasks of one function apart.
pub fn shorten(name: &str, room: usize, ellipsis: &str) -> String {
    if columns(name) <= room {
        return name.to_owned();
    }
    let number = name.rfind(" #").filter(|at| name[at + 2..].bytes().all(|it| it.is_ascii_digit()));
    if let Some(at) = number {
        let (stem, number) = name.split_at(at);
        let left = room.saturating_sub(columns(number));
        if left > columns(ellipsis) {
            return format!("{}{number}", cut(stem, left, ellipsis));
        }
        return ending(name, room).trim_start().to_owned();
    }
    let Some(left) = room.checked_sub(columns(ellipsis)).filter(|left| *left >= 3) else {
        return beginning(name, room).to_owned();
    };
    let tail = left / 3;
    format!("{}{ellipsis}{}", beginning(name, left - tail), ending(name, tail))
}

/// Rows of at most `room` columns. Breaks at blanks; within a word only where the word is wider than a row. There is at
/// least one row.
pub fn wrap(text: &str, room: usize) -> impl Iterator<Item = &str> {
    let mut rest = Some(text.trim_end());
    std::iter::from_fn(move || {
        let (row, left) = first_row(rest?, room);
        rest = left;
        Some(row)
    })
}

/// The first row, and what is left for further ones.
fn first_row(text: &str, room: usize) -> (&str, Option<&str>) {
    let mut row = beginning(text, room);
    if row.len() == text.len() {
        return (text, None);
    }
    if row.is_empty() {
        // A character wider than the room cannot be drawn; passing over it is the only way on.
        let first = text.graphemes(true).next().map_or(text.len(), str::len);
        return first_row(&text[first..], room);
    }
    if !text[row.len()..].starts_with(' ')
        && let Some(blank) = row.rfind(' ').filter(|blank| *blank > 0)
        && (columns(&row[..blank]) * 2 >= room || fits(&text[blank + 1..], room))
    {
        row = &row[..blank];
    }
    (row.trim_end(), Some(text[row.len()..].trim_start_matches(' ')))
}

/// Whether the first word of a text fits a row.
fn fits(text: &str, room: usize) -> bool {
    let start = beginning(text, room);
    start.len() == text.len() || start.contains(' ') || text[start.len()..].starts_with(' ')
}
