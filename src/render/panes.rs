//! The two panes, side by side or one above the other, as rows.

use super::axis::{Axis, Label};
use super::canvas::{Row, moved, row_of_cells};
use super::console::Console;
use super::lanes::{Lanes, Sign, Strip};
use super::measure::Measure;
use super::palette::Ink;
use super::text::{columns, cut, one_line, shorten};
use super::ticks::Unit;
use super::{FrameOptions, Glyphs, Moment};
use crate::timeline::{Nanos, View};
use crate::trace::Texts;

/// From this width on the panes stand side by side.
const SIDE_BY_SIDE: usize = 76;
/// Columns at that width: of the console, of the names, and of all but what is shared out in wider frames.
const CONSOLE: usize = 30;
const NAMES: usize = 12;
const SHARED_FROM: usize = 70;
/// Between the panes: a blank, the border, a blank.
const BORDER: usize = 3;
/// Rows of a live console under its heading that lanes below it leave room for.
const CONSOLE_ROWS: usize = 3;
const HEADING: &str = "timeline";

/// The panes of a frame on their way to rows.
pub(super) struct Panes<'a> {
    view: &'a View<'a>,
    texts: &'a Texts,
    options: &'a FrameOptions,
    /// The longest time told.
    length: Nanos,
    width: usize,
    names: usize,
    console: usize,
    /// Header and lanes.
    timeline: Vec<Row>,
    /// What a legend has to explain.
    pub signs: Vec<Sign>,
}

impl<'a> Panes<'a> {
    pub fn new(view: &'a View, texts: &'a Texts, options: &'a FrameOptions, measure: &Measure) -> Panes<'a> {
        let width = usize::from(options.width.max(1));
        let (names, mut console, room) = widths(width, measure, options.moment);
        let axis = Axis::new(&measure.pieces, room);
        if width >= SIDE_BY_SIDE && options.moment == Moment::Finished {
            // What even ticks leave over; in a live picture the border is to hold still.
            console += room.saturating_sub(axis.width).min(measure.console.saturating_sub(console));
        }
        let mut lanes = Lanes::new(view, texts, &axis, options.glyphs);
        let strips = lanes.strips(&measure.lanes, &measure.rows);
        let mut timeline = header(&axis, names, options.glyphs);
        let labels = measure.labels.iter().map(|(at, label)| (*at, label.clone()));
        timeline.extend(lanes.notes(labels, measure.label_sign).map(|row| moved(row, names + 1)));
        timeline.extend(lanes.marks().map(|row| moved(row, names + 1)));
        timeline.extend(strips.into_iter().map(|it| strip(it, names, options.glyphs)));
        let signs = lanes.signs;
        let length = measure.length().max(view.span.end.saturating_sub(view.span.start));
        Panes { view, texts, options, length, width, names, console, timeline, signs }
    }

    /// The rows without which the picture would lose a lane.
    pub fn least_rows(&self) -> usize {
        let above = if self.is_side_by_side() { 0 } else { 1 + self.view.console.len().min(CONSOLE_ROWS) };
        above + self.timeline.len()
    }

    /// Header, console and lanes; in a live frame the console is as long as `most` rows allow.
    pub fn rows(self, most: usize) -> Vec<Row> {
        let console =
            Console::new(self.view, self.texts, self.options.glyphs, self.length, (self.console, self.names));
        let mut rows = vec![Row::from([(0, self.heading(), Ink::Strong)])];
        rows.extend(match self.options.moment {
            Moment::Finished => console.finished_rows(),
            Moment::Live => {
                let taken = 1 + if self.is_side_by_side() { 0 } else { self.timeline.len() };
                console.live_rows(most.saturating_sub(taken))
            }
        });
        if self.is_side_by_side() {
            return self.side_by_side(rows);
        }
        rows.extend(self.timeline);
        rows
    }

    fn is_side_by_side(&self) -> bool {
        self.width >= SIDE_BY_SIDE
    }

    fn side_by_side(self, console: Vec<Row>) -> Vec<Row> {
        let height = console.len().max(self.timeline.len());
        let (mut left, mut right) = (console.into_iter(), self.timeline.into_iter());
        let border = self.options.glyphs.signs().border;
        let row = |_| {
            let mut row = left.next().unwrap_or_default();
            row.push((self.console + 1, border.to_owned(), Ink::Faint));
            row.extend(moved(right.next().unwrap_or_default(), self.console + BORDER));
            row
        };
        (0..height).map(row).collect()
    }

    /// What the console is called, in what it counts, and of which run it is.
    fn heading(&self) -> String {
        let unit = match Unit::of(self.length) {
            Unit::Seconds | Unit::Minutes | Unit::Hours => String::new(),
            small => format!(" ({})", small.word()),
        };
        let signs = self.options.glyphs.signs();
        let mut heading = self.options.glyphs.own_words(&format!("console{unit}"));
        if let Some(title) = &self.options.title {
            let room = self.console.saturating_sub(columns(&heading) + 3);
            let title = shorten(&one_line(title), room.max(6), signs.ellipsis);
            heading = format!("{title} {} {heading}", signs.dot);
        }
        cut(&heading, self.console, signs.ellipsis)
    }
}

/// Columns of the names, the console, and what there is for the axis.
pub(crate) fn widths(width: usize, measure: &Measure, moment: Moment) -> (usize, usize, usize) {
    if width < SIDE_BY_SIDE {
        let names = measure.names.max(HEADING.len()).min((width / 3).max(8)).min(width / 2).max(1);
        return (names, width, width.saturating_sub(names + 1));
    }
    let extra = width - SHARED_FROM;
    let names = measure.names.max(NAMES).min(NAMES + extra / 4);
    let widest = match moment {
        Moment::Live => CONSOLE + extra * 3 / 10,
        Moment::Finished => CONSOLE + extra * 9 / 20,
    };
    let console = measure.console.clamp(CONSOLE, widest);
    (names, console, width - console - BORDER - names - 1)
}

/// What the pane is called, and the labels of the axis.
fn header(axis: &Axis, names: usize, glyphs: Glyphs) -> Vec<Row> {
    let mut rows = vec![Row::from([(0, HEADING.to_owned(), Ink::Strong)])];
    if HEADING.len() > names {
        rows.push(Row::new());
    }
    if let Some(row) = rows.last_mut() {
        let label = |it: &Label| (names + 1 + it.column, glyphs.own_words(&it.text), Ink::Faint);
        row.extend(axis.labels.iter().map(label));
    }
    rows
}

fn strip(strip: Strip, names: usize, glyphs: Glyphs) -> Row {
    let name = shorten(&strip.name, names, glyphs.signs().ellipsis);
    let mut row = vec![(0, name, strip.name_ink)];
    row.extend(row_of_cells(names + 1, strip.cells));
    row
}
