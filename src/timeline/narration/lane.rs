//! One task's lane in sentences.

use std::collections::HashMap;

use super::deed::Deed;
use super::teller::{Rank, Teller, line_text};
use crate::timeline::Lane;
use crate::trace::Outcome;

impl<'a> Teller<'a> {
    pub fn tell_lane(&mut self, lane: &Lane<'a>) {
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
