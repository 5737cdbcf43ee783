//! What a run may use: operations, memory, output, time. Between most operations looking after that costs next to nothing.
//!
//! What becomes of a task that uses too much is in `check.rs`.

use std::cell::Cell;
use std::time::Duration;

use super::clock::{count_operation, operations};
use super::memory;
use super::stack_use::StackCount;
use super::task_state::StopReason;

/// Operations between two close looks.
pub(super) const LOOK_EVERY: u64 = 64;

/// What scripts may use.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Tasks alive at a time; never more than the kernel has stacks for.
    pub tasks: usize,
    /// Bytes of heap and stacks that one run may add to what is in use when it begins.
    pub memory: usize,
    /// Operations of one run.
    pub operations: u64,
    /// Bytes that one run may print.
    pub output: usize,
    /// How long one run may take by the computer's clock.
    pub time: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { tasks: 200_000, memory: 2 << 30, operations: u64::MAX, output: usize::MAX, time: None }
    }
}

/// The operations of the thread's scripts, against their limit.
struct Operations {
    /// What is left of the limit as of the operation `counted`.
    left: Cell<u64>,
    counted: Cell<u64>,
    /// From this operation on there is to be a close look.
    look_at: Cell<u64>,
}

impl Operations {
    fn new(limit: u64) -> Operations {
        Operations { left: Cell::new(limit), counted: Cell::new(operations()), look_at: Cell::new(0) }
    }

    /// Counts what has been done, and further work in operations. Gives what is left.
    fn count(&self, work: u64) -> u64 {
        let now = operations();
        let done = now.wrapping_sub(self.counted.replace(now));
        self.left.set(self.left.get().saturating_sub(done).saturating_sub(work));
        self.left.get()
    }
}

/// What is left of the limits for the present run.
pub(super) struct Budget {
    limits: Limits,
    operations: Operations,
    output_left: Cell<usize>,
    /// Of the loop and of all that works for it.
    memory: memory::Account,
    pub stacks: StackCount,
}

impl Budget {
    pub fn new(limits: Limits, memory: memory::Account) -> Budget {
        Budget {
            limits,
            operations: Operations::new(limits.operations),
            output_left: Cell::new(limits.output),
            memory,
            stacks: StackCount::new(memory),
        }
    }

    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Lets the next run use as much as the limits say; of memory, beyond what is in use now.
    pub fn renew(&self) {
        self.set_operations(self.limits.operations);
        self.output_left.set(self.limits.output);
        self.memory.allow_more(self.limits.memory);
    }

    /// Counts an operation of the code at `address`. Says whether no close look is needed.
    #[inline]
    pub fn is_kept_at(&self, address: usize) -> bool {
        count_operation() < self.operations.look_at.get()
            && !self.stacks.is_new_depth(address)
            && !self.memory.is_over_limit()
    }

    /// Counts for a close look what has been done. The next one is to be within this number of operations.
    pub fn look(&self, next: u64) {
        let left = self.count_work(0);
        self.operations.look_at.set(operations() + next.min(left));
    }

    /// Counts what has been done, and further work in operations. Gives how many operations are left.
    pub fn count_work(&self, work: u64) -> u64 {
        // What allocates or copies much is worth many operations, whatever it is written as.
        self.operations.count(work.saturating_add(memory::take_operations()))
    }

    /// Has the next operation looked at closely.
    pub fn look_soon(&self) {
        self.operations.look_at.set(0);
    }

    /// How many operations are left as of the latest look.
    pub fn operations_left(&self) -> u64 {
        self.operations.left.get()
    }

    /// Sets how many operations are left, and gives how many were.
    pub fn set_operations(&self, limit: u64) -> u64 {
        self.operations.count(0);
        self.look_soon();
        self.operations.left.replace(limit)
    }

    /// Whether more memory is in use than is allowed.
    pub fn is_over_memory(&self) -> bool {
        self.memory.is_over_limit()
    }

    /// Whose fault it is that memory is used up: that of stacks, where they have most of it.
    pub fn too_much_memory(&self) -> StopReason {
        let limit = self.limits.memory;
        match self.stacks.used() > limit / 2 {
            true => StopReason::StackMemoryLimit(limit),
            false => StopReason::MemoryLimit(limit),
        }
    }

    /// Takes what is printed from what may be.
    ///
    /// # Errors
    /// Where it is more than that.
    pub fn take_output(&self, bytes: usize) -> Result<(), StopReason> {
        let left = self.output_left.get().checked_sub(bytes);
        self.output_left.set(left.ok_or(StopReason::OutputLimit(self.limits.output))?);
        Ok(())
    }
}
