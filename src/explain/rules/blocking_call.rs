//! A call that blocked the thread while other tasks were ready to run.

use std::collections::HashMap;

use crate::explain::analysis::Hold;
use crate::explain::finding::Reported;
use crate::explain::{Finding, Kind, RunAnalysis, Scorecard, phrase};
use crate::timeline::{Nanos, Phase};
use crate::trace::TaskId;

/// Places that are looked at, those with the most blocking first.
const MAX_PLACES: usize = 5;

/// The blocking calls of one source line, in time order.
struct Place {
    line: u32,
    what: String,
    holds: Vec<Hold>,
    /// The blocking time before each of `holds`, and after the last.
    before: Vec<Nanos>,
}

pub fn check(analysis: &RunAnalysis) -> Vec<Finding> {
    if analysis.view.statistics.thread.blocking == 0 {
        return Vec::new();
    }
    let gain = Scorecard::of(analysis).gain();
    let mut places = places(analysis);
    places.sort_by_key(|it| std::cmp::Reverse(it.total()));
    places.truncate(MAX_PLACES);
    places.iter().filter_map(|place| found(analysis, place, gain)).collect()
}

fn places(analysis: &RunAnalysis) -> Vec<Place> {
    let mut by_line: HashMap<(u32, String), Vec<Hold>> = HashMap::new();
    for hold in analysis.holds.iter().filter(|it| it.segment.phase == Phase::Blocking) {
        // `sleep_blocking(2)` and `sleep_blocking(1)` of one line are one call.
        let what = analysis.blocks_for(&hold.segment);
        let name = what.split('(').next().unwrap_or_default().to_owned();
        by_line.entry((hold.segment.line, name)).or_default().push(*hold);
    }
    let mut places: Vec<Place> = by_line
        .into_iter()
        .map(|((line, _), holds)| {
            let longest = holds.iter().max_by_key(|it| it.segment.length());
            let what = longest.map_or(String::new(), |it| analysis.blocks_for(&it.segment));
            let mut sum = 0;
            let before = holds.iter().map(|hold| {
                sum += hold.segment.length();
                sum - hold.segment.length()
            });
            let mut before: Vec<Nanos> = before.collect();
            before.push(sum);
            Place { line, what, holds, before }
        })
        .collect();
    places.sort_by_key(|it| it.holds[0].segment.start);
    places
}

fn found(analysis: &RunAnalysis, place: &Place, gain: Nanos) -> Option<Finding> {
    let starved: Vec<(TaskId, Nanos)> = analysis
        .tasks
        .iter()
        .map(|task| {
            let ready = task.segments.iter().filter(|it| it.phase == Phase::Ready);
            (task.id, ready.map(|it| place.within(it.start, it.end)).sum())
        })
        .filter(|(_, time)| analysis.matters(*time))
        .collect();
    let main = analysis.main().map(|it| it.id);
    let (worst, longest) = *starved.iter().max_by_key(|(_, time)| *time)?;
    let mut culprits: Vec<TaskId> = place.holds.iter().map(|it| it.task).collect();
    culprits.dedup();
    culprits.sort();
    culprits.dedup();
    let calls = place.holds.len();
    let call = &place.what;
    let sum = if calls == 1 { String::new() } else { format!(", {} in all", phrase::length(place.total())) };
    let mut names: Vec<TaskId> = starved.iter().map(|(task, _)| *task).collect();
    names.sort_by_key(|task| Some(*task) == main);
    let (last, up_to) = match names.len() {
        1 => (analysis.name(worst), ""),
        _ => (analysis.names(&names), "up to "),
    };
    let text = format!(
        "{} held the thread with {call}{sum}. Meanwhile {last} {} ready and could not run, for {up_to}{}.",
        analysis.names(&culprits),
        phrase::was(names.len()),
        phrase::length(longest),
    );
    let gain = gain.min(place.total());
    Some(Finding {
        rule: "blocking-call",
        kind: Kind::Slow,
        gain: analysis.matters(gain).then_some(gain),
        task: culprits[0],
        at: place.holds[0].segment.start,
        line: place.line,
        text,
        try_this: phrase::instead(analysis.language(), &place.what),
        reported: Reported::OnlyHere,
    })
}

impl Place {
    fn total(&self) -> Nanos {
        self.before.last().copied().unwrap_or(0)
    }

    /// The blocking time within a span.
    fn within(&self, start: Nanos, end: Nanos) -> Nanos {
        self.up_to(end) - self.up_to(start)
    }

    fn up_to(&self, instant: Nanos) -> Nanos {
        let index = self.holds.partition_point(|it| it.segment.end <= instant);
        let begun = self.holds.get(index).map_or(0, |it| instant.saturating_sub(it.segment.start));
        self.before[index] + begun
    }
}
