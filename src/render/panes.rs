//! The two panes, side by side or one above the other, as rows.

use super::axis::{self, Axis, Label};
use super::canvas::{Row, moved, row_of_cells};
use super::console::Console;
use super::glyphs::{Picture, Voice};
use super::lanes::{Lanes, Part, Sign, Strip};
use super::measure::{Measure, console_heading};
use super::palette::Ink;
use super::{FrameOptions, Glyphs, Moment, Scale};
use crate::style::{columns, cut, one_line, shorten};
use crate::timeline::{Nanos, Phase, View};
use crate::trace::Texts;

/// From this width on the panes stand side by side.
const SIDE_BY_SIDE: usize = 76;
/// Columns of the names at that width, and of the console at least.
const NAMES: usize = 12;
const CONSOLE: usize = 16;
/// Columns for the axis that the console does not get: its cells, an ending, the last label.
const LANES: usize = axis::LEAST + 4;
/// Between the panes: a blank, the border, a blank.
const BORDER: usize = 3;
/// Rows of a console under its heading that lanes above or below it leave room for.
const CONSOLE_ROWS: usize = 3;
const HEADING: &str = "timeline";
/// Cells of one phase above each other that make two lanes look like one.
const MERGED: usize = 4;

/// Which rows go first where there are too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Need {
    /// It keeps lanes apart.
    Spaces,
    /// It keeps the thread apart from the tasks.
    Separates,
    Tells,
}

/// The panes of a frame on their way to rows.
pub(super) struct Panes<'a> {
    view: &'a View<'a>,
    texts: &'a Texts,
    options: &'a FrameOptions,
    /// The longest time shown.
    length: Nanos,
    width: usize,
    names: usize,
    console: usize,
    /// Header and lanes.
    timeline: Vec<(Row, Need)>,
    /// What a legend has to explain.
    pub signs: Vec<Sign>,
}

