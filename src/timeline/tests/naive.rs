//! The fold's rules a second time, as plainly as can be: every task is looked at in every unit of time.

use std::collections::{BTreeMap, BTreeSet};

use crate::timeline::{Nanos, Phase, Shares};
use crate::trace::{Event, EventKind, TaskId, Wait};

/// Nanoseconds in a unit of time. Events stand at whole units, and so, for some hundred units, does the
/// density's grid when it has been widened.
pub const UNIT: Nanos = 4_096_000;

#[derive(Clone, Copy, PartialEq)]
enum State {
    In(Phase),
    Away,
    Ended,
}

struct Task {
    state: State,
    wait: Option<Wait>,
    is_main: bool,
    is_on_thread: bool,
}

#[derive(Default)]
pub struct Naive {
    tasks: BTreeMap<TaskId, Task>,
    /// For each unit of time each living task's phase.
    pub phases: Vec<BTreeMap<TaskId, Phase>>,
    /// For each unit of time the tasks whose wait was over without their having been woken.
    pub late: Vec<BTreeSet<TaskId>>,
    pub one_by_one: Nanos,
    pub together: Nanos,
    pub most_waiting: u32,
}

impl Naive {
    pub fn of(events: &[Event]) -> Naive {
        let mut naive = Naive::default();
        for event in events {
            while (naive.phases.len() as Nanos) < event.at / UNIT {
                naive.live_one_unit();
            }
            naive.apply(event);
        }
        naive
    }

    fn is_over(&self, wait: Wait) -> bool {
        match wait {
            Wait::Sleep { until } => until <= self.phases.len() as Nanos * UNIT,
            Wait::Timeout { id, until } => {
                self.is_over(Wait::Sleep { until }) || self.is_over(Wait::Task { id })
            }
            Wait::Task { id } => self.tasks.get(&id).is_some_and(|it| it.state == State::Ended),
            _ => false,
        }
    }

    fn live_one_unit(&mut self) {
        let holds = |it: &Task| matches!(it.state, State::In(phase) if phase.holds_thread());
        let held = self.tasks.values().any(holds);
        let waits = |it: &&Task| {
            it.state == State::Away
                || it.state == State::In(Phase::Waiting) && !it.wait.is_some_and(|it| self.is_over(it))
        };
        let outside = |it: &&Task| {
            it.state == State::Away || matches!(it.wait, Some(Wait::Sleep { .. } | Wait::Io { .. }))
        };
        let outside = self.tasks.values().filter(waits).filter(outside).count() as Nanos;
        let waiting = self.tasks.values().filter(waits).filter(|it| !it.is_main).count() as u32;
        let phase = |it: &Task| match it.state {
            State::In(Phase::Waiting) if held && it.wait.is_some_and(|it| self.is_over(it)) => {
                Some(Phase::Ready)
            }
            State::In(phase) => Some(phase),
            State::Away => Some(Phase::Blocking),
            State::Ended => None,
        };
        let phases = self.tasks.iter().filter_map(|(id, it)| Some((*id, phase(it)?))).collect();
        let is_late =
            |it: &Task| it.state == State::In(Phase::Waiting) && it.wait.is_some_and(|it| self.is_over(it));
        self.late.push(self.tasks.iter().filter(|(_, it)| is_late(it)).map(|(id, _)| *id).collect());
        self.phases.push(phases);
        self.one_by_one += outside * UNIT;
        self.together += outside.min(1) * UNIT;
        self.most_waiting = self.most_waiting.max(waiting);
    }

    fn apply(&mut self, event: &Event) {
        if let EventKind::Spawned { parent, .. } = event.kind {
            let is_first = self.tasks.is_empty();
            let is_main = parent.is_none() || is_first;
            let task = Task { state: State::In(Phase::Ready), wait: None, is_main, is_on_thread: false };
            self.tasks.entry(event.task).or_insert(task);
        }
        let Some(state) = self.tasks.get(&event.task).map(|it| it.state).filter(|it| *it != State::Ended)
        else {
            return;
        };
        if event.kind == EventKind::OnThread
            && let Some(task) = self.tasks.get_mut(&event.task)
        {
            task.is_on_thread = true;
        }
        let is_on_thread = self.tasks.get(&event.task).is_some_and(|it| it.is_on_thread);
        let (next, wait) = match (event.kind, state) {
            (EventKind::Resumed | EventKind::Suspended { .. }, State::Away) => return,
            (EventKind::Blocking { .. }, State::In(Phase::Running)) if is_on_thread => (State::Away, None),
            (EventKind::Resumed, _) | (EventKind::Unblocked, State::Away) => {
                for other in self.tasks.values_mut() {
                    if matches!(other.state, State::In(phase) if phase.holds_thread()) {
                        other.state = State::In(Phase::Ready);
                    }
                }
                (State::In(Phase::Running), None)
            }
            (EventKind::Suspended { on: Wait::Yield }, _) => (State::In(Phase::Ready), None),
            (EventKind::Suspended { on }, _) => (State::In(Phase::Waiting), Some(on)),
            (EventKind::Woken { .. }, State::In(Phase::Waiting)) => (State::In(Phase::Ready), None),
            (EventKind::Blocking { .. }, State::In(Phase::Running)) => (State::In(Phase::Blocking), None),
            (EventKind::Unblocked, State::In(Phase::Blocking)) => (State::In(Phase::Running), None),
            (EventKind::Finished { .. }, _) => (State::Ended, None),
            _ => return,
        };
        if let Some(task) = self.tasks.get_mut(&event.task) {
            (task.state, task.wait) = (next, wait);
        }
    }

    /// The time of a task per phase.
    pub fn total(&self, task: TaskId) -> Shares {
        self.phases.iter().filter_map(|it| it.get(&task)).map(|phase| Shares::of(*phase, UNIT)).sum()
    }
}
