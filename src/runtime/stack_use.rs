//! How much of its stack a task uses. It counts as memory of the run, page by page as it is first reached.
//!
//! Scripts are looked at between operations and where they wait. What native code uses below that, and gives back before
//! anybody looks, is not counted.

use corosensei::stack::Stack;

use super::Runtime;
use super::stack::{FiberStack, LARGE, on_large_stack, script_limit};
use super::task::Task;

/// Bytes of a step in which the use of stacks is counted.
const PAGE: usize = 4096;

/// The stack of a task that has begun, in addresses.
#[derive(Clone, Copy, Default)]
pub(super) struct StackUse {
    /// The highest; 0 while the task has no stack.
    base: usize,
    /// The lowest that has been counted.
    reached: usize,
    /// The lowest that scripts may reach.
    floor: usize,
    /// The lowest of all.
    pub bottom: usize,
}

impl StackUse {
    pub fn of(stack: &FiberStack) -> StackUse {
        let base = stack.base().get();
        StackUse { base, reached: base, floor: script_limit(stack), bottom: stack.limit().get() }
    }

    fn has_room(self) -> bool {
        self.base - self.bottom >= LARGE
    }

    /// What has been counted, in bytes.
    pub fn bytes(self) -> usize {
        self.base - self.reached
    }
}

impl Runtime {
    /// A task gets its stack, or, with nothing, loses it.
    pub(super) fn set_stack(&self, task: &Task, stack: StackUse) {
        let before = task.stack.replace(stack);
        self.count_stacks(before.bytes(), stack.bytes());
    }

    /// Does work of the running task that may need more stack than is left on a small one.
    pub fn with_room<R>(&self, work: impl FnOnce() -> R) -> R {
        match self.current().is_some_and(|task| task.stack.get().has_room()) {
            true => work(),
            false => on_large_stack(work),
        }
    }

    /// From here on the script that runs is on the stack of this task; without one nobody is.
    pub(super) fn watch_stack(&self, task: Option<&Task>) {
        self.stack_reached.set(task.map_or(0, |task| task.stack.get().reached));
    }

    /// Whether code at `address` is deeper in the running task's stack than anything before.
    #[inline]
    pub(super) fn is_new_depth(&self, address: usize) -> bool {
        address < self.stack_reached.get()
    }

    /// Counts what the running task has on its stack where its code is at `address`. Says whether that is deeper than it
    /// may be.
    #[cold]
    pub(super) fn reach(&self, task: &Task, address: usize) -> bool {
        let before = task.stack.get();
        let stack = StackUse { reached: (address & !(PAGE - 1)).min(before.reached), ..before };
        self.set_stack(task, stack);
        self.stack_reached.set(stack.reached);
        address < stack.floor
    }

    fn count_stacks(&self, before: usize, now: usize) {
        let change = now as isize - before as isize;
        self.stacks_used.set(self.stacks_used.get().saturating_add_signed(change));
        self.memory.count(change);
    }
}

/// An address on the caller's stack.
#[inline(always)]
pub(super) fn address_here() -> usize {
    let marker = 0_u8;
    std::hint::black_box(&raw const marker) as usize
}
