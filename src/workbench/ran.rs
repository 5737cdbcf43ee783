//! What came of a run: what it printed, and how long it took.

use crate::runner::Record;
use crate::script::{Answer, EntryEnd};
use crate::show;
use crate::timeline::{ConsoleKind, Nanos};
use crate::trace::TaskId;

/// How a program went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    pub lines: Vec<String>,
    pub elapsed: Nanos,
    pub end: RanEnd,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RanEnd {
    Whole,
    /// From the keyboard.
    Stopped,
}

/// A run that is over, by its main task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FinishedRun {
    pub main: TaskId,
    pub end: RanEnd,
}

impl Ran {
    /// For what has no program.
    pub fn nothing() -> Ran {
        Ran { lines: Vec::new(), elapsed: 0, end: RanEnd::Whole }
    }

    /// What an entry came to.
    pub fn of(record: &Record, end: &EntryEnd) -> Ran {
        match FinishedRun::of(end) {
            Some(finished) => finished.ran(record),
            None => Ran { end: how(end), ..Ran::nothing() },
        }
    }
}

impl FinishedRun {
    /// That of an entry; none where it was no program.
    pub fn of(end: &EntryEnd) -> Option<FinishedRun> {
        end.main.map(|main| FinishedRun { main, end: how(end) })
    }

    /// What it came to, as far as the record still holds it.
    pub fn ran(self, record: &Record) -> Ran {
        let Some(run) = show::run_of(record, self.main) else {
            return Ran { end: self.end, ..Ran::nothing() };
        };
        let view = record.timeline().view_of_run(run);
        let printed = view.console.iter().filter(|line| line.kind == ConsoleKind::Printed);
        let lines = printed.flat_map(|line| record.said(line).split('\n')).map(str::to_owned).collect();
        Ran { lines, elapsed: view.statistics.elapsed, end: self.end }
    }
}

fn how(end: &EntryEnd) -> RanEnd {
    if matches!(end.answer, Answer::Stopped) { RanEnd::Stopped } else { RanEnd::Whole }
}
