//! What other threads may ask of the loop thread while it is busy: stop.
//!
//! It holds no tasks; it only carries the wish. The runtime looks at it between operations, and a
//! thread that is held idle is woken from it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a thread without a deadline is held at a time.
const LOOK: Duration = Duration::from_secs(3600);
/// How long a task that computes may take to its next wait, where it is cancelled, before it is stopped.
const GRACE: Duration = Duration::from_millis(100);

/// Shared by the loop thread and the thread that reads the keyboard.
#[derive(Default)]
pub struct Control {
    /// Whether somebody wants a stop.
    stop: AtomicBool,
    /// Whether a run has had its time, and nobody else wanted the stop.
    is_out_of_time: AtomicBool,
    /// When the stop was asked for, or a task was last stopped for it.
    asked: Mutex<Option<Instant>>,
    changed: Condvar,
}

impl Control {
    /// Asks the loop to stop what it is doing.
    pub fn request_stop(&self) {
        *self.asked.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        self.stop.store(true, Ordering::Relaxed);
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
        self.stop.load(Ordering::Relaxed)
    }

    /// Whether the task that has the thread has had it for too long since the stop was asked for. The next one gets
    /// as long again.
    pub fn take_overdue(&self) -> bool {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let is_overdue = self.stop_wanted() && asked.is_some_and(|it| it.elapsed() >= GRACE);
        if is_overdue {
            *asked = Some(Instant::now());
        }
        is_overdue
    }

    /// The wish has been granted.
    pub fn clear_stop(&self) {
        self.stop.store(false, Ordering::Relaxed);
        self.is_out_of_time.store(false, Ordering::Relaxed);
    }

    /// Holds the calling thread until `deadline` (without one for ever), or until a stop is wanted.
    pub fn hold_until(&self, deadline: Option<Instant>) {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        while !self.stop_wanted() {
            let left = deadline.map_or(LOOK, |it| it.saturating_duration_since(Instant::now()));
            if left == Duration::ZERO {
                return;
            }
            asked = self.changed.wait_timeout(asked, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}
