//! Stacks for fibers: pooled, and each with a guard below it.
//!
//! On Linux 6.13 and later thousands of stacks share one mapping and are guarded inside it
//! (`MADV_GUARD_INSTALL`), so that 100,000 tasks need a few dozen mappings. Elsewhere each stack is a
//! mapping of its own, which the kernel counts, so fewer tasks are possible.

use std::cell::RefCell;
use std::io;
use std::rc::Rc;

use corosensei::stack::{DefaultStack, Stack, StackPointer};

/// Address space of a task's stack. Memory is used only where it is touched.
const TASK_STACK: usize = 1 << 20;
/// Address space of a main task's stack. Scripts may recurse in [`MAIN_SCRIPT`] of it; the rest is for
/// native code that recurses over deep data (dropping, copying), where nothing can check in between.
const MAIN_STACK: usize = 256 << 20;
const MAIN_SCRIPT: usize = 16 << 20;
/// What native code called by a script may use below the last check.
const MARGIN: usize = 128 << 10;
/// Free stacks that keep their touched memory.
const WARM: usize = 256;

/// Which kind of task a stack is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StackKind {
    Main,
    Task,
}

/// The lowest address that a script may reach on `stack`.
pub fn script_limit(stack: &FiberStack, kind: StackKind) -> usize {
    match kind {
        StackKind::Main => stack.base().get() - MAIN_SCRIPT,
        StackKind::Task => stack.limit().get() + MARGIN,
    }
}

/// Runs `f` on a large stack of its own, for parsing and other recursion of unknown depth.
pub fn on_large_stack<R>(f: impl FnOnce() -> R) -> io::Result<R> {
    let stack = DefaultStack::new(MAIN_STACK)?;
    Ok(corosensei::on_stack(stack, f))
}

/// One stack.
pub enum FiberStack {
    Own(DefaultStack),
    #[cfg(target_os = "linux")]
    Slot(super::stack_region::Slot),
}

// SAFETY: both kinds end in a guard (a protected page, or a guard region) and are larger than the
// minimum; every call is passed on to a `Stack` or answered from the slot's own bounds.
unsafe impl Stack for FiberStack {
    fn base(&self) -> StackPointer {
        match self {
            FiberStack::Own(stack) => stack.base(),
            #[cfg(target_os = "linux")]
            FiberStack::Slot(slot) => slot.base(),
        }
    }

    fn limit(&self) -> StackPointer {
        match self {
            FiberStack::Own(stack) => stack.limit(),
            #[cfg(target_os = "linux")]
            FiberStack::Slot(slot) => slot.limit(),
        }
    }

    #[cfg(windows)]
    fn teb_fields(&self) -> corosensei::stack::StackTebFields {
        let FiberStack::Own(stack) = self;
        stack.teb_fields()
    }

    #[cfg(windows)]
    fn update_teb_fields(&mut self, stack_limit: usize, guaranteed_stack_bytes: usize) {
        let FiberStack::Own(stack) = self;
        stack.update_teb_fields(stack_limit, guaranteed_stack_bytes);
    }
}

/// Makes stacks and keeps used ones for reuse.
#[derive(Default)]
pub struct StackPool {
    free: RefCell<Vec<FiberStack>>,
    #[cfg(target_os = "linux")]
    regions: Rc<super::stack_region::Regions>,
}

impl StackPool {
    /// How many tasks can have a stack at a time.
    pub fn capacity(&self) -> usize {
        #[cfg(target_os = "linux")]
        if self.regions.are_supported() {
            return 200_000;
        }
        30_000
    }

    /// A stack for a task of this kind; the error is the kernel's refusal.
    pub fn take(&self, kind: StackKind) -> io::Result<FiberStack> {
        if kind == StackKind::Main {
            return DefaultStack::new(MAIN_STACK).map(FiberStack::Own);
        }
        if let Some(stack) = self.free.borrow_mut().pop() {
            return Ok(stack);
        }
        #[cfg(target_os = "linux")]
        if self.regions.are_supported() {
            return Rc::clone(&self.regions).slot(TASK_STACK).map(FiberStack::Slot);
        }
        DefaultStack::new(TASK_STACK).map(FiberStack::Own)
    }

    /// Takes a stack back. Beyond a few hundred free ones its memory goes back to the system.
    pub fn give_back(&self, stack: FiberStack, kind: StackKind) {
        if kind == StackKind::Main {
            return;
        }
        let mut free = self.free.borrow_mut();
        if free.len() >= WARM {
            match &stack {
                #[cfg(target_os = "linux")]
                FiberStack::Slot(slot) => slot.release_memory(),
                FiberStack::Own(_) => return,
            }
        }
        free.push(stack);
    }
}
