//! What the arguments of `:commands` can be just now, for completion.

use std::sync::PoisonError;

use super::session::Session;
use crate::course::contents::Course;
use crate::editor::Name;
use crate::plain::plain_text;

impl Session {
    /// Writes down tasks, runs, entries and lessons by name.
    pub(super) fn name_arguments(&self) {
        if !self.is_interactive {
            return;
        }
        let (tasks, ran) = self.tasks_by_name();
        let numbered = |(index, entry): (usize, &String)| {
            let first = entry.lines().next().unwrap_or_default();
            Name::new(&(index + 1).to_string(), "", &plain_text(first))
        };
        let skipped = self.entries.len().saturating_sub(MAX_OFFERED);
        let entries = self.entries.iter().enumerate().skip(skipped).map(numbered).collect();
        let latest = self.work.drawn.latest();
        let runs = (1..=latest).skip(latest.saturating_sub(MAX_OFFERED));
        let runs = runs.map(|it| Name::new(&it.to_string(), "", "")).collect();
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        (names.tasks, names.ran, names.entries, names.runs) = (tasks, ran, entries, runs);
        if names.lessons.is_empty() {
            names.lessons = Course::builtin().map(|course| lessons(&course)).unwrap_or_default();
        }
    }

    /// Makes the lessons of a course those that completion offers.
    pub(super) fn name_lessons(&self, course: &Course) {
        self.names.lock().unwrap_or_else(PoisonError::into_inner).lessons = lessons(course);
    }

    /// The tasks that are alive, and those of the last run.
    fn tasks_by_name(&self) -> (Vec<Name>, Vec<Name>) {
        let mut record = self.work.runner.record();
        record.advance();
        let record = &record;
        let alive = record.timeline().lanes().filter(|lane| lane.ending().is_none());
        let alive = alive.map(|lane| {
            let name = plain_text(record.texts().get(lane.name()));
            Name::new(&lane.task().0.to_string(), "", &name)
        });
        let alive = alive.collect();
        let Ok(run) = self.work.drawn.find(record, self.work.drawn.latest()) else {
            return (alive, Vec::new());
        };
        let view = record.timeline().view_of_run(run);
        let ran = view.lanes().take(MAX_OFFERED);
        (alive, ran.map(|lane| Name::new(&plain_text(record.texts().get(lane.name())), "", "")).collect())
    }
}

/// Numbers or names that are worth completing.
const MAX_OFFERED: usize = 200;

fn lessons(course: &Course) -> Vec<Name> {
    let name =
        |(index, title): (usize, &str), id: &str| Name::new(id, "", &format!("{}. {title}", index + 1));
    course.lessons.iter().enumerate().map(|(index, it)| name((index, &it.title), &it.id)).collect()
}
