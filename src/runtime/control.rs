//! What other threads may ask of the loop thread while it is busy: stop.
//!
//! It holds no tasks; it only carries the wish. The runtime looks at it between operations, and a
//! thread that is held idle is woken from it.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a thread without a deadline is held at a time.
const LOOK: Duration = Duration::from_secs(3600);

/// Shared by the loop thread and the thread that reads the keyboard.
#[derive(Default)]
pub struct Control {
    /// 0: nobody wants a stop. Else the number of the wish.
    stop: AtomicU32,
    /// Whether a run has had its time, and nobody else wanted the stop.
    is_out_of_time: AtomicBool,
    gate: Mutex<u32>,
    changed: Condvar,
}

impl Control {
    /// Asks the loop to stop what it is doing.
    pub fn request_stop(&self) {
        let mut wishes = self.gate.lock().unwrap_or_else(PoisonError::into_inner);
        *wishes = wishes.wrapping_add(1).max(1);
        self.stop.store(*wishes, Ordering::Relaxed);
        self.changed.notify_all();
    }

    /// Asks the loop to stop a run that has had its time.
    pub fn request_stop_out_of_time(&self) {
        self.is_out_of_time.store(!self.stop_wanted(), Ordering::Relaxed);
        self.request_stop();
    }

    /// Whether the stop is wanted because a run has had its time.
    pub fn is_out_of_time(&self) -> bool {
        self.is_out_of_time.load(Ordering::Relaxed)
    }

    /// Whether a stop is wanted.
    #[inline]
    pub fn stop_wanted(&self) -> bool {
        self.stop.load(Ordering::Relaxed) != 0
    }

    /// The wish has been granted.
    pub fn clear_stop(&self) {
        self.stop.store(0, Ordering::Relaxed);
        self.is_out_of_time.store(false, Ordering::Relaxed);
    }

    /// Holds the calling thread until `deadline` (without one for ever), or until a stop is wanted.
    pub fn hold_until(&self, deadline: Option<Instant>) {
        let mut gate = self.gate.lock().unwrap_or_else(PoisonError::into_inner);
        while !self.stop_wanted() {
            let left = deadline.map_or(LOOK, |it| it.saturating_duration_since(Instant::now()));
            if left == Duration::ZERO {
                return;
            }
            gate = self.changed.wait_timeout(gate, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}
