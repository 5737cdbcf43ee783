//! A part of a run over the whole width.

use std::ops::Range;

use super::finished::{Recorded, drawn};
use super::look::Look;
use crate::plain::plain_text;
use crate::render::{Moment, zoomed as picture};
use crate::timeline::{Nanos, View, duration_text};
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
    let tasks = match named(&view, texts, tasks) {
        Ok(tasks) => tasks,
        Err(problem) => return problem + "\n",
    };
    let length = view.span.end - view.span.start;
    if window.start >= length {
        return format!("{title} ends at {}; there is nothing after it.\n", duration_text(length));
    }
    let end = window.end.min(length);
    let title = format!("{title} from {}", duration_text(window.start));
    let window = view.span.start + window.start..view.span.start + end;
    drawn(&picture(&view, texts, window, &tasks, &look.frame(Moment::Finished, Some(title))), look)
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
