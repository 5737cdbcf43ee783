//! Tasks as stackful coroutines on a tokio current-thread runtime. The only producer of trace events, and
//! the only place with `unsafe` code.
//!
//! It does not know Rhai or the terminal: a task's code is a Rust closure that returns an [`Ending`].

mod backlog;
mod cancelling;
mod clock;
mod control;
mod counting;
mod deadlock;
mod ending;
mod event_loop;
mod fault;
mod fiber;
mod giving_way;
mod helpers;
mod joining;
mod limits;
mod memory;
mod names;
mod promise;
mod recording;
mod run_queue;
pub mod schedule;
mod scheduler;
mod sleeper;
mod stack;
#[cfg(target_os = "linux")]
mod stack_region;
mod stack_use;
pub mod sync;
mod task;
#[cfg(test)]
mod tests;
mod thread_task;
mod turn;
mod waiters;
mod watch;
mod winding_up;

pub use backlog::Backlog;
pub use clock::{Clock, OPERATION_NANOS, OutsideOperation, Sleep, pause, set_slack, simulate};
pub use control::Control;
pub use deadlock::deadlock_text;
pub use event_loop::{EventLoop, Foreground, LoopOptions, Stopper, THREAD_NAME};
pub use fault::prepare as prepare_for_faults;
pub use helpers::{Room, WorkError};
pub use joining::{Awaited, Join, Until};
pub use memory::{
    Account as MemoryAccount, CountingAllocator, Owned, in_use as memory_in_use,
    is_over_limit as is_over_memory_limit, room as memory_room, working_for as count_memory_for,
};
pub use scheduler::{Limits, Runtime, SpawnError};
pub use sleeper::SleepCall;
pub use stack::on_large_stack;
pub use task::{Ending, Interrupted, StopReason, Task, TaskState};
pub use thread_task::SLICE;
pub use watch::Watch;
pub use winding_up::{AtEnd, LeftOver, WoundUp};

/// What a panic of our own is called in an error.
fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let said = panic.downcast_ref::<&str>().copied();
    let said = said.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or_default();
    format!("meanwhile itself has a defect: {said}")
}
