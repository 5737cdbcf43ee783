//! Families: tasks that were spawned at the same place, of which a few are described and the others summed up.

use std::collections::{HashMap, HashSet};

use super::teller::{Rank, Teller, line_text};
use crate::plain::plain_text;
use crate::timeline::{ConsoleKind, Lane, Nanos, View, count_text, duration_text};
use crate::trace::{Outcome, TaskId, Texts};

/// A family of more tasks than this is not described in full …
const TOLD_IN_FULL: usize = 8;
/// … but this many of it, and the first that failed.
const TOLD_FIRST: usize = 3;

/// Tasks that were spawned at the same place.
pub(super) struct Family<'a> {
    /// What to call them: `tasks like fetch_data`, or `tasks` where they have different names.
    plural: String,
    /// Those to tell one by one, and those to sum up.
    told: Vec<Lane<'a>>,
    others: Vec<Lane<'a>>,
}

/// The families of a view's lanes. Each main task is one by itself.
pub(super) fn families<'a>(view: &View<'a>, texts: &Texts) -> Vec<Family<'a>> {
    let mut families: Vec<Vec<Lane<'a>>> = Vec::new();
    let mut places: HashMap<(TaskId, u32), usize> = HashMap::new();
    for lane in view.lanes() {
        match places.get(&(lane.root(), lane.line())) {
            Some(&place) if lane.parent().is_some() => families[place].push(lane),
            _ => {
                if lane.parent().is_some() {
                    places.insert((lane.root(), lane.line()), families.len());
                }
                families.push(vec![lane]);
            }
        }
    }
    families.into_iter().map(|lanes| Family::new(lanes, texts)).collect()
}

impl<'a> Family<'a> {
    fn new(lanes: Vec<Lane<'a>>, texts: &Texts) -> Family<'a> {
        let names: HashSet<&str> = lanes.iter().map(|lane| without_number(texts.get(lane.name()))).collect();
        let plural = match Vec::from_iter(names).as_slice() {
            [name] => format!("tasks like {}", plain_text(name)),
            _ => "tasks".to_owned(),
        };
        if lanes.len() <= TOLD_IN_FULL {
            return Family { plural, told: lanes, others: Vec::new() };
        }
        let failed = |it: &Lane| it.ending().is_some_and(|it| it.outcome == Outcome::Failed);
        let first_failed = lanes.iter().position(failed);
        let is_told = |index: usize| index < TOLD_FIRST || Some(index) == first_failed;
        let (told, others): (Vec<_>, Vec<_>) =
            lanes.into_iter().enumerate().partition(|(index, _)| is_told(*index));
        let lanes = |them: Vec<(usize, Lane<'a>)>| them.into_iter().map(|(_, lane)| lane).collect();
        Family { plural, told: lanes(told), others: lanes(others) }
    }

    /// Tells what became of its tasks.
    pub fn tell(&self, teller: &mut Teller<'a>) {
        self.told.iter().for_each(|lane| teller.tell_lane(lane));
        if let Some(first) = self.others.first() {
            let (count, tasks) = (count_text(self.others.len() as u64), &self.plural);
            let parent = first.parent().map_or_else(String::new, |it| teller.name(it));
            let starts = format!("{parent} starts {count} more {tasks}{}", line_text(first.line()));
            teller.tell(first.spawned_at(), Rank::Starts, starts);
            let (at, what) = became_of(teller, &self.others);
            teller.tell(at, Rank::Ends, format!("these {count} {tasks}: {what}"));
        }
    }
}

/// How tasks ended and what they did, and when the last of them ended.
fn became_of(teller: &Teller, lanes: &[Lane]) -> (Nanos, String) {
    let end = teller.view.span.end;
    let endings: Vec<_> = lanes.iter().filter_map(Lane::ending).filter(|it| it.at <= end).collect();
    let with = |outcome| endings.iter().filter(|it| it.outcome == outcome).count();
    let outcomes = [
        (with(Outcome::Done), "done"),
        (with(Outcome::Failed), "failed"),
        (with(Outcome::Cancelled), "cancelled"),
        (lanes.len() - endings.len(), "still going on"),
    ];
    let outcomes = outcomes.iter().filter(|it| it.0 > 0);
    let outcomes = outcomes.map(|(count, how)| match lanes.len() == *count {
        true => format!("all are {how}"),
        false => format!("{} are {how}", count_text(*count as u64)),
    });
    let waited = lanes.iter().fold(0, |sum: Nanos, it| sum.saturating_add(it.waited_outside()));
    let waited = (waited > 0).then(|| format!("they waited {} in all", duration_text(waited)));
    let printed: usize = lanes.iter().map(|it| printed(teller, it)).sum();
    let printed = (printed > 0).then(|| format!("they printed {} times", count_text(printed as u64)));
    let what: Vec<String> = outcomes.chain(waited).chain(printed).collect();
    let last = endings.iter().map(|it| it.at).max().filter(|_| endings.len() == lanes.len());
    (last.unwrap_or(end), what.join(", "))
}

fn printed(teller: &Teller, lane: &Lane) -> usize {
    let said = teller.said.get(&lane.task()).into_iter().flatten();
    said.filter(|it| it.kind == ConsoleKind::Printed).count()
}

/// `fetch_data` of `fetch_data #2`.
fn without_number(name: &str) -> &str {
    match name.rsplit_once(" #") {
        Some((base, number)) if number.bytes().all(|it| it.is_ascii_digit()) => base,
        _ => name,
    }
}
