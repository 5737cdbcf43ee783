//! Two runs on one time axis, one above the other, and a sentence on how they differ.

use ratatui_core::buffer::Buffer;

use super::align::align;
use super::canvas::{Row, paint, sentence};
use super::frame::{lanes_limit, lanes_room, remarks};
use super::lanes::Sign;
use super::legend::legend;
use super::measure::Measure;
use super::palette::Ink;
use super::panes::Panes;
pub use super::side::Side;
use super::{FrameOptions, Moment};
use crate::timeline::comparison;

/// Both runs, finished, in one scale, so that the longer one is seen to be longer, and each task in the same row
/// of both. The options' title is not
/// used: each run has its own. The last row, or the last few in a narrow frame, is the comparison.
pub fn compare(sides: [Side; 2], options: &FrameOptions) -> Buffer {
    let width = usize::from(options.width.max(1));
    let options_of = |side: &Side| FrameOptions {
        title: Some(side.titled.title.to_owned()),
        moment: Moment::Finished,
        max_rows: options.max_rows / 2,
        // It would have to be said whose lines they are.
        whole_output: "",
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
    let measures = measures.iter().zip(&sides).map(|(measure, side)| {
        let start = side.titled.view.span.start;
        Measure {
            pieces: std::iter::once(start..start.saturating_add(length)).collect(),
            names,
            console,
            ..measure.clone()
        }
    });
    let measures: Vec<Measure> = measures.collect();
    let all_options = sides.each_ref().map(options_of);
    let mut signs: Vec<Sign> = Vec::new();
    let mut panes = Vec::new();
    for ((side, measure), options) in sides.iter().zip(&measures).zip(&all_options) {
        let pane = Panes::new(side.titled.view, side.texts, options, measure);
        signs.extend(pane.signs.iter().filter(|it| !signs.contains(*it)).copied().collect::<Vec<_>>());
        panes.push((pane, remarks(side.titled.view, options.glyphs, width)));
    }
    let [first, second] = sides.map(|side| side.titled);
    let mut below = sentence(&comparison(first, second), Ink::Text, options.glyphs, width);
    let mut legend = legend(&signs, options, width);
    let mut left = usize::MAX;
    if options.is_bounded() {
        let most = usize::from(options.max_rows);
        below.truncate((most / 4).max(1));
        left = most.saturating_sub(below.len() + 2);
        let needed: usize = panes.iter().map(|(pane, remarks)| pane.least_rows() + remarks.len()).sum();
        if needed + legend.len() > left {
            legend.clear();
        }
        left = left.saturating_sub(legend.len());
    }
    let mut rows: Vec<Row> = Vec::new();
    let count = panes.len();
    for (index, (pane, remarks)) in panes.into_iter().enumerate() {
        // What the first one does not need is the second one's.
        let most = (left / (count - index)).saturating_sub(remarks.len());
        let mut drawn = pane.rows(most);
        drawn.truncate(most);
        left = left.saturating_sub(drawn.len() + remarks.len());
        rows.extend(drawn);
        rows.extend(remarks);
        rows.push(Row::new());
    }
    rows.extend(legend);
    rows.extend(below);
    paint(&rows, options.width, options.theme)
}
