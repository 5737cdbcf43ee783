//! One run's frame: the console on the left, the timeline on the right; below each other where it is narrow.

use std::ops::Range;

use ratatui::buffer::Buffer;

use super::axis::{Axis, Label};
use super::canvas::{Row, moved, paint, row_of_cells, sentence};
use super::choose::telling_lanes;
use super::console::Console;
use super::lanes::{Lanes, Sign, Strip};
use super::legend::legend;
use super::palette::Ink;
use super::text::{columns, cut, one_line, shorten};
use super::ticks::{Unit, round_up};
use super::{FrameOptions, Glyphs, Legend, Moment};
use crate::timeline::{Age, LaneInView, Nanos, View, summary};
use crate::trace::Texts;

/// From this width on the panes stand side by side.
const SIDE_BY_SIDE: usize = 76;
/// Columns at that width: of the console, of the names, and of all but what is shared out in wider frames.
const CONSOLE: usize = 30;
const NAMES: usize = 12;
const SHARED_FROM: usize = 70;
/// Between the panes: a blank, the border, a blank.
const BORDER: usize = 3;
const HEADING: &str = "timeline";
/// A live frame of fewer rows has no legend, and shows of the summary only the beginning.
const ROWS_WITH_LEGEND: u16 = 12;
/// Lanes shown at most where not all have room.
const MOST_LANES: usize = 24;

/// The frame of a view. Its width is the options'; its height is what it needs, in a live frame at most
/// `max_rows`. The last row is the summary.
pub fn frame(view: &View, texts: &Texts, options: &FrameOptions) -> Buffer {
    draw(view, texts, options, &Measure::of(view, texts, options))
}

/// The frame of a view, measured before.
pub(super) fn draw(view: &View, texts: &Texts, options: &FrameOptions, measure: &Measure) -> Buffer {
    let width = usize::from(options.width.max(1));
    let panes = Panes::new(view, texts, options, measure);
    let mut below = legend(&panes.signs, options, width);
    below.extend(remarks(view, options.glyphs, width));
    let summary = sentence(&summary(view), Ink::Text, options.glyphs, width);
    let mut rows = match options.moment {
        Moment::Finished => panes.rows(usize::MAX),
        Moment::Live => {
            let most = usize::from(options.max_rows);
            if options.max_rows < ROWS_WITH_LEGEND {
                below.clear();
            }
            below.extend(summary.into_iter().take((most / 4).max(1)));
            below.truncate(most);
            let mut rows = panes.rows(most - below.len());
            rows.truncate(most - below.len());
            rows.extend(below);
            return paint(&rows, options.width, options.theme);
        }
    };
    rows.extend(below);
    rows.extend(summary);
    paint(&rows, options.width, options.theme)
}

/// What the picture should say about itself.
pub(super) fn remarks(view: &View, glyphs: Glyphs, width: usize) -> Vec<Row> {
    let remark = "Recording reached its limit: what came later is counted, but not drawn.";
    match view.timeline.is_truncated() {
        true => sentence(remark, Ink::Ready, glyphs, width),
        false => Vec::new(),
    }
}

/// What a frame needs; frames that share an axis share it.
#[derive(Clone, Debug)]
pub(super) struct Measure {
    /// The stretches of time on the axis, from the view's beginning.
    pub pieces: Vec<Range<Nanos>>,
    /// Names of instants, shown over the lanes.
    pub labels: Vec<(Nanos, String)>,
    pub lanes: Vec<LaneInView>,
    /// Columns of the longest name, and of the console without wrapping.
    pub names: usize,
    pub console: usize,
}

impl Measure {
    pub fn of(view: &View, texts: &Texts, options: &FrameOptions) -> Measure {
        let length = view.span.end.saturating_sub(view.span.start);
        let length = match options.moment {
            Moment::Live => round_up(length),
            Moment::Finished => length,
        };
        let lanes = telling_lanes(view, lanes_limit(view, options), length / u64::from(options.width.max(1)));
        let rest = view.lanes.len() - lanes.len();
        let name = |it: &LaneInView| {
            let lane = view.timeline.lane(it.task);
            let name = lane.map_or(0, |lane| columns(&one_line(texts.get(lane.name()))));
            name + usize::from(it.age == Age::Older)
        };
        let longest = lanes.iter().map(name).max().unwrap_or(0);
        let names = longest.max("thread".len()).max(if rest > 0 { "9,990 waiting".len() } else { 0 });
        let console = match options.moment {
            // What is still to come is not known; a layout that changes under way is worse.
            Moment::Live => usize::MAX,
            Moment::Finished => {
                Console::new(view, texts, options.glyphs, length, (200, names)).natural_width()
            }
        };
        let whole = view.span.start..view.span.start.saturating_add(length);
        Measure { pieces: vec![whole], labels: Vec::new(), lanes, names, console }
    }

    /// The time on the axis, all in all.
    pub fn length(&self) -> Nanos {
        self.pieces.iter().map(|it| it.end - it.start).sum()
    }
}

/// How many tasks have room.
fn lanes_limit(view: &View, options: &FrameOptions) -> usize {
    // Header, thread, a row or two of legend, the summary.
    let around = 3 + if options.legend == Legend::Shown { 2 } else { 0 };
    let room = usize::from(options.max_rows).saturating_sub(around).max(1);
    if view.lanes.len() <= room { room } else { room.saturating_sub(3).clamp(1, MOST_LANES) }
}

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
        if width >= SIDE_BY_SIDE {
            // What even ticks leave over.
            console += room.saturating_sub(axis.width).min(measure.console.saturating_sub(console));
        }
        let mut lanes = Lanes::new(view, texts, &axis, options.glyphs);
        let strips = lanes.strips(&measure.lanes);
        let mut timeline = header(&axis, names, options.glyphs);
        let labels = measure.labels.iter().map(|(at, label)| (*at, label.clone()));
        timeline.extend(lanes.notes(labels, "").map(|row| moved(row, names + 1)));
        timeline.extend(lanes.marks().map(|row| moved(row, names + 1)));
        timeline.extend(strips.into_iter().map(|it| strip(it, names, options.glyphs)));
        let signs = lanes.signs;
        let length = measure.length().max(view.span.end.saturating_sub(view.span.start));
        Panes { view, texts, options, length, width, names, console, timeline, signs }
    }

    /// Header, console and lanes; in a live frame at most `most`.
    pub fn rows(self, most: usize) -> Vec<Row> {
        let beside = self.width >= SIDE_BY_SIDE;
        let console =
            Console::new(self.view, self.texts, self.options.glyphs, self.length, (self.console, self.names));
        let mut rows = vec![Row::from([(0, self.heading(), Ink::Strong)])];
        rows.extend(match self.options.moment {
            Moment::Finished => console.finished_rows(),
            Moment::Live => {
                let taken = 1 + if beside { 0 } else { self.timeline.len() };
                console.live_rows(most.saturating_sub(taken))
            }
        });
        if beside {
            return self.side_by_side(rows);
        }
        rows.extend(self.timeline);
        rows
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
fn widths(width: usize, measure: &Measure, moment: Moment) -> (usize, usize, usize) {
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
