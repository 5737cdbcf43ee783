//! Stacks for fibers: pooled, and each with a guard below it.
//!
//! On Linux 6.13 and later thousands of stacks share one mapping and are guarded inside it
//! (`MADV_GUARD_INSTALL`), so that 100,000 tasks need a few dozen mappings. Elsewhere each stack is a
//! mapping of its own, which the kernel counts, so fewer tasks are possible.

use std::cell::{Cell, RefCell};
use std::io;

use corosensei::stack::{DefaultStack, Stack, StackPointer};

/// Address space of a large stack. Memory is used only where it is touched. Scripts may recurse in
/// [`SCRIPT`] of it; the rest is for native code that recurses over deep data (dropping, copying), where
/// nothing can check in between.
pub const LARGE: usize = 256 << 20;
const SCRIPT: usize = 16 << 20;
/// Large stacks for tasks at a time. The tasks beyond get small ones: address space costs page tables.
const MAX_LARGE: usize = 100;
/// Address space of a small stack.
const SMALL: usize = 1 << 20;
/// What native code called by a script may use below the last check, on a small stack.
const MARGIN: usize = 128 << 10;
/// Bytes of a page, or less.
const PAGE: usize = 4096;
/// Of a free stack this much memory is kept until the run is over, in bytes.
const KEPT: usize = 32 << 10;
/// The same of a stack for parsing, which a thread has one of.
const KEPT_LARGE: usize = 256 << 10;
/// Free small stacks that keep their memory when a run is over.
const WARM: usize = 256;

/// Which kind of task a stack is for. A main task's stack is always a large one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StackKind {
    Main,
    Task,
}

/// The lowest address that a script may reach on `stack`.
pub fn script_limit(stack: &FiberStack) -> usize {
    if stack.is_large() { stack.base().get() - SCRIPT } else { stack.limit().get() + MARGIN }
}

thread_local! {
    /// What [`on_large_stack`] used last on this thread: to have a new one from the system takes as long as an entry's parsing.
    static LAST_LARGE: Cell<Option<FiberStack>> = const { Cell::new(None) };
}

