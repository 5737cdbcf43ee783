//! Tasks as stackful coroutines on a tokio current-thread runtime. The only producer of trace events, and
//! the only place with `unsafe` code.
//!
//! It does not know Rhai or the terminal: a task's code is a Rust closure that returns an [`Ending`].

mod cancelling;
mod clock;
mod control;
mod deadlock;
mod ending;
mod event_loop;
mod fault;
mod fiber;
mod giving_way;
mod joining;
mod memory;
mod names;
mod recording;
mod scheduler;
mod stack;
#[cfg(target_os = "linux")]
mod stack_region;
pub mod sync;
mod task;
#[cfg(test)]
mod tests;
mod thread_task;
mod turn;
mod watch;

pub use clock::{Clock, OPERATION_NANOS, OutsideOperation, Sleep, pause, simulate};
pub use control::Control;
pub use deadlock::deadlock_text;
pub use event_loop::{EventLoop, Foreground, LoopOptions, Stopper};
pub use fault::prepare as prepare_for_faults;
pub use joining::{Awaited, Join, Until};
pub use memory::{CountingAllocator, in_use as memory_in_use, is_over_limit as is_over_memory_limit};
pub use scheduler::{Limits, Runtime, SpawnError};
pub use stack::on_large_stack;
pub use task::{Ending, Interrupted, StopReason, Task, TaskState};
pub use thread_task::SLICE;
pub use watch::Watch;
