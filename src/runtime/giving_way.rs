//! Giving way: what is ready goes first.

use std::future::{Future, poll_fn};
use std::task::Poll;

/// Pending once: it goes to the end of the run queue.
pub(super) fn yield_once() -> impl Future<Output = ()> {
    let mut has_given_way = false;
    poll_fn(move |context| {
        if std::mem::replace(&mut has_given_way, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
}
