//! What one task does, and how to say it once or many times.

use super::teller::{Rank, Teller, line_text};
use crate::timeline::waits::is_outside;
use crate::timeline::{ConsoleKind, ConsoleLine, Lane, Nanos, Phase, Segment, count_text, duration_text};
use crate::trace::Wait;

/// More activities of one kind than this are not described in full …
const TOLD_IN_FULL: usize = 3;
/// … but this many of them.
const TOLD_FIRST: usize = 2;
/// Shorter stretches of running, ready and waiting for others are not worth a sentence; nor is running and
/// ready for less than a hundredth of the view.
const SHORTEST: Nanos = 1_000_000;

/// Activities of one kind are alike enough to be summed up. Places are source lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Waits { kind: std::mem::Discriminant<Wait>, line: u32 },
    Yields { line: u32 },
    Blocks { line: u32 },
    Ready,
    Runs,
    Prints { line: u32 },
    Notes { line: u32 },
}

/// Something a task does.
pub(super) struct Activity {
    pub kind: Kind,
    at: Nanos,
    length: Nanos,
    /// Which thread it blocks, where it does.
    thread: &'static str,
    /// What is waited for, what blocks, what is said.
    text: String,
    /// Whether it still goes on at the view's end.
    goes_on: bool,
}

impl<'a> Teller<'a> {
    /// What a task does within the view, by its segments.
    pub(super) fn activities(&self, lane: &Lane<'a>) -> Vec<Activity> {
        let closed = lane.track().within(self.view.span.clone()).iter().map(|it| (*it, false));
        let open = lane.open().into_iter().map(|it| (it, true));
        let thread = if lane.is_on_thread() { "a thread of its own" } else { "the thread" };
        closed.chain(open).filter_map(|(segment, is_open)| self.activity(segment, is_open, thread)).collect()
    }

    fn activity(&self, segment: Segment, is_open: bool, thread: &'static str) -> Option<Activity> {
        let span = &self.view.span;
        let (at, end) = (segment.start.max(span.start), segment.end.min(span.end));
        let length = end.checked_sub(at)?;
        let is_long = length >= SHORTEST.max((span.end - span.start) / 100);
        let line = segment.line;
        let kind = match (segment.phase, segment.wait) {
            // What is left until it gets the thread is no wait for that any more.
            (Phase::Waiting, Some(wait)) if self.is_over(wait, at) => return None,
            (Phase::Waiting, Some(wait)) if is_outside(wait) || length >= SHORTEST => {
                Kind::Waits { kind: std::mem::discriminant(&wait), line }
            }
            (Phase::Ready, Some(Wait::Yield)) => Kind::Yields { line },
            (Phase::Blocking, _) => Kind::Blocks { line },
            (Phase::Ready, _) if is_long => Kind::Ready,
            (Phase::Running, _) if is_long => Kind::Runs,
            _ => return None,
        };
        let goes_on = is_open || segment.end > span.end;
        Some(Activity { kind, at, length, thread, text: self.object(&segment), goes_on })
    }

    /// Whether what a wait was for had come by an instant.
    fn is_over(&self, wait: Wait, at: Nanos) -> bool {
        match wait {
            Wait::Sleep { until } => until <= at,
            Wait::Timeout { id, until } => until <= at || self.is_over(Wait::Task { id }, at),
            Wait::Task { id } => {
                let ending = self.view.timeline.lane(id).and_then(|lane| lane.ending());
                ending.is_some_and(|ending| ending.at <= at)
            }
            _ => false,
        }
    }

    pub(super) fn said_activity(&self, said: &ConsoleLine) -> Activity {
        let kind = match said.kind {
            ConsoleKind::Printed => Kind::Prints { line: said.line },
            ConsoleKind::Noted => Kind::Notes { line: said.line },
        };
        Activity { kind, at: said.at, length: 0, thread: "", text: self.text(said.text), goes_on: false }
    }

