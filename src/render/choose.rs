//! Which lanes are shown where not all have room: the most telling ones.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::timeline::{Lane, LaneInView, Nanos, Phase, View};
use crate::trace::Outcome;

/// The lanes to show, in the view's order, at most `limit` (but one at least). `notable` is the time with the
/// thread that makes a task worth a lane, such as one cell's: less would swap lanes in a live picture.
pub(super) fn telling_lanes(view: &View, limit: usize, notable: Nanos) -> Vec<LaneInView> {
    if view.lanes.len() <= limit {
        return view.lanes.clone();
    }
    let lanes: Vec<Option<Lane>> = view.lanes.iter().map(|it| view.timeline.lane(it.task)).collect();
    let mut chosen = BTreeSet::from([0]);
    let mut choose = |indices: Vec<usize>, at_most: usize| {
        for index in indices.into_iter().take(at_most) {
            if chosen.len() < limit {
                chosen.insert(index);
            }
        }
    };
    let share = (limit / 4).max(1);
    choose(with(&lanes, has_failed), share);
    let held = |lane: &Lane| match may_have_held(lane, notable) {
        true => lane.shares(view.span.clone()).held(),
        false => 0,
    };
    choose(largest(&lanes, held, notable.max(1)), share);
    choose(largest(&lanes, |lane| lane.children(), 2), share);
    choose((0..lanes.len()).collect(), limit);
    chosen.into_iter().map(|index| view.lanes[index]).collect()
}

fn has_failed(lane: &Lane) -> bool {
    lane.ending().is_some_and(|ending| ending.outcome == Outcome::Failed)
}

/// Whether a task has had the thread for so long in all its life, or has it now: cheaper to ask than how long
/// it had it within a span.
fn may_have_held(lane: &Lane, notable: Nanos) -> bool {
    lane.track().total().held() >= notable || lane.phase_at_end().is_some_and(Phase::holds_thread)
}

fn with(lanes: &[Option<Lane>], is_wanted: impl Fn(&Lane) -> bool) -> Vec<usize> {
    let wanted = |it: &usize| lanes[*it].as_ref().is_some_and(&is_wanted);
    (0..lanes.len()).filter(wanted).collect()
}

/// The lanes with the largest sizes first, of those that are at least `least`.
fn largest(lanes: &[Option<Lane>], size: impl Fn(&Lane) -> u64, least: u64) -> Vec<usize> {
    let sizes = lanes.iter().map(|lane| lane.as_ref().map_or(0, &size)).enumerate();
    let mut sizes: Vec<_> = sizes.filter(|(_, it)| *it >= least).collect();
    sizes.sort_by_key(|(index, size)| (Reverse(*size), *index));
    sizes.into_iter().map(|(index, _)| index).collect()
}
