//! Why a task stood where it stood at an instant, in one to three sentences.

use super::analysis::Task;
use super::{RunAnalysis, phrase, remedy};
use crate::timeline::{Nanos, Phase, Segment};
use crate::trace::{Outcome, TaskId, Wait};

/// Tasks that are awaited together and of which is said what they do; of more the first.
pub const MAX_AWAITED: usize = 2;

/// A part of what is said of a task in one of its segments. What other tasks do may change while the segment lasts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// The same at all instants of the segment.
    Sentence(String),
    /// What the first [`MAX_AWAITED`] of these tasks do that exist at the instant: a sentence each.
    Awaited(Vec<TaskId>),
    /// Who has what the task waits for, and what that one does at the instant.
    Holder(TaskId),
}

/// What a task did at an instant of the trace, and who or what made it so: one to three sentences. Empty
/// where the run has no such task.
pub fn why(analysis: &RunAnalysis, task: TaskId, instant: Nanos) -> Vec<String> {
    in_its_words(analysis, at_instant(analysis, task, instant))
}

/// Says what [`why`] says, for those who ask instant by instant: of a long segment it is worked out once.
#[derive(Debug, Default)]
pub struct Whys {
    latest: Option<(TaskId, Segment, Vec<Part>)>,
}

impl Whys {
    /// The analysis is the same each time.
    pub fn why(&mut self, analysis: &RunAnalysis, task: TaskId, instant: Nanos) -> Vec<String> {
        let known = analysis.task(task).filter(|it| instant >= it.spawned_at);
        let Some((known, segment)) = known.and_then(|it| Some((it, it.segment_at(instant)?))) else {
            return why(analysis, task, instant);
        };
        let is_same = |it: &&(TaskId, Segment, Vec<Part>)| it.0 == task && it.1 == *segment;
        let said = match self.latest.as_ref().filter(is_same) {
            Some((_, _, parts)) => parts.clone(),
            None => parts(analysis, known, segment),
        };
        let sentences = said.iter().cloned().flat_map(|part| at(analysis, part, instant)).collect();
        self.latest = Some((task, *segment, said));
        in_its_words(analysis, sentences)
    }
}

/// What [`why`] says at the instants of a segment of the task, in parts.
pub fn why_segment(analysis: &RunAnalysis, task: TaskId, segment: &Segment) -> Vec<Part> {
    let Some(task) = analysis.task(task) else { return Vec::new() };
    let in_words = |part| match part {
        Part::Sentence(sentence) => Part::Sentence(remedy::in_words_of(analysis.language(), &sentence)),
        other => other,
    };
    parts(analysis, task, segment).into_iter().map(in_words).collect()
}

/// What is said of a task in a segment when another one waits for it: `slept until 2.00 s (line 5)`.
pub fn doing(analysis: &RunAnalysis, segment: &Segment) -> String {
    remedy::in_words_of(analysis.language(), &done_meanwhile(analysis, segment))
}

/// The sentences in the words of the program's language.
fn in_its_words(analysis: &RunAnalysis, said: Vec<String>) -> Vec<String> {
    said.iter().map(|sentence| remedy::in_words_of(analysis.language(), sentence)).collect()
}

fn at_instant(analysis: &RunAnalysis, task: TaskId, instant: Nanos) -> Vec<String> {
    let Some(task) = analysis.task(task) else { return Vec::new() };
    let name = analysis.name(task.id);
    if instant < task.spawned_at {
        let parent = task.parent.map_or("it".to_owned(), |id| format!("{} spawned it", analysis.name(id)));
        return vec![format!(
            "{name} did not exist yet at {}: {parent} at {}{}.",
            analysis.at(instant),
            analysis.at(task.spawned_at),
            phrase::in_line(task.line)
        )];
    }
    if let Some(segment) = task.segment_at(instant) {
        return told(analysis, task, segment, instant);
    }
    match task.ending.filter(|it| it.at <= instant) {
        Some(_) => vec![ended(analysis, task)],
        None => vec![format!("What {name} did at {} is not known.", analysis.at(instant))],
    }
}

