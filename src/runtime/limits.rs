//! Looking after what a run may use: operations, memory, stack, time. Between most operations that costs next to nothing.

use std::cell::Cell;

use super::clock::{count_operation, operations};
use super::stack_use::address_here;
use super::task::{Interrupted, StopReason, Task};
use super::{Runtime, memory};

/// Operations between two close looks.
const LOOK_EVERY: u64 = 64;

/// The operations of the thread's scripts, against their limit.
pub(super) struct Operations {
    /// What is left of the limit as of the operation `counted`.
    left: Cell<u64>,
    counted: Cell<u64>,
    /// From this operation on there is to be a close look.
    look_at: Cell<u64>,
}

impl Operations {
    pub fn new(limit: u64) -> Operations {
        Operations { left: Cell::new(limit), counted: Cell::new(operations()), look_at: Cell::new(0) }
    }

    /// Sets what is left, and gives what was.
    pub fn set(&self, limit: u64) -> u64 {
        self.count(0);
        self.look_at.set(0);
        self.left.replace(limit)
    }

    /// Counts what has been done, and further work in operations. Gives what is left.
    fn count(&self, work: u64) -> u64 {
        let now = operations();
        let done = now.wrapping_sub(self.counted.replace(now));
        self.left.set(self.left.get().saturating_sub(done).saturating_sub(work));
        self.left.get()
    }
}

impl Runtime {
    /// Looks after the limits; to be called between any two operations of a script. `Some` means that
    /// the running task must end, now and at every later call.
    #[inline]
    pub fn check(&self) -> Option<StopReason> {
        let here = address_here();
        if count_operation() < self.operations.look_at.get()
            && !self.is_new_depth(here)
            && !self.control.stop_wanted()
            && !self.memory.is_over_limit()
        {
            return None;
        }
        self.look(here)
    }

    /// The close look of [`Runtime::check`].
    #[cold]
    fn look(&self, here: usize) -> Option<StopReason> {
        // Somebody may want to draw a thread that is busy.
        self.flush_if_wanted();
        if self.on_thread() {
            self.count_in_slice();
        }
        // What allocates or copies much is worth many operations, whatever it is written as.
        let left = self.operations.count(memory::take_operations());
        let step = if self.on_thread() { 1 } else { LOOK_EVERY.min(left) };
        self.operations.look_at.set(operations() + step);
        let task = self.current()?;
        let is_deep = self.is_new_depth(here) && self.reach(&task, here);
        self.reason_to_end(&task, is_deep)
    }

    /// Has the next operation looked at closely.
    pub(super) fn look_soon(&self) {
        self.operations.look_at.set(0);
    }

    /// Decides whether the running task must end, and remembers it.
    pub(super) fn reason_to_end(&self, task: &Task, is_deep: bool) -> Option<StopReason> {
        let reason = if task.stop.get().is_some() {
            task.stop.get()
        } else if is_deep {
            Some(StopReason::StackLimit)
        } else if self.uses_too_much_memory() {
            Some(self.too_much_memory())
        } else if self.operations.left.get() == 0 {
            self.on_last_operation(task)
        } else if self.control.is_out_of_time() {
            Some(self.wish())
        } else if self.control.stop_wanted() && self.control.take_overdue() {
            Some(StopReason::Asked)
        } else {
            None
        };
        if let Some(reason) = reason {
            self.must_stop(task, reason);
        }
        reason
    }

    /// The running task must end at its next operation or wait, for this reason if it has none yet.
    pub(super) fn must_stop(&self, task: &Task, reason: StopReason) {
        task.stop.set(task.stop.get().or(Some(reason)));
        self.look_soon();
    }

    /// Looks after the limits within a native function: to be called now and then while it works, with what it has done
    /// since, in operations. They take no virtual time.
    ///
    /// # Errors
    /// Where the running task must end, now and at every later call.
    pub fn check_work(&self, operations: u64) -> Result<(), Interrupted> {
        let left = self.operations.count(operations.saturating_add(memory::take_operations()));
        let Some(task) = self.current() else { return Ok(()) };
        let is_over = left == 0 || self.memory.is_over_limit();
        if is_over || self.control.stop_wanted() || task.stop.get().is_some() {
            return self.reason_to_end(&task, false).map_or(Ok(()), |it| Err(Interrupted::Stopped(it)));
        }
        Ok(())
    }

    /// Looks whether there is room for what a native function is about to make.
    ///
    /// # Errors
    /// Where there is none: the running task must end, now and at every later call.
    pub fn check_room(&self, bytes: usize) -> Result<(), Interrupted> {
        if bytes <= memory::room() {
            return Ok(());
        }
        let reason = self.too_much_memory();
        if let Some(task) = self.current() {
            self.must_stop(&task, reason);
        }
        Err(Interrupted::Stopped(reason))
    }

    /// Events that are on their way to another thread are no longer this loop's.
    fn uses_too_much_memory(&self) -> bool {
        if self.memory.is_over_limit() {
            self.flush();
        }
        self.memory.is_over_limit()
    }

    /// Whose fault it is that memory is used up: that of stacks, where they have most of it.
    fn too_much_memory(&self) -> StopReason {
        let limit = self.limits.memory;
        match self.stacks_used.get() > limit / 2 {
            true => StopReason::StackMemoryLimit(limit),
            false => StopReason::MemoryLimit(limit),
        }
    }

    /// Lets the next run use as much as the limits say; of memory, beyond what is in use now.
    pub(super) fn renew_limits(&self) {
        self.operations.set(self.limits.operations);
        self.output_left.set(self.limits.output);
        self.memory.allow_more(self.limits.memory);
    }
}
