//! How two views differ, in a sentence.

use super::summary::matters;
use super::{Nanos, View, duration_text};
use crate::plain::plain_text;
use crate::trace::ClockKind;

/// A view and what to call it.
#[derive(Clone, Copy)]
pub struct Titled<'a> {
    pub title: &'a str,
    pub view: &'a View<'a>,
}

/// How long both took, and how much faster or slower the second was, and why.
///
/// `blocking.rhai 4.00 s · nonblocking.rhai 2.00 s · 2.0× faster: 2.00 s of waiting overlapped`
pub fn comparison(first: Titled, second: Titled) -> String {
    let side = |it: Titled| format!("{} {}", plain_text(it.title), duration_text(elapsed(it)));
    let clock = match (first.view.clock, second.view.clock) {
        (ClockKind::Virtual, ClockKind::Virtual) => " · virtual time",
        (ClockKind::Real, ClockKind::Real) => "",
        _ => " · one of them in virtual time",
    };
    format!("{} · {} · {}{clock}", side(first), side(second), verdict(first, second))
}

fn elapsed(side: Titled) -> Nanos {
    side.view.statistics.elapsed
}

fn verdict(first: Titled, second: Titled) -> String {
    let faster = elapsed(second) < elapsed(first);
    let (slow, fast) = if faster { (first, second) } else { (second, first) };
    let ratio = elapsed(slow) as f64 / elapsed(fast) as f64;
    let word = if faster { "faster" } else { "slower" };
    let how = if elapsed(slow) == elapsed(fast) || ratio < 1.05 {
        return equal(slow, fast);
    } else if !ratio.is_finite() {
        word.to_owned()
    } else if ratio < 9.95 {
        format!("{ratio:.1}× {word}")
    } else {
        format!("{ratio:.0}× {word}")
    };
    let reason = Reason::main(slow, fast).map(|(reason, time)| reason.text(word, &duration_text(time), slow));
    reason.map_or(how.clone(), |reason| format!("{how}: {reason}"))
}

fn equal(slow: Titled, fast: Titled) -> String {
    let how = if elapsed(slow) == elapsed(fast) { "equally fast" } else { "about equally fast" };
    let overlapped = |it: Titled| matters(saved(it), elapsed(it));
    let neither = if overlapped(slow) || overlapped(fast) { "" } else { ": nothing overlapped in either" };
    format!("{how}{neither}")
}

/// The time saved because waits lay over each other or over other tasks' work.
fn saved(side: Titled) -> Nanos {
    side.view.statistics.overlapped().saturating_add(side.view.statistics.behind_work())
}

/// Why one took longer. Elapsed time is running + waiting and blocking − what was saved by overlap.
enum Reason {
    Overlap,
    Waiting,
    Running,
}

impl Reason {
    /// The reason that accounts for at least half of the difference, and its time.
    fn main(slow: Titled, fast: Titled) -> Option<(Reason, Nanos)> {
        let idle = |it: Titled| {
            it.view.statistics.waits_one_by_one.saturating_add(it.view.statistics.thread.blocking)
        };
        let running = |it: Titled| it.view.statistics.thread.running;
        let reasons = [
            (Reason::Overlap, saved(fast).saturating_sub(saved(slow))),
            (Reason::Waiting, idle(slow).saturating_sub(idle(fast))),
            (Reason::Running, running(slow).saturating_sub(running(fast))),
        ];
        let half = (elapsed(slow) - elapsed(fast)) / 2;
        reasons.into_iter().filter(|(_, time)| *time >= half).max_by_key(|(_, time)| *time)
    }

    fn text(&self, word: &str, time: &str, slow: Titled) -> String {
        let blocked = matters(slow.view.statistics.thread.blocking, elapsed(slow));
        match (self, word) {
            (Reason::Overlap, "faster") => format!("{time} of waiting overlapped"),
            (Reason::Overlap, _) if blocked => "the thread was held, so nothing could overlap".to_owned(),
            (Reason::Overlap, _) => format!("{time} of waiting did not overlap"),
            (Reason::Waiting, "faster") => format!("{time} less waiting"),
            (Reason::Waiting, _) => format!("{time} more waiting"),
            (Reason::Running, "faster") => format!("{time} less running"),
            (Reason::Running, _) => format!("{time} more running"),
        }
    }
}
