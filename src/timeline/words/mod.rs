//! A view in plain sentences in time order, for screen readers and logs.
//!
//! What repeats is described twice and then summed up, and of many tasks of one kind a few are described and the others
//! summed up: the number of sentences grows with the script and not with what it does ten thousand times.

mod deed;
mod family;

use std::collections::HashMap;

use unicode_segmentation::UnicodeSegmentation;

use super::{Age, ConsoleLine, Lane, Nanos, View, count_text, instant_text, summary};
use crate::plain::plain_text;
use crate::trace::{Outcome, TaskId, TextId, Texts};
use deed::Deed;
use family::families;

/// Longer texts are cut.
const LONGEST_TEXT: usize = 200;

/// The view in sentences, the summary last.
pub fn words(view: &View, texts: &Texts) -> Vec<String> {
    let mut teller = Teller { view, texts, said: said_by_task(view.console), told: Vec::new() };
    let families = families(view, texts);
    families.iter().for_each(|family| teller.tell_family(family));
    for mark in view.marks() {
        let label = teller.text(mark.label);
        teller.tell(mark.at, Rank::Says, format!("mark “{label}”"));
    }
    teller.told.sort_by_key(|it| (it.0, it.1));
    let told = teller.told.iter().map(|(at, _, sentence)| {
        let since = at.saturating_sub(view.span.start);
        format!("{} s: {}.", instant_text(since), sentence.trim_end_matches('.'))
    });
    let cut = view.gap().map(|gap| {
        let since = |at: Nanos| instant_text(at.saturating_sub(view.span.start));
        if gap.end < view.span.end {
            let (from, to) = (since(gap.start), since(gap.end));
            return format!("What happened from {from} s to {to} s was counted, and is left out here.");
        }
        let limit = count_text(view.timeline.detail_limit() as u64);
        format!("What happened after the first {limit} events was counted, and is left out here.")
    });
    let before = teller.older_text();
    before.into_iter().chain(told).chain(cut).chain([summary(view)]).collect()
}

/// In which order to tell what happened at the same instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Starts,
    Says,
    Does,
    Ends,
    EndsRun,
}

struct Teller<'a> {
    view: &'a View<'a>,
    texts: &'a Texts,
    said: HashMap<TaskId, Vec<ConsoleLine>>,
    told: Vec<(Nanos, Rank, String)>,
}

impl<'a> Teller<'a> {
    fn tell(&mut self, at: Nanos, rank: Rank, sentence: String) {
        self.told.push((at, rank, sentence));
    }

    fn tell_lane(&mut self, lane: &Lane<'a>) {
        let name = self.name(lane.task());
        let (span, line) = (self.view.span.clone(), line_text(lane.line()));
        if span.contains(&lane.spawned_at()) || lane.spawned_at() == span.end {
            let sentence = match lane.parent() {
                Some(parent) => format!("{} starts {name}{line}", self.name(parent)),
                None => format!("{name} begins"),
            };
            self.tell(lane.spawned_at(), Rank::Starts, sentence);
        }
        let said = self.said.get(&lane.task()).into_iter().flatten().map(|it| self.said_deed(it));
        let deeds: Vec<Deed> = self.deeds(lane).into_iter().chain(said).collect();
        for deeds in by_kind(deeds) {
            self.tell_deeds(&name, deeds);
        }
        if let Some(ending) = self.view.ending_of(lane, self.texts) {
            let how = match ending.outcome {
                Outcome::Done => "is done",
                Outcome::Failed => "fails",
                Outcome::Cancelled => "is cancelled",
            };
            let text = ending.text.map(|it| self.text(it)).filter(|it| !it.is_empty());
            let text = text.map_or_else(String::new, |it| format!(": {it}"));
            let rank = if lane.parent().is_some() { Rank::Ends } else { Rank::EndsRun };
            self.tell(ending.at, rank, format!("{name} {how}{text}"));
        }
    }

    /// The tasks that were there already.
    fn older_text(&self) -> Option<String> {
        let older = self.view.lanes.iter().filter(|it| it.age == Age::Older);
        let names: Vec<String> = older.map(|it| self.name(it.task)).collect();
        let (shown, more) =
            (names.iter().take(5).cloned().collect::<Vec<_>>().join(", "), names.len().saturating_sub(5));
        let more = if more > 0 { format!(" and {} more", count_text(more as u64)) } else { String::new() };
        (!names.is_empty()).then(|| format!("From before, and still alive: {shown}{more}."))
    }

    fn name(&self, task: TaskId) -> String {
        self.view.timeline.lane(task).map_or_else(|| format!("task {}", task.0), |it| self.text(it.name()))
    }

    /// A text in one line, harmless and not too long.
    fn text(&self, id: TextId) -> String {
        let text = self.texts.get(id).lines().collect::<Vec<_>>().join(" / ");
        let text = plain_text(&text);
        match text.grapheme_indices(true).nth(LONGEST_TEXT) {
            Some((cut, _)) => format!("{}…", &text[..cut]),
            None => text.into_owned(),
        }
    }
}

/// Deeds by kind, in the order of the first of each.
fn by_kind(deeds: Vec<Deed>) -> Vec<Vec<Deed>> {
    let mut kinds: Vec<Vec<Deed>> = Vec::new();
    let mut places = HashMap::new();
    for deed in deeds {
        let place = *places.entry(deed.kind).or_insert(kinds.len());
        if place == kinds.len() {
            kinds.push(Vec::new());
        }
        kinds[place].push(deed);
    }
    kinds
}

fn said_by_task(console: &[ConsoleLine]) -> HashMap<TaskId, Vec<ConsoleLine>> {
    let mut said: HashMap<TaskId, Vec<ConsoleLine>> = HashMap::new();
    console.iter().for_each(|it| said.entry(it.task).or_default().push(*it));
    said
}

fn line_text(line: u32) -> String {
    if line == 0 { String::new() } else { format!(" (line {line})") }
}
