//! The instants at which something happened, of the run and of each lane, to step through.

use std::collections::HashMap;

use crate::timeline::{Nanos, View};
use crate::trace::{EventKind, TaskId, Trace};

/// Something happened to a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub at: Nanos,
    pub task: TaskId,
}

/// All of them in time order, found in the logarithm of their number.
#[derive(Clone, Debug, Default)]
pub(super) struct Steps {
    all: Vec<Step>,
    of_tasks: HashMap<TaskId, Vec<Nanos>>,
}

impl Steps {
    /// Of the events within a view. Several at one instant are one step.
    pub fn of(trace: &Trace, view: &View) -> Steps {
        let mut steps = Steps::default();
        for event in trace.events().iter().filter(|it| (view.span.start..=view.span.end).contains(&it.at)) {
            // What a variable holds is told for a turn that is about to end.
            if matches!(event.kind, EventKind::Holds { .. }) {
                continue;
            }
            let of_task = steps.of_tasks.entry(event.task).or_default();
            if of_task.last() != Some(&event.at) {
                of_task.push(event.at);
            }
            if steps.all.last().is_none_or(|it| it.at != event.at) {
                steps.all.push(Step { at: event.at, task: event.task });
            }
        }
        steps
    }

    /// The first after an instant.
    pub fn after(&self, at: Nanos) -> Option<Step> {
        self.all.get(self.all.partition_point(|it| it.at <= at)).copied()
    }

    /// The last before an instant.
    pub fn before(&self, at: Nanos) -> Option<Step> {
        self.all.partition_point(|it| it.at < at).checked_sub(1).map(|it| self.all[it])
    }

    /// The first of a task after an instant.
    pub fn after_of(&self, task: TaskId, at: Nanos) -> Option<Nanos> {
        let steps = self.of_tasks.get(&task)?;
        steps.get(steps.partition_point(|it| *it <= at)).copied()
    }

    /// The last of a task before an instant.
    pub fn before_of(&self, task: TaskId, at: Nanos) -> Option<Nanos> {
        let steps = self.of_tasks.get(&task)?;
        steps.partition_point(|it| *it < at).checked_sub(1).map(|it| steps[it])
    }
}
