//! Going to a place that is looked for: a task, a line, a printed text, an instant, a finding.

use super::Player;
use crate::timeline::{Nanos, duration_text, read_duration};

impl Player<'_> {
    /// Goes to the next place that fits: a task of that name, an event of that line, a printed text. An empty text looks
    /// for the one before.
    pub(super) fn search(&mut self, text: &str) {
        let wanted = if text.is_empty() { self.last_search.clone() } else { text.to_lowercase() };
        self.last_search.clone_from(&wanted);
        let line = wanted.strip_prefix("line ").unwrap_or(&wanted).trim().parse::<u32>().ok();
        let texts = self.trace.texts();
        let mut places: Vec<(Nanos, crate::trace::TaskId)> = Vec::new();
        let has = |text: &str| text.to_lowercase().contains(&wanted);
        places.extend(
            self.view.lanes().filter(|it| has(texts.get(it.name()))).map(|it| (it.spawned_at(), it.task())),
        );
        places
            .extend(self.view.console.iter().filter(|it| has(texts.get(it.text))).map(|it| (it.at, it.task)));
        if let Some(line) = line {
            let events = self.trace.events().iter().filter(|it| it.line == line);
            places.extend(events.map(|it| (it.at, it.task)));
        }
        places.retain(|(at, task)| {
            (self.view.span.start..=self.view.span.end).contains(at)
                && self.lanes.iter().any(|it| it.task == *task)
        });
        places.sort();
        places.dedup();
        let here = (self.at, self.task().unwrap_or(crate::trace::TaskId(0)));
        let next = places.iter().find(|it| **it > here).or(places.first());
        match next {
            Some((at, task)) if !wanted.is_empty() => {
                self.go_to(*at);
                self.choose_task(*task);
                let nth = places.partition_point(|it| it < &(*at, *task)) + 1;
                self.message = format!("{nth} of {}. / and Enter goes to the next.", places.len());
            }
            _ => self.message = format!("There is no task, line or printed text `{wanted}` in this run."),
        }
    }

    /// Goes to an instant that is written as people write it: `1.5`, `1.5 s`, `350 ms`.
    pub(super) fn jump(&mut self, text: &str) {
        match read_duration(text) {
            Some(at) => {
                self.go_to(self.view.span.start.saturating_add(at));
                let length = self.view.span.end - self.view.span.start;
                if at > length {
                    self.message = format!("The run ends at {}.", duration_text(length));
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
            self.choose_task(task);
        }
        self.message = stop.text;
    }
}
