//! Why a task stood where it stood at an instant, in one to three sentences.

use super::account::Task;
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
pub fn why(account: &RunAnalysis, task: TaskId, instant: Nanos) -> Vec<String> {
    in_its_words(account, at_instant(account, task, instant))
}

/// Says what [`why`] says, for those who ask instant by instant: of a long segment it is worked out once.
#[derive(Debug, Default)]
pub struct Whys {
    latest: Option<(TaskId, Segment, Vec<Part>)>,
}

impl Whys {
    /// The account is the same each time.
    pub fn why(&mut self, account: &RunAnalysis, task: TaskId, instant: Nanos) -> Vec<String> {
        let known = account.task(task).filter(|it| instant >= it.spawned_at);
        let Some((known, segment)) = known.and_then(|it| Some((it, it.segment_at(instant)?))) else {
            return why(account, task, instant);
        };
        let is_same = |it: &&(TaskId, Segment, Vec<Part>)| it.0 == task && it.1 == *segment;
        let said = match self.latest.as_ref().filter(is_same) {
            Some((_, _, parts)) => parts.clone(),
            None => parts(account, known, segment),
        };
        let sentences = said.iter().cloned().flat_map(|part| at(account, part, instant)).collect();
        self.latest = Some((task, *segment, said));
        in_its_words(account, sentences)
    }
}

/// What [`why`] says at the instants of a segment of the task, in parts.
pub fn why_segment(account: &RunAnalysis, task: TaskId, segment: &Segment) -> Vec<Part> {
    let Some(task) = account.task(task) else { return Vec::new() };
    let in_words = |part| match part {
        Part::Sentence(sentence) => Part::Sentence(remedy::in_words_of(account.language(), &sentence)),
        other => other,
    };
    parts(account, task, segment).into_iter().map(in_words).collect()
}

/// What is said of a task in a segment when another one waits for it: `slept until 2.00 s (line 5)`.
pub fn doing(account: &RunAnalysis, segment: &Segment) -> String {
    remedy::in_words_of(account.language(), &done_meanwhile(account, segment))
}

/// The sentences in the words of the program's language.
fn in_its_words(account: &RunAnalysis, said: Vec<String>) -> Vec<String> {
    said.iter().map(|sentence| remedy::in_words_of(account.language(), sentence)).collect()
}

fn at_instant(account: &RunAnalysis, task: TaskId, instant: Nanos) -> Vec<String> {
    let Some(task) = account.task(task) else { return Vec::new() };
    let name = account.name(task.id);
    if instant < task.spawned_at {
        let parent = task.parent.map_or("it".to_owned(), |id| format!("{} spawned it", account.name(id)));
        return vec![format!(
            "{name} did not exist yet at {}: {parent} at {}{}.",
            account.at(instant),
            account.at(task.spawned_at),
            phrase::in_line(task.line)
        )];
    }
    if let Some(segment) = task.segment_at(instant) {
        return told(account, task, segment, instant);
    }
    match task.ending.filter(|it| it.at <= instant) {
        Some(_) => vec![ended(account, task)],
        None => vec![format!("What {name} did at {} is not known.", account.at(instant))],
    }
}

/// How a task spent its time, and why it stood still the longest.
pub fn why_task(account: &RunAnalysis, task: TaskId) -> Vec<String> {
    in_its_words(account, on_the_whole(account, task))
}

fn on_the_whole(account: &RunAnalysis, task: TaskId) -> Vec<String> {
    let Some(task) = account.task(task) else { return Vec::new() };
    let shares = Phase::ALL.map(|phase| (phase, task.time_in(phase)));
    let parts = shares.iter().filter(|(_, time)| *time >= 1_000_000);
    let parts: Vec<String> =
        parts.map(|(phase, time)| format!("{} {}", phase.word(), phrase::length(*time))).collect();
    let mut said = vec![match task.ending {
        Some(_) => ended(account, task),
        None => format!("{} has not ended at {}.", account.name(task.id), account.at(account.view.span.end)),
    }];
    if !parts.is_empty() {
        said.push(format!("From {} on it was {}.", account.at(task.spawned_at), parts.join(", ")));
    }
    let idle = task.segments.iter().filter(|it| it.phase != Phase::Running);
    // Ready is the worst, then blocking, then waiting, unless it is short beside the others.
    let worst = idle.max_by_key(|it| match it.phase {
        Phase::Ready => it.length().saturating_mul(4),
        Phase::Blocking => it.length().saturating_mul(2),
        _ => it.length(),
    });
    if let Some(worst) = worst {
        said.extend(told(account, task, worst, worst.start));
    }
    said
}

