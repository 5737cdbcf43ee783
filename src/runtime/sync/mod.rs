//! What tasks talk and share through: queues of waiting tasks, and the objects made of them.
//!
//! Nothing here polls and nothing is lost: whoever waits is called in the order of coming, what a call
//! brings is handed over at once, and a waiter that is cancelled after its call gives it back. All of it
//! lives on the loop thread.

mod barrier;
mod buffer;
mod completions;
mod condition;
mod flag;
mod semaphore;
mod wait_queue;

pub use barrier::Barrier;
pub use buffer::{Buffer, Order, TooManyDone};
pub use completions::Completions;
pub use condition::Condition;
pub use flag::Flag;
pub use semaphore::{Closed, Permit, Semaphore};

use crate::trace::Wait;

/// How a wait is to be recorded: what it is for, and the source line (0 where unknown).
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub wait: Wait,
    pub line: u32,
}
