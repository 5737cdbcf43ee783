//! The steps of a `for` over what comes while the loop runs: messages, ends of tasks.
//!
//! It does not know what comes.

use std::rc::Rc;

use rhai::Position;

use crate::runtime::Interrupted;
use crate::script::environment::Environment;
use crate::script::outcome::{Outcome, interrupted};

/// What one step gives: a value or its error, or nothing at the end.
pub(super) type Step = Result<Option<Outcome>, Interrupted>;

/// Asks `next` for each step of a `for` in `position`.
///
/// A loop that has no statement does not look at errors and asks again. A cancel that was lost in this way ends the loop and
/// breaks off the task's next wait instead.
pub(super) fn steps(
    environment: &Rc<Environment>,
    position: Position,
    mut next: impl FnMut(&Environment) -> Step + 'static,
) -> Box<dyn Iterator<Item = Outcome>> {
    let environment = environment.clone();
    let mut was_cancelled = false;
    Box::new(std::iter::from_fn(move || {
        if was_cancelled {
            if let Some(me) = environment.runtime.current() {
                environment.runtime.cancel(&me);
            }
            return None;
        }
        next(&environment).unwrap_or_else(|reason| {
            was_cancelled = matches!(reason, Interrupted::Cancelled);
            Some(Err(interrupted(reason, position)))
        })
    }))
}
