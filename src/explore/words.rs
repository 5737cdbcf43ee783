//! What exploring came to, in words.

use super::outcome::{Ending, Outcome};
use super::search::{Exploration, Found, Reach};
use crate::explain::{RunAnalysis, first_lost_update};
use crate::plain::plain_text;
use crate::style::cut;
use crate::timeline::{Nanos, View, instant_text};
use crate::trace::{EventKind, Trace};

/// Outcomes that are told one by one.
const MAX_TOLD: usize = 8;
/// Characters of an outcome, and printed lines of it.
const MAX_CHARS: usize = 56;
const MAX_LINES: usize = 4;

/// An order that is shown, next to the usual one.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// Which of what was found.
    pub index: usize,
    /// Why the usual order, and this one, came to what they did, if that can be said in a few words.
    pub reasons: [Option<String>; 2],
    /// Where it first went another way: when, and who went before whom.
    pub difference: Option<(Nanos, String)>,
}

/// How far exploring has come, what it found, and what is shown of it; a line each.
pub fn summary(exploration: &Exploration, shown: Option<&Shown>) -> Vec<String> {
    let mut lines = vec![reach_text(exploration)];
    let found = &exploration.found;
    let all: Vec<&Outcome> = found.iter().map(|it| &it.outcome).collect();
    if let [only] = &found[..] {
        let every = if exploration.orders == 1 { "It" } else { "Each of them" };
        lines.push(format!("{every} {}.", outcome_text(&only.outcome, &all)));
        return lines;
    }
    let digits = found.iter().map(|it| it.count.to_string().len()).max().unwrap_or(1);
    for (index, it) in found.iter().take(MAX_TOLD).enumerate() {
        let reason = shown.and_then(|it| match index {
            0 => it.reasons[0].as_ref(),
            _ if index == it.index => it.reasons[1].as_ref(),
            _ => None,
        });
        let reason = reason.map_or_else(String::new, |it| format!("   ← {it}"));
        let usual = if index == 0 { " in the usual order" } else { "" };
        lines.push(format!("  {:>digits$} ×  {}{usual}{reason}", it.count, outcome_text(&it.outcome, &all)));
    }
    if found.len() > MAX_TOLD {
        lines.push(format!("  and {} more outcomes", found.len() - MAX_TOLD));
    }
    if let Some(shown) = shown {
        lines.push(shown_text(&found[shown.index], shown));
    }
    lines
}

fn reach_text(exploration: &Exploration) -> String {
    let Exploration { orders, choices, reach, was_interrupted, .. } = exploration;
    match reach {
        _ if *was_interrupted => {
            let noun = if *orders == 1 { "order" } else { "orders" };
            format!("Interrupted after {orders} {noun} of who goes next; there may be others.")
        }
        Reach::All | Reach::AllThatDiffer if *choices == 0 => {
            "There is only one order: no two tasks are ever ready at the same time.".to_owned()
        }
        Reach::AllThatDiffer if *orders == 1 => {
            "The order of who goes next makes no difference: no task uses what another one changes."
                .to_owned()
        }
        Reach::All => format!("Tried all {orders} orders of who goes next."),
        Reach::AllThatDiffer => {
            format!(
                "Tried all {orders} orders of who goes next that can make a difference; the others come to the same."
            )
        }
        Reach::Interrupting(times) => {
            let times = if *times == 2 { "twice".to_owned() } else { format!("{times} times") };
            format!(
                "Tried {orders} orders of very many, first those in which threads are interrupted at most {times}; they \
                 show most mistakes."
            )
        }
        Reach::UpTo(1) => format!(
            "Tried {orders} orders of very many: all that differ from the usual one in one place, and others by chance."
        ),
        Reach::UpTo(places) => format!(
            "Tried {orders} orders of very many: all that differ from the usual one in at most {places} places, and \
             others by chance."
        ),
        Reach::Some => {
            format!(
                "Tried {orders} orders of very many, first those that differ from the usual one in one place."
            )
        }
    }
}

fn shown_text(found: &Found, shown: &Shown) -> String {
    let places = match found.deviations.len() {
        1 => "one place".to_owned(),
        count => format!("{count} places"),
    };
    let which = shown.index + 1;
    match &shown.difference {
        Some((at, who)) => {
            let first = if found.deviations.len() == 1 { "" } else { "first, " };
            let who = match who.split_once(" before ") {
                Some((first, second)) => format!("`{first}` went before `{second}`"),
                None => who.clone(),
            };
            format!(
                "Shown: the usual order, and outcome {which}, which differs from it in {places}: {first}at {} s {who}.",
                instant_text(*at)
            )
        }
        None => format!("Shown: the usual order, and outcome {which}, which differs from it in {places}."),
    }
}

