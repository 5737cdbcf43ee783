//! Two runs on one time axis, one above the other, and a sentence on how they differ.

use ratatui::buffer::Buffer;

use super::align::align;
use super::canvas::{Row, paint, sentence};
use super::frame::{lanes_limit, lanes_room, remarks};
use super::legend::legend;
use super::measure::Measure;
use super::palette::Ink;
use super::panes::Panes;
use super::{FrameOptions, Moment};
use crate::timeline::{Titled, comparison};
use crate::trace::Texts;

/// One of two runs: its view with what to call it, and the texts of its trace.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    pub titled: Titled<'a>,
    pub texts: &'a Texts,
}

/// Both runs, finished, in one scale, so that the longer one is seen to be longer, and each task in the same row
/// of both. The options' title is not
/// used: each run has its own. The last row, or the last few in a narrow frame, is the comparison.
pub fn compare(sides: [Side; 2], options: &FrameOptions) -> Buffer {
    let width = usize::from(options.width.max(1));
    let options_of = |side: &Side| FrameOptions {
        title: Some(side.titled.title.to_owned()),
        moment: Moment::Finished,
        max_rows: options.max_rows / 2,
        ..options.clone()
    };
    let mut measures = sides.map(|side| {
        let (view, options) = (side.titled.view, options_of(&side));
        Measure::of(view, side.texts, &options, lanes_limit(view, lanes_room(&options)))
    });
    align(&mut measures, sides);
    let length = measures.iter().map(Measure::length).max().unwrap_or(0);
    let names = measures.iter().map(|it| it.names).max().unwrap_or(0);
    let console = measures.iter().map(|it| it.console).max().unwrap_or(0);
    let mut rows: Vec<Row> = Vec::new();
    let mut signs = Vec::new();
    for (side, measure) in sides.iter().zip(measures) {
        let start = side.titled.view.span.start;
        let whole = start..start.saturating_add(length);
        let measure = Measure { pieces: vec![whole], names, console, ..measure };
        let options = options_of(side);
        let panes = Panes::new(side.titled.view, side.texts, &options, &measure);
        let new = panes.signs.iter().filter(|it| !signs.contains(*it)).copied().collect::<Vec<_>>();
        signs.extend(new);
        rows.extend(panes.rows(usize::MAX));
        rows.extend(remarks(side.titled.view, options.glyphs, width));
        rows.push(Row::new());
    }
    rows.extend(legend(&signs, options, width));
    let [first, second] = sides.map(|side| side.titled);
    rows.extend(sentence(&comparison(first, second), Ink::Text, options.glyphs, width));
    paint(&rows, options.width, options.theme)
}
