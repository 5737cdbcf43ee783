//! Who goes on at each step of a run: as a plan says, or by ranks that are drawn by chance.

use std::sync::mpsc::Sender;

use super::search::{Plan, still_asleep};
use crate::runtime::schedule::{Chooser, Identity, Occasion, Step, Touch};

/// Steps of one run.
const MAX_STEPS: usize = 20_000;
/// Virtual time of one run in nanoseconds: a day.
const MAX_TIME: u64 = 86_400_000_000_000;

/// Whether a run with these steps goes on for longer than anybody waits.
pub(super) fn has_no_end(steps: &[Step]) -> bool {
    steps.len() >= MAX_STEPS || steps.last().is_some_and(|it| it.at >= MAX_TIME)
}

/// Why a run was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GivenUp {
    AllAsleep,
    TooLong,
}

/// Where the steps of a run go when it has ended, with what was noted of it.
pub(super) type Log = Sender<(Vec<Step>, Option<GivenUp>, Vec<String>)>;

/// Chooses as a plan says.
pub(super) struct Choosing {
    plan: Plan,
    choices: usize,
    /// The tasks that sleep, and the number of steps that has been looked at for that.
    asleep: Vec<(Identity, Vec<Touch>)>,
    seen: usize,
    ranks: Ranks,
    given_up: Option<GivenUp>,
    log: Option<Log>,
}

impl Choosing {
    pub fn new(plan: &Plan, log: Log) -> Choosing {
        let ranks = match plan {
            Plan::Chance { seed, expected } => Ranks::new(*seed, *expected),
            _ => Ranks::new(0, 0),
        };
        Choosing {
            plan: plan.clone(),
            choices: 0,
            asleep: Vec::new(),
            seen: 0,
            ranks,
            given_up: None,
            log: Some(log),
        }
    }

    /// The first that is ready and does not sleep.
    fn awake(&mut self, steps: &[Step], ready: &[Identity], occasion: Occasion) -> Option<usize> {
        let Plan::Prefix { tasks, asleep, interruptions } = &self.plan else { return Some(0) };
        if let Some(task) = tasks.get(steps.len()) {
            return ready.iter().position(|it| it == task).or(Some(0));
        }
        if self.seen == 0 {
            self.asleep.clone_from(asleep);
            self.seen = tasks.len().saturating_sub(1);
        }
        for step in &steps[self.seen.min(steps.len())..] {
            self.asleep = still_asleep(std::mem::take(&mut self.asleep), &step.touches);
        }
        self.seen = steps.len();
        // Where no thread may be interrupted any more, it goes on or nobody does.
        let is_used_up =
            || interruptions.is_some_and(|it| steps.iter().filter(|step| step.interrupts()).count() >= it);
        let ready = if occasion == Occasion::Interruption && is_used_up() { &ready[..1] } else { ready };
        ready.iter().position(|it| !self.asleep.iter().any(|(asleep, _)| asleep == it))
    }
}

impl Chooser for Choosing {
    fn choose(&mut self, steps: &[Step], ready: &[Identity], occasion: Occasion) -> Option<usize> {
        if has_no_end(steps) {
            self.given_up = Some(GivenUp::TooLong);
            return None;
        }
        let chosen = match &self.plan {
            Plan::Prefix { .. } => self.awake(steps, ready, occasion),
            Plan::Deviate(_) | Plan::Chance { .. } if ready.len() < 2 => Some(0),
            Plan::Deviate(deviations) => {
                let choice = self.choices;
                self.choices += 1;
                let found = deviations.iter().find(|it| it.choice == choice);
                Some(found.map_or(0, |it| it.pick.min(ready.len() - 1)))
            }
            Plan::Chance { .. } => Some(self.ranks.highest(steps.len(), ready)),
        };
        if chosen.is_none() {
            self.given_up = Some(GivenUp::AllAsleep);
        }
        chosen
    }

    fn ended(&mut self, steps: Vec<Step>, notes: Vec<String>) {
        if let Some(log) = self.log.take() {
            let _ = log.send((steps, self.given_up, notes));
        }
    }
}

/// The ranks of tasks, drawn by chance.
struct Ranks {
    state: u64,
    ranks: Vec<(Identity, u64)>,
    /// At these steps the one that goes on falls to the lowest rank.
    changes: Vec<usize>,
    lowest: u64,
}

/// In how many places ranks change.
const CHANGES: usize = 3;

impl Ranks {
    fn new(seed: u64, expected: usize) -> Ranks {
        let mut ranks = Ranks { state: seed, ranks: Vec::new(), changes: Vec::new(), lowest: 1 << 32 };
        let most = expected.max(1) as u64;
        ranks.changes = (0..CHANGES).map(|_| (ranks.next() % most) as usize).collect();
        ranks
    }

    /// The next number of a fixed row (SplitMix64).
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn highest(&mut self, step: usize, ready: &[Identity]) -> usize {
        for task in ready {
            if !self.ranks.iter().any(|(it, _)| it == task) {
                let rank = self.next() | 1 << 40;
                self.ranks.push((*task, rank));
            }
        }
        let rank = |ranks: &Ranks, task: &Identity| {
            ranks.ranks.iter().find(|(it, _)| it == task).map_or(0, |(_, rank)| *rank)
        };
        let mut best = (0..ready.len()).max_by_key(|index| rank(self, &ready[*index])).unwrap_or(0);
        if self.changes.contains(&step) {
            self.lowest -= 1;
            let (task, lowest) = (ready[best], self.lowest);
            self.ranks.iter_mut().filter(|(it, _)| *it == task).for_each(|(_, rank)| *rank = lowest);
            best = (0..ready.len()).max_by_key(|index| rank(self, &ready[*index])).unwrap_or(0);
        }
        best
    }
}
