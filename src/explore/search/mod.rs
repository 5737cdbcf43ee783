//! Which orders are tried, and what they come to. It runs nothing itself: an [`Execute`] does.
//!
//! First those that differ from the usual order in one place, so that what they show is simple. Then all orders that
//! can differ (`dependent`), and where these are too many, those that differ in more places, and at last some by chance.

mod bitset;
mod by_chance;
mod dependent;
mod deviating;
mod plan;
mod shrink;
mod tally;

pub(super) use dependent::still_asleep;
pub use tally::Found;

use std::time::Instant;

use crate::runtime::schedule::Occasion;
use dependent::Dependent;
use deviating::Deviating;
use plan::{Bounded, deviations};
pub use plan::{Budget, Execute};
pub use plan::{Plan, Run};
use tally::Tally;

/// Interruptions of threads in one order that are tried at first. Two find most mistakes (CHESS, OSDI 2008).
const MAX_INTERRUPTIONS: usize = 2;

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All orders.
    All,
    /// One of each kind that can differ.
    AllThatDiffer,
    /// Some of each kind that can differ, if threads are interrupted at most this number of times.
    Interrupting(usize),
    /// All that differ from the usual one in so many places, and some more.
    UpTo(usize),
    /// Only some.
    Some,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Exploration {
    /// What the runs came to; the usual one first, then the most telling.
    pub found: Vec<Found>,
    /// Orders that have been tried, each of them once.
    pub orders: usize,
    /// Runs that were made, also those that were given up.
    pub runs: usize,
    pub reach: Reach,
    /// In how many places of the usual run several tasks were ready.
    pub choices: usize,
    /// Whether somebody has ended it early.
    pub was_interrupted: bool,
}

/// Explores a program. `is_noted` tells whether all that its tasks have in common is noted. `progress` gets the number
/// of runs so far. None where not even one run came to an end.
pub fn explore(
    execute: &mut dyn Execute,
    budget: Budget,
    is_noted: bool,
    progress: &mut dyn FnMut(usize),
) -> Option<Exploration> {
    let mut bounded =
        Bounded { execute, budget, began: Instant::now(), runs: 0, was_interrupted: false, progress };
    let mut tally = Tally::default();
    let mut deviating = Deviating::default();
    let usual = deviating.usual(&mut bounded)?;
    let choices = usual.steps.iter().filter(|step| step.ready.len() > 1).count();
    tally.add(&usual);
    deviating.level(1, &mut bounded, 0.25, &mut tally);
    let mut dependent = Dependent::new(is_noted, Some(MAX_INTERRUPTIONS));
    let mut all = Tally::default();
    let has_interruptions = usual.steps.iter().any(|step| step.occasion == Occasion::Interruption);
    dependent.go(&mut bounded, if has_interruptions { 0.5 } else { 0.7 }, &mut all);
    if dependent.is_complete() && dependent.was_cut() {
        // What is left are orders with more interruptions.
        let mut more = Dependent::new(is_noted, None);
        let mut rest = Tally::default();
        more.go(&mut bounded, 0.8, &mut rest);
        match more.is_complete() {
            true => (dependent, all) = (more, rest),
            false => rest.move_to(&mut all),
        }
    }
    let reach = match dependent.is_complete() {
        true => {
            // What was found with few deviations stays as it was found.
            tally.look_up(&mut all);
            let mut level = 2;
            while all.has_long(level) && !deviating.is_complete() && bounded.runs < budget.runs {
                let before = bounded.runs;
                deviating.level(level, &mut bounded, 0.9, &mut tally);
                tally.look_up(&mut all);
                level += 1;
                if bounded.runs == before {
                    break;
                }
            }
            match (dependent.was_cut(), dependent.left_out()) {
                (true, _) => Reach::Interrupting(MAX_INTERRUPTIONS),
                (false, true) => Reach::AllThatDiffer,
                (false, false) => Reach::All,
            }
        }
        false => {
            all.move_to(&mut tally);
            let mut levels = usize::from(deviating.has_level(1));
            for level in levels + 1..=3 {
                deviating.level(level, &mut bounded, 0.85, &mut tally);
                if !deviating.has_level(level) {
                    break;
                }
                levels = level;
            }
            by_chance::go(&mut bounded, usual.steps.len(), &mut tally);
            all = tally;
            if levels > 0 { Reach::UpTo(levels) } else { Reach::Some }
        }
    };
    // What has been found can be made simpler, though the budget is used up.
    bounded.budget.runs = bounded.runs + 300;
    bounded.budget.time = bounded.budget.time.map(|it| bounded.began.elapsed().max(it) + it / 4);
    let orders = all.orders();
    let found = shrink::all(all.into_found(), &mut bounded);
    let (runs, was_interrupted) = (bounded.runs, bounded.was_interrupted);
    let reach = if was_interrupted && !dependent.is_complete() { Reach::Some } else { reach };
    Some(Exploration { found, orders, runs, reach, choices, was_interrupted })
}
