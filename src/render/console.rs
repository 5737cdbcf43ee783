//! The console pane: what the tasks said, with time and task, as rows of styled text.
//!
//! A finished frame wraps lines and loses none, up to a bound; a live one shows the latest, each on one row.

use super::Glyphs;
use super::canvas::Row;
use super::palette::Ink;
use super::text::{beginning, columns, cut, one_line, printed, raw_lines, shorten, wrap};
use super::ticks::Unit;
use crate::timeline::{ConsoleKind, ConsoleLine, Nanos, View, count_text};
use crate::trace::{TaskId, Texts};

/// Of a run that said more, this many rows are kept from its beginning and from its end.
const FIRST_ROWS: usize = 140;
const LAST_ROWS: usize = 60;
/// Rows of what was said at once.
const ROWS_AT_ONCE: usize = 60;
/// With less room than this for the text, it begins on a row of its own.
const NARROW: usize = 10;
/// Where the text begins then.
const INDENT: usize = 2;

/// What console rows are made from, and how wide their parts are.
pub(crate) struct Console<'a> {
    view: &'a View<'a>,
    texts: &'a Texts,
    glyphs: Glyphs,
    unit: Unit,
    precision: Nanos,
    time: usize,
    name: usize,
    width: usize,
}

impl<'a> Console<'a> {
    /// For a pane of `width` columns in which names take at most `name`, and times are up to `longest`.
    pub fn new(
        view: &'a View<'a>,
        texts: &'a Texts,
        glyphs: Glyphs,
        longest: Nanos,
        (width, name): (usize, usize),
    ) -> Console<'a> {
        let unit = Unit::of(longest);
        let precision = unit.precision(longest);
        let time = columns(&unit.value(longest, precision));
        let mut console = Console { view, texts, glyphs, unit, precision, time, name, width };
        let shown = view.console.iter().take(FIRST_ROWS).chain(view.console.iter().rev().take(LAST_ROWS));
        let longest = shown.map(|line| columns(&console.name_of(line.task))).max();
        console.name = longest.unwrap_or(0).min(name);
        console
    }

    /// The columns with which no row needs to be wrapped.
    pub fn natural_width(&self) -> usize {
        let lines = self.view.console.iter().take(FIRST_ROWS);
        let texts = lines.flat_map(|line| raw_lines(self.texts.get(line.text)).take(ROWS_AT_ONCE));
        self.indent() + texts.map(|text| columns(&printed(text, 200))).max().unwrap_or(0)
    }

    /// All rows, or the first and the last ones with a word on how many lines lie between.
    pub fn finished_rows(&self) -> Vec<Row> {
        let lines = self.view.console;
        if lines.is_empty() {
            return vec![vec![(0, cut("nothing printed", self.width, ""), Ink::Faint)]];
        }
        let mut rows = Vec::new();
        let mut first = 0;
        while first < lines.len() && rows.len() < FIRST_ROWS {
            rows.extend(self.wrapped(&lines[first]));
            first += 1;
        }
        let mut last_rows = Vec::new();
        let mut last = lines.len();
        while last > first && last_rows.len() < LAST_ROWS {
            last -= 1;
            last_rows.extend(self.wrapped(&lines[last]).into_iter().rev());
        }
        if last > first {
            rows.push(self.remark(&format!("{} more lines", count_text((last - first) as u64))));
        }
        rows.extend(last_rows.into_iter().rev());
        rows
    }

    /// The latest rows, at most `limit`.
    pub fn live_rows(&self, limit: usize) -> Vec<Row> {
        let mut rows = Vec::new();
        for line in self.view.console.iter().rev() {
            let room = self.room_on_one_row();
            let said = self.texts.get(line.text);
            let count = raw_lines(said).take(limit + 1).count();
            for (index, text) in raw_lines(said).rev().take(limit - rows.len()).enumerate() {
                let mut row = Row::new();
                if index + 1 == count {
                    row = self.prefix(line);
                }
                let text = cut(&printed(text, room), room, self.glyphs.signs().ellipsis);
                row.push((self.width - room, text, ink(line)));
                rows.push(row);
            }
            if rows.len() >= limit {
                break;
            }
        }
        rows.reverse();
        rows
    }

    /// What was said at once, wrapped under itself.
    fn wrapped(&self, line: &ConsoleLine) -> Vec<Row> {
        let mut rows = vec![self.prefix(line)];
        let mut has_text = false;
        let indent = if self.is_narrow() { INDENT.min(self.width / 4) } else { self.indent() };
        let room = self.width.saturating_sub(indent).max(1);
        for text in raw_lines(self.texts.get(line.text)) {
            // A row is at least half full, so this is more than there are rows for.
            let text = printed(text, room * (ROWS_AT_ONCE + 2) * 2);
            for piece in wrap(&text, room) {
                if rows.len() > ROWS_AT_ONCE {
                    rows.push(self.remark("the rest is longer"));
                    return rows;
                }
                let piece = (indent, piece.to_owned(), ink(line));
                if has_text || self.is_narrow() {
                    rows.push(vec![piece]);
                } else {
                    rows[0].push(piece);
                }
                has_text = true;
            }
        }
        rows
    }

    /// Time and task.
    fn prefix(&self, line: &ConsoleLine) -> Row {
        let since = line.at.saturating_sub(self.view.span.start);
        let time = format!("{:>1$}", self.unit.value(since, self.precision), self.time);
        let room = self.name.min(self.width.saturating_sub(self.time + 1));
        let name = shorten(&self.name_of(line.task), room, self.glyphs.signs().ellipsis);
        vec![(0, beginning(&time, self.width).to_owned(), Ink::Faint), (self.time + 1, name, Ink::Text)]
    }

    fn remark(&self, words: &str) -> Row {
        vec![(0, format!("{} {words}", self.glyphs.signs().fold), Ink::Faint)]
    }

    fn name_of(&self, task: TaskId) -> String {
        let lane = self.view.timeline.lane(task);
        lane.map_or_else(|| format!("task {}", task.0), |it| one_line(self.texts.get(it.name())))
    }

    /// Where texts begin.
    fn indent(&self) -> usize {
        self.time + 1 + self.name + 2
    }

    fn is_narrow(&self) -> bool {
        self.width < self.indent() + NARROW
    }

    fn room_on_one_row(&self) -> usize {
        self.width.saturating_sub(self.indent())
    }
}

fn ink(line: &ConsoleLine) -> Ink {
    match line.kind {
        ConsoleKind::Printed => Ink::Text,
        ConsoleKind::Noted => Ink::Faint,
    }
}