/// What a run came to, as far as it tells it from the others: `prints 6`.
pub(super) fn outcome_text(outcome: &Outcome, all: &[&Outcome]) -> String {
    let mut parts = Vec::new();
    let differ = |of: fn(&Outcome) -> String| all.iter().any(|it| of(it) != of(outcome));
    let ending = match &outcome.ending {
        Ending::Deadlock => Some("ends in a deadlock".to_owned()),
        Ending::TooLong => Some("goes on without an end".to_owned()),
        Ending::Failed(title) => Some(format!("fails: {}", shortened(title))),
        Ending::Value(value) if values_differ(value, all) || outcome.printed.is_empty() => {
            value.as_ref().map(|value| format!("gives {}", shortened(value)))
        }
        Ending::Value(_) => None,
    };
    if differ(|it| it.printed.join("\n")) || ending.is_none() && !outcome.printed.is_empty() {
        parts.push(printed_text(outcome, all));
    }
    parts.extend(ending);
    if !outcome.unfinished.is_empty() && differ(|it| it.unfinished.join("\n")) {
        let names = names(&outcome.unfinished);
        let (has, is) = if outcome.unfinished.len() == 1 { ("has", "") } else { ("have", "") };
        parts.push(format!("ends before {names} {has}{is} finished"));
    }
    if let Some((name, title)) = outcome.unseen.first().and_then(|it| it.split_once(": ")) {
        parts.push(format!("`{}` fails and nobody sees it: {}", shortened(name), shortened(title)));
    }
    if parts.is_empty() {
        parts.push("ends and prints nothing".to_owned());
    }
    parts.join(", ")
}

/// Whether some order comes to another value than this one.
fn values_differ(value: &Option<String>, all: &[&Outcome]) -> bool {
    all.iter().any(|it| matches!(&it.ending, Ending::Value(other) if other != value))
}

fn names(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(3).map(|it| format!("`{it}`")).collect();
    let more = names.len().saturating_sub(3);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    shortened(&shown.join(", ")) + more.as_str()
}

/// The lines that are not the same in all outcomes.
fn printed_text(outcome: &Outcome, all: &[&Outcome]) -> String {
    let lines = &outcome.printed;
    let shortest = all.iter().map(|it| it.printed.len()).min().unwrap_or(0);
    let is_common = |index: &usize| all.iter().all(|it| it.printed[*index] == lines[*index]);
    let mut before = (0..shortest).take_while(is_common).count();
    let from_end = |index: &usize| {
        all.iter().all(|it| it.printed[it.printed.len() - 1 - index] == lines[lines.len() - 1 - index])
    };
    let mut after = (0..shortest - before).take_while(from_end).count();
    if all.len() == 1 {
        (before, after) = (0, 0);
    }
    let middle = &lines[before..lines.len() - after];
    if lines.is_empty() {
        return "prints nothing".to_owned();
    }
    if middle.is_empty() {
        let other = all.iter().find(|it| it.printed.len() > lines.len());
        let missing = other.map_or("", |it| it.printed[before].as_str());
        return format!("does not print {}", shortened(missing));
    }
    let mut text: Vec<&str> = middle.iter().take(MAX_LINES).map(String::as_str).collect();
    if middle.len() > MAX_LINES {
        text.push("…");
    }
    format!("prints {}", shortened(&text.join(", then ")))
}

fn shortened(text: &str) -> String {
    cut(&plain_text(text).replace('\n', " "), MAX_CHARS, "…")
}

/// How a run lost an update, if it did: `line 3 read n, then line 4 wrote it, then line 3 wrote over it`.
pub fn lost_update(view: &View, trace: &Trace) -> Option<String> {
    let (variable, [read, other, update]) = first_lost_update(&RunAnalysis::new(view, trace))?;
    Some(format!(
        "an update is lost: line {read} read {variable}, then line {other} wrote it, then line {update} wrote over it"
    ))
}

/// Who waits for whom in a run that ended with the error of this title, if that was a deadlock.
pub fn deadlock(title: &str) -> Option<String> {
    let waits = title.strip_prefix("deadlock: ")?;
    let end =
        [", so ", ", and nothing is left", ", and nothing that"].iter().filter_map(|it| waits.find(it)).min();
    Some(waits[..end.unwrap_or(waits.len())].to_owned())
}

/// Where the run first went another way than the other one that is shown, as it is marked in its trace.
pub fn difference(view: &View, trace: &Trace) -> Option<(Nanos, String)> {
    let tasks: Vec<_> = view.lanes.iter().map(|it| it.task).collect();
    trace.events().iter().find_map(|event| match event.kind {
        EventKind::Mark { label } if tasks.contains(&event.task) => {
            let text = trace.texts().get(label);
            let at = event.at.saturating_sub(view.span.start);
            text.contains(" before ").then(|| (at, plain_text(text).into_owned()))
        }
        _ => None,
    })
}
