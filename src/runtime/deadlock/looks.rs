//! When it is looked whether tasks are stuck.

use std::cell::Cell;

/// How often the loop came to rest while the foreground's main task waited, and what programs may do about that.
#[derive(Default)]
pub(in crate::runtime) struct Looks {
    /// Whether some program so far has words that cancel tasks.
    cancels_expected: Cell<bool>,
    rests: Cell<u32>,
    /// From how many rests on it is looked.
    next: Cell<u32>,
}

impl Looks {
    pub fn expect_cancels(&self) {
        self.cancels_expected.set(true);
    }

    pub fn cancels_expected(&self) -> bool {
        self.cancels_expected.get()
    }

    /// The main task does not wait for others.
    pub fn reset(&self) {
        self.rests.set(0);
        self.next.set(1);
    }

    /// The main task waits at a rest. Says whether it is to be looked whether it can go on: the more often that was done, the
    /// more rarely it is done again, for each look goes through all tasks.
    pub fn is_due(&self) -> bool {
        let (rests, next) = (self.rests.get(), self.next.get());
        if rests < next {
            self.rests.set(rests + 1);
            return false;
        }
        self.rests.set(0);
        self.next.set(next.max(1).saturating_mul(2));
        true
    }
}
