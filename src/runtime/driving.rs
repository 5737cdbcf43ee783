//! The loop: it gives the thread to what is ready, and rests where nothing is.
//!
//! As in asyncio, a pass runs what was ready when it began; then timers are looked at, and sockets now and then. Where
//! nothing is ready virtual time jumps, or tokio's thread parks until a timer of ours or something outside wakes it. Tokio
//! knows none of the tasks.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use super::clock::{self, RestTimer};
use super::run_queue::Slot;
use super::schedule::{self, Pick};
use super::{Runtime, deadlock};

/// The turns that sockets may go unseen, and the nanoseconds.
const UNSEEN_TURNS: u32 = 64;
const UNSEEN_NANOS: u64 = 1_000_000;

/// Runs tasks until `root` is ready. At first `root` is looked at; later it has its turn like everything else.
pub(super) async fn drive<T>(runtime: &Runtime, root: impl Future<Output = T>) -> T {
    let (queue, clock) = (&runtime.queue, &runtime.clock);
    let mut root = pin!(root);
    let root_entry = queue.begin_root();
    let mut timer = RestTimer::default();
    let result = tokio::task::unconstrained(poll_fn(|context| {
        queue.end_rest();
        let mut turns = 0;
        let last_look = clock.now();
        loop {
            // Only what is ready now: what comes meanwhile comes after the timers.
            for _ in 0..queue.ready() {
                let Some(slot) = next_ready(runtime) else { break };
                if !slot.is_root() {
                    queue.poll(slot);
                } else if let Poll::Ready(result) = root_entry.poll(root.as_mut()) {
                    return Poll::Ready(result);
                }
                turns += 1;
            }
            // What became due while nobody had a turn, by the computer's clock.
            clock.wake_due(clock.now_of_computer());
            if queue.ready() == 0 {
                if has_work_before_rest(runtime) {
                    continue;
                }
                if queue.is_woken_before_rest(context.waker()) || timer.is_due(clock, context) {
                    continue;
                }
                queue.begin_rest();
                return Poll::Pending;
            }
            if turns >= UNSEEN_TURNS || clock.latest().saturating_sub(last_look) >= UNSEEN_NANOS {
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
        }
    }));
    result.await
}

/// Picks what goes on next: what has been ready longest, unless somebody chooses.
fn next_ready(runtime: &Runtime) -> Option<Slot> {
    if !schedule::is_on() {
        return runtime.queue.pop();
    }
    match runtime.queue.pick(runtime.clock.now()) {
        Pick::At(index, mark) => {
            runtime.mark_choice(mark);
            runtime.queue.take(index)
        }
        Pick::GiveUp => {
            runtime.give_run_up();
            runtime.queue.pop()
        }
    }
}

/// Nothing is ready, and the loop is about to rest: looks whether some can never go on, and moves virtual time on.
/// Says whether something is ready then.
fn has_work_before_rest(runtime: &Runtime) -> bool {
    // Tasks that are to end do so now, not when a ticker's next sleep is over.
    deadlock::end_stuck(runtime);
    if runtime.queue.ready() == 0 && !clock::is_anything_outside() {
        deadlock::end_at_rest(runtime);
    }
    // Those who look on see all that happened.
    runtime.recording.flush();
    if runtime.queue.ready() == 0 {
        clock::jump();
    }
    runtime.queue.ready() > 0
}
