//! What else could happen: a program is run again and again under the virtual clock, each time in another order of who
//! goes next.
//!
//! `search` decides which orders are tried and is pure, `program` runs them, `words` says what came of it, `by_hand` has
//! somebody choose. Pictures are
//! drawn by those who talk to a person.

mod by_hand;
mod choosing;
mod goal;
mod outcome;
mod program;
mod prune;
mod search;
#[cfg(test)]
mod tests;
mod words;

pub use by_hand::{Game, NoGame, Offer, Position, Said, State};
pub use goal::{Goal, Ways};
pub use outcome::{Ending, Outcome};
pub use program::{NamedFiles, Program, Surroundings, refusal};
pub use prune::each_name;
pub use search::{Budget, Exploration, Found, Reach, explore};
pub use words::{Shown, deadlock, difference, lost_update, summary};
