//! One line of source as it is shown: harmless, with tabs as spaces, cut to the width, every column known.
//!
//! It does not know labels or colours.

use crate::plain::plain_text;
use crate::style;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// A tab reaches to the next multiple of this.
const TAB: usize = 4;

/// A line cut into what the eye takes for single characters.
pub(super) struct Line {
    cells: Vec<Cell>,
    /// The columns that are shown.
    window: Range<usize>,
}

struct Cell {
    /// Bytes from the start of the line.
    offset: usize,
    column: usize,
    shown: String,
}

impl Line {
    /// Lays out a line in at most `width` columns, around the byte `focus` where it is longer.
    pub fn new(text: &str, focus: usize, width: usize) -> Line {
        let mut column = 0;
        let mut cells = Vec::new();
        for (offset, cluster) in text.grapheme_indices(true) {
            let shown = match cluster {
                "\t" => " ".repeat(TAB - column % TAB),
                _ => plain_text(cluster).into_owned(),
            };
            let cell = Cell { offset, column, shown };
            column += cell.shown.width();
            cells.push(cell);
        }
        // A mark may stand one column behind the line, where something is missing.
        let columns = column + 1;
        let mut line = Line { cells, window: 0..columns };
        if columns > width {
            let focus = line.unclipped(focus);
            let start = focus.saturating_sub(width / 3).min(columns - width);
            line.window = start..start + width;
        }
        line
    }

    /// What is shown of the line; `ellipsis` stands for what is cut off at either end.
    pub fn shown(&self, ellipsis: &str) -> String {
        let cut_before = self.window.start > 0;
        let cut_after = self.window.end < self.cells.last().map_or(0, Cell::end);
        let taken = |is_cut: bool| if is_cut { ellipsis.width() } else { 0 };
        let room = self.window.start + taken(cut_before)..self.window.end.saturating_sub(taken(cut_after));
        let mut shown = String::from(if cut_before { ellipsis } else { "" });
        for cell in &self.cells {
            if room.start <= cell.column && cell.end() <= room.end {
                shown.push_str(&cell.shown);
            } else {
                // Half of a wide character at the edge.
                let columns = cell.column.max(room.start)..cell.end().min(room.end);
                shown.push_str(&" ".repeat(columns.len()));
            }
        }
        shown + if cut_after { ellipsis } else { "" }
    }

    /// The columns that a span of bytes takes on the screen, at least one.
    pub fn columns(&self, span: Range<usize>) -> Range<usize> {
        let clip = |column: usize| column.clamp(self.window.start, self.window.end) - self.window.start;
        let start = clip(self.unclipped(span.start)).min(self.window.len() - 1);
        let end = clip(self.unclipped(span.end));
        start..end.max(start + 1)
    }

    fn unclipped(&self, offset: usize) -> usize {
        let next = self.cells.partition_point(|cell| cell.offset < offset);
        self.cells.get(next).map_or_else(|| self.cells.last().map_or(0, Cell::end), |cell| cell.column)
    }
}

impl Cell {
    fn end(&self) -> usize {
        self.column + self.shown.width()
    }
}

/// The text with a blank in place of each line break and the blanks around it.
pub(super) fn on_one_line(text: &str) -> String {
    let text = text.replace('\r', "");
    let mut lines = text.lines();
    let mut line = lines.next().unwrap_or_default().trim_end().to_owned();
    for next in lines.map(str::trim).filter(|it| !it.is_empty()) {
        line.push(' ');
        line.push_str(next);
    }
    line
}

/// Breaks a text into lines of at most `width` columns, between words where it can. What an indented line goes on with is
/// indented as well.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let rows = |line: &str| {
        // What is quoted may hold line ends of Windows.
        let line = plain_text(&line.replace('\r', "")).into_owned();
        let words = line.trim_start();
        let indent = (line.len() - words.len()).min(width / 2);
        let row = |row: &str| format!("{}{row}", " ".repeat(indent)).trim_end().to_owned();
        style::wrap(words, (width - indent).max(1)).map(row).collect::<Vec<_>>()
    };
    text.split('\n').flat_map(rows).collect()
}