    fn object(&self, segment: &Segment) -> String {
        match segment.wait {
            Some(Wait::Sleep { .. }) => "sleep".to_owned(),
            Some(Wait::Task { id }) => self.name(id),
            Some(Wait::Tasks { ids }) => {
                let names: Vec<String> = self.texts.task_ids(ids).map(|id| self.name(id)).collect();
                names.join(", ")
            }
            Some(Wait::Timeout { id, until }) => {
                let limit = duration_text(until.saturating_sub(segment.start));
                format!("{}, for at most {limit}", self.name(id))
            }
            Some(Wait::Io { what }) => self.text(what),
            Some(Wait::Object { name, holder, .. }) => match holder.task() {
                Some(task) => format!("{}, which {} has,", self.text(name), self.name(task)),
                None => self.text(name),
            },
            Some(Wait::Unknown { .. }) => "something".to_owned(),
            Some(Wait::Yield) | None => String::new(),
        }
    }

    /// Tells activities of one kind, in time order.
    pub(super) fn tell_activities(&mut self, name: &str, mut activities: Vec<Activity>) {
        let first = if activities.len() > TOLD_IN_FULL { TOLD_FIRST } else { activities.len() };
        let others = activities.split_off(first);
        for activity in &activities {
            self.tell(activity.at, activity.kind.rank(), activity.sentence(name));
        }
        if let [first, .., last] = others.as_slice() {
            let length = others.iter().fold(0, |sum: Nanos, it| sum.saturating_add(it.length));
            let count = count_text(others.len() as u64);
            self.tell(
                first.at,
                first.kind.rank(),
                last.sentence_for_many(name, &count, &duration_text(length)),
            );
        }
    }
}

impl Activity {
    fn sentence(&self, name: &str) -> String {
        let (text, thread, length) = (&self.text, self.thread, duration_text(self.length));
        match self.kind {
            Kind::Waits { line, .. } if self.goes_on => {
                format!("{name} waits for {text}{}, {length} so far", line_text(line))
            }
            Kind::Waits { line, .. } => format!("{name} waits {length} for {text}{}", line_text(line)),
            Kind::Yields { line } => format!("{name} yields{}", line_text(line)),
            Kind::Blocks { line } => {
                format!("{name} blocks {thread} for {length} with {text}{}", line_text(line))
            }
            Kind::Ready => format!("{name} is ready, but another task has the thread for {length}"),
            Kind::Runs => format!("{name} runs for {length}"),
            Kind::Prints { .. } => format!("{name} prints “{text}”"),
            Kind::Notes { line } => format!("note on {name}{}: {text}", line_text(line)),
        }
    }

    /// The same for more activities of the kind, this one being the last.
    fn sentence_for_many(&self, name: &str, count: &str, length: &str) -> String {
        let (text, thread) = (&self.text, self.thread);
        match self.kind {
            Kind::Waits { line, kind } => {
                let id = crate::trace::TaskId(0);
                let is_for_tasks = [Wait::Task { id }, Wait::Timeout { id, until: 0 }]
                    .iter()
                    .any(|it| kind == std::mem::discriminant(it));
                let text = if is_for_tasks { "tasks" } else { text };
                format!("{name} waits {count} more times for {text}{}, {length} in all", line_text(line))
            }
            Kind::Yields { line } => format!("{name} yields {count} more times{}", line_text(line)),
            Kind::Blocks { line } => {
                format!(
                    "{name} blocks {thread} {count} more times with {text}{}, {length} in all",
                    line_text(line)
                )
            }
            Kind::Ready => {
                format!("{name} is ready {count} more times while others have the thread, {length} in all")
            }
            Kind::Runs => format!("{name} runs {count} more times, {length} in all"),
            Kind::Prints { line } => {
                format!("{name} prints {count} more times{}, at last “{text}”", line_text(line))
            }
            Kind::Notes { line } => {
                format!("{count} more notes on {name}{}, at last: {text}", line_text(line))
            }
        }
    }
}

impl Kind {
    fn rank(self) -> Rank {
        match self {
            Kind::Prints { .. } | Kind::Notes { .. } => Rank::Says,
            _ => Rank::Does,
        }
    }
}
