//! A channel that was full: nobody took its messages, or one task could not take them as fast as they came.

use std::collections::BTreeMap;

use crate::explain::finding::Reported;
use crate::explain::why::object_text;
use crate::explain::{Finding, Kind, RunAnalysis, phrase};
use crate::timeline::{Nanos, Phase, Segment};
use crate::trace::{EventKind, TaskId, Wait};

/// So often must somebody have waited for room in a channel that is read.
const WAITS: usize = 3;

/// The waits for room in one channel.
#[derive(Default)]
struct Full {
    waits: Vec<(TaskId, Segment)>,
    /// Who made room, each once.
    readers: Vec<TaskId>,
    /// Who waited for a message, as a reader does that is faster.
    waiting: Vec<TaskId>,
}

pub fn check(analysis: &RunAnalysis) -> Vec<Finding> {
    let mut channels: BTreeMap<String, Full> = BTreeMap::new();
    for task in analysis.tasks.iter().filter(|it| it.is_own) {
        for segment in task.segments.iter().filter(|it| it.phase == Phase::Waiting) {
            let Some(Wait::Object { kind, name, .. }) = segment.wait else { continue };
            let channel = || object_text("channel", &analysis.shown(name));
            if analysis.text(kind) == "channel, to send" {
                channels.entry(channel()).or_default().waits.push((task.id, *segment));
            }
        }
    }
    // A wait of no length is no segment, but it was one.
    for event in analysis.events {
        if let EventKind::Suspended { on: Wait::Object { kind, name, .. } } = event.kind
            && analysis.text(kind) == "channel, to receive"
            && let Some(full) = channels.get_mut(&object_text("channel", &analysis.shown(name)))
        {
            full.waiting.push(event.task);
        }
    }
    for full in channels.values_mut() {
        for (task, segment) in &full.waits {
            let woken = analysis.woken(*task, segment.end..segment.end).and_then(|(_, by)| by);
            full.readers.extend(woken.filter(|by| !full.readers.contains(by)));
        }
        // Of two that come at one instant, one makes room, and the other takes what comes.
        if !full.readers.is_empty() {
            full.readers.append(&mut full.waiting);
            full.readers.sort();
            full.readers.dedup();
        }
    }
    channels.into_iter().filter_map(|(what, full)| found(analysis, &what, &full)).collect()
}

fn found(analysis: &RunAnalysis, what: &str, full: &Full) -> Option<Finding> {
    let (first, segment) = full.waits.iter().min_by_key(|(_, it)| it.start)?;
    let sum: Nanos = full.waits.iter().map(|(_, it)| it.length()).sum();
    let mut senders: Vec<TaskId> = full.waits.iter().map(|(task, _)| *task).collect();
    senders.sort();
    senders.dedup();
    let (kind, text, try_this) = match &full.readers[..] {
        [] if full.waiting.is_empty() && analysis.matters(sum) => (
            Kind::Wrong,
            format!(
                "{} waited for room in {what} from {} on, and nobody took a message out.",
                analysis.names(&senders),
                analysis.at(segment.start),
            ),
            "Start the task that receives before the channel is full, or give it room for all messages.",
        ),
        [reader] if full.waits.len() >= WAITS && sum.saturating_mul(2) >= analysis.elapsed() => (
            Kind::Remark,
            format!(
                "{} waited {} for room in {what}, {} in all: {} took one message at a time.",
                analysis.names(&senders),
                phrase::times(full.waits.len()),
                phrase::length(sum),
                analysis.name(*reader),
            ),
            "More room only delays this. If messages do not need each other, let several tasks receive.",
        ),
        _ => return None,
    };
    Some(Finding {
        rule: "channel-full",
        kind,
        gain: None,
        task: *first,
        at: segment.start,
        line: segment.line,
        text,
        try_this: try_this.to_owned(),
        reported: Reported::OnlyHere,
    })
}
