//! The lanes: each task's row of cells, and the thread's.
//!
//! The cost is that of the cells shown, whatever the number of segments behind them.

use std::collections::HashMap;
use std::ops::Range;

use super::align::Slot;
use super::axis::{Axis, Cell};
use super::canvas::Row;
use super::glyphs::{Picture, Voice, ink, ink_of_ending, picture};
use super::measure::thread_name;
use super::palette::Ink;
pub(super) use super::sign::Sign;
use super::{Glyphs, Scale};
use crate::style::{columns, cut, one_line};
use crate::timeline::{Age, ConsoleKind, Lane, LaneInView, Nanos, Segment, Shares, View};
use crate::trace::{TaskId, Texts};

/// Console lines of one cell that are looked at for marks.
const LINES_OF_A_CELL: usize = 1_000;
/// A cell divided by this is longer than what operations cost by the virtual clock.
const TAIL: Nanos = 1_000;

pub(super) const BLANK: (&str, Ink) = (" ", Ink::Text);

/// A row of the picture: a name, and a character for each cell and for the ending behind them.
pub(super) struct Strip {
    pub name: String,
    pub name_ink: Ink,
    pub cells: Vec<(&'static str, Ink)>,
    pub part: Part,
    /// The second row of a large picture.
    pub below: Option<Row>,
}

/// What a strip stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Task,
    Rest,
    Thread,
}

impl Strip {
    pub fn new(name: &str, name_ink: Ink, cells: Vec<(&'static str, Ink)>, part: Part) -> Strip {
        Strip { name: name.to_owned(), name_ink, cells, part, below: None }
    }
}

/// Draws strips along an axis, and keeps which signs it used.
pub(super) struct Lanes<'a> {
    pub view: &'a View<'a>,
    pub texts: &'a Texts,
    pub axis: &'a Axis,
    pub glyphs: Glyphs,
    pub signs: Vec<Sign>,
    pub scale: Scale,
}

