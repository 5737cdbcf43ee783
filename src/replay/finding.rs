//! Going to a place that is looked for: a task, a line, a printed text, an instant, a finding.

use std::collections::HashSet;

use super::Player;
use crate::timeline::{Nanos, duration_text, read_duration};
use crate::trace::TaskId;

impl Player<'_> {
    /// Goes to the next place that fits: a task of that name, an event of that line, a printed text. An empty text looks
    /// for the one before.
    pub(super) fn search(&mut self, text: &str) {
        let wanted = if text.is_empty() { self.last_search.clone() } else { text.to_lowercase() };
        self.last_search.clone_from(&wanted);
        let line = wanted.strip_prefix("line ").unwrap_or(&wanted).trim().parse::<u32>().ok();
        let mut places: Vec<(Nanos, usize, TaskId)> = Vec::new();
        for (number, side) in self.sides.iter().enumerate() {
            let texts = side.trace.texts();
            let has = |text: &str| text.to_lowercase().contains(&wanted);
            let names = side.view.lanes().filter(|it| has(texts.get(it.name())));
            let printed = side.view.console.iter().filter(|it| has(texts.get(it.text)));
            let events = side.trace.events().iter().filter(|it| Some(it.line) == line);
            let found = names.map(|it| (it.spawned_at(), it.task()));
            let found = found.chain(printed.map(|it| (it.at, it.task)));
            let found = found.chain(events.map(|it| (it.at, it.task)));
            let (span, shown) =
                (&side.view.span, side.lanes.iter().map(|it| it.task).collect::<HashSet<_>>());
            let is_here =
                |it: &(Nanos, TaskId)| (span.start..=span.end).contains(&it.0) && shown.contains(&it.1);
            places.extend(found.filter(is_here).map(|(at, task)| (side.since(at), number, task)));
        }
        places.sort();
        places.dedup();
        let here = (self.at, self.focus, self.task().unwrap_or(TaskId(0)));
        let next = places.iter().find(|it| **it > here).or(places.first());
        match next {
            Some(place) if !wanted.is_empty() => {
                self.go_to_step(*place);
                let nth = places.partition_point(|it| it < place) + 1;
                self.message = format!("{nth} of {}. / and Enter goes to the next.", places.len());
            }
            _ => self.message = format!("There is no task, line or printed text `{wanted}` in this run."),
        }
    }

    /// Goes to an instant that is written as people write it: `1.5`, `1.5 s`, `350 ms`.
    pub(super) fn jump(&mut self, text: &str) {
        match read_duration(text) {
            Some(at) => {
                self.go_to(at);
                if at > self.end {
                    self.message = format!("The run ends at {}.", duration_text(self.end));
                }
            }
            None => {
                self.message =
                    "An instant is written like 1.5 or 350 ms, from the run's beginning.".to_owned()
            }
        }
    }

    /// The next finding or mark; after the last one the first.
    pub(super) fn next_stop(&mut self) {
        let place = self.stops.partition_point(|it| it.at <= self.at);
        self.stop_at(if place < self.stops.len() { place } else { 0 });
    }

    /// The finding or mark before; before the first one the last.
    pub(super) fn stop_before(&mut self) {
        let place = self.stops.partition_point(|it| it.at < self.at);
        self.stop_at(place.checked_sub(1).unwrap_or(self.stops.len().saturating_sub(1)));
    }

    fn stop_at(&mut self, index: usize) {
        self.is_playing = false;
        let Some(stop) = self.stops.get(index).cloned() else {
            self.message = "Nothing stands out in this run, and nothing is marked.".to_owned();
            return;
        };
        self.go_to(stop.at);
        if let Some(task) = stop.task {
            self.choose_task(stop.side, task);
        }
        let title =
            if self.sides.len() > 1 { format!("{}: ", self.sides[stop.side].title) } else { String::new() };
        self.message = title + stop.text.as_str();
    }
}
