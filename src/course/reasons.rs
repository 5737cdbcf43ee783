//! Why a task did at an instant what it did: reasons to choose from, of which those are right that `explain::why` gives.

use std::sync::PoisonError;

use super::document::WhyQuestion;
use super::fnv;
use super::judge::AnswerRun;
use crate::explain::{RunAnalysis, why};
use crate::syntax::lexer::is_in_word;
use crate::timeline::{Age, Nanos, Phase};
use crate::trace::TaskId;

/// Reasons to choose from: more would not be read.
const MAX_CHOICES: usize = 4;

/// A question about an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reasons {
    pub task: String,
    pub phase: Phase,
    /// Since the run began.
    pub at: Nanos,
    pub choices: Vec<Choice>,
    /// What `why` says, in sentences.
    pub explanation: Vec<String>,
}

/// A reason that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub text: String,
    pub is_right: bool,
}

/// A reason, and what `why` says where it is one: all of these in one sentence.
struct Reason {
    text: String,
    said: Vec<String>,
    /// What the sentence does not say.
    unsaid: &'static str,
}

impl Reason {
    fn new(text: String, said: &[&str]) -> Reason {
        Reason { text, said: said.iter().map(|it| it.to_string()).collect(), unsaid: "\0" }
    }

    fn is_given(&self, sentences: &[String]) -> bool {
        let gives = |it: &String| self.said.iter().all(|said| has(it, said)) && !it.contains(self.unsaid);
        sentences.iter().any(gives)
    }
}

/// The reasons at the instant of the question, in an order that depends on `seed` alone. None where the run has no such
/// task, where it does nothing then, or where nothing is right or wrong of it.
pub fn reasons(played: &AnswerRun, question: &WhyQuestion, seed: &str) -> Option<Reasons> {
    let record = played.record.lock().unwrap_or_else(PoisonError::into_inner);
    let timeline = record.timeline();
    let index = timeline.runs().iter().rposition(|run| Some(run.main) == played.end.main)?;
    let view = timeline.view_of_run(index);
    let texts = record.texts();
    let own = view.lanes.iter().filter(|it| it.age == Age::OfThisRun).map(|it| it.task);
    let names: Vec<(TaskId, String)> =
        own.filter_map(|id| Some((id, texts.get(timeline.lane(id)?.name()).to_owned()))).collect();
    let (task, name) = names.iter().find(|(_, name)| *name == question.task)?;
    let instant = view.span.start + question.at;
    let phase = timeline.lane(*task)?.segments(instant..instant + 1).next()?.phase;
    let analysis = RunAnalysis::new(&view, record.trace());
    let explanation = why(&analysis, *task, instant);
    let others: Vec<&str> = names.iter().filter(|it| it.0 != *task).map(|it| it.1.as_str()).collect();
    let mut pool = candidates(name, &others);
    pool.extend(of_objects(name, &explanation));
    let (right, wrong): (Vec<Reason>, Vec<Reason>) =
        pool.into_iter().partition(|it| it.is_given(&explanation));
    if right.is_empty() || wrong.is_empty() {
        return None;
    }
    let room = MAX_CHOICES - right.len().min(MAX_CHOICES - 1);
    let right = right.into_iter().take(MAX_CHOICES - 1).map(|it| Choice { text: it.text, is_right: true });
    let wrong = tempting(wrong, seed).into_iter().take(room);
    let wrong = wrong.map(|it| Choice { text: it.text, is_right: false });
    let mut choices: Vec<Choice> = right.chain(wrong).collect();
    fnv::shuffle(seed, &mut choices);
    Some(Reasons { task: name.clone(), phase, at: question.at, choices, explanation })
}

/// Whatever may be said of a task.
fn candidates(task: &str, others: &[&str]) -> Vec<Reason> {
    let waiting = format!("{task} was waiting");
    let ready = format!("{task} was ready");
    let mut pool = vec![
        Reason::new(format!("{task} sleeps, and the thread is free for others"), &[&waiting, "it slept"]),
        Reason::new(
            format!("{task} waits for the world outside: a file or a server"),
            &[&waiting, "thread was free"],
        ),
        Reason::new(format!("{task} computes"), &[&format!("{task} was running")]),
        Reason::new(
            format!("{task} holds the thread itself, and does nothing"),
            &[&format!("{task} was blocking")],
        ),
    ];
    // A sleep frees the thread, too.
    pool[1].unsaid = "it slept";
    for other in others {
        pool.push(Reason::new(
            format!("{task} could go on, but {other} has the thread and blocks it"),
            &[&ready, other, "held the thread with"],
        ));
        pool.push(Reason::new(
            format!("{task} could go on, but {other} has the thread and computes"),
            &[&ready, other, "computed, and had the thread"],
        ));
        pool.push(Reason::new(
            format!("{task} awaits {other}, which has not ended"),
            &[&waiting, "it awaited", other],
        ));
    }
    pool
}

/// What is waited for besides: a lock, a permit, a message.
fn of_objects(task: &str, explanation: &[String]) -> Vec<Reason> {
    let waiting = format!("{task} was waiting");
    let objects = explanation.iter().filter(|it| it.starts_with(&waiting) && !it.contains("thread was free"));
    let objects = objects.filter_map(|it| {
        let rest = it.split_once(" for ")?.1;
        let end = rest.find(" (line").unwrap_or(rest.len() - 1);
        Some(rest[..end].to_owned())
    });
    objects.map(|it| Reason::new(format!("{task} waits for {it}"), &[&waiting, &it])).collect()
}

/// The wrong reasons, those of the same kind of standing still first.
fn tempting(mut wrong: Vec<Reason>, seed: &str) -> Vec<Reason> {
    fnv::shuffle(seed, &mut wrong);
    // To blame a task, to sleep: that is what people say. That a task computes they see.
    wrong.sort_by_key(|it| usize::from(it.text.ends_with(" computes") && !it.text.contains("but ")));
    wrong
}

/// Whether a sentence has a text, and not as the beginning of a longer name: `fetch` is not in `fetch #2`.
fn has(sentence: &str, text: &str) -> bool {
    sentence.match_indices(text).any(|(at, _)| {
        let (before, after) = (&sentence[..at], &sentence[at + text.len()..]);
        let is_part = |c: Option<char>| c.is_some_and(is_in_word);
        let is_whole = !text.ends_with(char::is_alphanumeric) || !is_part(after.chars().next());
        let starts = !text.starts_with(char::is_alphanumeric) || !is_part(before.chars().next_back());
        is_whole && starts && !after.starts_with(" #")
    })
}
