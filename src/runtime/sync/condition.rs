//! Waiting until another task says that something has changed.

use super::wait_queue::WaitQueue;
use super::{Place, Semaphore};
use crate::runtime::{Interrupted, Runtime};

/// Tasks that wait, each of them without the lock that it has before and after.
#[derive(Default)]
pub struct Condition {
    line: WaitQueue<()>,
}

impl Condition {
    /// How many wait.
    pub fn waiting(&self) -> usize {
        self.line.len()
    }

    /// Gives the lock `turn` back, waits to be notified, and takes it again, also where the wait is broken off. Then a
    /// notification goes on to the next.
    pub async fn wait(&self, runtime: &Runtime, turn: &Semaphore, place: Place) -> Result<(), Interrupted> {
        turn.release(runtime);
        let mut result = self.line.wait(runtime, place, || None, |()| self.notify(runtime, 1)).await;
        loop {
            match turn.acquire(runtime, place).await {
                Ok(_) => return result,
                Err(Interrupted::Cancelled) => result = Err(Interrupted::Cancelled),
                Err(reason) => {
                    // The task ends without the lock that it will give back.
                    turn.owe();
                    return Err(reason);
                }
            }
        }
    }

    /// Lets the `count` tasks go on that have waited longest.
    pub fn notify(&self, runtime: &Runtime, count: usize) {
        for _ in 0..count {
            if !self.line.call_next(runtime, ()) {
                return;
            }
        }
    }
}
