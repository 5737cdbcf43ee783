//! How two views differ, in a sentence.

use super::summary::matters;
use super::{Age, Nanos, Phase, View, duration_text};
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
    reason(first, second).map_or(how.clone(), |reason| format!("{how}: {reason}"))
}

fn equal(slow: Titled, fast: Titled) -> String {
    let how = if elapsed(slow) == elapsed(fast) { "equally fast" } else { "about equally fast" };
    let overlapped = |it: Titled| matters(saved(it), elapsed(it));
    let neither = if overlapped(slow) || overlapped(fast) { "" } else { ": nothing overlapped in either" };
    format!("{how}{neither}")
}

/// What a run's time is made of: elapsed time is running + blocking + waiting − overlapped, or nearly so.
///
/// Blocking includes what blocks on threads of their own. Waiting is of sleeps and of the world outside, laid end
/// to end; what of it lay over other waits, or over other tasks' work, is overlapped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Makeup {
    pub running: Nanos,
    pub blocking: Nanos,
    pub waiting: Nanos,
    pub overlapped: Nanos,
}

impl Makeup {
    pub fn of(view: &View) -> Makeup {
        let statistics = &view.statistics;
        let elsewhere = view.lanes.iter().filter(|it| it.age == Age::OfThisRun);
        let elsewhere = elsewhere.filter_map(|it| view.timeline.lane(it.task)).filter(|it| it.is_on_thread());
        let elsewhere = elsewhere.map(|lane| lane.shares(view.span.clone()).blocking);
        let elsewhere = elsewhere.fold(0, Nanos::saturating_add);
        Makeup {
            running: statistics.thread.running,
            blocking: statistics.thread.blocking.saturating_add(elsewhere),
            waiting: statistics.waits_one_by_one.saturating_sub(elsewhere),
            overlapped: statistics.overlapped().saturating_add(statistics.behind_work()),
        }
    }

    /// Each part with its word.
    pub fn parts(&self) -> [(&'static str, Nanos); 4] {
        [
            (Phase::Running.word(), self.running),
            (Phase::Blocking.word(), self.blocking),
            (Phase::Waiting.word(), self.waiting),
            ("overlapped", self.overlapped),
        ]
    }
}

/// The time saved because waits lay over each other or over other tasks' work.
fn saved(side: Titled) -> Nanos {
    Makeup::of(side.view).overlapped
}

/// Why the second run took longer or shorter: what accounts for at least half of the difference.
fn reason(first: Titled, second: Titled) -> Option<String> {
    let (before, after) = (Makeup::of(first.view), Makeup::of(second.view));
    let change = |part: fn(&Makeup) -> Nanos| i128::from(part(&after)) - i128::from(part(&before));
    let [running, blocking, waiting, overlapped] = [
        change(|it| it.running),
        change(|it| it.blocking),
        change(|it| it.waiting),
        change(|it| it.overlapped),
    ];
    let difference = i128::from(elapsed(second)) - i128::from(elapsed(first));
    // What makes for a difference of that sign counts. A wait that has become blocking makes none by itself.
    let weight = |change: i128| change * difference.signum();
    let reasons = [
        (weight(-overlapped), Reason::Overlap),
        (weight(waiting + blocking), Reason::Idle),
        (weight(running), Reason::Running),
    ];
    let enough = reasons.into_iter().filter(|(weight, _)| *weight > 0 && *weight * 2 >= difference.abs());
    // Of equals the first one listed.
    let (_, reason) = enough.rev().max_by_key(|(weight, _)| *weight)?;
    Some(match reason {
        Reason::Overlap if difference < 0 => format!("{} of waiting overlapped", length(overlapped)),
        Reason::Overlap if matters(second.view.statistics.thread.blocking, elapsed(second)) => {
            "the thread was held, so nothing could overlap".to_owned()
        }
        Reason::Overlap => format!("{} of waiting did not overlap", length(overlapped)),
        Reason::Idle => {
            let mut parts = [(waiting, Phase::Waiting), (blocking, Phase::Blocking)];
            parts.sort_by_key(|(change, _)| std::cmp::Reverse(change.abs()));
            let worth = |it: &&(i128, Phase)| it.0.abs() * 100 >= difference.abs();
            let parts = parts.iter().filter(worth);
            parts.map(|(change, phase)| more_or_less(*change, *phase)).collect::<Vec<_>>().join(", ")
        }
        Reason::Running => more_or_less(running, Phase::Running),
    })
}

#[derive(Clone, Copy)]
enum Reason {
    Overlap,
    Idle,
    Running,
}

/// `3.00 s more blocking`
fn more_or_less(change: i128, phase: Phase) -> String {
    format!("{} {} {}", length(change), if change < 0 { "less" } else { "more" }, phase.word())
}

fn length(change: i128) -> String {
    duration_text(Nanos::try_from(change.unsigned_abs()).unwrap_or(Nanos::MAX))
}
