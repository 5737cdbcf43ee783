//! Places to go to: tasks, lines and printed texts that are looked for, findings and marks.

use std::collections::HashSet;

use super::side::Side;
use super::stop::Stop;
use crate::timeline::Nanos;
use crate::trace::TaskId;

/// The places that fit, in time order, as instants, runs and tasks: tasks of that name, events of that line, printed texts.
pub(super) fn places(sides: &[Side], wanted: &str) -> Vec<(Nanos, usize, TaskId)> {
    let line = wanted.strip_prefix("line ").unwrap_or(wanted).trim().parse::<u32>().ok();
    let mut places: Vec<(Nanos, usize, TaskId)> = Vec::new();
    for (number, side) in sides.iter().enumerate() {
        let texts = side.trace.texts();
        let has = |text: &str| text.to_lowercase().contains(wanted);
        let names = side.view.lanes().filter(|it| has(texts.get(it.name())));
        let printed = side.view.console.iter().filter(|it| has(texts.get(it.text)));
        let events = side.trace.events().iter().filter(|it| Some(it.line) == line);
        let found = names.map(|it| (it.spawned_at(), it.task()));
        let found = found.chain(printed.map(|it| (it.at, it.task)));
        let found = found.chain(events.map(|it| (it.at, it.task)));
        let (span, shown) = (&side.view.span, side.lanes.iter().map(|it| it.task).collect::<HashSet<_>>());
        let is_here = |it: &(Nanos, TaskId)| (span.start..=span.end).contains(&it.0) && shown.contains(&it.1);
        places.extend(found.filter(is_here).map(|(at, task)| (side.since(at), number, task)));
    }
    places.sort();
    places.dedup();
    places
}

/// Findings and marks of all runs, in time order.
pub(super) struct Stops(Vec<Stop>);

impl Stops {
    pub fn of(sides: &[Side]) -> Stops {
        let mut stops: Vec<Stop> =
            sides.iter().enumerate().flat_map(|(number, side)| side.stops(number)).collect();
        stops.sort_by_key(|it| it.at);
        Stops(stops)
    }

    /// The next one; after the last one the first.
    pub fn after(&self, at: Nanos) -> Option<Stop> {
        let place = self.0.partition_point(|it| it.at <= at);
        self.0.get(place).or(self.0.first()).cloned()
    }

    /// The one before; before the first one the last.
    pub fn before(&self, at: Nanos) -> Option<Stop> {
        let place = self.0.partition_point(|it| it.at < at);
        self.0[..place].last().or(self.0.last()).cloned()
    }
}
