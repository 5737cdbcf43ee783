//! One line that sums a view up.

use super::{Age, Nanos, Statistics, View, count_text, duration_text, percent_text};
use crate::trace::ClockKind;

/// The summary of a view: how long, how many tasks, what overlapped, and what the thread did.
///
/// `2.00 s · 2 tasks · 4.00 s of waiting overlapped into 2.00 s · thread 1 % busy`
pub fn summary(view: &View) -> String {
    let statistics = &view.statistics;
    let older = view.lanes.iter().filter(|it| it.age == Age::Older).count();
    let virtual_time = (view.clock == ClockKind::Virtual).then(|| "virtual time".to_owned());
    let parts = [
        Some(duration_text(statistics.elapsed)),
        Some(tasks_text(statistics.tasks, older)),
        overlap_text(statistics, older),
        thread_text(statistics),
        virtual_time,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// How many tasks it has, and how many of earlier runs were still alive.
fn tasks_text(tasks: usize, older: usize) -> String {
    let count = |count: usize, what: &str| match count {
        1 => format!("1 {what}task"),
        _ => format!("{} {what}tasks", count_text(count as u64)),
    };
    match (tasks, older) {
        (0, 0) => "main alone".to_owned(),
        (0, _) => format!("main and {}", count(older, "older ")),
        (_, 0) => count(tasks, ""),
        _ => format!("{} and {}", count(tasks, ""), count(older, "older ")),
    }
}

/// What overlapped; none where there was nothing that could have.
fn overlap_text(statistics: &Statistics, older: usize) -> Option<String> {
    let (one_by_one, together) = (statistics.waits_one_by_one, statistics.waits_together);
    let [one_by_one_text, together_text] = [one_by_one, together].map(duration_text);
    if matters(statistics.overlapped(), one_by_one) && one_by_one_text != together_text {
        return Some(format!("{one_by_one_text} of waiting overlapped into {together_text}"));
    }
    if matters(statistics.behind_work(), statistics.elapsed) {
        return Some(format!(
            "{} of waiting overlapped with other tasks",
            duration_text(statistics.behind_work())
        ));
    }
    // The waits of older tasks are not counted here, so nothing is claimed of them.
    let could = older == 0 && (statistics.tasks > 0 || one_by_one > 0 || statistics.thread.blocking > 0);
    could.then(|| "nothing overlapped".to_owned())
}

fn thread_text(statistics: &Statistics) -> Option<String> {
    let (elapsed, thread) = (statistics.elapsed, statistics.thread);
    let busy = percent_text(thread.running, elapsed);
    let held = percent_text(thread.blocking, elapsed);
    if elapsed == 0 {
        None
    } else if !matters(thread.blocking, elapsed) {
        Some(format!("thread {busy} busy"))
    } else if !matters(thread.running, elapsed) {
        Some(format!("thread held, doing nothing, {held}"))
    } else {
        Some(format!("thread {busy} busy, and held, doing nothing, {held}"))
    }
}

/// Whether a part is at least a hundredth of the whole. Less is not worth a word.
pub(super) fn matters(part: Nanos, whole: Nanos) -> bool {
    part > 0 && u128::from(part) * 100 >= whole.into()
}
