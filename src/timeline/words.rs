//! A run told in plain sentences, in time order: for screen readers and logs.

use std::collections::HashMap;

use super::{Age, ConsoleKind, Lane, Nanos, Phase, Segment, View, duration_text, instant_text, summary};
use crate::plain::plain_text;
use crate::trace::{Outcome, TaskId, Texts, Wait};

/// Shorter stretches are not told, unless they hold the thread.
const WORTH_TELLING: Nanos = 1_000_000;
/// What a task does more often than this at one place is told once, with the number.
const OFTEN: usize = 3;
/// Tasks that are told of; of more, the number.
const MOST_TASKS: usize = 50;

/// The sentences, each beginning with its time, and last the summary.
pub fn words(view: &View, texts: &Texts) -> Vec<String> {
    let teller = Teller { view, texts, sentences: Vec::new() };
    teller.tell()
}

struct Teller<'a> {
    view: &'a View<'a>,
    texts: &'a Texts,
    /// Each with its instant.
    sentences: Vec<(Nanos, String)>,
}

impl Teller<'_> {
    fn tell(mut self) -> Vec<String> {
        let told = self.view.lanes.iter().take(MOST_TASKS);
        let told: Vec<(Lane, Age)> =
            told.filter_map(|it| Some((self.view.timeline.lane(it.task)?, it.age))).collect();
        for (lane, age) in &told {
            self.beginning(lane, *age);
        }
        self.console();
        for (lane, _) in &told {
            self.stretches(lane);
        }
        self.marks();
        // The main task's end comes after those it waited for.
        let (main, others): (Vec<_>, Vec<_>) =
            told.into_iter().partition(|(lane, _)| lane.parent().is_none());
        for (lane, _) in others.into_iter().chain(main) {
            self.ending(&lane);
        }
        // Stable, so that what happens at one instant stays in the order above.
        self.sentences.sort_by_key(|(at, _)| *at);
        let began = self.view.span.start;
        let told_at =
            |(at, text): (Nanos, String)| format!("{}: {text}", instant_text(at.saturating_sub(began)));
        let mut sentences: Vec<String> = self.sentences.into_iter().map(told_at).collect();
        if self.view.lanes.len() > MOST_TASKS {
            sentences.push(format!("{} more tasks are not told of.", self.view.lanes.len() - MOST_TASKS));
        }
        sentences.push(summary(self.view));
        sentences
    }

    fn beginning(&mut self, lane: &Lane, age: Age) {
        let name = self.name(lane.task());
        let text = match (lane.parent(), age) {
            (_, Age::Older) => format!("{name} is still there from an earlier run."),
            (None, _) => format!("{name} begins."),
            (Some(parent), _) => format!("{} starts {name}{}.", self.name(parent), at_line(lane.line())),
        };
        self.say(lane.spawned_at().max(self.view.span.start), text);
    }

    fn console(&mut self) {
        for line in self.view.console {
            let said = plain_text(self.texts.get(line.text)).into_owned();
            let text = match line.kind {
                ConsoleKind::Printed => format!("{} prints “{said}”.", self.name(line.task)),
                ConsoleKind::Noted => format!("note{}: {said}", at_line(line.line)),
            };
            self.say(line.at, text);
        }
    }

    fn marks(&mut self) {
        for mark in self.view.marks() {
            let label = plain_text(self.texts.get(mark.label)).into_owned();
            let text = format!("{} marks “{label}”.", self.name(mark.task));
            self.say(mark.at, text);
        }
    }

    fn stretches(&mut self, lane: &Lane) {
        let span = self.view.span.clone();
        let segments: Vec<Segment> = lane.segments(span.clone()).filter(worth_telling).collect();
        let mut often: HashMap<Key, (usize, Nanos)> = HashMap::new();
        for segment in &segments {
            let (count, sum) = often.entry(key(segment)).or_default();
            *count += 1;
            *sum += segment.end - segment.start;
        }
        let name = self.name(lane.task());
        for segment in &segments {
            // What happens often is told at the first one.
            let Some(&(count, sum)) = often.get(&key(segment)) else { continue };
            let what = self.doing(segment);
            let text = if count <= OFTEN {
                format!("{name} {what} {}.", duration_text(segment.end - segment.start))
            } else {
                often.remove(&key(segment));
                format!("{name} {what} {} in all, {count} times.", duration_text(sum))
            };
            self.say(segment.start.max(span.start), text);
        }
    }

    /// What a task does in a stretch, up to the word before its length.
    fn doing(&self, segment: &Segment) -> String {
        let line = at_line(segment.line);
        let text = |id| plain_text(self.texts.get(id)).into_owned();
        match (segment.phase, segment.wait) {
            (Phase::Running, _) => "runs for".to_owned(),
            (Phase::Blocking, _) => format!("holds the thread{line}, blocking, for"),
            (Phase::Ready, _) => "is ready, but another task has the thread for".to_owned(),
            (Phase::Waiting, Some(Wait::Sleep { .. })) => format!("waits in sleep{line} for"),
            (Phase::Waiting, Some(Wait::Task { id })) => format!("waits for {}{line} for", self.name(id)),
            (Phase::Waiting, Some(Wait::Io { what })) => format!("waits for {}{line} for", text(what)),
            (Phase::Waiting, Some(Wait::Object { name, holder, .. })) => {
                let held = holder.task().map(|id| format!(", which {} has,", self.name(id)));
                format!("waits for {}{}{line} for", text(name), held.unwrap_or_default())
            }
            (Phase::Waiting, _) => format!("waits{line} for"),
        }
    }

    fn ending(&mut self, lane: &Lane) {
        let Some(ending) = lane.ending().filter(|it| it.at <= self.view.span.end) else { return };
        let shown = ending.text.map(|text| plain_text(self.texts.get(text)).into_owned());
        let name = self.name(lane.task());
        let text = match (ending.outcome, shown) {
            (Outcome::Done, Some(value)) => format!("{name} is done: {value}"),
            (Outcome::Done, None) => format!("{name} is done."),
            (Outcome::Failed, error) => format!("{name} has failed: {}", error.unwrap_or_default()),
            (Outcome::Cancelled, Some(why)) => format!("{name} is cancelled: {why}"),
            (Outcome::Cancelled, None) => format!("{name} is cancelled."),
        };
        self.say(ending.at, text);
    }

    fn name(&self, task: TaskId) -> String {
        let name = self.view.timeline.lane(task).map(|lane| self.texts.get(lane.name()));
        name.map_or_else(|| format!("task {}", task.0), |name| plain_text(name).into_owned())
    }

    fn say(&mut self, at: Nanos, text: String) {
        self.sentences.push((at, text));
    }
}

/// Stretches of one task that read alike.
type Key = (Phase, u32, Option<TaskId>);

fn key(segment: &Segment) -> Key {
    let task = match segment.wait {
        Some(Wait::Task { id }) => Some(id),
        _ => None,
    };
    (segment.phase, segment.line, task)
}

fn worth_telling(segment: &Segment) -> bool {
    let length = segment.end.saturating_sub(segment.start);
    match segment.phase {
        Phase::Blocking => length > 0,
        Phase::Running | Phase::Ready | Phase::Waiting => length >= WORTH_TELLING,
    }
}

fn at_line(line: u32) -> String {
    if line == 0 { String::new() } else { format!(" (line {line})") }
}
