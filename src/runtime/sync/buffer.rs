//! A bounded queue of messages: what a channel is made of.

use std::cell::{Cell, RefCell};
use std::cmp::Ordering;
use std::collections::VecDeque;

use super::wait_queue::WaitQueue;
use super::{Closed, Place, Semaphore};
use crate::runtime::{Interrupted, Runtime};

/// Messages on their way. One semaphore counts the room left, another the messages; as permits survive
/// cancellation, so do messages, and they keep their order.
pub struct Buffer<T> {
    messages: RefCell<VecDeque<T>>,
    room: Semaphore,
    ready: Semaphore,
    capacity: usize,
    is_closed: Cell<bool>,
    order: Order<T>,
    /// Messages that were sent and not yet said to be done.
    unfinished: Cell<usize>,
    finished: WaitQueue<()>,
}

/// Which message is taken next.
pub enum Order<T> {
    /// The oldest one.
    FirstInFirstOut,
    /// The least one; of equal ones the oldest.
    LeastFirst(fn(&T, &T) -> Ordering),
}

/// More messages were said to be done than have been sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyDone;

impl<T> Buffer<T> {
    /// With room for `capacity` messages, at least 1.
    pub fn new(capacity: usize, order: Order<T>) -> Buffer<T> {
        Buffer {
            messages: RefCell::default(),
            room: Semaphore::new(capacity.max(1)),
            ready: Semaphore::new(0),
            capacity,
            is_closed: Cell::new(false),
            order,
            unfinished: Cell::new(0),
            finished: WaitQueue::default(),
        }
    }

    pub fn capacity(&self) -> usize {
        self.capacity
    }

    /// Messages that lie here.
    pub fn len(&self) -> usize {
        self.finished.touch();
        self.messages.borrow().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn is_closed(&self) -> bool {
        self.finished.touch();
        self.is_closed.get()
    }

    /// Waits for room and puts a message there.
    pub async fn send(
        &self,
        runtime: &Runtime,
        place: Place,
        message: T,
    ) -> Result<Result<(), Closed>, Interrupted> {
        self.finished.touch();
        if self.is_closed.get() {
            return Ok(Err(Closed));
        }
        let acquired = self.room.acquire_unheld(runtime, place).await?;
        // Room may have come, and the channel have closed, before this task got the thread.
        if acquired.is_err() || self.is_closed.get() {
            return Ok(Err(Closed));
        }
        self.finished.touch();
        self.put(message);
        self.ready.add(runtime);
        Ok(Ok(()))
    }

    /// Waits for a message. None where it is closed and empty.
    pub async fn receive(&self, runtime: &Runtime, place: Place) -> Result<Option<T>, Interrupted> {
        match self.ready.acquire_unheld(runtime, place).await? {
            Ok(()) => Ok(self.take(runtime)),
            Err(Closed) => Ok(None),
        }
    }

    /// The next message, if one is there for the taking.
    pub fn try_receive(&self, runtime: &Runtime) -> Option<T> {
        if self.ready.take() { self.take(runtime) } else { None }
    }

    /// No further messages: who waits to send is refused, who waits to receive gets none.
    pub fn close(&self, runtime: &Runtime) {
        self.finished.touch();
        self.is_closed.set(true);
        self.room.close(runtime);
        self.ready.close(runtime);
    }

    /// Messages that were sent and not yet said to be done.
    pub fn unfinished(&self) -> usize {
        self.finished.touch();
        self.unfinished.get()
    }

    /// Says that what was to be done for a message is done.
    pub fn task_done(&self, runtime: &Runtime) -> Result<(), TooManyDone> {
        self.finished.touch();
        self.unfinished.set(self.unfinished.get().checked_sub(1).ok_or(TooManyDone)?);
        if self.unfinished.get() == 0 {
            self.finished.call_all(runtime, ());
        }
        Ok(())
    }

    /// Waits until all messages that were sent are done.
    pub async fn join(&self, runtime: &Runtime, place: Place) -> Result<(), Interrupted> {
        self.finished.wait(runtime, place, || (self.unfinished.get() == 0).then_some(()), |()| ()).await
    }

    fn put(&self, message: T) {
        self.unfinished.set(self.unfinished.get() + 1);
        let mut messages = self.messages.borrow_mut();
        let place = match self.order {
            Order::FirstInFirstOut => messages.len(),
            Order::LeastFirst(compare) => {
                messages.partition_point(|it| compare(it, &message) != Ordering::Greater)
            }
        };
        messages.insert(place, message);
    }

    fn take(&self, runtime: &Runtime) -> Option<T> {
        self.finished.touch();
        let message = self.messages.borrow_mut().pop_front();
        self.room.add(runtime);
        message
    }
}
