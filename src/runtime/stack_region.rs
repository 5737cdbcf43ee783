//! Thousands of stacks inside one mapping, each above a guard region (Linux 6.13 and later).

use std::cell::{Cell, RefCell};
use std::io;
use std::ptr;
use std::rc::Rc;

use corosensei::stack::StackPointer;

/// `MADV_GUARD_INSTALL`, see madvise(2); not in the `libc` crate for all targets.
const MADV_GUARD_INSTALL: libc::c_int = 102;
const PAGE: usize = 4096;
const GUARD: usize = 4 * PAGE;
/// Stacks in one mapping.
const SLOTS: usize = 4096;

/// One stack inside a shared mapping. The mapping lives as long as any slot of it.
pub struct Slot {
    bottom: usize,
    size: usize,
    _region: Rc<Region>,
}

impl Slot {
    pub fn base(&self) -> StackPointer {
        StackPointer::new(self.bottom + self.size).unwrap_or(StackPointer::MIN)
    }

    pub fn limit(&self) -> StackPointer {
        StackPointer::new(self.bottom).unwrap_or(StackPointer::MIN)
    }

    /// Gives the stack's memory back to the system, but for the topmost page. The guard stays.
    pub fn release_memory(&self) {
        let start = (self.bottom + GUARD) as *mut libc::c_void;
        // SAFETY: the range is inside this slot, whose stack nobody is using.
        unsafe { libc::madvise(start, self.size - GUARD - PAGE, libc::MADV_DONTNEED) };
    }
}

struct Region {
    start: usize,
    size: usize,
}

impl Region {
    fn new(size: usize) -> io::Result<Region> {
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
        let access = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: a fresh anonymous mapping at an address of the kernel's choice.
        let start = unsafe { libc::mmap(ptr::null_mut(), size, access, flags, -1, 0) };
        if start == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        // Huge pages would give every stack two megabytes. Where this fails they are off anyway.
        // SAFETY: the mapping just made.
        unsafe { libc::madvise(start, size, libc::MADV_NOHUGEPAGE) };
        Ok(Region { start: start as usize, size })
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        // SAFETY: the last slot of the mapping is gone.
        unsafe { libc::munmap(self.start as *mut libc::c_void, self.size) };
    }
}

/// Puts a guard at `address`; fails where the kernel does not know guard regions.
fn install_guard(address: usize) -> io::Result<()> {
    // SAFETY: the callers own the mapping that holds these pages, and nothing is stored there.
    match unsafe { libc::madvise(address as *mut libc::c_void, GUARD, MADV_GUARD_INSTALL) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// The mappings, and how far the newest is handed out.
#[derive(Default)]
pub struct Regions {
    newest: RefCell<Option<Rc<Region>>>,
    used: Cell<usize>,
    supported: Cell<Option<bool>>,
}

impl Regions {
    /// Whether this kernel can guard stacks inside one mapping. Asked once.
    pub fn are_supported(&self) -> bool {
        if let Some(known) = self.supported.get() {
            return known;
        }
        let works = Region::new(GUARD).is_ok_and(|region| install_guard(region.start).is_ok());
        self.supported.set(Some(works));
        works
    }

    /// A new stack of `size` bytes, its guard included.
    pub fn slot(&self, size: usize) -> io::Result<Slot> {
        let mut newest = self.newest.borrow_mut();
        let region = match newest.as_ref().filter(|_| self.used.get() < SLOTS) {
            Some(region) => region.clone(),
            None => {
                let region = Rc::new(Region::new(size * SLOTS)?);
                self.used.set(0);
                *newest = Some(region.clone());
                region
            }
        };
        let bottom = region.start + self.used.get() * size;
        install_guard(bottom)?;
        self.used.set(self.used.get() + 1);
        Ok(Slot { bottom, size, _region: region })
    }
}
