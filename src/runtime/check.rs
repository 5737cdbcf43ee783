//! Whether the running task must end: looked at between any two operations of a script, and within native functions.

use super::limits::LOOK_EVERY;
use super::stack_use::address_here;
use super::task::Task;
use super::task_state::{Interrupted, StopReason};
use super::{Runtime, memory, thread_task};

/// To be called between any two operations of a script. `Some` means that the running task must end, now and at every later
/// call.
#[inline]
pub fn operation(runtime: &Runtime) -> Option<StopReason> {
    let here = address_here();
    if runtime.budget.is_kept_at(here) && !runtime.control.stop_wanted() {
        return None;
    }
    look(runtime, here)
}

/// The close look.
#[cold]
fn look(runtime: &Runtime, here: usize) -> Option<StopReason> {
    // Somebody may want to draw a thread that is busy.
    runtime.recording.flush_if_wanted();
    let mut next = LOOK_EVERY;
    if runtime.on_thread() {
        thread_task::count_operation(runtime);
        next = 1;
    }
    runtime.budget.look(next);
    let task = runtime.current()?;
    let stacks = &runtime.budget.stacks;
    if stacks.is_new_depth(here) && stacks.reach(&task.stack, here) {
        runtime.must_stop(&task, StopReason::StackLimit);
    }
    reason_to_end(runtime, &task)
}

/// To be called now and then by a native function while it works, with what it has done since, in operations. They take no
/// virtual time.
///
/// # Errors
/// Where the running task must end, now and at every later call.
pub fn work(runtime: &Runtime, operations: u64) -> Result<(), Interrupted> {
    let left = runtime.budget.count_work(operations);
    let Some(task) = runtime.current() else { return Ok(()) };
    let is_over = left == 0 || runtime.budget.is_over_memory();
    if is_over || runtime.control.stop_wanted() || task.stop.get().is_some() {
        return reason_to_end(runtime, &task).map_or(Ok(()), |it| Err(Interrupted::Stopped(it)));
    }
    Ok(())
}

/// Looks whether there is room for what a native function is about to make.
///
/// # Errors
/// Where there is none: the running task must end, now and at every later call.
pub fn room(runtime: &Runtime, bytes: usize) -> Result<(), Interrupted> {
    if bytes <= memory::room() {
        return Ok(());
    }
    let reason = runtime.budget.too_much_memory();
    if let Some(task) = runtime.current() {
        runtime.must_stop(&task, reason);
    }
    Err(Interrupted::Stopped(reason))
}

/// Decides whether the running task must end, and remembers it.
pub(super) fn reason_to_end(runtime: &Runtime, task: &Task) -> Option<StopReason> {
    let control = &runtime.control;
    let reason = if task.stop.get().is_some() {
        task.stop.get()
    } else if uses_too_much_memory(runtime) {
        Some(runtime.budget.too_much_memory())
    } else if runtime.budget.operations_left() == 0 {
        on_last_operation(runtime, task)
    } else if control.is_out_of_time() {
        Some(runtime.wish())
    } else if control.stop_wanted() && control.take_overdue() {
        Some(StopReason::Asked)
    } else {
        None
    };
    if let Some(reason) = reason {
        runtime.must_stop(task, reason);
    }
    reason
}

/// Events that are on their way to another thread are no longer this loop's.
fn uses_too_much_memory(runtime: &Runtime) -> bool {
    if runtime.budget.is_over_memory() {
        runtime.recording.flush();
    }
    runtime.budget.is_over_memory()
}

/// The run has no operations left: what becomes of the running task. Where tasks are ending these have a limit of
/// their own, and others go on.
fn on_last_operation(runtime: &Runtime, task: &Task) -> Option<StopReason> {
    let (end, limit) = (&runtime.program_end, runtime.budget.limits().operations);
    if !end.is_under_way() {
        return Some(StopReason::OperationLimit(limit));
    }
    end.end();
    if end.has(task) {
        return Some(StopReason::Asked);
    }
    runtime.budget.set_operations(limit);
    None
}
