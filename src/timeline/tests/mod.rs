//! Tests of the timeline. Stories of events are told in plain lines; see [`story`].

mod naive;
mod phases;
pub(crate) mod properties;
mod runs;
pub(crate) mod story;
mod summaries;
mod telling;
mod texts;

use super::{Lane, Nanos, Timeline};
use crate::trace::Texts;

/// A timeline as lines: a lane's segments in seconds, the one still going on after `…`, and its end.
fn told(timeline: &Timeline, texts: &Texts) -> String {
    let lanes = timeline.lanes().map(|lane| told_lane(&lane, texts));
    let thread =
        timeline.thread().segments().iter().map(|it| told_segment(it.start, it.end, it.phase.word()));
    let thread = std::iter::once("thread:".to_owned()).chain(thread).collect::<Vec<_>>().join(" ");
    lanes.chain([thread]).collect::<Vec<_>>().join("\n")
}

fn told_lane(lane: &Lane, texts: &Texts) -> String {
    let mut words = vec![format!("{}:", texts.get(lane.name()))];
    words.extend(lane.track().segments().iter().map(|it| told_segment(it.start, it.end, it.phase.word())));
    let open = lane.open();
    if !open.is_empty() {
        words.push("…".into());
    }
    words.extend(open.iter().map(|it| told_segment(it.start, it.end, it.phase.word())));
    words.extend(lane.ending().map(|it| it.outcome.word().to_owned()));
    words.join(" ")
}

fn told_segment(start: Nanos, end: Nanos, word: &str) -> String {
    let seconds = |it: Nanos| it as f64 / 1e9;
    if start == end {
        format!("{word}@{}", seconds(start))
    } else {
        format!("{word} {}–{}", seconds(start), seconds(end))
    }
}
