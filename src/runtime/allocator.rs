//! The program's allocator: it counts, and hands small blocks to mimalloc, large ones to the system.
//!
//! Tasks come and go in great numbers, and mimalloc is made for that. The system's allocator grows a large block, such as
//! a trace's, by moving its pages instead of copying them. What is counted for whom is in `memory.rs`.

use std::alloc::{GlobalAlloc, Layout, System};
use std::ptr;

use mimalloc::MiMalloc;

use super::memory::count;

/// From this number of bytes on a block is large.
const LARGE: usize = 64 << 10;

pub struct CountingAllocator;

fn is_large(bytes: usize) -> bool {
    bytes >= LARGE
}

// SAFETY: every block is taken from one of two allocators and given back to the same, as its size tells; the calls are
// handed on as they came. Counting allocates nothing and cannot unwind.
unsafe impl GlobalAlloc for CountingAllocator {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        // SAFETY: the caller's promises are passed on.
        unsafe { if is_large(layout.size()) { System.alloc(layout) } else { MiMalloc.alloc(layout) } }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        // SAFETY: the caller's promises are passed on.
        unsafe {
            if is_large(layout.size()) { System.alloc_zeroed(layout) } else { MiMalloc.alloc_zeroed(layout) }
        }
    }

    #[inline]
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(-(layout.size() as isize));
        // SAFETY: the caller's promises are passed on.
        unsafe {
            if is_large(layout.size()) {
                System.dealloc(pointer, layout);
            } else {
                MiMalloc.dealloc(pointer, layout);
            }
        }
    }

    #[inline]
    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // SAFETY: the caller's promises are passed on.
        unsafe {
            if is_large(layout.size()) != is_large(new_size) {
                return self.move_to_other(pointer, layout, new_size);
            }
            count(new_size as isize - layout.size() as isize);
            if is_large(new_size) {
                System.realloc(pointer, layout, new_size)
            } else {
                MiMalloc.realloc(pointer, layout, new_size)
            }
        }
    }
}

impl CountingAllocator {
    /// Moves a block that becomes large, or small.
    ///
    /// # Safety
    /// As for [`GlobalAlloc::realloc`].
    #[cold]
    unsafe fn move_to_other(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // SAFETY: the caller promises that the new size is not 0 and fits this alignment; the blocks are two different ones,
        // each as large as what is copied.
        unsafe {
            let new = self.alloc(Layout::from_size_align_unchecked(new_size, layout.align()));
            if !new.is_null() {
                ptr::copy_nonoverlapping(pointer, new, layout.size().min(new_size));
                self.dealloc(pointer, layout);
            }
            new
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LARGE;

    #[test]
    fn a_list_keeps_what_is_in_it_while_it_becomes_large_and_small_again() {
        let mut list: Vec<u32> = Vec::new();
        let length = 3 * LARGE as u32 / 4;
        list.extend(0..length);
        assert!(list.iter().copied().eq(0..length));
        list.truncate(1_000);
        list.shrink_to_fit();
        assert!(list.iter().copied().eq(0..1_000));
    }
}
