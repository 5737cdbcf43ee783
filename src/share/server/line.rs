//! A line of a reader to the server, and which of two things came first.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::timeout;

/// How long a reader may take to send the head of a request.
pub const HEADER_TIMEOUT: Duration = Duration::from_secs(10);

/// Which of two ended first, and with what.
pub enum First<A, B> {
    One(A),
    Other(B),
}

pub async fn first<A, B>(one: impl Future<Output = A>, other: impl Future<Output = B>) -> First<A, B> {
    let (mut one, mut other) = (pin!(one), pin!(other));
    poll_fn(|context| match one.as_mut().poll(context) {
        Poll::Ready(it) => Poll::Ready(First::One(it)),
        Poll::Pending => other.as_mut().poll(context).map(First::Other),
    })
    .await
}

/// What is known of a connection by those who answer on it.
#[derive(Default)]
pub struct Line {
    pub(super) gives_up: Notify,
    pub(super) follows: AtomicBool,
}

impl Line {
    /// It goes on for as long as somebody listens.
    pub(super) fn follow(&self) {
        self.follows.store(true, Ordering::Relaxed);
    }

    /// Nobody listens.
    pub(super) fn give_up(&self) {
        self.gives_up.notify_one();
    }

    /// Ends when somebody gives it up, or when what should end takes too long.
    pub(super) async fn given_up(&self) {
        if timeout(2 * HEADER_TIMEOUT, self.gives_up.notified()).await.is_err()
            && self.follows.load(Ordering::Relaxed)
        {
            self.gives_up.notified().await;
        }
    }
}
