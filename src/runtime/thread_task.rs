//! Thread tasks: tasks that behave as if they had a thread of their own.
//!
//! Their computing takes turns with the loop in small slices, as Python's threads do under the global
//! interpreter lock; a call that only waits is made elsewhere, so that it does not hold the loop's thread.
//! Scripts share their values among all tasks, so there is no computing at the same time.

use super::Runtime;
use super::schedule::{self, Interruption};
use super::task_state::{Interrupted, StopReason};

/// To be called where a script can be left between two operations and no value of it is locked. A thread
/// task whose slice is over lets the others go on.
#[inline]
pub fn let_others_go_on(runtime: &Runtime) -> Result<(), Interrupted> {
    if runtime.slice.is_over() { end_slice(runtime) } else { Ok(()) }
}

/// Whether the running task is a thread task, whose slice is over.
#[inline]
pub fn is_slice_over(runtime: &Runtime) -> bool {
    runtime.slice.is_over()
}

/// Counts an operation of a thread task.
pub(super) fn count_operation(runtime: &Runtime) {
    if !runtime.slice.count(&runtime.clock) {
        return;
    }
    let Some(task) = runtime.current() else { return };
    if end_slice(runtime).is_err() {
        // Here nothing can be thrown that a script could catch.
        runtime.must_stop(&task, StopReason::BrokenOff);
    }
}

/// Lets the others go on.
pub(super) fn end_slice(runtime: &Runtime) -> Result<(), Interrupted> {
    runtime.clock.wake_due_after_turn();
    runtime.suspend_on(runtime.yield_now(0))
}

/// To be called where a script is about to use a shared variable, to wait for something shared or to print: there a
/// thread task may be interrupted, if that is chosen.
#[inline]
pub fn may_be_interrupted(runtime: &Runtime) -> Result<(), Interrupted> {
    if !schedule::is_on() || !runtime.on_thread() {
        return Ok(());
    }
    interrupt(runtime)
}

fn interrupt(runtime: &Runtime) -> Result<(), Interrupted> {
    let Some(me) = runtime.current() else { return Ok(()) };
    let others = runtime.queue.ready_tasks();
    match schedule::interrupt(runtime.clock.now(), me.id(), others) {
        Interruption::No => Ok(()),
        Interruption::GiveUp => {
            runtime.give_run_up();
            runtime.heed_stop(&me)
        }
        Interruption::Yes(mark) => {
            runtime.mark_choice(mark);
            runtime.suspend_on(runtime.yield_now(0))
        }
    }
}
