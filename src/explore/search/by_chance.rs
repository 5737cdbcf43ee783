//! Orders by chance, as PCT draws them: each task has a rank, the highest that is ready goes on, and in a few places the
//! one that goes on falls to the lowest rank. Few changes of ranks find most bugs.

use super::tally::Tally;
use super::{Bounded, Plan};

/// Tries orders until the budget is used up. `expected` is how many steps a run has.
pub(super) fn go(bounded: &mut Bounded, expected: usize, tally: &mut Tally) {
    let mut seed = 1;
    while let Some(run) = bounded.run(&Plan::Chance { seed, expected }, 1.0) {
        tally.add(&run);
        seed += 1;
    }
}
