//! A part of a run over the whole width.

use std::ops::Range;

use super::finished::{Recorded, drawn};
use super::look::Look;
use crate::plain::plain_text;
use crate::render::{Moment, zoomed as picture};
use crate::timeline::{Nanos, Part, View, duration_text};
use crate::trace::{TaskId, Texts};

/// A window of a run, in nanoseconds since it began, with the tasks that are named, or all. `title` is what the run is
/// called.
pub fn zoomed(
    record: Recorded,
    run: usize,
    window: Range<Nanos>,
    tasks: &str,
    look: &Look,
    title: &str,
) -> String {
    let view = record.timeline.view_of_run(run);
    let texts = record.trace.texts();
    match part(&view, texts, title, (Some(window.start), Some(window.end)), tasks) {
        Ok(part) => {
            drawn(&picture(&view, texts, &part, &look.frame(Moment::Finished, Some(title.to_owned()))), look)
        }
        Err(problem) => problem + "\n",
    }
}

/// The part of a run that is asked for: from where and to where, in nanoseconds since it began, and the names of tasks.
///
/// # Errors
/// The run has no such part; the text says why, and what to try.
pub fn part(
    view: &View,
    texts: &Texts,
    title: &str,
    (from, to): (Option<Nanos>, Option<Nanos>),
    tasks: &str,
) -> Result<Part, String> {
    let tasks = named(view, texts, tasks)?;
    if from.is_none() && to.is_none() {
        return Ok(Part { window: None, tasks });
    }
    let length = view.span.end - view.span.start;
    let (from, to) = (from.unwrap_or(0), to.unwrap_or(length));
    if from >= length {
        let title = plain_text(title);
        return Err(format!("{title} ends at {}; there is nothing after it.", duration_text(length)));
    }
    if from >= to {
        let [from, to] = [from, to].map(duration_text);
        return Err(format!("A part of a run ends after it begins, but {to} is not after {from}."));
    }
    let window = view.span.start + from..view.span.start + to.min(length);
    Ok(Part { window: Some(window), tasks })
}

/// The tasks of these names, with commas between them or, where no name has one, blanks.
fn named(view: &View, texts: &Texts, wanted: &str) -> Result<Vec<TaskId>, String> {
    let find = |name: &str| view.lanes().find(|it| texts.get(it.name()) == name).map(|it| it.task());
    let wanted = wanted.trim_matches([' ', ',']);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    if let Some(task) = find(wanted) {
        return Ok(vec![task]);
    }
    let separator = if wanted.contains(',') { ',' } else { ' ' };
    let names = wanted.split(separator).map(str::trim).filter(|it| !it.is_empty());
    names
        .map(|name| {
            find(name).ok_or_else(|| {
                let names: Vec<&str> = view.lanes().take(8).map(|it| texts.get(it.name())).collect();
                plain_text(&format!("The run has no task {name}. It has: {}.", names.join(", "))).into_owned()
            })
        })
        .collect()
}
