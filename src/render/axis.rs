//! The time axis: which cell shows which stretch of time, and the labels over the cells.
//!
//! A label stands over the cell of its instant, the last one over the end.

use std::ops::Range;

use super::ticks::{Unit, even, step, ticks, window_ticks};
use crate::timeline::{Nanos, duration_text};

/// An axis spans at least this: a run can take no time at all.
const SHORTEST: Nanos = 1_000;

/// Cells that an axis has at least, where there is room.
pub(super) const LEAST: usize = 40;

/// What a column of the lanes shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    Time(Range<Nanos>),
    /// Time that was left out, between the cells beside it.
    Fold,
    /// A blank beside a fold.
    Blank,
}

/// A text over the cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// The first column of the text, counted from the first cell.
    pub column: usize,
    pub text: String,
}

/// Cells in time order, and what stands over them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Axis {
    pub cells: Vec<Cell>,
    pub labels: Vec<Label>,
    /// Columns of the cells, of the ending behind them, and of what is left of the last label there.
    pub width: usize,
}

impl Axis {
    /// The pieces of time in at most `room` columns; what lies between them is folded.
    ///
    /// Some columns may stay free so that the ticks fall on whole cells. The last one is kept for an ending,
    /// and more where the last label needs them: it begins over the column behind the cells.
    pub fn new(pieces: &[Range<Nanos>], room: usize) -> Axis {
        match pieces {
            [span] => Axis::of_span(span.clone(), room),
            _ => Axis::with_folds(pieces, room),
        }
    }

    fn of_span(span: Range<Nanos>, room: usize) -> Axis {
        let length = span.end.saturating_sub(span.start).max(SHORTEST);
        let (mut tail, mut count) = (1, room);
        for _ in 0..3 {
            let most = room.saturating_sub(tail).max(1);
            // Even ticks are not worth lanes that are too narrow to be read from afar.
            count = Some(even(length, most)).filter(|it| *it >= LEAST.min(most)).unwrap_or(most);
            let wanted = ticks(length, count).pop().map_or(1, |(_, text)| width_of(&text));
            tail = tail.max(wanted.min(room / 4));
            if count + tail <= room {
                break;
            }
        }
        let length = length.max(count as Nanos);
        let cells = cells(span.start..span.start.saturating_add(length), count);
        let mut labels = Vec::new();
        let ticks = ticks(length, count);
        // The round value that the end goes by stands over the end, and the others in proportion.
        let end = ticks.last().map_or(length, |(instant, _)| *instant);
        for (instant, text) in ticks {
            let column = (u128::from(instant) * count as u128 / u128::from(end.max(1))) as usize;
            push(&mut labels, Label { column, text }, count + tail);
        }
        Axis { cells, labels, width: count + tail }
    }

    /// A window of a run that began at `origin`, from which the labels count.
    pub fn of_window(window: Range<Nanos>, origin: Nanos, room: usize) -> Axis {
        let length = window.end.saturating_sub(window.start).max(1);
        let count = room.saturating_sub(1).max(1);
        let length = length.max(count as Nanos);
        let (from, to) = (
            window.start.saturating_sub(origin),
            window.start.saturating_add(length) - origin.min(window.start),
        );
        let mut axis = Axis {
            cells: cells(window.start..window.start.saturating_add(length), count),
            ..Axis::default()
        };
        for (instant, text) in window_ticks(from..to, count) {
            let column = (u128::from(instant - from) * count as u128 / u128::from(length)) as usize;
            if column + width_of(&text) <= count + 1 {
                axis.add(column, text);
            }
        }
        axis.width = count + 1;
        axis
    }

