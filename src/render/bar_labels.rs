//! The second row of a lane in a large picture: its bars once more, with a word on each.

use std::ops::Range;

use super::Scale;
use super::axis::Cell;
use super::canvas::{Row, row_of_cells};
use super::glyphs::{Picture, Voice, ink, ink_of};
use super::lanes::{BLANK, Lanes};
use crate::style::{columns, one_line};
use crate::timeline::{Nanos, Phase, Segment};
use crate::trace::Wait;

impl Lanes<'_> {
    /// The row below a lane's cells; none in a picture of the usual size.
    pub(super) fn below(
        &self,
        pictures: &[Picture],
        segments: impl Fn(Range<Nanos>) -> Vec<Segment>,
    ) -> Option<Row> {
        if self.scale == Scale::Normal {
            return None;
        }
        // A wait is a line, so there is room for words below it; what fills its cells is as thick as two rows.
        let second = pictures.iter().map(|picture| match picture {
            Picture::Filled(Phase::Waiting) => BLANK,
            _ => (self.glyphs.symbol(*picture, Voice::Silent), ink(*picture)),
        });
        let mut row = row_of_cells(0, second);
        let mut start = 0;
        for bar in pictures.chunk_by(|a, b| a == b) {
            let cells = start..start + bar.len();
            start = cells.end;
            let Picture::Filled(phase) = bar[0] else { continue };
            let span = self.time_of(cells.clone());
            let words = span.map(|span| self.words_on(phase, &segments(span)));
            let room = bar.len().saturating_sub(2);
            let Some(words) = words.iter().flatten().find(|words| columns(words) <= room) else { continue };
            let column = cells.start + (bar.len() - columns(words)) / 2;
            row.push((column - 1, format!(" {words} "), ink_of(phase)));
        }
        Some(row)
    }

    /// The time that some neighbouring cells show.
    fn time_of(&self, cells: Range<usize>) -> Option<Range<Nanos>> {
        match (&self.axis.cells[cells.start], &self.axis.cells[cells.end - 1]) {
            (Cell::Time(first), Cell::Time(last)) => Some(first.start..last.end.min(self.view.span.end)),
            _ => None,
        }
    }

    /// What can be said of a bar, the longest first.
    fn words_on(&self, phase: Phase, segments: &[Segment]) -> Vec<String> {
        let of_phase = segments.iter().filter(|it| it.phase == phase);
        let wait = of_phase.max_by_key(|it| it.length()).and_then(|it| it.wait);
        let what = match wait {
            Some(Wait::Sleep { .. }) => Some("sleep".to_owned()),
            Some(Wait::Task { id }) => {
                self.view.timeline.lane(id).map(|lane| one_line(self.texts.get(lane.name())))
            }
            Some(Wait::Io { what } | Wait::Object { name: what, .. }) => Some(one_line(self.texts.get(what))),
            _ => None,
        };
        let word = phase.word();
        let long = match (phase, what) {
            (Phase::Waiting, Some(what)) if !what.is_empty() => Some(format!("{word} for {what}")),
            (Phase::Blocking, Some(what)) if !what.is_empty() => Some(format!("{word} in {what}")),
            _ => None,
        };
        long.into_iter().chain([word.to_owned()]).collect()
    }
}
