//! Which order a run is to have, what it was, and the budget of runs that are left.

use crate::explore::Outcome;
use crate::runner::Deviation;
use crate::runtime::schedule::{Identity, Step, Touch};
use std::time::{Duration, Instant};

/// Runs a program.
pub trait Execute {
    /// Runs it once. None where that cannot go on: somebody has interrupted it.
    fn run(&mut self, plan: &Plan) -> Option<Run>;
}

/// How much may be tried.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    pub runs: usize,
    /// By the computer's clock; none where an answer must not depend on it.
    pub time: Option<Duration>,
}

impl Default for Budget {
    fn default() -> Self {
        Budget { runs: 2_000, time: Some(Duration::from_secs(2)) }
    }
}

/// How one run is to go on.
#[derive(Clone, Debug)]
pub enum Plan {
    /// The first that is ready, but for these choices.
    Deviate(Vec<Deviation>),
    /// These tasks at first, then the first that is ready; none of those that sleep before something they would meet has
    /// been done. They slept before the last of the tasks.
    /// Afterwards threads are interrupted only until there have been so many interruptions in all, if that is limited.
    Prefix { tasks: Vec<Identity>, asleep: Vec<(Identity, Vec<Touch>)>, interruptions: Option<usize> },
    /// By chance.
    Chance { seed: u64, expected: usize },
}

/// A run that has been made.
#[derive(Clone, Debug)]
pub struct Run {
    pub steps: Vec<Step>,
    /// None where it was given up, because all that could come has been tried.
    pub outcome: Option<Outcome>,
}

/// Runs within a budget.
pub struct Bounded<'a> {
    pub(super) execute: &'a mut dyn Execute,
    pub(super) budget: Budget,
    pub(super) began: Instant,
    pub(super) runs: usize,
    pub(super) was_interrupted: bool,
    pub(super) progress: &'a mut dyn FnMut(usize),
}

impl Bounded<'_> {
    /// Runs once more, if less than this part of the budget has been used.
    pub(super) fn run(&mut self, plan: &Plan, part: f64) -> Option<Run> {
        let share = |whole: f64| whole * part;
        let is_late = self.budget.time.is_some_and(|it| self.began.elapsed() >= it.mul_f64(part));
        // The first run is what all others are compared with.
        if self.was_interrupted
            || self.runs > 0 && (is_late || self.runs as f64 >= share(self.budget.runs as f64))
        {
            return None;
        }
        let run = self.execute.run(plan);
        self.was_interrupted |= run.is_none();
        self.runs += 1;
        (self.progress)(self.runs);
        run
    }
}

/// Where a run went another way than the usual one would have.
pub fn deviations(steps: &[Step]) -> Vec<Deviation> {
    let choices = steps.iter().filter(|step| step.ready.len() > 1).enumerate();
    let others = choices.filter(|(_, step)| step.chosen > 0);
    others.map(|(choice, step)| Deviation { choice, pick: step.chosen }).collect()
}
