//! A whole session on one axis, the time at the prompt folded away.

use std::ops::Range;

use ratatui_core::buffer::Buffer;

use super::frame::draw_fitting;
use super::measure::Measure;
pub use super::run_label::RunLabel;
use super::{FrameOptions, Moment};
use crate::timeline::{Lane, Nanos, View};
use crate::trace::Texts;

/// A shorter gap is not worth a fold.
const SHORTEST_FOLD: Nanos = 500_000_000;
/// Columns for each piece of time, at least, with its fold.
const COLUMNS_OF_A_PIECE: usize = 8;

/// The session's frame. Where there are more pieces of time than have room, the latest are drawn.
pub fn session(view: &View, texts: &Texts, labels: &[RunLabel], options: &FrameOptions) -> Buffer {
    let options = FrameOptions { moment: Moment::Finished, ..options.clone() };
    let all = pieces(view);
    let room = (usize::from(options.width) / COLUMNS_OF_A_PIECE).max(1);
    let pieces = all[all.len().saturating_sub(room)..].to_vec();
    let remark = (pieces.len() < all.len()).then_some("Only the latest runs have room here.");
    let began = pieces.first().map_or(0, |it| it.start);
    let labels: Vec<(Nanos, String)> =
        labels.iter().filter(|it| it.at >= began).map(|it| (it.at, it.text.clone())).collect();
    let view = &since(view, began);
    draw_fitting(view, texts, &options, |measure| Measure {
        pieces: pieces.clone(),
        labels: labels.clone(),
        remark,
        ..measure
    })
}

/// The view without the lanes that had ended before.
fn since<'a>(view: &View<'a>, began: Nanos) -> View<'a> {
    let mut view = view.clone();
    let has_ended = |lane: Lane| lane.ending().is_some_and(|it| it.at < began);
    view.lanes.retain(|it| !view.timeline.lane(it.task).is_some_and(has_ended));
    view
}

/// The stretches of time to draw: all but the gaps that are long beside what happened.
fn pieces(view: &View) -> Vec<Range<Nanos>> {
    let gaps = view.idle_gaps(SHORTEST_FOLD);
    let idle: Nanos = gaps.iter().map(|it| it.end - it.start).sum();
    let busy = (view.span.end - view.span.start).saturating_sub(idle);
    let mut pieces = Vec::new();
    let mut start = view.span.start;
    for gap in gaps.into_iter().filter(|it| it.end - it.start >= busy / 10) {
        // Between two gaps there is a run, though it may have taken no time.
        if gap.start > start || !pieces.is_empty() {
            pieces.push(start..gap.start);
        }
        start = gap.end;
    }
    if start < view.span.end || pieces.is_empty() {
        pieces.push(start..view.span.end);
    }
    pieces
}
