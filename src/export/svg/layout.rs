//! Where things stand: the frame's columns as user units, and the scale of time.

use super::SvgOptions;
use crate::render::{Measure, Moment, widths};
use crate::timeline::Nanos;

pub(super) const FONT: f64 = 14.0;
/// A column: monospaced fonts are six tenths of their size wide, or a hair more.
pub(super) const COLUMN: f64 = FONT * 0.602;
/// From one row of text to the next, and from one lane to the next.
pub(super) const ROW: f64 = 21.0;
pub(super) const LANE: f64 = 26.0;
pub(super) const PADDING: f64 = 20.0;

/// The panes stand side by side, for which the frame needs at least this many columns.
const NARROWEST: usize = 76;
/// Behind the lanes: the ending, and half of the last label. Of these columns a part is before them.
const TAIL: usize = 4;
const BEFORE: f64 = 0.75 * COLUMN;
/// The axis spans at least this: a run can take no time at all.
const SHORTEST: Nanos = 1_000;

/// The places of a picture; panels that share an axis share it.
pub(super) struct Layout {
    pub columns: usize,
    pub width: f64,
    /// Columns of the console and of the names.
    pub console: usize,
    pub names: usize,
    /// The line between the panes, the first name, the first instant.
    pub border_x: f64,
    pub names_x: f64,
    pub plot_x: f64,
    pub plot_columns: usize,
    pub plot_width: f64,
    /// The time that the axis spans.
    pub length: Nanos,
}

impl Layout {
    /// For panels of which the widest and the longest count.
    pub fn of(measures: &[&Measure], options: &SvgOptions) -> Layout {
        let columns = columns(options);
        let largest = |of: fn(&Measure) -> usize| measures.iter().map(|it| of(it)).max().unwrap_or(0);
        let mut measure = measures[0].clone();
        measure.names = largest(|it| it.names);
        measure.console = largest(|it| it.console);
        let (names, console, room) = widths(columns, &measure, Moment::Finished);
        let plot_columns = room.saturating_sub(TAIL);
        let x = |column: usize| PADDING + column as f64 * COLUMN;
        Layout {
            columns,
            width: x(columns) + PADDING,
            console,
            names,
            border_x: x(console + 1) + COLUMN / 2.0,
            names_x: x(console + 3),
            plot_x: x(columns - room) + BEFORE,
            plot_columns,
            plot_width: plot_columns as f64 * COLUMN,
            length: measures.iter().map(|it| it.length()).max().unwrap_or(0).max(SHORTEST),
        }
    }

    /// The place of an instant so long after the run's beginning.
    pub fn x(&self, since: Nanos) -> f64 {
        self.plot_x + since as f64 / self.length as f64 * self.plot_width
    }

    /// The time that a width stands for.
    pub fn time(&self, width: f64) -> Nanos {
        (width / self.plot_width * self.length as f64) as Nanos
    }

    pub fn plot_end(&self) -> f64 {
        self.plot_x + self.plot_width
    }
}

/// The columns that will be drawn.
pub(super) fn columns(options: &SvgOptions) -> usize {
    usize::from(options.columns).max(NARROWEST)
}
