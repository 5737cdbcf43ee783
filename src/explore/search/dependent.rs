//! All orders that can differ: dynamic partial order reduction with sleep sets.
//!
//! Two steps of different tasks can come to something else in the other order only where they touch the same. So of
//! each run it is looked which steps race: touch the same without a step in between that orders them. Where they do,
//! another run lets the later one go first. A task that has been tried somewhere sleeps in the runs from there on,
//! until something is done that its step would meet; where only such tasks are left, a run is given up.

use super::bitset::Bitset;
use super::tally::Tally;
use super::{Bounded, Plan};
use crate::runtime::schedule::{Identity, Occasion, Step, Touch};

/// Runs with more steps are not looked through: that takes time for each pair of them.
const MAX_STEPS: usize = 2_000;

/// A place in the present run where somebody was chosen.
struct Node {
    ready: Vec<Identity>,
    occasion: Occasion,
    chosen: Identity,
    /// What is to be tried here.
    wanted: Vec<Identity>,
    /// What has been tried here, and what sleeps from before.
    tried: Vec<(Identity, Vec<Touch>)>,
    asleep: Vec<(Identity, Vec<Touch>)>,
}

pub(super) struct Dependent {
    /// Whether all that tasks have in common is noted. If not, every two steps are taken for a race.
    is_noted: bool,
    /// How often threads may be interrupted in one order.
    interruptions: Option<usize>,
    nodes: Vec<Node>,
    is_complete: bool,
    left_out: bool,
    was_cut: bool,
}

impl Dependent {
    pub fn new(is_noted: bool, interruptions: Option<usize>) -> Dependent {
        let (nodes, is_complete, left_out, was_cut) = (Vec::new(), false, false, false);
        Dependent { is_noted, interruptions, nodes, is_complete, left_out, was_cut }
    }

    /// Whether there were orders that can differ, in which threads are interrupted more often.
    pub fn was_cut(&self) -> bool {
        self.was_cut
    }

    /// Whether all orders that can differ have been tried.
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// Whether there were orders that cannot differ.
    pub fn left_out(&self) -> bool {
        self.left_out
    }

    /// Tries them, within that part of the budget.
    pub fn go(&mut self, bounded: &mut Bounded, part: f64, tally: &mut Tally) {
        loop {
            let tasks: Vec<Identity> = self.nodes.iter().map(|it| it.chosen).collect();
            let interruptions = self.interruptions;
            let asleep = self.nodes.last().map_or_else(Vec::new, |it| self.asleep_at(it));
            let Some(run) = bounded.run(&Plan::Prefix { tasks, asleep, interruptions }, part) else { return };
            if run.steps.len() > MAX_STEPS {
                return;
            }
            self.left_out |= run.outcome.is_none();
            tally.add(&run);
            self.add_nodes(&run.steps);
            self.add_races(&run.steps);
            if !self.backtrack(&run.steps) {
                self.is_complete = true;
                return;
            }
        }
    }

    /// What sleeps at a place when its task is chosen.
    fn asleep_at(&self, node: &Node) -> Vec<(Identity, Vec<Touch>)> {
        if !self.is_noted {
            return Vec::new();
        }
        node.asleep.iter().chain(&node.tried).filter(|(task, _)| *task != node.chosen).cloned().collect()
    }

    fn add_nodes(&mut self, steps: &[Step]) {
        for (index, step) in steps.iter().enumerate().skip(self.nodes.len()) {
            let asleep = match index.checked_sub(1) {
                Some(before) => still_asleep(self.asleep_at(&self.nodes[before]), &steps[before].touches),
                None => Vec::new(),
            };
            self.nodes.push(Node {
                ready: step.ready.clone(),
                occasion: step.occasion,
                chosen: step.task,
                wanted: vec![step.task],
                tried: Vec::new(),
                asleep,
            });
        }
    }

