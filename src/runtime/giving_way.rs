//! Giving way: a task lets the others go first, and by the computer's clock also those whose time has come meanwhile.
//!
//! A task that wakes itself keeps the queue first-in first-out, but tokio looks at timers and sockets only after
//! many such turns. Its own yield has it look at once, but turns the order round. So where the last look was long
//! ago, one yield of tokio's stands for all tasks that give way, and they go on in the order in which they came.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::task::{Poll, Waker};

use super::Clock;
use crate::trace::ClockKind;

/// So many nanoseconds timers and sockets may go unseen.
const UNSEEN: u64 = 1_000_000;

thread_local! {
    /// Who goes on after the next look at timers and sockets.
    static WAITING: RefCell<Vec<Waker>> = const { RefCell::new(Vec::new()) };
    static LAST_LOOK: Cell<u64> = const { Cell::new(0) };
}

/// Pending once. The time of the clock's last reading is enough: it is at most one turn old.
pub(super) fn given_way(clock: &Clock) -> impl Future<Output = ()> + use<> {
    let mut has_given_way = false;
    let (kind, now) = (clock.kind(), clock.latest());
    poll_fn(move |context| {
        if std::mem::replace(&mut has_given_way, true) {
            return Poll::Ready(());
        }
        match kind {
            ClockKind::Real if now.saturating_sub(LAST_LOOK.get()) >= UNSEEN => {
                wake_after_a_look(context.waker().clone(), now);
            }
            _ => context.waker().wake_by_ref(),
        }
        Poll::Pending
    })
}

fn wake_after_a_look(waker: Waker, now: u64) {
    let is_first = WAITING.with_borrow_mut(|waiting| {
        waiting.push(waker);
        waiting.len() == 1
    });
    if is_first {
        tokio::task::spawn_local(async move {
            tokio::task::yield_now().await;
            LAST_LOOK.set(now);
            WAITING.take().into_iter().for_each(Waker::wake);
        });
    }
}
