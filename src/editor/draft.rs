//! The text that is being typed: a cursor, what was cut out, and the way back.
//!
//! Pure. It knows characters as a person does (grapheme clusters), and neither keys nor the screen.

use std::ops::Range;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::lexer::is_word;

/// The most steps that can be taken back.
const MAX_UNDO: usize = 200;

/// A text with a cursor. The cursor, in bytes, always stands between two grapheme clusters.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    text: String,
    cursor: usize,
    /// What the text was, the latest last.
    before: Vec<(String, usize)>,
    /// The place at which typing goes on with the step before, so that undo takes back a word and not a letter.
    typing_at: Option<usize>,
    /// What was cut out last, and whether the next cut adds to it.
    cut: String,
    cut_again: bool,
}

impl Draft {
    /// A draft of this text, with the cursor at its end.
    pub fn new(text: &str) -> Draft {
        Draft { text: text.into(), cursor: text.len(), ..Draft::default() }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// In bytes.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Replaces the whole text; the cursor goes to its end.
    pub fn set(&mut self, text: &str) {
        if text != self.text {
            self.keep();
        }
        self.text = text.into();
        self.cursor = text.len();
    }

    /// Puts text in at the cursor.
    pub fn insert(&mut self, text: &str) {
        let goes_on = self.typing_at == Some(self.cursor) && !text.contains(char::is_whitespace);
        if !goes_on {
            self.keep();
        }
        self.text.insert_str(self.cursor, text);
        self.cursor += text.len();
        self.typing_at = Some(self.cursor);
        self.cut_again = false;
    }

    /// Puts text in place of a range of bytes; the cursor stands behind it.
    pub fn replace(&mut self, range: Range<usize>, text: &str) {
        self.keep();
        self.text.replace_range(range.clone(), text);
        self.cursor = range.start + text.len();
    }

    /// Moves the cursor to a byte of the text.
    pub fn move_to(&mut self, place: usize) {
        self.cursor = self.text.floor_char_boundary(place);
        self.typing_at = None;
        self.cut_again = false;
    }

    /// Takes the text between the cursor and a place out, to be put in again with [`paste_cut`](Draft::paste_cut).
    pub fn cut_to(&mut self, place: usize) {
        let range = place.min(self.cursor)..place.max(self.cursor);
        if range.is_empty() {
            return;
        }
        let piece = self.text[range.clone()].to_owned();
        let cut = if self.cut_again { std::mem::take(&mut self.cut) } else { String::new() };
        let cut = if place < self.cursor { format!("{piece}{cut}") } else { format!("{cut}{piece}") };
        self.replace(range, "");
        (self.cut, self.cut_again) = (cut, true);
    }

    /// Puts in what was cut out last.
    pub fn paste_cut(&mut self) {
        let cut = self.cut.clone();
        if !cut.is_empty() {
            self.replace(self.cursor..self.cursor, &cut);
        }
    }

    /// Takes the last step back.
    pub fn undo(&mut self) {
        if let Some((text, cursor)) = self.before.pop() {
            (self.text, self.cursor) = (text, cursor);
        }
        self.typing_at = None;
        self.cut_again = false;
    }

    /// Exchanges the characters around the cursor; at a line's end the last two.
    pub fn transpose(&mut self) {
        let at_end = self.cursor == self.line_end();
        let middle = if at_end { self.left() } else { self.cursor };
        let (start, end) = (self.left_of(middle), self.right_of(middle));
        if start < middle && middle < end && !self.text[start..end].contains('\n') {
            let swapped = format!("{}{}", &self.text[middle..end], &self.text[start..middle]);
            self.replace(start..end, &swapped);
        }
    }

    /// Rewrites the rest of the word at or behind the cursor.
    pub fn rewrite_word(&mut self, rewrite: impl Fn(&str) -> String) {
        let range = self.cursor..self.word_right();
        let text = rewrite(&self.text[range.clone()]);
        self.replace(range, &text);
    }

    /// The place one character to the left.
    pub fn left(&self) -> usize {
        self.left_of(self.cursor)
    }

    /// The place one character to the right.
    pub fn right(&self) -> usize {
        self.right_of(self.cursor)
    }

    fn left_of(&self, place: usize) -> usize {
        let mut cursor = GraphemeCursor::new(place, self.text.len(), true);
        cursor.prev_boundary(&self.text, 0).ok().flatten().unwrap_or(0)
    }

    fn right_of(&self, place: usize) -> usize {
        let mut cursor = GraphemeCursor::new(place, self.text.len(), true);
        cursor.next_boundary(&self.text, 0).ok().flatten().unwrap_or(self.text.len())
    }

    /// The beginning of the word at or before the cursor.
    pub fn word_left(&self) -> usize {
        let before = self.text[..self.cursor].trim_end_matches(|c: char| !is_word(c));
        before.trim_end_matches(is_word).len()
    }

    /// The end of the word at or behind the cursor.
    pub fn word_right(&self) -> usize {
        let behind = self.text[self.cursor..].trim_start_matches(|c: char| !is_word(c));
        self.text.len() - behind.trim_start_matches(is_word).len()
    }

    /// The beginning of what stands before the cursor up to white space.
    pub fn blank_left(&self) -> usize {
        let before = self.text[..self.cursor].trim_end();
        before.trim_end_matches(|c: char| !c.is_whitespace()).len()
    }

    /// The beginning of the cursor's line.
    pub fn line_start(&self) -> usize {
        self.text[..self.cursor].rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// The end of the cursor's line.
    pub fn line_end(&self) -> usize {
        self.text[self.cursor..].find('\n').map_or(self.text.len(), |newline| self.cursor + newline)
    }

    /// The place a line above, in the same column; `None` in the first line.
    pub fn line_above(&self) -> Option<usize> {
        let end = self.line_start().checked_sub(1)?;
        let start = self.text[..end].rfind('\n').map_or(0, |newline| newline + 1);
        Some(self.same_column(start..end))
    }

    /// The place a line below, in the same column; `None` in the last line.
    pub fn line_below(&self) -> Option<usize> {
        let start = self.line_end() + 1;
        if start > self.text.len() {
            return None;
        }
        let end = self.text[start..].find('\n').map_or(self.text.len(), |newline| start + newline);
        Some(self.same_column(start..end))
    }

    fn same_column(&self, line: Range<usize>) -> usize {
        let column = self.text[self.line_start()..self.cursor].graphemes(true).count();
        let mut places = self.text[line.clone()].grapheme_indices(true).map(|(at, _)| line.start + at);
        places.nth(column).unwrap_or(line.end)
    }

    fn keep(&mut self) {
        self.before.push((self.text.clone(), self.cursor));
        if self.before.len() > MAX_UNDO {
            self.before.remove(0);
        }
        self.typing_at = None;
        self.cut_again = false;
    }
}