fn ended(account: &RunAnalysis, task: &Task) -> String {
    let Some(ending) = task.ending else { return String::new() };
    let shown = ending.text.map(|it| account.shown(it));
    let how = match (ending.outcome, shown) {
        (Outcome::Done, Some(value)) => format!("done, with {value}"),
        (Outcome::Done, None) => "done".to_owned(),
        (Outcome::Failed, Some(error)) => format!("it failed: {error}"),
        (Outcome::Cancelled, Some(error)) if error != "cancelled" => format!("it was cancelled ({error})"),
        (outcome, _) => format!("it was {}", outcome.word()),
    };
    // A text that was cut short has its own sign of that.
    let stop = if how.ends_with(['…', '.']) { "" } else { "." };
    format!("{} ended at {}: {how}{stop}", account.name(task.id), account.at(ending.at))
}

fn told(account: &RunAnalysis, task: &Task, segment: &Segment, instant: Nanos) -> Vec<String> {
    parts(account, task, segment).into_iter().flat_map(|part| at(account, part, instant)).collect()
}

/// A part as it reads at an instant.
fn at(account: &RunAnalysis, part: Part, instant: Nanos) -> Vec<String> {
    match part {
        Part::Sentence(sentence) => vec![sentence],
        Part::Awaited(ids) => {
            let alive = ids.iter().filter_map(|id| account.task(*id));
            alive.filter_map(|it| in_turn(account, it, instant)).take(MAX_AWAITED).collect()
        }
        Part::Holder(id) => {
            let segment = account.task(id).and_then(|it| it.segment_at(instant));
            let doing =
                segment.map(|it| format!(", and {}", done_meanwhile(account, it))).unwrap_or_default();
            vec![format!("{} had it{doing}.", account.name(id))]
        }
    }
}

fn parts(account: &RunAnalysis, task: &Task, segment: &Segment) -> Vec<Part> {
    let said = match segment.phase {
        Phase::Running => running(account, task, segment),
        Phase::Blocking => blocking(account, task, segment),
        Phase::Ready => ready(account, task, segment),
        Phase::Waiting => return waiting(account, task, segment),
    };
    said.into_iter().map(Part::Sentence).collect()
}

fn running(account: &RunAnalysis, task: &Task, segment: &Segment) -> Vec<String> {
    let first = format!(
        "{} was running from {} to {}: it computed, and had the thread.",
        account.name(task.id),
        account.at(segment.start),
        account.at(segment.end)
    );
    // A short turn is how it should be.
    let held_up = held_up(account, segment).filter(|_| account.matters(segment.length()));
    let rest = held_up.map(|it| format!("{it} A yield_now() now and then lets others go on."));
    std::iter::once(first).chain(rest).collect()
}

fn blocking(account: &RunAnalysis, task: &Task, segment: &Segment) -> Vec<String> {
    let what = account.blocks_for(segment);
    let first = format!(
        "{} was blocking from {} to {}: {}{} held the thread and did nothing.",
        account.name(task.id),
        account.at(segment.start),
        account.at(segment.end),
        what,
        phrase::in_line(segment.line),
    );
    let rest =
        held_up(account, segment).map(|it| format!("{it} {}", phrase::instead(account.language(), &what)));
    std::iter::once(first).chain(rest).collect()
}

/// Who was ready during a stretch of another task.
fn held_up(account: &RunAnalysis, segment: &Segment) -> Option<String> {
    let is_ready = |task: &&Task| {
        let first = task.segments.partition_point(|it| it.end <= segment.start);
        let within = task.segments[first..].iter().take_while(|it| it.start < segment.end);
        within.clone().any(|it| it.phase == Phase::Ready)
    };
    let names: Vec<TaskId> = account.tasks.iter().filter(is_ready).map(|it| it.id).collect();
    if names.is_empty() {
        return None;
    }
    Some(format!("Meanwhile {} {} ready and could not run.", account.names(&names), phrase::was(names.len())))
}