/// How a task spent its time, and why it stood still the longest.
pub fn why_task(analysis: &RunAnalysis, task: TaskId) -> Vec<String> {
    in_its_words(analysis, on_the_whole(analysis, task))
}

fn on_the_whole(analysis: &RunAnalysis, task: TaskId) -> Vec<String> {
    let Some(task) = analysis.task(task) else { return Vec::new() };
    let shares = Phase::ALL.map(|phase| (phase, task.time_in(phase)));
    let parts = shares.iter().filter(|(_, time)| *time >= 1_000_000);
    let parts: Vec<String> =
        parts.map(|(phase, time)| format!("{} {}", phase.word(), phrase::length(*time))).collect();
    let mut said = vec![match task.ending {
        Some(_) => ended(analysis, task),
        None => {
            format!("{} has not ended at {}.", analysis.name(task.id), analysis.at(analysis.view.span.end))
        }
    }];
    if !parts.is_empty() {
        said.push(format!("From {} on it was {}.", analysis.at(task.spawned_at), parts.join(", ")));
    }
    let idle = task.segments.iter().filter(|it| it.phase != Phase::Running);
    // Ready is the worst, then blocking, then waiting, unless it is short beside the others.
    let worst = idle.max_by_key(|it| match it.phase {
        Phase::Ready => it.length().saturating_mul(4),
        Phase::Blocking => it.length().saturating_mul(2),
        _ => it.length(),
    });
    if let Some(worst) = worst {
        said.extend(told(analysis, task, worst, worst.start));
    }
    said
}

fn ended(analysis: &RunAnalysis, task: &Task) -> String {
    let Some(ending) = task.ending else { return String::new() };
    let shown = ending.text.map(|it| analysis.shown(it));
    let how = match (ending.outcome, shown) {
        (Outcome::Done, Some(value)) => format!("done, with {value}"),
        (Outcome::Done, None) => "done".to_owned(),
        (Outcome::Failed, Some(error)) => format!("it failed: {error}"),
        (Outcome::Cancelled, Some(error)) if error != "cancelled" => format!("it was cancelled ({error})"),
        (outcome, _) => format!("it was {}", outcome.word()),
    };
    // A text that was cut short has its own sign of that.
    let stop = if how.ends_with(['…', '.']) { "" } else { "." };
    format!("{} ended at {}: {how}{stop}", analysis.name(task.id), analysis.at(ending.at))
}

fn told(analysis: &RunAnalysis, task: &Task, segment: &Segment, instant: Nanos) -> Vec<String> {
    parts(analysis, task, segment).into_iter().flat_map(|part| at(analysis, part, instant)).collect()
}

/// A part as it reads at an instant.
fn at(analysis: &RunAnalysis, part: Part, instant: Nanos) -> Vec<String> {
    match part {
        Part::Sentence(sentence) => vec![sentence],
        Part::Awaited(ids) => {
            let alive = ids.iter().filter_map(|id| analysis.task(*id));
            alive.filter_map(|it| in_turn(analysis, it, instant)).take(MAX_AWAITED).collect()
        }
        Part::Holder(id) => {
            let segment = analysis.task(id).and_then(|it| it.segment_at(instant));
            let doing =
                segment.map(|it| format!(", and {}", done_meanwhile(analysis, it))).unwrap_or_default();
            vec![format!("{} had it{doing}.", analysis.name(id))]
        }
    }
}

fn parts(analysis: &RunAnalysis, task: &Task, segment: &Segment) -> Vec<Part> {
    let said = match segment.phase {
        Phase::Running => running(analysis, task, segment),
        Phase::Blocking => blocking(analysis, task, segment),
        Phase::Ready => ready(analysis, task, segment),
        Phase::Waiting => return waiting(analysis, task, segment),
    };
    said.into_iter().map(Part::Sentence).collect()
}

fn running(analysis: &RunAnalysis, task: &Task, segment: &Segment) -> Vec<String> {
    let first = format!(
        "{} was running from {} to {}: it computed, and had the thread.",
        analysis.name(task.id),
        analysis.at(segment.start),
        analysis.at(segment.end)
    );
    // A short turn is how it should be.
    let held_up = held_up(analysis, segment).filter(|_| analysis.matters(segment.length()));
    let rest = held_up.map(|it| format!("{it} A yield_now() now and then lets others go on."));
    std::iter::once(first).chain(rest).collect()
}

