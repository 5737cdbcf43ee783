//! The numbers of a session's runs, and which of them its record still holds.
//!
//! A run that is drawn gets a number, from 1. The record keeps the latest runs; what became of an older one is said
//! only when it is asked for.

use std::fmt;

use crate::runner::Record;
use crate::show;
use crate::trace::TaskId;

/// The main tasks of the runs that have numbers.
#[derive(Debug, Default)]
pub struct RunNumbers {
    mains: Vec<TaskId>,
}

/// Why there is no run to show under a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoRun {
    /// No run has a number yet.
    NoneYet,
    /// The latest run is `latest`.
    Unknown { number: usize, latest: usize },
    /// It was dropped; the oldest that is kept is `oldest`.
    Dropped { number: usize, oldest: Option<usize> },
}

impl RunNumbers {
    /// Gives the next number to the run of a main task.
    pub fn add(&mut self, main: TaskId) {
        self.mains.push(main);
    }

    /// The number of the latest run; 0 where none has one.
    pub fn latest(&self) -> usize {
        self.mains.len()
    }

    /// The run with that number, as its index among the record's runs.
    ///
    /// # Errors
    /// There is no such run, or it is no longer kept.
    pub fn find(&self, record: &Record, number: usize) -> Result<usize, NoRun> {
        let latest = self.latest();
        match number.checked_sub(1).and_then(|index| self.mains.get(index)) {
            None if latest == 0 => Err(NoRun::NoneYet),
            None => Err(NoRun::Unknown { number, latest }),
            Some(main) => show::run_of(record, *main)
                .ok_or_else(|| NoRun::Dropped { number, oldest: self.kept(record).next().map(|(it, _)| it) }),
        }
    }

    /// The runs that are kept, the oldest first: number, and index among the record's runs.
    pub fn kept(&self, record: &Record) -> impl Iterator<Item = (usize, usize)> {
        // Numbers are given in the order of the main tasks.
        let oldest = record.timeline().runs().first().map_or(TaskId(u32::MAX), |run| run.main);
        let first = self.mains.partition_point(|main| *main < oldest);
        let mains = self.mains[first..].iter().enumerate();
        mains.filter_map(move |(index, main)| Some((first + index + 1, show::run_of(record, *main)?)))
    }
}

impl fmt::Display for NoRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            NoRun::NoneYet => f.write_str("No run has been drawn yet. :demo draws a first one."),
            NoRun::Unknown { number, latest: 1 } => {
                write!(f, "There is no run {number}; the only one so far is run 1.")
            }
            NoRun::Unknown { number, latest } => {
                write!(f, "There is no run {number}; the latest is run {latest}.")
            }
            NoRun::Dropped { number, oldest: Some(oldest) } => write!(
                f,
                "Run {number} is no longer kept: memory is limited, so the session keeps its latest runs. \
                 The oldest of them is run {oldest}."
            ),
            NoRun::Dropped { number, oldest: None } => write!(
                f,
                "Run {number} is no longer kept: memory is limited, so the session keeps its latest runs."
            ),
        }
    }
}