impl<'a> Panes<'a> {
    pub fn new(view: &'a View, texts: &'a Texts, options: &'a FrameOptions, measure: &Measure) -> Panes<'a> {
        let width = usize::from(options.width.max(1));
        let is_side_by_side = is_side_by_side(width, options);
        let (names, mut console, room) = match is_side_by_side {
            true => side_by_side(width, measure, options.moment),
            false => stacked(width, measure),
        };
        let axis = match (measure.origin, measure.pieces.as_slice()) {
            (Some(origin), [window]) => Axis::of_window(window.clone(), origin, room),
            (_, pieces) => Axis::new(pieces, room),
        };
        if is_side_by_side && options.moment == Moment::Finished {
            // What even ticks leave over; in a live picture the border is to hold still.
            console += room.saturating_sub(axis.width).min(measure.console.saturating_sub(console));
        }
        let mut lanes = Lanes::new(view, texts, &axis, options.glyphs);
        lanes.scale = options.scale;
        let strips = lanes.strips(&measure.lanes, &measure.rows);
        let mut timeline: Vec<(Row, Need)> = Vec::new();
        let labels = measure.labels.iter().map(|(at, label)| (*at, label.clone()));
        let above = [lanes.notes(labels, measure.label_sign), lanes.marks()];
        let above = above.into_iter().flatten().map(|row| moved(row, names + 1));
        let header = header(&axis, names, options.glyphs).into_iter().chain(above);
        timeline.extend(header.map(|row| (row, Need::Tells)));
        let merge = options.moment == Moment::Finished
            && (options.scale == Scale::Big
                || strips.windows(2).any(|pair| merge(&pair[0], &pair[1], options.glyphs)));
        let rule = options.glyphs.signs().rule.repeat(axis.cells.len());
        let mut before = None;
        for strip in strips {
            match (before, strip.part) {
                (Some(_), Part::Thread) => {
                    timeline.push((vec![(names + 1, rule.clone(), Ink::Faint)], Need::Separates));
                }
                (Some(Part::Thread), _) => timeline.push((Row::new(), Need::Separates)),
                (Some(Part::Task), Part::Task | Part::Rest) if merge => {
                    timeline.push((Row::new(), Need::Spaces));
                }
                _ => {}
            }
            before = Some(strip.part);
            let below = strip.below.clone();
            timeline.push((row_of_strip(strip, names, options.glyphs), Need::Tells));
            timeline.extend(below.map(|row| (moved(row, names + 1), Need::Tells)));
        }
        let signs = lanes.signs;
        let length = measure.length().max(view.span.end.saturating_sub(view.span.start));
        Panes { view, texts, options, length, width, names, console, timeline, signs }
    }

    /// The rows without which the picture would lose a lane.
    pub fn least_rows(&self) -> usize {
        let beside = match self.is_side_by_side() {
            true => 0,
            false => 1 + self.view.console.len().clamp(1, CONSOLE_ROWS),
        };
        beside + self.timeline.iter().filter(|(_, need)| *need == Need::Tells).count()
    }

    /// Header, console and lanes, in at most `most` rows as far as the lanes allow that.
    pub fn rows(mut self, most: usize) -> Vec<Row> {
        let console =
            Console::new(self.view, self.texts, self.options.glyphs, self.length, (self.console, self.names));
        let said = |most: usize| match self.options.moment {
            Moment::Live => console.live_rows(most),
            Moment::Finished if most == usize::MAX => console.finished_rows(),
            Moment::Finished => console.fitted_rows(most, self.options.whole_output),
        };
        let less_one = |most: usize| if most == usize::MAX { most } else { most.saturating_sub(1) };
        let heading = Row::from([(0, self.heading(), Ink::Strong)]);
        if self.is_side_by_side() {
            let rows = [vec![heading], said(less_one(most))].concat();
            self.drop_spaces(most);
            return self.beside(rows);
        }
        let least = 1 + said(CONSOLE_ROWS).len();
        let rows_of_console = |timeline: &[(Row, Need)]| match most {
            usize::MAX => most,
            _ => less_one(most.saturating_sub(timeline.len())),
        };
        let mut timeline = std::mem::take(&mut self.timeline);
        drop_spaces(&mut timeline, most.saturating_sub(least));
        let rows = [vec![heading], said(rows_of_console(&timeline))].concat();
        let timeline = timeline.into_iter().map(|(row, _)| row);
        match self.options.scale {
            Scale::Big => timeline.chain(rows).collect(),
            Scale::Normal => rows.into_iter().chain(timeline).collect(),
        }
    }

    fn is_side_by_side(&self) -> bool {
        is_side_by_side(self.width, self.options)
    }

    fn drop_spaces(&mut self, most: usize) {
        drop_spaces(&mut self.timeline, most);
    }

    fn beside(self, console: Vec<Row>) -> Vec<Row> {
        let height = console.len().max(self.timeline.len());
        let (mut left, mut right) = (console.into_iter(), self.timeline.into_iter().map(|(row, _)| row));
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
        let (signs, ellipsis) = (self.options.glyphs.signs(), self.options.glyphs.ellipsis());
        let console = console_heading(self.length, self.options.glyphs);
        let Some(title) = &self.options.title else { return cut(&console, self.console, ellipsis) };
        let title = one_line(title);
        let whole = format!("{title} {} {console}", signs.dot);
        if columns(&whole) <= self.console {
            return whole;
        }
        // Which run it is says more than that this is the console.
        let unit = console.strip_prefix("console").unwrap_or_default();
        let room = self.console.saturating_sub(columns(unit));
        cut(&format!("{}{unit}", shorten(&title, room.max(6), ellipsis)), self.console, ellipsis)
    }
}

/// Leaves out what only keeps rows apart where there is not the room.
fn drop_spaces(timeline: &mut Vec<(Row, Need)>, most: usize) {
    // Rows between lanes are worth no picture that fills the window.
    let ample = if most > usize::MAX / 2 { most } else { most * 2 / 3 };
    for (need, most) in [(Need::Spaces, ample), (Need::Separates, most)] {
        if timeline.len() > most {
            timeline.retain(|(_, it)| *it != need);
        }
    }
}

/// Whether two lanes, one above the other, look like one: the same phase fills cells of both.
fn merge(above: &Strip, below: &Strip, glyphs: Glyphs) -> bool {
    if below.part == Part::Thread || above.part == Part::Thread {
        return false;
    }
    let full = [Phase::Running, Phase::Blocking, Phase::Ready]
        .map(|phase| glyphs.symbol(Picture::Filled(phase), Voice::Silent));
    let pairs = above.cells.iter().zip(&below.cells);
    pairs.filter(|(above, below)| above.0 == below.0 && full.contains(&above.0)).count() >= MERGED
}

fn is_side_by_side(width: usize, options: &FrameOptions) -> bool {
    width >= SIDE_BY_SIDE && options.scale == Scale::Normal
}

/// Columns of the names, the console, and what there is for the axis.
pub(crate) fn widths(width: usize, measure: &Measure, moment: Moment) -> (usize, usize, usize) {
    if width < SIDE_BY_SIDE { stacked(width, measure) } else { side_by_side(width, measure, moment) }
}

fn stacked(width: usize, measure: &Measure) -> (usize, usize, usize) {
    let names = measure.names.max(HEADING.len()).min((width / 3).max(8)).min(width / 2).max(1);
    (names, width, width.saturating_sub(names + 1))
}

/// The lanes come first: the console shrinks for them.
fn side_by_side(width: usize, measure: &Measure, moment: Moment) -> (usize, usize, usize) {
    let least = match moment {
        // What is still to come is not known; a layout that changes under way is worse.
        Moment::Live => NAMES,
        Moment::Finished => HEADING.len(),
    };
    let names = measure.names.max(least).min(NAMES + (width - SIDE_BY_SIDE + 6) / 4);
    let both = width - BORDER - names - 1;
    let widest = both.saturating_sub(LANES).min(both * 9 / 20).max(CONSOLE);
    let console = match moment {
        Moment::Live => widest.min(both * 2 / 5),
        Moment::Finished => measure.console.clamp(CONSOLE, widest),
    };
    (names, console, both - console)
}

/// What the pane is called, and the labels of the axis.
fn header(axis: &Axis, names: usize, glyphs: Glyphs) -> Vec<Row> {
    let mut rows = vec![Row::from([(0, HEADING.to_owned(), Ink::Strong)])];
    if HEADING.len() > names {
        rows.push(Row::new());
    }
    if let Some(row) = rows.last_mut() {
        let label = |it: &Label| (names + 1 + it.column, glyphs.own_words(&it.text), Ink::Text);
        row.extend(axis.labels.iter().map(label));
    }
    rows
}

fn row_of_strip(strip: Strip, names: usize, glyphs: Glyphs) -> Row {
    let name = shorten(&strip.name, names, glyphs.ellipsis());
    let mut row = vec![(0, name, strip.name_ink)];
    row.extend(row_of_cells(names + 1, strip.cells));
    row
}
