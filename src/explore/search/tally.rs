//! What the runs so far came to.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Run, deviations};
use crate::explore::Outcome;
use crate::runner::Deviation;
use crate::runtime::schedule::Step;

/// What some of the orders come to.
#[derive(Clone, Debug)]
pub struct Found {
    pub outcome: Outcome,
    /// In how many of the orders.
    pub count: usize,
    /// The simplest of these orders that is known.
    pub deviations: Vec<Deviation>,
}

#[derive(Default)]
pub(super) struct Tally {
    found: Vec<Found>,
    indices: HashMap<Outcome, usize>,
    /// Orders that are counted already.
    seen: HashSet<u64>,
}

impl Tally {
    /// Counts a run, once for each order.
    pub fn add(&mut self, run: &Run) {
        let Some(outcome) = &run.outcome else { return };
        if self.seen.insert(fingerprint(&run.steps)) {
            self.note(outcome, 1, deviations(&run.steps));
        }
    }

    fn note(&mut self, outcome: &Outcome, count: usize, deviations: Vec<Deviation>) {
        let index = *self.indices.entry(outcome.clone()).or_insert_with(|| {
            self.found.push(Found { outcome: outcome.clone(), count: 0, deviations: deviations.clone() });
            self.found.len() - 1
        });
        let found = &mut self.found[index];
        found.count += count;
        if deviations.len() < found.deviations.len() {
            found.deviations = deviations;
        }
    }

    /// Tells another tally the simpler orders that are known here.
    pub fn look_up(&self, other: &mut Tally) {
        for found in &mut other.found {
            if let Some(index) = self.indices.get(&found.outcome)
                && self.found[*index].deviations.len() < found.deviations.len()
            {
                found.deviations.clone_from(&self.found[*index].deviations);
            }
        }
    }

    /// Counts all of this there, too. What both have seen counts once.
    pub fn move_to(self, other: &mut Tally) {
        // Of an outcome that both have it is not known how much is the same, so the larger number stands.
        for found in self.found {
            let known = other.indices.get(&found.outcome).map_or(0, |index| other.found[*index].count);
            other.note(&found.outcome, found.count.saturating_sub(known), found.deviations);
        }
        other.seen.extend(self.seen);
    }

    /// Whether something is known only by orders of at least so many deviations.
    pub fn has_long(&self, level: usize) -> bool {
        self.found.iter().any(|it| it.deviations.len() >= level)
    }

    pub fn orders(&self) -> usize {
        self.found.iter().map(|it| it.count).sum()
    }

    /// The usual one first, then what went wrong, then what is most frequent.
    pub fn into_found(mut self) -> Vec<Found> {
        self.found.sort_by_key(|it| {
            (!it.deviations.is_empty(), !it.outcome.is_failure(), std::cmp::Reverse(it.count))
        });
        self.found
    }
}

fn fingerprint(steps: &[Step]) -> u64 {
    let mut hasher = DefaultHasher::new();
    steps.iter().for_each(|step| step.task.hash(&mut hasher));
    hasher.finish()
}
