//! One run's frame: the console on the left, the timeline on the right; below each other where it is narrow.

use ratatui_core::buffer::Buffer;

use super::canvas::{Row, paint, sentence};
use super::lanes::Sign;
use super::legend::legend;
use super::measure::Measure;
use super::palette::Ink;
use super::panes::Panes;
use super::{Fit, FrameOptions, Glyphs, Legend, Moment, RunLabel, Scale};
use crate::timeline::{Part, View, instant_text, summary};
use crate::trace::Texts;

/// A bounded frame has at least this many rows for each row of its legend, or no legend.
const ROWS_FOR_A_ROW_OF_LEGEND: usize = 5;
/// Lanes shown at most where not all have room, and the rows that stand for all the others.
const MAX_LANES: usize = 24;
const ROWS_OF_THE_REST: usize = 3;

/// The frame of a view. Its width is the options'; its height is what it needs, and at most `max_rows` unless it is
/// for a page. The last row is the summary.
pub fn frame(view: &View, texts: &Texts, options: &FrameOptions) -> Buffer {
    draw_fitting(view, texts, options, |measure| measure)
}

/// The frame of a view with one instant pointed at.
pub fn pointed(view: &View, texts: &Texts, place: &RunLabel, options: &FrameOptions) -> Buffer {
    let label_sign = if options.glyphs == Glyphs::Ascii { "v" } else { "▼" };
    draw_fitting(view, texts, options, |measure| Measure {
        labels: vec![(place.at, place.text.clone())],
        label_sign,
        ..measure
    })
}

/// A part of a view over the whole width.
pub fn zoomed(view: &View, texts: &Texts, part: &Part, options: &FrameOptions) -> Buffer {
    let window = part.window.clone().unwrap_or(view.span.clone());
    // The frame cuts time itself: the lanes' cells are of the whole.
    let part = View { span: view.span.clone(), ..view.part(part) };
    draw_fitting(&part, texts, options, |measure| Measure {
        pieces: vec![window.clone()],
        origin: Some(view.whole.start),
        ..measure
    })
}

/// The frame of a view, with as many lanes as have room; `change` is made to what was measured.
pub(super) fn draw_fitting(
    view: &View,
    texts: &Texts,
    options: &FrameOptions,
    change: impl Fn(Measure) -> Measure,
) -> Buffer {
    let room = lanes_room(options);
    let measure = change(Measure::of(view, texts, options, lanes_limit(view, room)));
    if options.is_bounded() {
        let panes = Panes::new(view, texts, options, &measure);
        let needed = panes.least_rows() + below(view, options, &panes.signs, &measure).len();
        let excess = needed.saturating_sub(options.max_rows.into());
        if excess > 0 {
            let excess = excess.div_ceil(options.rows_of_a_lane());
            let limit = lanes_limit(view, measure.lanes.len().min(room).saturating_sub(excess));
            return draw(view, texts, options, &change(Measure::of(view, texts, options, limit)));
        }
    }
    draw(view, texts, options, &measure)
}

/// The frame of a view, measured before.
fn draw(view: &View, texts: &Texts, options: &FrameOptions, measure: &Measure) -> Buffer {
    let panes = Panes::new(view, texts, options, measure);
    let below = below(view, options, &panes.signs, measure);
    let most = match options.is_bounded() {
        true => usize::from(options.max_rows).saturating_sub(below.len()),
        false => usize::MAX,
    };
    let mut rows = panes.rows(most);
    rows.truncate(most);
    rows.extend(below);
    paint(&rows, options.width, options.theme)
}

/// What stands under the panes: legend, remarks, the summary. Of a bounded frame never more than its rows.
fn below(view: &View, options: &FrameOptions, signs: &[Sign], measure: &Measure) -> Vec<Row> {
    let width = usize::from(options.width.max(1));
    let mut legend = legend(signs, options, width);
    let mut remarks = remarks(view, options.glyphs, width);
    remarks.extend(measure.remark.iter().flat_map(|it| sentence(it, Ink::Text, options.glyphs, width)));
    let mut summary = sentence(&summary(view), Ink::Text, options.glyphs, width);
    if options.is_bounded() {
        let most = usize::from(options.max_rows);
        if legend.len() > most / ROWS_FOR_A_ROW_OF_LEGEND {
            legend.clear();
        }
        remarks.truncate(most / 4);
        summary.truncate((most / 4).clamp(most.min(1), most));
    }
    legend.into_iter().chain(remarks).chain(summary).collect()
}

/// What the picture should say about itself.
pub(crate) fn remarks(view: &View, glyphs: Glyphs, width: usize) -> Vec<Row> {
    let Some(gap) = view.gap() else { return Vec::new() };
    let what = if gap.end < view.span.end {
        let [from, to] = [gap.start, gap.end].map(|it| instant_text(it.saturating_sub(view.span.start)));
        format!("what came from {from} s to {to} s")
    } else {
        "what came later".to_owned()
    };
    let remark = format!("Recording reached its limit: {what} is counted, but not drawn.");
    sentence(&remark, Ink::Ready, glyphs, width)
}

impl FrameOptions {
    /// Whether the frame may have no more rows than `max_rows`.
    pub(super) fn is_bounded(&self) -> bool {
        self.moment == Moment::Live || self.fit == Fit::Window
    }

    pub(super) fn rows_of_a_lane(&self) -> usize {
        match self.scale {
            Scale::Normal => 1,
            Scale::Big => 2,
        }
    }
}

/// How many lanes of tasks have room, beside header, thread, legend and summary.
pub(super) fn lanes_room(options: &FrameOptions) -> usize {
    let legend = if options.legend == Legend::Shown { 2 } else { 0 };
    let rows = usize::from(options.max_rows).saturating_sub(4 + legend);
    (rows / options.rows_of_a_lane()).max(1)
}

/// How many tasks get a lane of their own in this many rows.
pub(crate) fn lanes_limit(view: &View, room: usize) -> usize {
    if view.lanes.len() <= room { room } else { room.saturating_sub(ROWS_OF_THE_REST).clamp(1, MAX_LANES) }
}
