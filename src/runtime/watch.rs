//! Who hears of a task's end without being a task: collections of ends, joins, groups.
//!
//! As asyncio's callbacks, they hear of it one step of the loop later, after the tasks that were ready at the
//! task's end have had their turn.

use crate::trace::Outcome;

/// Something that hears of ends. `index` is the number that the ended task has there.
pub trait Watch {
    fn ended(&self, index: usize, outcome: Outcome);

    /// Whether the order in which tasks come to a good end matters here.
    fn is_ordered(&self) -> bool {
        true
    }
}