/// Runs `f` on a large stack of its own, for parsing and other recursion of unknown depth. Where the system
/// has none to give, on the stack that there is.
pub fn on_large_stack<R>(f: impl FnOnce() -> R) -> R {
    let last = LAST_LARGE.try_with(Cell::take).unwrap_or_default();
    let Ok(mut stack) = last.map_or_else(|| DefaultStack::new(LARGE).map(FiberStack::Own), Ok) else {
        return f();
    };
    let result = corosensei::on_stack(&mut stack, f);
    // One that something went deep in goes back with its memory. Only on Unix can that be seen.
    if cfg!(unix) && !stack.is_used_below(KEPT_LARGE) {
        let _ = LAST_LARGE.try_with(|last| last.set(Some(stack)));
    }
    result
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

impl FiberStack {
    fn is_large(&self) -> bool {
        self.base().get() - self.limit().get() >= LARGE
    }

    /// Whether a recursion went deeper than this many bytes, also one that nobody has seen: it would have left something in
    /// the page below. After [`FiberStack::release_memory`] that page reads as zeros.
    fn is_used_below(&self, bytes: usize) -> bool {
        let end = self.base().get() - bytes;
        // SAFETY: the page is inside this stack, which nobody is using; a page that was never touched reads as zeros.
        let page = unsafe { std::slice::from_raw_parts((end - PAGE) as *const u64, PAGE / size_of::<u64>()) };
        page.iter().any(|word| *word != 0)
    }

    /// Gives the memory back to the system that a deep recursion has touched, but for some at the top.
    pub fn release_memory(&self) {
        #[cfg(unix)]
        {
            let size = self.base().get() - self.limit().get() - KEPT;
            // SAFETY: the range is inside this stack, which nobody is using; its guard stays.
            unsafe { libc::madvise(self.limit().get() as *mut libc::c_void, size, libc::MADV_DONTNEED) };
        }
    }
}

/// Makes stacks and keeps used ones for reuse.
#[derive(Default)]
pub struct StackPool {
    large: RefCell<Vec<FiberStack>>,
    /// Large stacks that are out with tasks.
    large_out: Cell<usize>,
    /// Stacks that are out with tasks.
    out: Cell<usize>,
    small: RefCell<Vec<FiberStack>>,
    #[cfg(target_os = "linux")]
    regions: super::stack_region::Regions,
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

    /// How many stacks are out with tasks.
    pub fn out(&self) -> usize {
        self.out.get()
    }

    /// How many stacks wait for tasks.
    pub fn free(&self) -> usize {
        self.large.borrow().len() + self.small.borrow().len()
    }

    /// A stack for a task of this kind; the error is the kernel's refusal.
    pub fn take(&self, kind: StackKind) -> io::Result<FiberStack> {
        let stack = self.take_or_make(kind)?;
        self.out.set(self.out.get() + 1);
        Ok(stack)
    }

    fn take_or_make(&self, kind: StackKind) -> io::Result<FiberStack> {
        if kind == StackKind::Main || self.large_out.get() < MAX_LARGE {
            let free = self.large.borrow_mut().pop();
            let stack = free.map_or_else(|| DefaultStack::new(LARGE).map(FiberStack::Own), Ok)?;
            self.large_out.set(self.large_out.get() + 1);
            return Ok(stack);
        }
        if let Some(stack) = self.small.borrow_mut().pop() {
            return Ok(stack);
        }
        #[cfg(target_os = "linux")]
        if self.regions.are_supported() {
            return self.regions.slot(SMALL).map(FiberStack::Slot);
        }
        DefaultStack::new(SMALL).map(FiberStack::Own)
    }

    /// Takes a stack back, with the number of bytes that were used of it. The memory of a few pages stays for the next task.
    pub fn give_back(&self, stack: FiberStack, used: usize) {
        self.out.set(self.out.get() - 1);
        let is_large = stack.is_large();
        // On a large one native code may have gone deeper than anybody has seen. Only on Unix may pages below be read that nobody
        // has touched, and be given back.
        if used > KEPT || (cfg!(unix) && is_large && stack.is_used_below(KEPT)) {
            stack.release_memory();
        }
        if is_large {
            self.large_out.set(self.large_out.get() - 1);
            self.large.borrow_mut().push(stack);
        } else {
            self.small.borrow_mut().push(stack);
        }
    }

    /// Gives the memory of free stacks back to the system, when a run is over: but for those that are used again soon.
    pub fn shrink(&self) {
        let mut small = self.small.borrow_mut();
        if small.len() <= WARM {
            return;
        }
        #[cfg(target_os = "linux")]
        super::stack_region::shrink(&mut small, WARM);
        #[cfg(not(target_os = "linux"))]
        small.truncate(WARM);
    }

    /// Gives all free stacks back to the system, where no task will come any more.
    pub fn clear(&self) {
        self.large.borrow_mut().clear();
        self.small.borrow_mut().clear();
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    /// Bytes of the stack that this needs.
    fn recurse(bytes: usize) -> usize {
        let block = std::hint::black_box([1_u8; 1024]);
        let rest = if bytes > 1024 { recurse(bytes - 1024) } else { 0 };
        rest + usize::from(block[0])
    }

    #[test]
    fn a_large_stack_is_used_again_unless_something_went_deep_in_it() {
        let has_one = || {
            let last = LAST_LARGE.take();
            let is_there = last.is_some();
            LAST_LARGE.set(last);
            is_there
        };
        assert!(!has_one());
        assert_eq!(on_large_stack(|| on_large_stack(|| recurse(2_048))), 2);
        assert!(has_one());
        on_large_stack(|| recurse(1 << 20));
        assert!(!has_one());
        let panicked = std::panic::catch_unwind(|| on_large_stack(|| panic!("on purpose")));
        assert!(panicked.is_err() && !has_one());
    }

    #[test]
    fn what_was_used_unseen_goes_back() {
        let pool = StackPool::default();
        let stack = pool.take(StackKind::Main).unwrap();
        let deep = (stack.base().get() - KEPT - 104) as *mut u64;
        // SAFETY: the address is inside this stack, which nobody is using.
        unsafe { deep.write_volatile(1) };
        assert!(stack.is_used_below(KEPT));
        pool.give_back(stack, 0);
        let again = pool.take(StackKind::Main).unwrap();
        assert!(!again.is_used_below(KEPT));
        // SAFETY: as above.
        assert_eq!(unsafe { deep.read_volatile() }, 0);
    }
}
