//! Simpler orders that come to the same.

use super::{Bounded, Found, Plan, deviations};
use crate::explore::Outcome;
use crate::runner::Deviation;

/// What is shown of an outcome is looked at for so many of them.
const MAX_SHRUNK: usize = 8;

/// Makes the orders of what was found as simple as can be, within the budget.
pub(super) fn all(mut found: Vec<Found>, bounded: &mut Bounded) -> Vec<Found> {
    for it in found.iter_mut().take(MAX_SHRUNK).filter(|it| it.deviations.len() > 1) {
        it.deviations = simplest(std::mem::take(&mut it.deviations), &it.outcome, bounded);
    }
    found
}

/// Leaves deviations out as long as the outcome stays.
fn simplest(mut known: Vec<Deviation>, outcome: &Outcome, bounded: &mut Bounded) -> Vec<Deviation> {
    let mut index = 0;
    while index < known.len() {
        let mut fewer = known.clone();
        fewer.remove(index);
        let Some(run) = bounded.run(&Plan::Deviate(fewer), 1.0) else { return known };
        match run.outcome.as_ref() == Some(outcome) {
            true => {
                known = deviations(&run.steps);
                index = 0;
            }
            false => index += 1,
        }
    }
    known
}