    /// Wants the later one of two steps that race to be tried before the earlier one.
    fn add_races(&mut self, steps: &[Step]) {
        // The steps that each step comes after in whichever order.
        let mut before: Vec<Bitset> = Vec::with_capacity(steps.len());
        for (later, step) in steps.iter().enumerate() {
            let mut known = Bitset::default();
            let own = steps[..later].iter().rposition(|it| it.task == step.task);
            for earlier in own.into_iter().chain(step.cause) {
                known.add_all(&before[earlier]);
                known.insert(earlier);
            }
            for earlier in (0..later).rev() {
                let other = &steps[earlier];
                // Time only jumps when nothing is ready.
                if other.epoch != step.epoch {
                    break;
                }
                if known.has(earlier) || other.task == step.task || !self.conflict(other, step) {
                    continue;
                }
                self.want(earlier, later, steps, &known);
                known.add_all(&before[earlier]);
                known.insert(earlier);
            }
            before.push(known);
        }
    }

    fn conflict(&self, one: &Step, other: &Step) -> bool {
        !self.is_noted || meet(&one.touches, &other.touches)
    }

    /// Has the task of the step `later`, or one that it needs for it, tried instead of the step `earlier`.
    fn want(&mut self, earlier: usize, later: usize, steps: &[Step], known: &Bitset) {
        let node = &mut self.nodes[earlier];
        let task = steps[later].task;
        let needed = (earlier + 1..later).filter(|between| known.has(*between)).map(|it| steps[it].task);
        let candidates: Vec<Identity> =
            std::iter::once(task).chain(needed).filter(|it| node.ready.contains(it)).collect();
        if candidates.iter().any(|it| node.wanted.contains(it)) {
            return;
        }
        match candidates.first() {
            Some(first) => node.wanted.push(*first),
            None => {
                let more: Vec<_> =
                    node.ready.iter().filter(|it| !node.wanted.contains(it)).copied().collect();
                node.wanted.extend(more);
            }
        }
    }

    /// Goes back to the latest place where something else is to be tried. Says whether there is one.
    fn backtrack(&mut self, steps: &[Step]) -> bool {
        while let Some(index) = self.nodes.len().checked_sub(1) {
            let is_noted = self.is_noted;
            let before = self.nodes[..index].iter().filter(|it| it.interrupts(it.chosen)).count();
            let is_used_up = self.interruptions.is_some_and(|it| before >= it);
            let node = &mut self.nodes[index];
            let chosen = node.chosen;
            if !node.tried.iter().any(|(task, _)| *task == chosen) {
                let touches = steps.get(index).map(|it| it.touches.clone()).unwrap_or_default();
                node.tried.push((chosen, touches));
            }
            let is_left = |task: &&Identity| {
                let is_in = |list: &[(Identity, Vec<Touch>)]| list.iter().any(|(it, _)| it == *task);
                !(is_in(&node.tried) || is_noted && is_in(&node.asleep))
            };
            if is_used_up {
                let (allowed, cut): (Vec<Identity>, Vec<Identity>) =
                    node.wanted.iter().partition(|task| !node.interrupts(**task));
                self.was_cut |= cut.iter().any(|task| is_left(&task));
                node.wanted = allowed;
            }
            if let Some(next) = node.wanted.iter().find(is_left).copied() {
                node.chosen = next;
                return true;
            }
            self.left_out |= node.tried.len() < node.ready.len();
            self.nodes.pop();
        }
        false
    }
}

impl Node {
    /// Whether a thread is interrupted where this task goes on.
    fn interrupts(&self, task: Identity) -> bool {
        self.occasion == Occasion::Interruption && self.ready.first() != Some(&task)
    }
}

/// Whether it matters which of two steps comes first.
fn meet(ones: &[Touch], others: &[Touch]) -> bool {
    ones.iter().any(|one| others.iter().any(|other| one.conflicts(*other)))
}

/// What sleeps on when a step with these touches has been done.
pub(in crate::explore) fn still_asleep(
    asleep: Vec<(Identity, Vec<Touch>)>,
    touches: &[Touch],
) -> Vec<(Identity, Vec<Touch>)> {
    asleep.into_iter().filter(|(_, its)| !meet(its, touches)).collect()
}
