//! A number of permits, handed to whoever has waited longest.

use std::cell::Cell;

use super::Place;
use super::wait_queue::WaitQueue;
use crate::runtime::task::Holders;
use crate::runtime::{Interrupted, Runtime};
use crate::trace::TaskId;

/// Nothing more can be had here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed;

/// Permits, and a line of tasks that wait for one. While tasks wait no permit lies about.
pub struct Semaphore {
    permits: Cell<usize>,
    is_closed: Cell<bool>,
    line: WaitQueue<Result<(), Closed>>,
    /// How many times a permit will be given back that nobody has.
    owed: Cell<usize>,
    /// Who has taken a permit and not given it back.
    holders: Holders,
    /// Whether it began without permits: those that come are signals, which nobody is expected to give back.
    is_signal: bool,
}

impl Semaphore {
    pub fn new(permits: usize) -> Semaphore {
        Semaphore {
            permits: Cell::new(permits),
            is_closed: Cell::new(false),
            line: WaitQueue::default(),
            owed: Cell::new(0),
            holders: Holders::default(),
            is_signal: permits == 0,
        }
    }

    /// Whether its permits are signals, which nobody is expected to give back.
    pub fn is_signal(&self) -> bool {
        self.is_signal
    }

    /// Permits that nobody has taken.
    pub fn available(&self) -> usize {
        self.line.touch();
        self.permits.get()
    }

    /// How many tasks wait for a permit.
    pub fn waiting(&self) -> usize {
        self.line.len()
    }

    /// Permits that are taken, where it is known by whom.
    pub fn held(&self) -> usize {
        self.line.touch();
        self.holders.borrow().len()
    }

    /// Who has held a permit longest.
    pub fn holder(&self) -> Option<TaskId> {
        self.line.touch();
        self.holders.borrow().first().map(|(task, _)| task.id())
    }

    /// Whether `task` holds a permit.
    pub fn is_held_by(&self, task: TaskId) -> bool {
        self.line.touch();
        self.holders.borrow().iter().any(|(holder, _)| holder.id() == task)
    }

    /// Waits for a permit, and is its holder then.
    pub async fn acquire(&self, runtime: &Runtime, place: Place) -> Result<Result<(), Closed>, Interrupted> {
        let me = runtime.current();
        if let Some(me) = &me {
            *me.wanted.borrow_mut() = Some(self.holders.clone());
        }
        let acquired = self.acquire_unheld(runtime, place).await;
        if let Some(me) = &me {
            *me.wanted.borrow_mut() = None;
        }
        let acquired = acquired?;
        if acquired.is_ok() {
            self.note_holder(runtime, place.line);
        }
        Ok(acquired)
    }

    /// Waits for a permit to use up. What is there can still be had from a closed semaphore.
    pub(super) async fn acquire_unheld(
        &self,
        runtime: &Runtime,
        place: Place,
    ) -> Result<Result<(), Closed>, Interrupted> {
        let at_once = || match self.take() {
            true => Some(Ok(())),
            false => self.is_closed.get().then_some(Err(Closed)),
        };
        let give_back = |call: Result<(), Closed>| {
            if call.is_ok() {
                self.add(runtime);
            }
        };
        self.line.wait(runtime, place, at_once, give_back).await
    }

    /// Takes a permit if one is there. `line` is the source line of that.
    pub fn try_acquire(&self, runtime: &Runtime, line: u32) -> bool {
        let taken = self.take();
        if taken {
            self.note_holder(runtime, line);
        }
        taken
    }

    /// Gives a permit, a new one or one that was taken.
    pub fn release(&self, runtime: &Runtime) {
        self.line.touch();
        if let Some(owed) = self.owed.get().checked_sub(1) {
            return self.owed.set(owed);
        }
        let mut holders = self.holders.borrow_mut();
        let me = runtime.current().map(|task| task.id());
        let mine = holders.iter().position(|(holder, _)| Some(holder.id()) == me);
        if !holders.is_empty() {
            holders.remove(mine.unwrap_or(0));
        }
        drop(holders);
        self.add(runtime);
    }

    /// Says that the next permit given back is one that was not taken.
    pub(super) fn owe(&self) {
        self.line.touch();
        self.owed.set(self.owed.get() + 1);
    }

    /// Waits for a permit that gives itself back.
    pub async fn permit<'s>(
        &'s self,
        runtime: &'s Runtime,
        place: Place,
    ) -> Result<Result<Permit<'s>, Closed>, Interrupted> {
        let acquired = self.acquire(runtime, place).await?;
        Ok(acquired.map(|()| Permit { semaphore: self, runtime }))
    }

    /// Lets nobody wait any longer, now or later.
    pub fn close(&self, runtime: &Runtime) {
        self.is_closed.set(true);
        self.line.call_all(runtime, Err(Closed));
    }

    /// Takes a permit to use up, if one is there.
    pub(super) fn take(&self) -> bool {
        self.line.touch();
        let permits = self.permits.get();
        self.permits.set(permits.saturating_sub(1));
        permits > 0
    }

    /// Makes a permit, for whoever has waited longest.
    pub(super) fn add(&self, runtime: &Runtime) {
        if !self.line.call_next(runtime, Ok(())) {
            self.permits.set(self.permits.get().saturating_add(1));
        }
    }

    fn note_holder(&self, runtime: &Runtime, line: u32) {
        self.line.touch();
        if !self.is_signal {
            self.holders.borrow_mut().extend(runtime.current().map(|task| (task, line)));
        }
    }
}

/// A permit, given back when it is dropped.
pub struct Permit<'s> {
    semaphore: &'s Semaphore,
    runtime: &'s Runtime,
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.semaphore.release(self.runtime);
    }
}
