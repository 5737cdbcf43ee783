//! The console pane: what the tasks said, with time and task, as rows of styled text.
//!
//! A finished frame wraps lines and loses none, up to a bound; a live one shows the latest, each on one row.

use super::Glyphs;
use super::canvas::Row;
use super::palette::Ink;
use super::ticks::Unit;
use crate::style::{beginning, columns, cut, one_line, printed, raw_lines, shorten, wrap};
use crate::timeline::{ConsoleKind, ConsoleLine, Nanos, View, count_text};
use crate::trace::{TaskId, Texts};

/// Of a run that said more, this many rows are kept from its beginning and from its end.
const FIRST_ROWS: usize = 140;
const LAST_ROWS: usize = 60;
/// Rows of what was said at once.
const ROWS_AT_ONCE: usize = 60;
/// With less room than this for a text that needs it, texts begin on rows of their own.
const NARROW: usize = 12;
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
    /// Columns of the longest text.
    longest: usize,
}

/// How a row begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Begins {
    /// A line of what was said.
    Line,
    /// A further row of a line.
    Within,
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
        let mut console = Console { view, texts, glyphs, unit, precision, time, name, width, longest: 0 };
        let shown = view.console.iter().take(FIRST_ROWS).chain(view.console.iter().rev().take(LAST_ROWS));
        let names = shown.clone().map(|line| columns(&console.name_of(line.task)));
        console.name = names.max().unwrap_or(0).min(name);
        let texts = shown.flat_map(|line| raw_lines(texts.get(line.text)).take(ROWS_AT_ONCE));
        console.longest = texts.map(|text| columns(&printed(text, 200))).max().unwrap_or(0);
        console
    }

    /// The columns with which no row needs to be wrapped.
    pub fn natural_width(&self) -> usize {
        self.indent() + self.longest
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
            rows.extend(self.wrapped(&lines[first]).into_iter().map(|(row, _)| row));
            first += 1;
        }
        let mut last_rows = Vec::new();
        let mut last = lines.len();
        while last > first && last_rows.len() < LAST_ROWS {
            last -= 1;
            last_rows.extend(self.wrapped(&lines[last]).into_iter().rev().map(|(row, _)| row));
        }
        if last > first {
            rows.push(self.remark(&format!("{} more lines", count_text((last - first) as u64))));
        }
        rows.extend(last_rows.into_iter().rev());
        rows
    }

    /// At most `limit` rows: all, or the first and the last ones with a word on how many lines lie between, and on
    /// what shows them.
    pub fn fitted_rows(&self, limit: usize, whole_output: &str) -> Vec<Row> {
        let lines = self.view.console;
        let mut first: Vec<(Row, Begins)> = Vec::new();
        for line in lines {
            first.extend(self.wrapped(line));
            if first.len() > limit {
                break;
            }
        }
        if first.len() <= limit {
            let rows = first.into_iter().map(|(row, _)| row);
            return if lines.is_empty() { self.finished_rows() } else { rows.collect() };
        }
        let Some(room) = limit.checked_sub(1) else { return Vec::new() };
        let mut last: Vec<(Row, Begins)> = Vec::new();
        for line in lines.iter().rev() {
            if last.len() >= room / 2 {
                break;
            }
            last.extend(self.wrapped(line).into_iter().rev());
        }
        last.truncate(room / 2);
        last.reverse();
        // The end of a line whose beginning is not there tells little.
        let start = last.iter().position(|(_, begins)| *begins == Begins::Line).unwrap_or(last.len());
        let last = last.split_off(start);
        let is_cut = first.get(room - last.len()).is_some_and(|(_, begins)| *begins == Begins::Within);
        first.truncate(room - last.len());
        if is_cut && let Some((row, _)) = first.last_mut() {
            self.mark_as_cut(row);
        }
        let all: usize = lines.iter().map(|line| raw_lines(self.texts.get(line.text)).count()).sum();
        let shown = first.iter().chain(&last).filter(|(_, begins)| *begins == Begins::Line).count();
        let more = match all.saturating_sub(shown) {
            0 => "it goes on".to_owned(),
            count => format!("{} more", count_text(count as u64)),
        };
        let with_advice = format!("{more} {} {whole_output}", self.glyphs.signs().dot);
        let has_room = columns(&with_advice) + 2 <= self.width && !whole_output.is_empty();
        let remark = self.remark(if has_room { &with_advice } else { &more });
        let rows = first.into_iter().map(|(row, _)| row);
        rows.chain([remark]).chain(last.into_iter().map(|(row, _)| row)).collect()
    }

    /// Says that a row's text goes on.
    fn mark_as_cut(&self, row: &mut Row) {
        if let Some((column, text, _)) = row.last_mut() {
            let ellipsis = self.glyphs.ellipsis();
            let room = self.width.saturating_sub(*column + columns(ellipsis));
            *text = format!("{}{ellipsis}", beginning(text, room));
        }
    }

    /// The latest rows, at most `limit`.
    pub fn live_rows(&self, limit: usize) -> Vec<Row> {
        let mut rows = Vec::new();
        for line in self.view.console.iter().rev() {
            // Who said it is seen in the lanes as well.
            let indent = if self.is_narrow() { self.time + 1 } else { self.indent() };
            let room = self.width.saturating_sub(indent);
            let said = self.texts.get(line.text);
            let count = raw_lines(said).take(limit + 1).count();
            for (index, text) in raw_lines(said).rev().take(limit - rows.len()).enumerate() {
                let mut row = Row::new();
                if index + 1 == count {
                    row = self.prefix(line);
                    row.truncate(if self.is_narrow() { 1 } else { 2 });
                }
                let text = cut(&printed(text, room), room, self.glyphs.ellipsis());
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
    fn wrapped(&self, line: &ConsoleLine) -> Vec<(Row, Begins)> {
        let mut rows = vec![(self.prefix(line), Begins::Line)];
        let mut is_first = true;
        let is_narrow = self.is_narrow();
        let indent = if is_narrow { INDENT.min(self.width / 4) } else { self.indent() };
        let room = self.width.saturating_sub(indent).max(1);
        for text in raw_lines(self.texts.get(line.text)) {
            // A row is at least half full, so this is more than there are rows for.
            let text = printed(text, room * (ROWS_AT_ONCE + 2) * 2);
            let mut begins = if is_first { Begins::Within } else { Begins::Line };
            for piece in wrap(&text, room) {
                if rows.len() > ROWS_AT_ONCE {
                    rows.push((self.remark("it goes on"), Begins::Within));
                    return rows;
                }
                let piece = (indent, piece.to_owned(), ink(line));
                if is_first && !is_narrow {
                    rows[0].0.push(piece);
                } else {
                    rows.push((vec![piece], begins));
                }
                (is_first, begins) = (false, Begins::Within);
            }
        }
        rows
    }

    /// Time and task.
    fn prefix(&self, line: &ConsoleLine) -> Row {
        let since = self.view.since(line.at);
        let time = format!("{:>1$}", self.unit.value(since, self.precision), self.time);
        let room = self.name.min(self.width.saturating_sub(self.time + 1));
        let name = shorten(&self.name_of(line.task), room, self.glyphs.ellipsis());
        vec![(0, beginning(&time, self.width).to_owned(), Ink::Faint), (self.time + 1, name, Ink::Text)]
    }

    fn remark(&self, words: &str) -> Row {
        let remark = format!("{} {words}", self.glyphs.signs().fold);
        vec![(0, cut(&remark, self.width, ""), Ink::Faint)]
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
        self.width < self.indent() + NARROW.min(self.longest)
    }
}

fn ink(line: &ConsoleLine) -> Ink {
    match line.kind {
        ConsoleKind::Printed => Ink::Text,
        ConsoleKind::Noted => Ink::Faint,
    }
}
