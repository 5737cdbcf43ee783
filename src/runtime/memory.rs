//! How much heap is in use, by the process and by each loop, and whether a loop's script takes more than it may.
//!
//! `allocator.rs` tells what is taken and given back. A thread counts for the account that it has entered and settles
//! with it in steps, so that counting costs next to nothing. What is allocated for one account and freed for another
//! shifts both: values that change hands between threads belong in [`Owned`].

use std::cell::Cell;
use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicBool, AtomicIsize, Ordering};

/// A thread settles when its own count has moved by this number of bytes.
const STEP: isize = 64 * 1024;
/// Bytes that are allocated in about the time of an operation: who copies much computes long.
const BYTES_AN_OPERATION: usize = 256;

/// Of the whole process.
static IN_USE: AtomicIsize = AtomicIsize::new(0);

thread_local! {
    static COUNTS: Counts = const { Counts { unsettled: Cell::new(0), allocated: Cell::new(0) } };
    static ACCOUNT: Cell<Option<Account>> = const { Cell::new(None) };
}

/// What a thread counts.
struct Counts {
    /// Bytes that are in use and not booked.
    unsettled: Cell<isize>,
    /// Bytes that have been allocated since [`take_operations`] was called, given back or not.
    allocated: Cell<usize>,
}

/// So many operations have been worth what this thread has allocated since the last call.
#[inline]
pub(super) fn take_operations() -> u64 {
    let taken = COUNTS.try_with(|counts| {
        let bytes = counts.allocated.get();
        counts.allocated.set(bytes % BYTES_AN_OPERATION);
        bytes / BYTES_AN_OPERATION
    });
    taken.unwrap_or(0) as u64
}

/// Bytes that the account that this thread works for may take in addition; many, where there is none.
pub fn room() -> usize {
    settle();
    ACCOUNT.get().map_or(usize::MAX, Account::room)
}

/// Bytes of heap in use by the process, exact to 64 KB a thread.
pub fn in_use() -> usize {
    usize::try_from(IN_USE.load(Ordering::Relaxed)).unwrap_or(0)
}

/// Whether the account that this thread works for is over its limit.
pub fn is_over_limit() -> bool {
    ACCOUNT.get().is_some_and(Account::is_over_limit)
}

