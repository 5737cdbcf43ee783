//! How two runs differ, task by task and in total.

use super::RunAnalysis;
use super::phrase;
use crate::timeline::{Makeup, Nanos, Phase};
use crate::trace::TaskId;

/// Differences that are listed.
const MOST: usize = 8;

/// A line for the pairs of tasks of the same name whose times differ alike, then those that only one run has,
/// then the total. Empty where the runs do not differ.
///
/// `fetch_data #2: done 2.00 s sooner, at 2.00 s (2.00 s less ready)`
pub fn differences(first: &RunAnalysis, second: &RunAnalysis) -> Vec<String> {
    let names = |analysis: &RunAnalysis| -> Vec<(String, TaskId)> {
        let own = analysis.tasks.iter().filter(|it| it.is_own).enumerate();
        // The main task comes first. It is the main task in both, whatever the runs are called.
        let name = |index, id| if index == 0 { "main".to_owned() } else { analysis.name(id) };
        own.map(|(index, it)| (name(index, it.id), it.id)).collect()
    };
    let (mine, theirs) = (names(first), names(second));
    let find: std::collections::HashMap<&String, TaskId> =
        theirs.iter().map(|(name, id)| (name, *id)).collect();
    let differ = mine.iter().filter_map(|(name, id)| {
        let text = difference(first, second, (*id, *find.get(name)?))?;
        Some((name.clone(), text))
    });
    let mut groups: Vec<(Vec<String>, String)> = Vec::new();
    for (name, text) in differ {
        match groups.iter_mut().find(|(_, known)| *known == text) {
            Some((names, _)) => names.push(name),
            None => groups.push((vec![name], text)),
        }
    }
    let rest: usize = groups.iter().skip(MOST).map(|(names, _)| names.len()).sum();
    groups.truncate(MOST);
    let line = |(names, text): (Vec<String>, String)| {
        let each = if names.len() > 1 { "each " } else { "" };
        format!("{}: {each}{text}", phrase::listed(&names))
    };
    let mut lines: Vec<String> = groups.into_iter().map(line).collect();
    if rest > 0 {
        lines.push(format!("… and {rest} more tasks"));
    }
    let known: std::collections::HashSet<&String> = mine.iter().map(|(name, _)| name).collect();
    let only =
        |these: Vec<&(String, TaskId)>| -> Vec<String> { these.into_iter().map(|it| it.0.clone()).collect() };
    let only_first = only(mine.iter().filter(|it| !find.contains_key(&it.0)).collect());
    let only_second = only(theirs.iter().filter(|it| !known.contains(&it.0)).collect());
    for (which, names) in [("first", only_first), ("second", only_second)] {
        if !names.is_empty() {
            lines.push(format!("only in the {which}: {}", phrase::listed(&names)));
        }
    }
    if !lines.is_empty() {
        lines.extend(total(first, second));
    }
    lines
}

/// Whether a difference is worth a word.
fn matters(first: &RunAnalysis, second: &RunAnalysis, difference: Nanos) -> bool {
    let whole = first.elapsed().max(second.elapsed());
    difference >= 1_000_000 && u128::from(difference) * 20 >= u128::from(whole)
}

fn difference(first: &RunAnalysis, second: &RunAnalysis, pair: (TaskId, TaskId)) -> Option<String> {
    let (one, two) = (first.task(pair.0)?, second.task(pair.1)?);
    let end = |analysis: &RunAnalysis, task: &super::analysis::Task| {
        let at = task.ending.map_or(analysis.view.span.end, |it| it.at);
        at - analysis.view.span.start
    };
    let (before, after) = (end(first, one), end(second, two));
    let mut parts = Vec::new();
    for phase in Phase::ALL {
        let (a, b) = (one.time_in(phase), two.time_in(phase));
        if matters(first, second, a.abs_diff(b)) {
            let word = if b < a { "less" } else { "more" };
            parts.push(format!("{} {word} {}", phrase::length(a.abs_diff(b)), phase.word()));
        }
    }
    let moved = matters(first, second, before.abs_diff(after));
    if !moved && parts.is_empty() {
        return None;
    }
    let when = match moved {
        false => "ends at the same time".to_owned(),
        true => {
            let word = if after < before { "sooner" } else { "later" };
            format!("ends {} {word}, at {}", phrase::length(before.abs_diff(after)), phrase::length(after))
        }
    };
    let how = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) };
    Some(format!("{when}{how}"))
}

/// The totals that the comparison's sentence is made of as well.
fn total(first: &RunAnalysis, second: &RunAnalysis) -> Option<String> {
    let [first_parts, second_parts] = [first, second].map(|it| Makeup::of(it.view).parts());
    let parts: Vec<String> = first_parts
        .into_iter()
        .zip(second_parts)
        .filter(|((_, a), (_, b))| matters(first, second, a.abs_diff(*b)))
        .map(|((word, a), (_, b))| format!("{word} {} → {}", phrase::length(a), phrase::length(b)))
        .collect();
    (!parts.is_empty()).then(|| format!("all tasks together: {}", parts.join(", ")))
}
