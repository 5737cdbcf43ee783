//! What somebody who chooses the order is to bring about, and whether an order does.

use std::fmt;

use super::outcome::{Ending, Outcome};
use super::program::Program;
use super::search::{Budget, explore};
use crate::runner::Deviation;

/// Runs in which an order is looked for that reaches a goal.
const MAX_RUNS: usize = 2_000;

/// What an order is to come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    /// It prints these lines, in this order; others may come before, between and after.
    Prints(Vec<String>),
    /// All tasks wait for each other.
    Deadlock,
    /// It ends with an error.
    Fails,
}

/// Whether a program's orders reach a goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ways {
    /// The usual order does.
    Usual,
    /// This one does, with the fewest deviations that are known.
    Other(Vec<Deviation>),
    /// None of those that were tried.
    None,
}

impl Goal {
    /// Whether a run that came to this reaches it.
    pub fn is_reached(&self, outcome: &Outcome) -> bool {
        match self {
            Goal::Prints(wanted) => {
                let mut wanted = wanted.iter().peekable();
                for line in outcome.printed.iter().flat_map(|it| it.split('\n')) {
                    wanted.next_if(|it| it.trim() == line.trim());
                }
                wanted.peek().is_none()
            }
            Goal::Deadlock => outcome.ending == Ending::Deadlock,
            Goal::Fails => matches!(outcome.ending, Ending::Failed(_)),
        }
    }
}

impl fmt::Display for Goal {
    /// What to do: ``make it print `5` ``.
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Goal::Prints(lines) => {
                let lines: Vec<String> = lines.iter().map(|it| format!("`{it}`")).collect();
                write!(out, "make it print {}", lines.join(", and after that "))
            }
            Goal::Deadlock => out.write_str("make it end in a deadlock: every task waits for another one"),
            Goal::Fails => out.write_str("make it end with an error"),
        }
    }
}

impl Program {
    /// Which of its orders reach the goal. What is found does not depend on the computer's speed. None where the program
    /// cannot be run, or somebody interrupts.
    pub fn ways_to(&mut self, goal: &Goal) -> Option<Ways> {
        let is_noted = self.is_noted();
        let exploration = explore(self, Budget { runs: MAX_RUNS, time: None }, is_noted, &mut |_| ())?;
        if exploration.was_interrupted {
            return None;
        }
        let reaching = exploration.found.into_iter().filter(|it| goal.is_reached(&it.outcome));
        Some(match reaching.map(|it| it.deviations).min_by_key(Vec::len) {
            Some(deviations) if deviations.is_empty() => Ways::Usual,
            Some(deviations) => Ways::Other(deviations),
            None => Ways::None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(lines: &[&str]) -> Outcome {
        let printed = lines.iter().map(|it| (*it).to_owned()).collect();
        Outcome {
            printed,
            ending: Ending::Value(None),
            unfinished: Vec::new(),
            unseen: Vec::new(),
            calls: Vec::new(),
        }
    }

    #[test]
    fn lines_are_to_come_in_their_order_among_others() {
        let goal = Goal::Prints(vec!["2".to_owned(), "1".to_owned()]);
        assert!(goal.is_reached(&printed(&["0", "2", "x", "1"])));
        assert!(goal.is_reached(&printed(&["2\n1"])));
        for lines in [&["1", "2"][..], &["2"], &["21"], &[]] {
            assert!(!goal.is_reached(&printed(lines)), "{lines:?}");
        }
    }
}