/// `fetch #2 was ready at 0.50 s but could not run until 2.00 s: parse (line 7) held the thread with
/// sleep_blocking(1.5). Use sleep, or spawn_thread.`
fn ready(account: &RunAnalysis, task: &Task, segment: &Segment) -> Vec<String> {
    let name = account.name(task.id);
    let (from, to) = (account.at(segment.start), account.at(segment.end));
    let due = match segment.wait {
        Some(Wait::Timeout { until, .. }) if until <= segment.start => {
            format!("{from}, when its timeout was due,")
        }
        _ => from.clone(),
    };
    let mut holders = account.holders(segment.start..segment.end);
    holders.retain(|it| it.0 != task.id);
    let Some((holder, _, longest)) = holders.first() else {
        return vec![format!("{name} was ready at {from} and got the thread at {to}.")];
    };
    let worth = |time: Nanos| time.saturating_mul(20) >= segment.length();
    let others: Vec<TaskId> = holders[1..].iter().filter(|it| worth(it.1)).map(|it| it.0).collect();
    let beside = match others.len() {
        0 => String::new(),
        _ => format!(" So did {}.", account.names(&others)),
    };
    if longest.phase == Phase::Blocking {
        let what = account.blocks_for(longest);
        vec![
            format!(
                "{name} was ready at {due} but could not run until {to}: {}{} held the thread with {}.{beside}",
                account.name(*holder),
                phrase::in_line(longest.line),
                what,
            ),
            phrase::instead(account.language(), &what),
        ]
    } else {
        vec![
            format!(
                "{name} was ready at {due} but could not run until {to}: {} computed, and had the thread.{beside}",
                account.name_in_line(*holder),
            ),
            "A yield_now() in there lets others go on; spawn_thread moves it away.".to_owned(),
        ]
    }
}

fn waiting(account: &RunAnalysis, task: &Task, segment: &Segment) -> Vec<Part> {
    let name = account.name(task.id);
    let (from, to) = (account.at(segment.start), account.at(segment.end));
    let line = phrase::in_line(segment.line);
    let span = format!("from {from} to {to}");
    match segment.wait {
        Some(Wait::Sleep { .. }) => vec![Part::Sentence(format!(
            "{name} was waiting {span}: it slept{line}. The thread was free for others."
        ))],
        Some(Wait::Task { id }) => vec![
            Part::Sentence(format!("{name} was waiting {span}: it awaited {}{line}.", account.name(id))),
            Part::Awaited(vec![id]),
        ],
        Some(Wait::Tasks { ids }) => {
            let ids: Vec<TaskId> = account.task_ids(ids);
            let awaited = account.names(&ids);
            vec![
                Part::Sentence(format!("{name} was waiting {span}: it awaited {awaited}{line}.")),
                Part::Awaited(ids),
            ]
        }
        Some(Wait::Timeout { id, until }) => {
            let (awaited, limit) = (account.name(id), phrase::length(until.saturating_sub(segment.start)));
            vec![
                Part::Sentence(format!(
                    "{name} was waiting {span}: it awaited {awaited}, for at most {limit}{line}."
                )),
                Part::Awaited(vec![id]),
            ]
        }
        Some(Wait::Io { what }) => {
            let what = account.shown(what);
            vec![Part::Sentence(format!(
                "{name} was waiting {span} for {what}{line}. The thread was free for others."
            ))]
        }
        Some(Wait::Object { kind, name: object, .. }) => {
            let what = object_text(&account.shown(kind), &account.shown(object));
            let mut said = vec![Part::Sentence(format!("{name} was waiting {span} for {what}{line}."))];
            said.extend(segment.wait.and_then(holder).map(Part::Holder));
            let woken = account.woken(task.id, segment.start..segment.end).and_then(|(_, by)| by);
            said.extend(woken.map(|by| Part::Sentence(format!("{} let it go on.", account.name(by)))));
            said
        }
        Some(Wait::Yield | Wait::Unknown { .. }) | None => {
            vec![Part::Sentence(format!("{name} was waiting {span}{line}."))]
        }
    }
}

/// What an awaited task did itself, in a sentence.
fn in_turn(account: &RunAnalysis, task: &Task, instant: Nanos) -> Option<String> {
    let doing = done_meanwhile(account, task.segment_at(instant)?);
    Some(format!("{} {doing}.", account.name(task.id)))
}

/// `slept until 2.00 s (line 5)`
fn done_meanwhile(account: &RunAnalysis, segment: &Segment) -> String {
    let to = account.at(segment.end);
    let line = phrase::in_line(segment.line);
    match (segment.phase, segment.wait) {
        (Phase::Running, _) => format!("was running until {to}"),
        (Phase::Blocking, _) => {
            let call = account.blocks_for(segment);
            format!("was blocking the thread until {to}, with {call}{line}")
        }
        (Phase::Ready, _) => format!("was ready, and could not run until {to}"),
        (_, Some(Wait::Sleep { .. })) => format!("slept until {to}{line}"),
        (_, Some(Wait::Task { id } | Wait::Timeout { id, .. })) => {
            format!("awaited {} until {to}{line}", account.name(id))
        }
        (_, Some(Wait::Tasks { ids })) => {
            format!("awaited {} until {to}{line}", account.names(&account.task_ids(ids)))
        }
        (_, Some(Wait::Io { what })) => format!("waited for {} until {to}{line}", account.shown(what)),
        (_, Some(Wait::Object { kind, name, .. })) => {
            let what = object_text(&account.shown(kind), &account.shown(name));
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
