//! What tasks have printed in the background and the terminal has not shown yet. A task that wants to print waits
//! while that is too much, so that it takes bounded memory and nothing is dropped.

use std::future::{Future, poll_fn};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

/// A longer text counts as this many bytes.
const LONGEST: usize = 1 << 20;

/// Bytes that are not shown yet, counted by the loop thread, which prints, and by the thread that shows.
pub struct Backlog {
    limit: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    bytes: usize,
    /// Those who wait for room.
    wakers: Vec<Waker>,
}

impl Backlog {
    /// One with room for this number of bytes.
    pub fn new(limit: usize) -> Backlog {
        Backlog { limit, state: Mutex::default() }
    }

    /// A text has been shown, or nobody wants it any more.
    pub fn remove(&self, text: &str) {
        let mut state = self.lock();
        state.bytes = state.bytes.saturating_sub(bytes_of(text));
        if state.bytes < self.limit {
            let wakers = std::mem::take(&mut state.wakers);
            drop(state);
            wakers.into_iter().for_each(Waker::wake);
        }
    }

    pub(super) fn add(&self, text: &str) {
        self.lock().bytes += bytes_of(text);
    }

    pub(super) fn has_room(&self) -> bool {
        self.lock().bytes < self.limit
    }

    /// Ready when there is room.
    pub(super) fn room(self: Arc<Self>) -> impl Future<Output = ()> {
        poll_fn(move |context| {
            let mut state = self.lock();
            if state.bytes < self.limit {
                return Poll::Ready(());
            }
            state.wakers.retain(|it| !it.will_wake(context.waker()));
            state.wakers.push(context.waker().clone());
            Poll::Pending
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn bytes_of(text: &str) -> usize {
    text.len().min(LONGEST) + 1
}
