//! The same row for the same task in two pictures, one above the other. A task that only one run has leaves a
//! gap in the other.

use std::collections::HashMap;

use super::compare::Side;
use super::measure::Measure;
pub(crate) use super::slot::Slot;
use crate::timeline::{Age, LaneInView};

/// By what the same task is known: its name, which of that name it is, and whether it is of this run.
/// The main task is the same in both, whatever it is called.
type Key<'a> = (Option<&'a str>, usize, bool);

/// Puts lanes of the same name into the same row, unless some tasks have none of their own.
pub(crate) fn align(measures: &mut [Measure; 2], sides: [Side; 2]) {
    let has_rest = |(measure, side): (&Measure, &Side)| measure.lanes.len() < side.titled.view.lanes.len();
    if measures.iter().zip(&sides).any(has_rest) {
        return;
    }
    for part in 0..measures[0].rows.len() {
        let [first, second] = [0, 1].map(|it| keyed(&measures[it].rows[part], sides[it]));
        let order = merged(&first, &second);
        for (measure, lanes) in measures.iter_mut().zip([first, second]) {
            let lanes: HashMap<Key, LaneInView> = lanes.into_iter().collect();
            let slot = |key| lanes.get(key).map_or(Slot::Gap, |it| Slot::Lane(*it));
            measure.rows[part] = order.iter().map(slot).collect();
        }
    }
}

fn keyed<'a>(rows: &[Slot], side: Side<'a>) -> Vec<(Key<'a>, LaneInView)> {
    let mut counts: HashMap<(Option<&str>, bool), usize> = HashMap::new();
    let mut keyed = Vec::new();
    for lane in rows.iter().filter_map(|it| it.lane()) {
        let is_own = lane.age == Age::OfThisRun;
        let Some(it) = side.titled.view.timeline.lane(lane.task) else { continue };
        let is_main = it.parent().is_none() && is_own;
        let name = (!is_main).then(|| side.texts.get(it.name()));
        let count = counts.entry((name, is_own)).or_default();
        keyed.push(((name, *count, is_own), lane));
        *count += 1;
    }
    keyed
}

/// All keys: those of the first in their order, each of the others behind the one it follows in the second.
fn merged<'a>(first: &[(Key<'a>, LaneInView)], second: &[(Key<'a>, LaneInView)]) -> Vec<Key<'a>> {
    let mut order: Vec<Key> = first.iter().map(|(key, _)| *key).collect();
    let mut place = 0;
    for (key, _) in second {
        match order.iter().position(|it| it == key) {
            Some(known) => place = known + 1,
            None => {
                order.insert(place, *key);
                place += 1;
            }
        }
    }
    order
}
