//! The tree of tasks: which task spawned and awaited which, as nested lists.

use std::collections::HashMap;
use std::fmt::Write;

use super::AnalysedRun;
use crate::export::escape;
use crate::style::one_line;
use crate::timeline::{Age, Lane, duration_text};
use crate::trace::{EventKind, TaskId, Wait};

/// Tasks that are listed; of more the first.
const MAX_TASKS: usize = 300;
/// Deeper ones stand at this level.
const MAX_DEPTH: usize = 24;
/// Tasks that are named of those that awaited one.
const MAX_AWAITERS: usize = 3;
/// Awaited tasks that are looked at in all.
const MAX_LOOKS: usize = 1_000_000;

/// The tree as markup. The script makes buttons of the names.
pub(super) fn tree(analysed: &AnalysedRun, run: usize) -> String {
    let awaiters = awaiters(analysed);
    let order = order(analysed);
    let mut out = String::from("<ul class=\"tree\">\n");
    let mut depth = 0;
    for (index, (level, place)) in order.iter().take(MAX_TASKS).enumerate() {
        let level = (*level).min(MAX_DEPTH);
        if level > depth {
            out.push_str("<ul>\n");
        } else if index > 0 {
            out.push_str("</li>\n");
            (level..depth).for_each(|_| out.push_str("</ul></li>\n"));
        }
        depth = level;
        let Some(lane) = analysed.run.view.timeline.lane(analysed.run.view.lanes[*place].task) else {
            continue;
        };
        let name = escape::xml(&one_line(analysed.run.trace.texts().get(lane.name())));
        let note = note(analysed, &lane, analysed.run.view.lanes[*place].age, awaiters.get(&lane.task()));
        let _ = write!(
            out,
            "<li><span class=\"task\" data-run=\"{run}\" data-lane=\"{place}\" dir=\"auto\">{name}</span> \
             <span class=\"note\">{}</span>",
            escape::xml(&note)
        );
    }
    if !order.is_empty() {
        out.push_str("</li>\n");
        (0..depth).for_each(|_| out.push_str("</ul></li>\n"));
    }
    out.push_str("</ul>\n");
    if order.len() > MAX_TASKS {
        let _ = writeln!(out, "<p class=\"note\">… and {} more tasks.</p>", order.len() - MAX_TASKS);
    }
    out
}

/// Levels and places of the lanes, each before those that it spawned.
fn order(analysed: &AnalysedRun) -> Vec<(usize, usize)> {
    let lanes = &analysed.run.view.lanes;
    let places: HashMap<TaskId, usize> =
        lanes.iter().enumerate().map(|(place, it)| (it.task, place)).collect();
    let parent = |place: usize| {
        let lane = analysed.run.view.timeline.lane(lanes[place].task)?;
        let parent = places.get(&lane.parent()?).copied()?;
        // A file can say anything; what comes first is spawned by nobody after it.
        (parent < place && lanes[place].age == Age::OfThisRun).then_some(parent)
    };
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); lanes.len()];
    let mut open = Vec::new();
    for place in 0..lanes.len() {
        match parent(place) {
            Some(parent) => children[parent].push(place),
            None => open.push((0, place)),
        }
    }
    open.reverse();
    let mut order = Vec::with_capacity(lanes.len());
    while let Some((level, place)) = open.pop() {
        order.push((level, place));
        open.extend(children[place].iter().rev().map(|child| (level + 1, *child)));
    }
    order
}

/// Who awaited each task, and in what line.
fn awaiters(analysed: &AnalysedRun) -> HashMap<TaskId, Vec<(TaskId, u32)>> {
    let texts = analysed.run.trace.texts();
    let mut found: HashMap<TaskId, Vec<(TaskId, u32)>> = HashMap::new();
    let mut looks = 0;
    let mut add = |awaited: TaskId, by: TaskId, line: u32| {
        let them = found.entry(awaited).or_default();
        if !them.contains(&(by, line)) && them.len() <= MAX_AWAITERS {
            them.push((by, line));
        }
    };
    for task in &analysed.analysis.tasks {
        for segment in &task.segments {
            match segment.wait {
                Some(Wait::Task { id } | Wait::Timeout { id, .. }) => add(id, task.id, segment.line),
                Some(Wait::Tasks { ids }) if looks < MAX_LOOKS => {
                    for id in texts.task_ids(ids) {
                        looks += 1;
                        add(id, task.id, segment.line);
                    }
                }
                _ => {}
            }
        }
    }
    for event in analysed.analysis.events {
        if let EventKind::Awaited { id } = event.kind {
            add(id, event.task, event.line);
        }
    }
    found
}

/// `spawned by main in line 3 · awaited by main in line 7 · done after 2.00 s`
fn note(analysed: &AnalysedRun, lane: &Lane, age: Age, awaiters: Option<&Vec<(TaskId, u32)>>) -> String {
    let in_line = |line: u32| if line == 0 { String::new() } else { format!(" in line {line}") };
    let by = |(task, line): &(TaskId, u32)| format!("{}{}", analysed.analysis.name(*task), in_line(*line));
    let mut parts = Vec::new();
    if age == Age::Older {
        parts.push("from an earlier run".to_owned());
    } else if let Some(parent) = lane.parent() {
        parts.push(format!("spawned by {}", by(&(parent, lane.line()))));
    }
    if let Some(them) = awaiters {
        let named: Vec<String> = them.iter().take(MAX_AWAITERS).map(by).collect();
        let more = if them.len() > MAX_AWAITERS { " and others" } else { "" };
        parts.push(format!("awaited by {}{more}", named.join(", ")));
    }
    match analysed.run.view.ending_of(lane, analysed.run.trace.texts()) {
        Some(ending) => {
            let time = duration_text(ending.at.saturating_sub(lane.spawned_at()));
            parts.push(format!("{} after {time}", ending.outcome.word()));
        }
        None => parts.push("not ended".to_owned()),
    }
    parts.join(" · ")
}
