//! What the arguments of `:commands` can be just now, for completion.

use std::sync::{Mutex, PoisonError};

use super::workspace::Workspace;
use crate::course::contents::Course;
use crate::editor::{Name, Names};
use crate::plain::plain_text;
use crate::workbench::Workbench;

/// Writes down tasks, runs, entries and lessons by name.
pub fn name_arguments(bench: &Workbench) {
    if !bench.display.is_interactive {
        return;
    }
    let (tasks, ran) = tasks_by_name(&bench.work);
    let numbered = |(index, entry): (usize, &String)| {
        let first = entry.lines().next().unwrap_or_default();
        Name::new(&(index + 1).to_string(), "", &plain_text(first))
    };
    let entries = bench.entries.texts();
    let skipped = entries.len().saturating_sub(MAX_OFFERED);
    let entries = entries.iter().enumerate().skip(skipped).map(numbered).collect();
    let latest = bench.work.drawn.latest();
    let runs = (1..=latest).skip(latest.saturating_sub(MAX_OFFERED));
    let runs = runs.map(|it| Name::new(&it.to_string(), "", "")).collect();
    let mut names = bench.names.lock().unwrap_or_else(PoisonError::into_inner);
    (names.tasks, names.ran, names.entries, names.runs) = (tasks, ran, entries, runs);
    if names.lessons.is_empty() {
        names.lessons = Course::builtin().map(|course| lessons(&course)).unwrap_or_default();
    }
}

/// Makes the lessons of a course those that completion offers.
pub fn name_lessons(names: &Mutex<Names>, course: &Course) {
    names.lock().unwrap_or_else(PoisonError::into_inner).lessons = lessons(course);
}

/// The tasks that are alive, and those of the last run.
fn tasks_by_name(work: &Workspace) -> (Vec<Name>, Vec<Name>) {
    let mut record = work.runner.record();
    record.advance();
    let record = &record;
    let alive = record.timeline().lanes().filter(|lane| lane.ending().is_none());
    let alive = alive.map(|lane| {
        let name = plain_text(record.texts().get(lane.name()));
        Name::new(&lane.task().0.to_string(), "", &name)
    });
    let alive = alive.collect();
    let Ok(run) = work.drawn.find(record, work.drawn.latest()) else {
        return (alive, Vec::new());
    };
    let view = record.timeline().view_of_run(run);
    let ran = view.lanes().take(MAX_OFFERED);
    (alive, ran.map(|lane| Name::new(&plain_text(record.texts().get(lane.name())), "", "")).collect())
}

/// Numbers or names that are worth completing.
const MAX_OFFERED: usize = 200;

fn lessons(course: &Course) -> Vec<Name> {
    let name =
        |(index, title): (usize, &str), id: &str| Name::new(id, "", &format!("{}. {title}", index + 1));
    course.lessons.iter().enumerate().map(|(index, it)| name((index, &it.title), &it.id)).collect()
}