fn blocking(analysis: &RunAnalysis, task: &Task, segment: &Segment) -> Vec<String> {
    let what = analysis.blocks_for(segment);
    let first = format!(
        "{} was blocking from {} to {}: {}{} held the thread and did nothing.",
        analysis.name(task.id),
        analysis.at(segment.start),
        analysis.at(segment.end),
        what,
        phrase::in_line(segment.line),
    );
    let rest =
        held_up(analysis, segment).map(|it| format!("{it} {}", phrase::instead(analysis.language(), &what)));
    std::iter::once(first).chain(rest).collect()
}

/// Who was ready during a stretch of another task.
fn held_up(analysis: &RunAnalysis, segment: &Segment) -> Option<String> {
    let is_ready = |task: &&Task| {
        let first = task.segments.partition_point(|it| it.end <= segment.start);
        let within = task.segments[first..].iter().take_while(|it| it.start < segment.end);
        within.clone().any(|it| it.phase == Phase::Ready)
    };
    let names: Vec<TaskId> = analysis.tasks.iter().filter(is_ready).map(|it| it.id).collect();
    if names.is_empty() {
        return None;
    }
    Some(format!(
        "Meanwhile {} {} ready and could not run.",
        analysis.names(&names),
        phrase::was(names.len())
    ))
}

/// `fetch #2 was ready at 0.50 s but could not run until 2.00 s: parse (line 7) held the thread with
/// sleep_blocking(1.5). Use sleep, or spawn_thread.`
fn ready(analysis: &RunAnalysis, task: &Task, segment: &Segment) -> Vec<String> {
    let name = analysis.name(task.id);
    let (from, to) = (analysis.at(segment.start), analysis.at(segment.end));
    let due = match segment.wait {
        Some(Wait::Timeout { until, .. }) if until <= segment.start => {
            format!("{from}, when its timeout was due,")
        }
        _ => from.clone(),
    };
    let mut holders = analysis.holders(segment.start..segment.end);
    holders.retain(|it| it.0 != task.id);
    let Some((holder, _, longest)) = holders.first() else {
        return vec![format!("{name} was ready at {from} and got the thread at {to}.")];
    };
    let worth = |time: Nanos| time.saturating_mul(20) >= segment.length();
    let others: Vec<TaskId> = holders[1..].iter().filter(|it| worth(it.1)).map(|it| it.0).collect();
    let beside = match others.len() {
        0 => String::new(),
        _ => format!(" So did {}.", analysis.names(&others)),
    };
    if longest.phase == Phase::Blocking {
        let what = analysis.blocks_for(longest);
        vec![
            format!(
                "{name} was ready at {due} but could not run until {to}: {}{} held the thread with {}.{beside}",
                analysis.name(*holder),
                phrase::in_line(longest.line),
                what,
            ),
            phrase::instead(analysis.language(), &what),
        ]
    } else {
        vec![
            format!(
                "{name} was ready at {due} but could not run until {to}: {} computed, and had the thread.{beside}",
                analysis.name_in_line(*holder),
            ),
            "A yield_now() in there lets others go on; spawn_thread moves it away.".to_owned(),
        ]
    }
}

