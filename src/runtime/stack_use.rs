//! How much of its stack a task uses. It counts as memory of the run, page by page as it is first reached.
//!
//! Scripts are looked at between operations and where they wait. What native code uses below that, and gives back before
//! anybody looks, is not counted.

use std::cell::Cell;

use corosensei::stack::Stack;

use super::memory;
use super::stack::{FiberStack, LARGE, on_large_stack, script_limit};

/// Bytes of a step in which the use of stacks is counted.
const PAGE: usize = 4096;

/// The stack of a task that has begun, in addresses; all 0 while it has none.
#[derive(Clone, Copy, Default)]
pub(super) struct StackUse {
    /// The highest.
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

    /// Does work on this stack, or on another one where this may have less room than it needs.
    pub fn with_room<R>(self, work: impl FnOnce() -> R) -> R {
        if self.base - self.bottom >= LARGE { work() } else { on_large_stack(work) }
    }

    /// What has been counted, in bytes.
    pub fn bytes(self) -> usize {
        self.base - self.reached
    }
}

/// What all stacks use, and how deep the running task is in its own.
pub(super) struct StackCount {
    memory: memory::Account,
    used: Cell<usize>,
    /// The lowest address that the running task's stack has been counted down to.
    reached: Cell<usize>,
}

impl StackCount {
    pub fn new(memory: memory::Account) -> StackCount {
        StackCount { memory, used: Cell::new(0), reached: Cell::new(0) }
    }

    /// The bytes of all stacks.
    pub fn used(&self) -> usize {
        self.used.get()
    }

    /// A task, whose stack `of_task` is, gets one, or, with nothing, loses it.
    pub fn set(&self, of_task: &Cell<StackUse>, stack: StackUse) {
        let change = stack.bytes() as isize - of_task.replace(stack).bytes() as isize;
        self.used.set(self.used.get().saturating_add_signed(change));
        self.memory.count(change);
    }

    /// From here on the script that runs is on this stack.
    #[inline]
    pub fn watch(&self, stack: StackUse) {
        self.reached.set(stack.reached);
    }

    /// Whether code at `address` is deeper in the running task's stack than anything before.
    #[inline]
    pub fn is_new_depth(&self, address: usize) -> bool {
        address < self.reached.get()
    }

    /// Counts what the running task, whose stack `of_task` is, has on it where its code is at `address`. Says whether that
    /// is deeper than it may be.
    #[cold]
    pub fn reach(&self, of_task: &Cell<StackUse>, address: usize) -> bool {
        let before = of_task.get();
        let stack = StackUse { reached: (address & !(PAGE - 1)).min(before.reached), ..before };
        self.set(of_task, stack);
        self.reached.set(stack.reached);
        address < stack.floor
    }
}

/// An address on the caller's stack.
#[inline(always)]
pub(super) fn address_here() -> usize {
    let marker = 0_u8;
    std::hint::black_box(&raw const marker) as usize
}
