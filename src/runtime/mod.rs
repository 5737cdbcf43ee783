//! Tasks as stackful coroutines on a tokio current-thread runtime. The only producer of trace events, and
//! the only place with `unsafe` code.
//!
//! It does not know Rhai or the terminal: a task's code is a Rust closure that returns an [`Ending`].

mod allocator;
mod awaiting;
mod backlog;
pub mod blocking;
mod cancellation;
mod cancelling;
pub mod check;
mod clock;
mod control;
mod counting;
mod deadlock;
mod driving;
mod event_loop;
mod fault;
mod fiber;
mod future_task;
mod giving_way;
mod helpers;
mod join;
mod lifecycle;
mod limits;
mod memory;
mod names;
mod printer;
mod program_end;
mod recording;
mod run_queue;
pub mod schedule;
mod scheduler;
mod slice;
mod stack;
#[cfg(target_os = "linux")]
mod stack_region;
mod stack_use;
mod switch;
pub mod sync;
mod task;
mod task_state;
mod task_table;
mod task_wait;
#[cfg(test)]
mod tests;
pub mod thread_task;
mod turn;
mod waiters;
mod waiting;
mod watch;
mod winding_up;

pub use allocator::CountingAllocator;
pub use backlog::Backlog;
pub use blocking::BlockingCall;
pub use cancellation::Awaited;
pub use cancelling::cancel_and_answer;
pub use clock::{Clock, OPERATION_NANOS, OutsideOperation, Sleep, pause, set_slack, simulate};
pub use control::Control;
pub use deadlock::deadlock_text;
pub use event_loop::{EventLoop, Foreground, LoopOptions, Stopper, THREAD_NAME};
pub use fault::prepare as prepare_for_faults;
pub use future_task::TaskCode;
pub use helpers::{Helpers, Room, WorkError};
pub use join::{Join, Until};
pub use limits::Limits;
pub use memory::{
    Account as MemoryAccount, Owned, in_use as memory_in_use, is_over_limit as is_over_memory_limit,
    room as memory_room, working_for as count_memory_for,
};
pub use program_end::{AtEnd, LeftOver, ProgramEnd, WoundUp};
pub use recording::Recording;
pub use scheduler::Runtime;
pub use slice::SLICE;
pub use stack::on_large_stack;
pub use task::Task;
pub use task_state::{Ending, Interrupted, StopReason, TaskState};
pub use task_table::SpawnError;
pub use task_wait::TaskWait;
pub use watch::Watch;

/// What a panic of our own is called in an error.
fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let said = panic.downcast_ref::<&str>().copied();
    let said = said.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or_default();
    format!("meanwhile itself has a defect: {said}")
}