fn waiting(analysis: &RunAnalysis, task: &Task, segment: &Segment) -> Vec<Part> {
    let name = analysis.name(task.id);
    let (from, to) = (analysis.at(segment.start), analysis.at(segment.end));
    let line = phrase::in_line(segment.line);
    let span = format!("from {from} to {to}");
    match segment.wait {
        Some(Wait::Sleep { .. }) => vec![Part::Sentence(format!(
            "{name} was waiting {span}: it slept{line}. The thread was free for others."
        ))],
        Some(Wait::Task { id }) => vec![
            Part::Sentence(format!("{name} was waiting {span}: it awaited {}{line}.", analysis.name(id))),
            Part::Awaited(vec![id]),
        ],
        Some(Wait::Tasks { ids }) => {
            let ids: Vec<TaskId> = analysis.task_ids(ids);
            let awaited = analysis.names(&ids);
            vec![
                Part::Sentence(format!("{name} was waiting {span}: it awaited {awaited}{line}.")),
                Part::Awaited(ids),
            ]
        }
        Some(Wait::Timeout { id, until }) => {
            let (awaited, limit) = (analysis.name(id), phrase::length(until.saturating_sub(segment.start)));
            vec![
                Part::Sentence(format!(
                    "{name} was waiting {span}: it awaited {awaited}, for at most {limit}{line}."
                )),
                Part::Awaited(vec![id]),
            ]
        }
        Some(Wait::Io { what }) => {
            let what = analysis.shown(what);
            vec![Part::Sentence(format!(
                "{name} was waiting {span} for {what}{line}. The thread was free for others."
            ))]
        }
        Some(Wait::Object { kind, name: object, .. }) => {
            let what = object_text(&analysis.shown(kind), &analysis.shown(object));
            let mut said = vec![Part::Sentence(format!("{name} was waiting {span} for {what}{line}."))];
            said.extend(segment.wait.and_then(holder).map(Part::Holder));
            let woken = analysis.woken(task.id, segment.start..segment.end).and_then(|(_, by)| by);
            said.extend(woken.map(|by| Part::Sentence(format!("{} let it go on.", analysis.name(by)))));
            said
        }
        Some(Wait::Yield | Wait::Unknown { .. }) | None => {
            vec![Part::Sentence(format!("{name} was waiting {span}{line}."))]
        }
    }
}

/// What an awaited task did itself, in a sentence.
fn in_turn(analysis: &RunAnalysis, task: &Task, instant: Nanos) -> Option<String> {
    let doing = done_meanwhile(analysis, task.segment_at(instant)?);
    Some(format!("{} {doing}.", analysis.name(task.id)))
}

/// `slept until 2.00 s (line 5)`
fn done_meanwhile(analysis: &RunAnalysis, segment: &Segment) -> String {
    let to = analysis.at(segment.end);
    let line = phrase::in_line(segment.line);
    match (segment.phase, segment.wait) {
        (Phase::Running, _) => format!("was running until {to}"),
        (Phase::Blocking, _) => {
            let call = analysis.blocks_for(segment);
            format!("was blocking the thread until {to}, with {call}{line}")
        }
        (Phase::Ready, _) => format!("was ready, and could not run until {to}"),
        (_, Some(Wait::Sleep { .. })) => format!("slept until {to}{line}"),
        (_, Some(Wait::Task { id } | Wait::Timeout { id, .. })) => {
            format!("awaited {} until {to}{line}", analysis.name(id))
        }
        (_, Some(Wait::Tasks { ids })) => {
            format!("awaited {} until {to}{line}", analysis.names(&analysis.task_ids(ids)))
        }
        (_, Some(Wait::Io { what })) => format!("waited for {} until {to}{line}", analysis.shown(what)),
        (_, Some(Wait::Object { kind, name, .. })) => {
            let what = object_text(&analysis.shown(kind), &analysis.shown(name));
            format!("waited for {what} until {to}{line}")
        }
        _ => format!("was waiting until {to}{line}"),
    }
}

/// `the mutex balance`; just `the mutex` where it has no name of its own.
/// What a wait is for may stand behind the kind: `room in the channel jobs`.
pub(super) fn object_text(kind: &str, name: &str) -> String {
    let (kind, purpose) = kind.split_once(", to ").unwrap_or((kind, ""));
    let what = match purpose {
        "send" => "room in ",
        "receive" => "a message from ",
        _ => "",
    };
    format!("{what}{}", object_name(kind, name))
}

fn object_name(kind: &str, name: &str) -> String {
    match (kind, name.strip_prefix(kind)) {
        ("tasks", _) => name.to_owned(),
        (_, Some("")) => format!("the {kind}"),
        (_, Some(number)) => format!("the {kind}{number}"),
        _ => format!("the {kind} {name}"),
    }
}

/// Who had what a task waits for, when it began to wait.
pub(super) fn holder(wait: Wait) -> Option<TaskId> {
    match wait {
        Wait::Task { id } | Wait::Timeout { id, .. } => Some(id),
        Wait::Object { holder, .. } => holder.task(),
        _ => None,
    }
}
