//! Giving way: a task lets the others go first, and by the computer's clock also those whose time has come meanwhile.
//!
//! A task that wakes itself keeps the queue first-in first-out, but tokio looks at timers and sockets only after
//! many such turns. Its own yield has it look at once, but turns the order round. So where the last look was long
//! ago, one yield of tokio's stands for all tasks that give way, and they go on in the order in which they came.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::task::{Poll, Waker};
use std::time::{Duration, Instant};

use crate::trace::ClockKind;

/// So long timers and sockets may go unseen.
const UNSEEN: Duration = Duration::from_millis(1);

thread_local! {
    /// Who goes on after the next look at timers and sockets.
    static WAITING: RefCell<Vec<Waker>> = const { RefCell::new(Vec::new()) };
    static LAST_LOOK: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Pending once.
pub(super) fn given_way(clock: ClockKind) -> impl Future<Output = ()> {
    let mut has_given_way = false;
    poll_fn(move |context| {
        if std::mem::replace(&mut has_given_way, true) {
            return Poll::Ready(());
        }
        match clock {
            ClockKind::Real if is_due() => wake_after_a_look(context.waker().clone()),
            _ => context.waker().wake_by_ref(),
        }
        Poll::Pending
    })
}

fn is_due() -> bool {
    LAST_LOOK.get().is_none_or(|it| it.elapsed() >= UNSEEN)
}

fn wake_after_a_look(waker: Waker) {
    let is_first = WAITING.with_borrow_mut(|waiting| {
        waiting.push(waker);
        waiting.len() == 1
    });
    if is_first {
        tokio::task::spawn_local(async {
            tokio::task::yield_now().await;
            LAST_LOOK.set(Some(Instant::now()));
            WAITING.take().into_iter().for_each(Waker::wake);
        });
    }
}
