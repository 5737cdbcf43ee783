//! Threads that do for the loop what would hold its thread.
//!
//! So many calls at a time have room; a task that finds none waits. A call that nobody waits for any more gives its
//! room up, although its thread may be held for ever: a system call cannot be broken off. There is a bound for such
//! threads, too.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::memory::{Account, Owned};
use super::panic_text;

/// Calls that have room at a time.
const ROOM: usize = 64;
/// Threads that may be held by calls that were given up.
const MAX_LOST: usize = 448;
/// Threads that a loop may have: one more for a call that holds the loop, and some for looking up names.
pub(super) const MAX_THREADS: usize = ROOM + MAX_LOST + 8;

const RUNNING: u8 = 0;
const DONE: u8 = 1;
const LOST: u8 = 2;

/// Why work has no result.
#[derive(Clone, Debug, thiserror::Error)]
pub enum WorkError {
    #[error(
        "{0} calls that were given up still hold their threads (do they read pipes that nobody writes to?), so \
         there is none left for this one"
    )]
    NoThread(usize),
    #[error("{0}")]
    Defect(String),
}

impl WorkError {
    pub(super) fn lost() -> WorkError {
        WorkError::Defect("a thread was lost".to_owned())
    }
}

/// Room for one call.
pub struct Room(#[expect(dead_code, reason = "it is given back when it is dropped")] OwnedSemaphorePermit);

/// Which calls are on other threads.
pub struct Helpers {
    /// Of the loop, which all of them work for.
    account: Account,
    room: Arc<Semaphore>,
    lost: Arc<AtomicUsize>,
}

/// Counts a call as lost when it is dropped before the call has ended.
pub(super) struct Interest {
    call: Arc<AtomicU8>,
    lost: Arc<AtomicUsize>,
}

impl Drop for Interest {
    fn drop(&mut self) {
        if self.call.compare_exchange(RUNNING, LOST, Ordering::AcqRel, Ordering::Acquire).is_ok() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}

type Worked<T> = Result<Owned<T>, WorkError>;

impl Helpers {
    pub(super) fn new(account: Account) -> Helpers {
        Helpers { account, room: Arc::new(Semaphore::new(ROOM)), lost: Arc::default() }
    }

    /// Room for a call on another thread, if there is any just now.
    pub fn room(&self) -> Option<Room> {
        self.room.clone().try_acquire_owned().ok().map(Room)
    }

    /// Room for a call on another thread, as soon as there is any.
    pub fn next_room(&self) -> impl Future<Output = Option<Room>> + use<> {
        let room = self.room.clone();
        async move { room.acquire_owned().await.ok().map(Room) }
    }

    /// Does `work` on another thread. Where the future is dropped, nobody gets its result.
    pub async fn work<T: Send + 'static>(
        &self,
        room: Option<Room>,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, WorkError> {
        let (sender, result) = oneshot::channel();
        let _room = room;
        let _interest = self.start(work, |done| drop(sender.send(done)))?;
        result.await.unwrap_or_else(|_| Err(WorkError::lost())).map(Owned::take)
    }

    /// Starts the work on a thread, which hands its result to `deliver`.
    pub(super) fn start<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
        deliver: impl FnOnce(Worked<T>) + Send + 'static,
    ) -> Result<Interest, WorkError> {
        let lost = self.lost.load(Ordering::Relaxed);
        if lost >= MAX_LOST {
            return Err(WorkError::NoThread(lost));
        }
        let call = Arc::new(AtomicU8::new(RUNNING));
        let interest = Interest { call: call.clone(), lost: self.lost.clone() };
        let (account, lost) = (self.account, self.lost.clone());
        tokio::task::spawn_blocking(move || {
            let done = catch_unwind(AssertUnwindSafe(|| Owned::made(Some(account), work)));
            if call.swap(DONE, Ordering::AcqRel) == LOST {
                lost.fetch_sub(1, Ordering::Relaxed);
            }
            deliver(done.map_err(|panic| WorkError::Defect(panic_text(&*panic))));
        });
        Ok(interest)
    }
}
