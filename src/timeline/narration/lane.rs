//! One task's lane in sentences.

use std::collections::HashMap;

use super::activity::Activity;
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
        let said = self.said.get(&lane.task()).into_iter().flatten().map(|it| self.said_activity(it));
        let activities: Vec<Activity> = self.activities(lane).into_iter().chain(said).collect();
        for activities in by_kind(activities) {
            self.tell_activities(&name, activities);
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

/// Activities by kind, in the order of the first of each.
fn by_kind(activities: Vec<Activity>) -> Vec<Vec<Activity>> {
    let mut kinds: Vec<Vec<Activity>> = Vec::new();
    let mut places = HashMap::new();
    for activity in activities {
        let place = *places.entry(activity.kind).or_insert(kinds.len());
        if place == kinds.len() {
            kinds.push(Vec::new());
        }
        kinds[place].push(activity);
    }
    kinds
}