    /// All pieces in one scale, each at least one cell wide.
    fn with_folds(pieces: &[Range<Nanos>], room: usize) -> Axis {
        let folds = pieces.windows(2).map(|pair| pair[1].start.saturating_sub(pair[0].end));
        let folds: Vec<String> = folds.map(|gap| format!("⋯ {}", fold_text(gap))).collect();
        let spelled: usize = folds.iter().map(|it| width_of(it) + 2).sum();
        let is_spelled = spelled <= room / 2;
        let taken = if is_spelled { spelled } else { folds.len() } + pieces.len() + 1;
        let length: Nanos = pieces.iter().map(|it| it.end - it.start).sum();
        let cell = length.div_ceil(room.saturating_sub(taken).max(1) as Nanos).max(1);
        let last = pieces.last().map_or(0, |it| it.end);
        let (unit, step) = (Unit::of(last), step(length, room.saturating_sub(taken)));
        let mut axis = Axis::default();
        for (index, piece) in pieces.iter().enumerate() {
            let start = axis.cells.len();
            let count = (piece.end - piece.start).div_ceil(cell).max(1);
            let end = piece.start.saturating_add(cell.saturating_mul(count));
            let first_label = match index {
                0 => format!("{} {}", unit.value(piece.start, unit.length()), unit.word()),
                _ => unit.value(piece.start, step),
            };
            axis.add(start, first_label);
            let ticks = (1..).map_while(|it| (piece.start / step).checked_add(it)?.checked_mul(step));
            for instant in ticks.take_while(|it| *it < piece.end) {
                axis.add(start + ((instant - piece.start) / cell) as usize, unit.value(instant, step));
            }
            axis.cells.extend(cells(piece.start..end, count as usize));
            let Some(fold) = folds.get(index) else { continue };
            if is_spelled {
                let blanks = width_of(fold) + 1;
                axis.labels
                    .retain(|it| it.column + width_of(&it.text) < axis.cells.len() + 1 || it.column == start);
                axis.add(axis.cells.len() + 1, fold.clone());
                axis.cells.extend(
                    (0..blanks + 1).map(|it| if it == blanks / 2 { Cell::Fold } else { Cell::Blank }),
                );
            } else {
                axis.cells.push(Cell::Fold);
            }
        }
        axis.width = axis.cells.len() + 1;
        axis
    }

    fn add(&mut self, column: usize, text: String) {
        if self.labels.last().is_none_or(|it| it.column + width_of(&it.text) < column) {
            self.labels.push(Label { column, text });
        }
    }

    /// Whether an instant lies between the beginning and the end of the axis.
    pub fn shows(&self, at: Nanos) -> bool {
        let spans = || {
            self.cells.iter().filter_map(|cell| if let Cell::Time(span) = cell { Some(span) } else { None })
        };
        spans().next().is_none_or(|first| first.start <= at)
            && spans().next_back().is_none_or(|last| at <= last.end)
    }

    /// Which cell shows an instant; for one outside the axis, the cell nearest before.
    pub fn cell_near(&self, at: Nanos) -> usize {
        let begins_by = |cell: &Cell| matches!(cell, Cell::Time(span) if span.start <= at);
        self.cells.iter().rposition(begins_by).unwrap_or(0)
    }
}

/// How long a fold is; nobody minds the hundredths of a long one.
fn fold_text(gap: Nanos) -> String {
    let second = Unit::Seconds.length();
    let is_long = (10 * second..60 * second).contains(&gap);
    if is_long { format!("{} s", gap / second) } else { duration_text(gap) }
}

/// `count` cells over a span, equal but for rounding.
pub(super) fn cells(span: Range<Nanos>, count: usize) -> Vec<Cell> {
    let length = u128::from(span.end - span.start);
    let edge = |index: usize| span.start + (length * index as u128 / count as u128) as Nanos;
    (0..count).map(|index| Cell::Time(edge(index)..edge(index + 1))).collect()
}

/// Adds the label where it overlaps none. The last one is moved left where it would stick out.
fn push(labels: &mut Vec<Label>, mut label: Label, width: usize) {
    label.column = label.column.min(width.saturating_sub(width_of(&label.text)));
    let overlaps = |it: &Label| it.column + width_of(&it.text) >= label.column;
    while labels.len() > 1 && labels.last().is_some_and(overlaps) {
        labels.pop();
    }
    if !labels.last().is_some_and(overlaps) {
        labels.push(label);
    }
}

/// Labels are of digits, dots and `µ`.
fn width_of(label: &str) -> usize {
    label.chars().count()
}
