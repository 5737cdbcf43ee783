//! Orders by the number of places where they differ from the usual one: none, one, two …

use super::tally::Tally;
use super::{Bounded, Plan, Run};
use crate::runner::Deviation;

/// How far that has come.
#[derive(Default)]
pub(super) struct Deviating {
    /// What has been tried with the latest number of deviations: these, and how many were ready at each choice.
    latest: Vec<(Vec<Deviation>, Vec<usize>)>,
    /// Levels that are complete.
    levels: Vec<usize>,
    is_complete: bool,
}

impl Deviating {
    /// Makes the usual run.
    pub fn usual(&mut self, bounded: &mut Bounded) -> Option<Run> {
        let run = bounded.run(&Plan::Deviate(Vec::new()), 1.0)?;
        run.outcome.as_ref()?;
        self.latest = vec![(Vec::new(), widths(&run))];
        Some(run)
    }

    /// Tries all orders with `level` deviations, if those with one less have been tried, within that part of the budget.
    pub fn level(&mut self, level: usize, bounded: &mut Bounded, part: f64, tally: &mut Tally) {
        if level > 1 && !self.has_level(level - 1) || self.has_level(level) {
            return;
        }
        let mut next = Vec::new();
        for (deviations, widths) in &self.latest {
            let first = deviations.last().map_or(0, |it| it.choice + 1);
            for (choice, width) in widths.iter().enumerate().skip(first) {
                for pick in 1..*width {
                    let mut more = deviations.clone();
                    more.push(Deviation { choice, pick });
                    let Some(run) = bounded.run(&Plan::Deviate(more.clone()), part) else { return };
                    tally.add(&run);
                    next.push((more, self::widths(&run)));
                }
            }
        }
        self.is_complete = next.is_empty();
        self.latest = next;
        self.levels.push(level);
    }

    /// Whether all orders with so many deviations have been tried.
    pub fn has_level(&self, level: usize) -> bool {
        self.levels.contains(&level)
    }

    /// Whether there are no orders with more deviations.
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }
}

fn widths(run: &Run) -> Vec<usize> {
    run.steps.iter().map(|step| step.ready.len()).filter(|it| *it > 1).collect()
}
