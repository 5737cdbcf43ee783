//! Lanes as numbers: for each segment its length and its kind.

use super::AnalysedRun;
use crate::timeline::{Nanos, Segment};

/// The segments of each lane, in the order of the view's lanes, cut to the view.
pub(super) fn segments(analysed: &AnalysedRun) -> Vec<Vec<Segment>> {
    let view = analysed.run.view;
    let (start, end) = (view.span.start, view.span.end);
    let cut = |it: Segment| Segment { start: it.start.max(start), end: it.end.min(end), ..it };
    // What happens at the very end, without any length, belongs to the run.
    let of_lane = |it: &crate::timeline::LaneInView| {
        let lane = view.timeline.lane(it.task);
        let found = lane.into_iter().flat_map(|lane| lane.segments(start..end.saturating_add(1)));
        found.map(cut).filter(|it| it.start <= it.end).collect()
    };
    view.lanes.iter().map(of_lane).collect()
}

/// A lane's segments as the page has them: where the first one begins, then length and kind of each. A kind of 0 is a
/// stretch of which nothing is known.
pub(super) fn flat(
    segments: &[Segment],
    kinds: &[usize],
    scale: impl Fn(Nanos) -> Nanos,
) -> (Nanos, Vec<u64>) {
    let first = segments.first().map_or(0, |it| scale(it.start));
    let (mut at, mut numbers) = (first, Vec::with_capacity(2 * segments.len()));
    for (segment, kind) in segments.iter().zip(kinds) {
        let (start, end) = (scale(segment.start), scale(segment.end));
        if start > at {
            numbers.extend([start - at, 0]);
        }
        numbers.extend([end.saturating_sub(start.max(at)), *kind as u64]);
        at = at.max(end);
    }
    (first, numbers)
}

/// The largest length of time of which all these are multiples: the virtual clock counts in steps.
pub(super) fn unit(times: impl Iterator<Item = Nanos>) -> Nanos {
    let mut unit = 0;
    for time in times {
        let (mut a, mut b) = (unit, time);
        while b > 0 {
            (a, b) = (b, a % b);
        }
        unit = a;
        if unit == 1 {
            break;
        }
    }
    unit.max(1)
}
