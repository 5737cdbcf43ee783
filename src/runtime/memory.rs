//! How much heap the process uses, and whether that is more than a script may take.
//!
//! A counting allocator around the system's. Each thread counts for itself and settles with the global
//! count in steps, so that counting costs next to nothing.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicIsize, Ordering};

/// A thread settles when its own count has moved by so many bytes.
const STEP: isize = 64 * 1024;

static IN_USE: AtomicIsize = AtomicIsize::new(0);
static LIMIT: AtomicIsize = AtomicIsize::new(isize::MAX);
static OVER_LIMIT: AtomicBool = AtomicBool::new(false);

thread_local! {
    static UNSETTLED: Cell<isize> = const { Cell::new(0) };
}

/// Bytes of heap in use by the process, exact to 64 KB a thread.
pub fn in_use() -> usize {
    usize::try_from(IN_USE.load(Ordering::Relaxed)).unwrap_or(0)
}

/// From now on [`is_over_limit`] says whether more than `bytes` are in use.
pub fn set_limit(bytes: usize) {
    let bytes = isize::try_from(bytes).unwrap_or(isize::MAX);
    LIMIT.store(bytes, Ordering::Relaxed);
    OVER_LIMIT.store(IN_USE.load(Ordering::Relaxed) > bytes, Ordering::Relaxed);
}

/// Whether more heap is in use than the limit allows.
#[inline]
pub fn is_over_limit() -> bool {
    OVER_LIMIT.load(Ordering::Relaxed)
}

/// The system's allocator, counting.
pub struct CountingAllocator;

#[inline]
fn count(change: isize) {
    let _ = UNSETTLED.try_with(|unsettled| {
        let sum = unsettled.get() + change;
        if sum.abs() < STEP {
            unsettled.set(sum);
        } else {
            unsettled.set(0);
            let now = IN_USE.fetch_add(sum, Ordering::Relaxed) + sum;
            OVER_LIMIT.store(now > LIMIT.load(Ordering::Relaxed), Ordering::Relaxed);
        }
    });
}

// SAFETY: every call is handed to the system's allocator as it came; counting allocates nothing and
// cannot unwind.
unsafe impl GlobalAlloc for CountingAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(-(layout.size() as isize));
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        count(new_size as isize - layout.size() as isize);
        // SAFETY: the caller's promises are passed on.
        unsafe { System.realloc(pointer, layout, new_size) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_allocation_shows_and_goes() {
        let before = in_use();
        let large = vec![0_u8; 64 << 20];
        assert!(in_use() >= before + (48 << 20));
        drop(large);
        assert!(in_use() < before + (32 << 20));
    }
}
