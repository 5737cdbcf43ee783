//! Some lanes of a run in a window of time, with one instant and one lane pointed at: what a replay shows.
//!
//! What comes after the instant stands back, so that a picture that plays fills with colour.

use std::ops::Range;

use super::Glyphs;
use super::axis::{Axis, Cell};
use super::canvas::{Row, row_of_cells};
use super::lanes::Lanes;
use super::palette::Ink;
use crate::style::{columns, one_line, shorten};
use crate::timeline::{LaneInView, Nanos, View};
use crate::trace::Texts;

/// What to show.
pub(crate) struct Scene<'a> {
    pub view: &'a View<'a>,
    pub texts: &'a Texts,
    /// The stretch of time on the axis.
    pub window: Range<Nanos>,
    pub at: Nanos,
    /// The lanes to show, and the one among them that is pointed at.
    pub lanes: &'a [LaneInView],
    pub chosen: Option<usize>,
    /// Columns of the whole, and of the names in it.
    pub width: usize,
    pub names: usize,
    pub glyphs: Glyphs,
}

/// The rows of a scene: the axis, the pointer, a row a lane, the thread's.
pub(crate) struct Picture {
    pub rows: Vec<Row>,
    /// The column of the first cell, and the time that each cell shows.
    pub first: usize,
    pub cells: Vec<Range<Nanos>>,
}

impl Scene<'_> {
    pub fn draw(&self) -> Picture {
        let signs = self.glyphs.signs();
        let (pointer, chosen, line) = match self.glyphs {
            Glyphs::Unicode => ("▼", "▸ ", "┊"),
            Glyphs::Ascii => ("v", "> ", ":"),
        };
        let first = 2 + self.names + 1;
        let axis =
            Axis::of_window(self.window.clone(), self.view.span.start, self.width.saturating_sub(first));
        let cursor = axis.cell_near(self.at);
        let labels = axis.labels.iter().map(|it| (first + it.column, it.text.clone(), Ink::Faint));
        let mut rows: Vec<Row> = vec![labels.collect()];
        let is_within = (self.window.start..=self.window.end).contains(&self.at);
        let mut above = Row::new();
        for mark in self.view.marks().iter().filter(|it| self.window.contains(&it.at)) {
            let column = first + axis.cell_near(mark.at);
            if above.last().is_none_or(|it: &(usize, String, Ink)| it.0 != column) {
                above.push((column, signs.mark.to_owned(), Ink::Strong));
            }
        }
        if is_within {
            above.push((first + cursor, pointer.to_owned(), Ink::Strong));
        }
        rows.push(above);
        let mut lanes = Lanes::new(self.view, self.texts, &axis, self.glyphs);
        for (index, strip) in lanes.only(self.lanes).into_iter().enumerate() {
            let is_chosen = self.chosen == Some(index);
            let mut row = Row::new();
            if is_chosen {
                row.push((0, chosen.to_owned(), Ink::Strong));
            }
            let name = shorten(&strip.name, self.names, self.glyphs.ellipsis());
            row.push((2, name, if is_chosen { Ink::Strong } else { strip.name_ink }));
            let cells = strip.cells.iter().enumerate().map(|(column, (symbol, ink))| match symbol {
                &" " if is_within && column == cursor => (line, Ink::Faint),
                symbol if column > cursor || self.at < self.window.start => (*symbol, Ink::Faint),
                symbol => (*symbol, *ink),
            });
            row.extend(row_of_cells(first, cells));
            rows.push(row);
        }
        let cells = axis.cells.iter().filter_map(|cell| match cell {
            Cell::Time(span) => Some(span.clone()),
            Cell::Fold | Cell::Blank => None,
        });
        let cells = cells.collect();
        Picture { rows, first, cells }
    }

    /// Columns for the names of these lanes, out of this many in all.
    pub fn names(view: &View, texts: &Texts, width: usize) -> usize {
        let longest = view.lanes().take(1_000).map(|lane| columns(&one_line(texts.get(lane.name()))) + 2);
        longest.max().unwrap_or(0).clamp("threads".len(), (width / 4).max("threads".len()))
    }
}