impl<'a> Lanes<'a> {
    pub fn new(view: &'a View<'a>, texts: &'a Texts, axis: &'a Axis, glyphs: Glyphs) -> Lanes<'a> {
        Lanes { view, texts, axis, glyphs, signs: Vec::new(), scale: Scale::Normal }
    }

    /// All strips: marks if there are any, the chosen tasks, those that stand for the rest, the
    /// thread, and below it the tasks that have a thread of their own.
    pub fn strips(&mut self, chosen: &[LaneInView], rows: &[Vec<Slot>; 2]) -> Vec<Strip> {
        let voices = self.voices(chosen);
        let mut row = |slot: &Slot| match slot.lane() {
            Some(it) => {
                let lane = self.view.timeline.lane(it.task)?;
                Some(self.task(it, lane, voices.get(&it.task)))
            }
            None => Some(Strip::new("", Ink::Text, Vec::new(), Part::Task)),
        };
        let [on, off] = rows;
        let mut strips: Vec<Strip> = on.iter().filter_map(&mut row).collect();
        let off: Vec<Strip> = off.iter().filter_map(&mut row).collect();
        let rest = self.view.lanes.len() - chosen.len();
        if rest > 0 {
            let lanes = chosen.iter().filter_map(|it| self.view.timeline.lane(it.task));
            let lanes: Vec<Lane> = lanes.collect();
            strips.extend(self.rest(rest, &lanes));
        }
        strips.push(self.thread());
        strips.extend(off);
        strips
    }

    /// The strips of these tasks alone, and the thread's.
    pub fn only(&mut self, chosen: &[LaneInView]) -> Vec<Strip> {
        let voices = self.voices(chosen);
        let lanes = chosen.iter().filter_map(|it| Some((it, self.view.timeline.lane(it.task)?)));
        let lanes: Vec<(&LaneInView, Lane<'a>)> = lanes.collect();
        let mut strips: Vec<Strip> =
            lanes.into_iter().map(|(it, lane)| self.task(*it, lane, voices.get(&it.task))).collect();
        strips.push(self.thread());
        strips
    }

    /// The cells in which each of the tasks printed.
    fn voices(&self, chosen: &[LaneInView]) -> HashMap<TaskId, Vec<usize>> {
        let mut voices: HashMap<TaskId, Vec<usize>> = chosen.iter().map(|it| (it.task, Vec::new())).collect();
        let console = self.view.console;
        for (index, cell) in self.axis.cells.iter().enumerate() {
            let Cell::Time(span) = cell else { continue };
            let seen = self.seen(span);
            let first = console.partition_point(|line| line.at < seen.start);
            let end = console.partition_point(|line| line.at < seen.end);
            for line in console[first.min(end)..end].iter().take(LINES_OF_A_CELL) {
                if line.kind == ConsoleKind::Printed
                    && let Some(cells) = voices.get_mut(&line.task)
                    && cells.last() != Some(&index)
                {
                    cells.push(index);
                }
            }
        }
        voices
    }

    fn task(&mut self, it: LaneInView, lane: Lane<'a>, voices: Option<&Vec<usize>>) -> Strip {
        let segments = |span: Range<Nanos>| lane.segments(span);
        let mut pictures = self.pictures(|span| lane.shares(span), segments);
        self.drop_tail(&mut pictures, &lane);
        let mut spoken = vec![Voice::Silent; pictures.len()];
        for cell in voices.into_iter().flatten() {
            spoken[where_spoken(&pictures, *cell)] = Voice::Printed;
        }
        let mut cells = self.draw(&pictures, &spoken);
        let below = self.below(&pictures, |span| lane.segments(span).collect());
        cells.push(BLANK);
        if let Some(ending) = self.view.ending_of(&lane, self.texts).filter(|it| self.axis.shows(it.at)) {
            pictures.push(Picture::Blank);
            let last = pictures.iter().rposition(|it| *it != Picture::Blank);
            let column = last.map_or_else(|| self.axis.cell_near(ending.at), |last| last + 1);
            cells[column] = (self.glyphs.ending(ending.outcome), ink_of_ending(ending.outcome));
            self.note(Sign::Ending(ending.outcome));
        }
        let name = one_line(self.texts.get(lane.name()));
        match it.age {
            Age::OfThisRun => Strip { below, ..Strip::new(&name, Ink::Text, cells, Part::Task) },
            Age::Older => {
                self.note(Sign::Older);
                let name = format!("{}{name}", self.glyphs.signs().older);
                Strip { below, ..Strip::new(&name, Ink::Faint, cells, Part::Task) }
            }
        }
    }

    fn thread(&mut self) -> Strip {
        let thread = self.view.timeline.thread();
        let view = self.view;
        let pictures = self.pictures(|span| thread.shares(span), |span| view.thread_segments(span));
        let cells = self.draw(&pictures, &vec![Voice::Silent; pictures.len()]);
        let below = self.below(&pictures, |span| view.thread_segments(span).collect());
        Strip { below, ..Strip::new(thread_name(view), Ink::Text, cells, Part::Thread) }
    }

    /// The part of a cell that lies in the view. What happens at the view's very end, without any length, is
    /// in its last cell.
    fn seen(&self, cell: &Range<Nanos>) -> Range<Nanos> {
        let Range { start, end } = self.view.span;
        if cell.end < end || cell.start > end {
            cell.start..cell.end.min(end).max(cell.start)
        } else if cell.start < end || start == end {
            cell.start..end.saturating_add(1)
        } else {
            cell.start..cell.start
        }
    }

    /// What each cell shows.
    pub fn pictures<S: Iterator<Item = Segment>>(
        &self,
        shares: impl Fn(Range<Nanos>) -> Shares,
        segments: impl Fn(Range<Nanos>) -> S,
    ) -> Vec<Picture> {
        let mut pictures = Vec::with_capacity(self.axis.cells.len() + 1);
        for cell in &self.axis.cells {
            pictures.push(match cell {
                Cell::Time(span) => {
                    let seen = self.seen(span);
                    let shares = shares(span.start..seen.end.min(self.view.span.end));
                    let instant = match shares.held() {
                        0 => segments(seen).map(|it| it.phase).find(|it| it.holds_thread()),
                        _ => None,
                    };
                    picture(shares, span.end - span.start, instant)
                }
                Cell::Fold | Cell::Blank => Picture::Blank,
            });
        }
        pictures
    }

    /// A task that ends as good as at the beginning of a cell, but for what its last operations cost, has nothing in it:
    /// the cell before shows how it ended.
    fn drop_tail(&self, pictures: &mut [Picture], lane: &Lane) {
        let Some(ending) = lane.ending() else { return };
        let ends_in = |cell: &Cell| matches!(cell, Cell::Time(span) if span.contains(&ending.at));
        let Some(index @ 1..) = self.axis.cells.iter().position(ends_in) else { return };
        let Cell::Time(span) = &self.axis.cells[index] else { return };
        let is_tail = ending.at - span.start < (span.end - span.start) / TAIL;
        if is_tail && holds(pictures[index]) && holds(pictures[index - 1]) {
            pictures[index] = Picture::Blank;
        }
    }

    pub fn draw(&mut self, pictures: &[Picture], voices: &[Voice]) -> Vec<(&'static str, Ink)> {
        let mut cells = Vec::with_capacity(pictures.len() + 1);
        for ((picture, voice), cell) in pictures.iter().zip(voices).zip(&self.axis.cells) {
            cells.push(match cell {
                Cell::Time(_) => {
                    self.note(Sign::Picture(*picture, *voice));
                    (self.glyphs.symbol(*picture, *voice), ink(*picture))
                }
                Cell::Fold => self.fold(),
                Cell::Blank => BLANK,
            });
        }
        cells
    }

    pub fn fold(&self) -> (&'static str, Ink) {
        (self.glyphs.signs().fold, Ink::Faint)
    }

    pub fn note(&mut self, sign: Sign) {
        if !self.signs.contains(&sign) {
            self.signs.push(sign);
        }
    }

    /// The instants that the script marked, as a row over the lanes.
    pub fn marks(&self) -> Option<Row> {
        let marks = self.view.marks().iter();
        self.notes(marks.map(|it| (it.at, self.texts.get(it.label).to_owned())), self.glyphs.signs().mark)
    }

    /// Words over their instants, as far as there is room: a later one gives way to the one before.
    pub fn notes(&self, notes: impl Iterator<Item = (Nanos, String)>, sign: &str) -> Option<Row> {
        let mut row = Row::new();
        let mut free = 0;
        for (at, note) in notes {
            let column = self.axis.cell_near(at);
            if column < free || column + columns(sign) > self.axis.width {
                continue;
            }
            let note = one_line(&note);
            let (before, after) = (column - free, self.axis.width - column - columns(sign));
            // At the right edge the words stand before their sign.
            let is_before = columns(&note) > after && before > after;
            let note = cut(&note, if is_before { before } else { after }, self.glyphs.ellipsis());
            let (start, note) = match is_before {
                true => (column - columns(&note), format!("{note}{sign}")),
                false => (column, format!("{sign}{note}")),
            };
            free = start + columns(&note) + 1;
            row.push((start, note, Ink::Strong));
        }
        (!row.is_empty()).then_some(row)
    }
}

/// The cell that shows a print: its own, or the one before where its task had the thread and prints at the
/// very end of that.
fn where_spoken(pictures: &[Picture], cell: usize) -> usize {
    if !holds(pictures[cell]) && cell > 0 && holds(pictures[cell - 1]) { cell - 1 } else { cell }
}

/// Whether its task had the thread.
fn holds(picture: Picture) -> bool {
    match picture {
        Picture::Sliver(_) => true,
        Picture::Filled(phase) => phase.holds_thread(),
        Picture::Blank => false,
    }
}
