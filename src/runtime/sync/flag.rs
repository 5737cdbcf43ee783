//! A flag that tasks wait for.

use std::cell::Cell;

use super::Place;
use super::wait_queue::WaitQueue;
use crate::runtime::{Interrupted, Runtime};

/// Up or down; whoever waits goes on once it is up.
#[derive(Default)]
pub struct Flag {
    is_set: Cell<bool>,
    line: WaitQueue<()>,
}

impl Flag {
    pub fn is_set(&self) -> bool {
        self.line.touch();
        self.is_set.get()
    }

    /// Puts it up. All who wait go on, even if it is put down before they get the thread.
    pub fn set(&self, runtime: &Runtime) {
        self.is_set.set(true);
        self.line.call_all(runtime, ());
    }

    /// Puts it down.
    pub fn clear(&self) {
        self.line.touch();
        self.is_set.set(false);
    }

    /// Waits until it is up.
    pub async fn wait(&self, runtime: &Runtime, place: Place) -> Result<(), Interrupted> {
        self.line.wait(runtime, place, || self.is_set.get().then_some(()), |()| ()).await
    }
}