/// What one loop uses: its own thread, and the threads that work for it. It lives as long as the process, because
/// the allocator may be told of it until then.
#[derive(Clone, Copy, Debug)]
pub struct Account(&'static Balance);

#[derive(Debug)]
struct Balance {
    in_use: AtomicIsize,
    limit: AtomicIsize,
    is_over_limit: AtomicBool,
}

impl Account {
    /// A new account with nothing in use and without a limit.
    pub fn open() -> Account {
        Account(Box::leak(Box::new(Balance {
            in_use: AtomicIsize::new(0),
            limit: AtomicIsize::new(isize::MAX),
            is_over_limit: AtomicBool::new(false),
        })))
    }

    /// The account that this thread works for.
    pub fn current() -> Option<Account> {
        ACCOUNT.get()
    }

    /// From now on this thread works for the account.
    pub fn enter(self) {
        switch(Some(self));
    }

    /// Lets `bytes` more be in use than are now.
    pub fn allow_more(self, bytes: usize) {
        settle();
        let bytes = isize::try_from(bytes).unwrap_or(isize::MAX);
        let limit = self.0.in_use.load(Ordering::Relaxed).saturating_add(bytes);
        self.0.limit.store(limit, Ordering::Relaxed);
        self.0.is_over_limit.store(false, Ordering::Relaxed);
    }

    /// Bytes that may be taken in addition.
    fn room(self) -> usize {
        let (limit, in_use) = (&self.0.limit, &self.0.in_use);
        let room = limit.load(Ordering::Relaxed).saturating_sub(in_use.load(Ordering::Relaxed));
        usize::try_from(room).unwrap_or(0)
    }

    /// `bytes` that this account has allocated are another's from now on.
    pub fn give_away(self, bytes: usize) {
        self.add(-isize::try_from(bytes).unwrap_or(0));
    }

    /// Whether more is in use than the limit allows.
    #[inline]
    pub fn is_over_limit(self) -> bool {
        self.0.is_over_limit.load(Ordering::Relaxed)
    }

    /// Counts `change` bytes that are no heap, but used all the same.
    #[inline]
    pub(super) fn count(self, change: isize) {
        if change != 0 {
            self.add(change);
        }
    }

    fn add(self, change: isize) {
        let now = self.0.in_use.fetch_add(change, Ordering::Relaxed) + change;
        self.0.is_over_limit.store(now > self.0.limit.load(Ordering::Relaxed), Ordering::Relaxed);
    }
}

/// Has this thread work for `account`, and gives the one before.
fn switch(account: Option<Account>) -> Option<Account> {
    settle();
    ACCOUNT.replace(account)
}

/// Does `work` for an account, or for none, whichever this thread works for otherwise.
pub fn working_for<T>(account: Option<Account>, work: impl FnOnce() -> T) -> T {
    struct Back(Option<Account>);
    impl Drop for Back {
        fn drop(&mut self) {
            switch(self.0);
        }
    }
    let _back = Back(switch(account));
    work()
}

/// A value that was made for an account on any thread, and is given back to it on whichever thread it is dropped.
pub struct Owned<T> {
    account: Option<Account>,
    value: ManuallyDrop<T>,
}

impl<T> Owned<T> {
    /// Makes a value for the account.
    pub fn made(account: Option<Account>, make: impl FnOnce() -> T) -> Owned<T> {
        Owned { account, value: ManuallyDrop::new(working_for(account, make)) }
    }

    /// The value, on a thread that works for the account.
    pub fn take(mut self) -> T {
        // SAFETY: `self` is forgotten at once, so the value is taken only here.
        let value = unsafe { ManuallyDrop::take(&mut self.value) };
        std::mem::forget(self);
        value
    }
}

impl<T> Drop for Owned<T> {
    fn drop(&mut self) {
        let value = &mut self.value;
        // SAFETY: the value is dropped only here; `take` forgets the whole.
        working_for(self.account, || unsafe { ManuallyDrop::drop(value) });
    }
}

/// Counts bytes that this thread has taken, or given back (less than 0).
#[inline]
pub(super) fn count(change: isize) {
    let _ = COUNTS.try_with(|counts| {
        if change > 0 {
            counts.allocated.set(counts.allocated.get().wrapping_add(change as usize));
        }
        let sum = counts.unsettled.get() + change;
        if sum.abs() < STEP {
            counts.unsettled.set(sum);
        } else {
            counts.unsettled.set(0);
            book(sum);
        }
    });
}

/// Books what this thread has counted, so that it can count for another account.
fn settle() {
    let _ = COUNTS.try_with(|counts| book(counts.unsettled.take()));
}

fn book(change: isize) {
    IN_USE.fetch_add(change, Ordering::Relaxed);
    if let Ok(Some(account)) = ACCOUNT.try_with(Cell::get) {
        account.add(change);
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    const LARGE: usize = 64 << 20;

    fn large() -> Vec<u8> {
        vec![0; LARGE]
    }

    fn balance(account: Account) -> usize {
        settle();
        usize::try_from(account.0.in_use.load(Ordering::Relaxed)).unwrap_or(0)
    }

    #[test]
    fn a_large_allocation_shows_and_goes() {
        let account = Account::open();
        let kept = working_for(Some(account), large);
        assert!((LARGE..LARGE + (1 << 20)).contains(&balance(account)));
        working_for(Some(account), || drop(kept));
        assert!(balance(account) < 1 << 20);
    }

    #[test]
    fn what_one_account_uses_concerns_no_other() {
        let (mine, others) = (Account::open(), Account::open());
        for account in [mine, others] {
            account.allow_more(LARGE / 2);
        }
        let kept = working_for(Some(others), large);
        assert!(others.is_over_limit() && !mine.is_over_limit());
        working_for(Some(others), || drop(kept));
        assert!(!others.is_over_limit());
    }

    #[test]
    fn what_is_dropped_on_another_thread_goes_back_to_its_owner() {
        let account = Account::open();
        let value = thread::spawn(move || Owned::made(Some(account), large)).join().unwrap();
        assert!(balance(account) >= LARGE);
        thread::spawn(move || drop(value)).join().unwrap();
        assert!(balance(account) < 1 << 20);
        let value = thread::spawn(move || Owned::made(Some(account), large)).join().unwrap();
        working_for(Some(account), || drop(value.take()));
        assert!(balance(account) < 1 << 20);
    }
}
