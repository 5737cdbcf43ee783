//! One run's frame: the console on the left, the timeline on the right; below each other where it is narrow.

use ratatui::buffer::Buffer;

use super::canvas::{Row, paint, sentence};
use super::lanes::Sign;
use super::legend::legend;
use super::measure::Measure;
use super::palette::Ink;
use super::panes::Panes;
use super::{FrameOptions, Glyphs, Legend, Moment};
use crate::timeline::{View, summary};
use crate::trace::Texts;

/// A live frame of fewer rows has no legend, and shows of the summary only the beginning.
const ROWS_WITH_LEGEND: u16 = 12;
/// Lanes shown at most where not all have room, and the rows that stand for all the others.
const MOST_LANES: usize = 24;
const ROWS_OF_THE_REST: usize = 3;

/// The frame of a view. Its width is the options'; its height is what it needs, in a live frame at most
/// `max_rows`. The last row is the summary.
pub fn frame(view: &View, texts: &Texts, options: &FrameOptions) -> Buffer {
    let room = lanes_room(options);
    let measure = Measure::of(view, texts, options, lanes_limit(view, room));
    if options.moment == Moment::Live {
        let panes = Panes::new(view, texts, options, &measure);
        let needed = panes.least_rows() + below(view, options, &panes.signs).len();
        let excess = needed.saturating_sub(options.max_rows.into());
        if excess > 0 {
            let limit = lanes_limit(view, room.saturating_sub(excess));
            return draw(view, texts, options, &Measure::of(view, texts, options, limit));
        }
    }
    draw(view, texts, options, &measure)
}

/// The frame of a view, measured before.
pub(super) fn draw(view: &View, texts: &Texts, options: &FrameOptions, measure: &Measure) -> Buffer {
    let panes = Panes::new(view, texts, options, measure);
    let below = below(view, options, &panes.signs);
    let most = match options.moment {
        Moment::Live => usize::from(options.max_rows) - below.len(),
        Moment::Finished => usize::MAX,
    };
    let mut rows = panes.rows(most);
    rows.truncate(most);
    rows.extend(below);
    paint(&rows, options.width, options.theme)
}

/// What stands under the panes: legend, remarks, the summary. In a live frame never more than its rows.
fn below(view: &View, options: &FrameOptions, signs: &[Sign]) -> Vec<Row> {
    let width = usize::from(options.width.max(1));
    let mut rows = legend(signs, options, width);
    rows.extend(remarks(view, options.glyphs, width));
    let summary = sentence(&summary(view), Ink::Text, options.glyphs, width);
    if options.moment == Moment::Finished {
        rows.extend(summary);
        return rows;
    }
    if options.max_rows < ROWS_WITH_LEGEND {
        rows.clear();
    }
    let most = usize::from(options.max_rows);
    rows.extend(summary.into_iter().take((most / 4).max(1)));
    rows.truncate(most);
    rows
}

/// What the picture should say about itself.
pub(super) fn remarks(view: &View, glyphs: Glyphs, width: usize) -> Vec<Row> {
    let remark = "Recording reached its limit: what came later is counted, but not drawn.";
    match view.timeline.is_truncated() {
        true => sentence(remark, Ink::Ready, glyphs, width),
        false => Vec::new(),
    }
}

/// The rows there are for tasks, beside header, thread, legend and summary.
pub(super) fn lanes_room(options: &FrameOptions) -> usize {
    let legend = if options.legend == Legend::Shown { 2 } else { 0 };
    usize::from(options.max_rows).saturating_sub(3 + legend).max(1)
}

/// How many tasks get a lane of their own in so many rows.
pub(super) fn lanes_limit(view: &View, room: usize) -> usize {
    if view.lanes.len() <= room { room } else { room.saturating_sub(ROWS_OF_THE_REST).clamp(1, MOST_LANES) }
}
