//! Going to a place that is looked for: a task, a line, a printed text, an instant, a finding.

use super::Player;
use crate::timeline::{Nanos, duration_text};

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
        match instant(text) {
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

/// Nanoseconds of a time as people write it; seconds where no unit stands.
fn instant(text: &str) -> Option<Nanos> {
    let text = text.trim().replace(',', ".");
    let digits = text.trim_end_matches(|it: char| it.is_alphabetic() || it == 'µ').trim_end();
    let unit = match text[digits.len()..].trim() {
        "" | "s" => 1e9,
        "ms" => 1e6,
        "us" | "µs" => 1e3,
        "ns" => 1.0,
        "min" => 60e9,
        _ => return None,
    };
    let number: f64 = digits.parse().ok()?;
    let nanos = number * unit;
    (nanos.is_finite() && nanos >= 0.0).then_some(nanos as Nanos)
}

#[cfg(test)]
mod tests {
    use super::instant;

    #[test]
    fn instants_are_read_as_people_write_them() {
        for (text, nanos) in [
            ("1.5", Some(1_500_000_000)),
            ("1,5 s", Some(1_500_000_000)),
            (" 350 ms", Some(350_000_000)),
            ("350ms", Some(350_000_000)),
            ("2 min", Some(120_000_000_000)),
            ("10 µs", Some(10_000)),
            ("", None),
            ("soon", None),
            ("-1", None),
            ("1 year", None),
            ("1e400", None),
        ] {
            assert_eq!(instant(text), nanos, "{text}");
        }
    }
}
