//! Thousands of stacks inside one mapping, each above a guard region (Linux 6.13 and later).

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::io;
use std::ptr;
use std::rc::Rc;

use corosensei::stack::StackPointer;

use super::stack::FiberStack;

/// `MADV_GUARD_INSTALL`, see madvise(2); not in the `libc` crate for all targets.
const MADV_GUARD_INSTALL: libc::c_int = 102;
/// What `process_madvise` calls the calling process itself.
const PIDFD_SELF: libc::c_int = -10_000;
const PAGE: usize = 4096;
const GUARD: usize = 4 * PAGE;
/// Stacks in one mapping.
const SLOTS: usize = 4096;
/// Stacks that are guarded by one call.
const GUARDED_AT_ONCE: usize = 64;

/// One stack inside a shared mapping. The mapping lives as long as any slot of it.
pub struct Slot {
    bottom: usize,
    size: usize,
    region: Rc<Region>,
}

impl Slot {
    pub fn base(&self) -> StackPointer {
        StackPointer::new(self.bottom + self.size).unwrap_or(StackPointer::MIN)
    }

    pub fn limit(&self) -> StackPointer {
        StackPointer::new(self.bottom).unwrap_or(StackPointer::MIN)
    }
}

/// Unmaps regions of which all slots are among these free stacks, and gives the memory of the others back to the system
/// but for the first `kept`.
pub(super) fn shrink(free: &mut Vec<FiberStack>, kept: usize) {
    // How many slots of each region are used, or still to be handed out.
    let mut used: HashMap<*const Region, usize> = HashMap::new();
    for stack in &*free {
        if let FiberStack::Slot(slot) = stack {
            let all = || Rc::strong_count(&slot.region);
            *used.entry(Rc::as_ptr(&slot.region)).or_insert_with(all) -= 1;
        }
    }
    let is_free = |slot: &Slot| used.get(&Rc::as_ptr(&slot.region)) == Some(&0);
    free.retain(|stack| !matches!(stack, FiberStack::Slot(slot) if is_free(slot)));
    free.iter().skip(kept).for_each(FiberStack::release_memory);
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

    /// Puts a guard at the bottom of `count` stacks from the one at `first` on.
    fn guard(&self, first: usize, count: usize, size: usize) -> io::Result<()> {
        let guards = (first..first + count).map(|index| self.start + index * size);
        if count > 1 && install_guards(guards.clone()) {
            return Ok(());
        }
        guards.into_iter().try_for_each(install_guard)
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

/// Puts guards at all these addresses by one call. Says whether the kernel can and did.
fn install_guards(addresses: impl Iterator<Item = usize>) -> bool {
    let guards: Vec<libc::iovec> = addresses
        .map(|address| libc::iovec { iov_base: address as *mut libc::c_void, iov_len: GUARD })
        .collect();
    // SAFETY: the callers own the mapping that holds these pages, and nothing is stored there; the list is alive.
    let done = unsafe {
        libc::syscall(
            libc::SYS_process_madvise,
            PIDFD_SELF,
            guards.as_ptr(),
            guards.len(),
            MADV_GUARD_INSTALL,
            0,
        )
    };
    usize::try_from(done) == Ok(guards.len() * GUARD)
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
        let region = match newest.take().filter(|_| self.used.get() < SLOTS) {
            Some(region) => region,
            None => {
                self.used.set(0);
                Rc::new(Region::new(size * SLOTS)?)
            }
        };
        let index = self.used.get();
        if index.is_multiple_of(GUARDED_AT_ONCE) {
            region.guard(index, GUARDED_AT_ONCE, size)?;
        }
        self.used.set(index + 1);
        // A region that is handed out is held by its slots alone.
        if index + 1 < SLOTS {
            *newest = Some(region.clone());
        }
        Ok(Slot { bottom: region.start + index * size, size, region })
    }
}
