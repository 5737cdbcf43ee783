//! Tasks that wait in line, first come first served.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use super::Place;
use crate::runtime::schedule::{self, Object, Touch};
use crate::runtime::thread_task::may_be_interrupted;
use crate::runtime::{Interrupted, Runtime, Task};

/// A line of waiting tasks. Whoever is called gets a `C`.
pub struct WaitQueue<C> {
    waiting: RefCell<BTreeMap<u64, Rc<Waiter<C>>>>,
    next: Cell<u64>,
    /// What it is part of, in all runs of a program.
    object: Object,
}

struct Waiter<C> {
    task: Rc<Task>,
    call: Cell<Option<C>>,
}

impl<C> Default for WaitQueue<C> {
    fn default() -> Self {
        WaitQueue { waiting: RefCell::default(), next: Cell::new(0), object: schedule::new_object() }
    }
}

impl<C: Copy> WaitQueue<C> {
    /// The running task uses what this is part of, and may change it.
    pub fn touch(&self) {
        schedule::touch(Touch::Write(self.object));
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.touch();
        self.waiting.borrow().len()
    }

    /// The running task waits here until it is called, unless `at_once` has an answer. Where a wait is broken
    /// off after the call, `give_back` gets what the call brought.
    pub async fn wait(
        &self,
        runtime: &Runtime,
        place: Place,
        at_once: impl FnOnce() -> Option<C>,
        give_back: impl FnOnce(C),
    ) -> Result<C, Interrupted> {
        let called = self.wait_until(runtime, place, None, at_once, give_back).await?;
        // Without a limit there is always a call.
        called.ok_or(Interrupted::Cancelled)
    }

    /// The same, but not longer than until the instant `until`, in nanoseconds: then none.
    pub async fn wait_until(
        &self,
        runtime: &Runtime,
        place: Place,
        until: Option<u64>,
        at_once: impl FnOnce() -> Option<C>,
        give_back: impl FnOnce(C),
    ) -> Result<Option<C>, Interrupted> {
        may_be_interrupted(runtime)?;
        self.touch();
        let mut at_once = Some(at_once);
        let mut joined = None;
        let called = poll_fn(|_| {
            if let Some(at_once) = at_once.take() {
                if let Some(call) = at_once() {
                    return Poll::Ready(call);
                }
                joined = runtime.current().map(|task| self.join(task));
            }
            let call = joined.as_ref().and_then(|(_, waiter)| waiter.call.get());
            call.map_or(Poll::Pending, Poll::Ready)
        });
        let result = match until {
            Some(until) => runtime.wait_until(until, place, called).await,
            None => runtime.wait(place.wait, place.line, called).await.map(Some),
        };
        // It may have gone on long after it was called.
        self.touch();
        if let (Err(_) | Ok(None), Some((number, waiter))) = (&result, joined) {
            match waiter.call.get() {
                Some(call) => give_back(call),
                None => drop(self.waiting.borrow_mut().remove(&number)),
            }
        }
        result
    }

    /// Calls the one who has waited longest, and has not been cancelled. Says whether there was one.
    pub fn call_next(&self, runtime: &Runtime, call: C) -> bool {
        self.touch();
        let mut waiting = self.waiting.borrow_mut();
        let goes_on = |(_, waiter): &(&u64, &Rc<Waiter<C>>)| !waiter.task.is_to_be_cancelled();
        let first = waiting.iter().find(goes_on).map(|(number, _)| *number);
        let first = first.and_then(|number| waiting.remove(&number));
        drop(waiting);
        let Some(waiter) = first else { return false };
        waiter.call.set(Some(call));
        runtime.wake(&waiter.task);
        true
    }

    /// Calls all who wait now.
    pub fn call_all(&self, runtime: &Runtime, call: C) {
        self.call_each(runtime, |_| call);
    }

    /// Calls all who wait now; each gets its number in the line.
    pub fn call_each(&self, runtime: &Runtime, call: impl Fn(usize) -> C) {
        self.touch();
        for (number, waiter) in self.waiting.take().into_values().enumerate() {
            waiter.call.set(Some(call(number)));
            runtime.wake(&waiter.task);
        }
    }

    fn join(&self, task: Rc<Task>) -> (u64, Rc<Waiter<C>>) {
        let number = self.next.replace(self.next.get() + 1);
        let waiter = Rc::new(Waiter { task, call: Cell::new(None) });
        self.waiting.borrow_mut().insert(number, waiter.clone());
        (number, waiter)
    }
}
