//! The longest chain of dependent waits: what would be left of a run if nothing ever had to queue for the
//! thread and computing took no time.
//!
//! Each task's own order counts as dependence, a spawn hands the chain to the child, an await takes it over
//! from the awaited task, and so does a task that another one lets go. A blocking call counts as a wait.

use std::collections::HashMap;

use crate::timeline::Nanos;
use crate::trace::{Event, EventKind, TaskId, Texts, Wait};

/// A chain of waits that had to come one after the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    pub time: Nanos,
    /// Waits in it, each at least a millisecond long.
    pub waits: u32,
    /// The longest of them.
    pub longest: Nanos,
}

/// Shorter waits are not counted as links.
const LINK: Nanos = 1_000_000;

impl Chain {
    fn then(self, time: Nanos) -> Chain {
        Chain {
            time: self.time + time,
            waits: self.waits + u32::from(time >= LINK),
            longest: self.longest.max(time),
        }
    }

    fn or(self, other: Chain) -> Chain {
        if other.time > self.time { other } else { self }
    }
}

#[derive(Default)]
struct State {
    chain: Chain,
    /// The wait it is in, since when.
    wait: Option<(Nanos, Wait)>,
    woken_at: Option<Nanos>,
    blocking_since: Option<Nanos>,
}

/// The chain that leads to the end of `main`, or, while it goes on, to what has been reached.
pub fn longest(events: &[Event], texts: &Texts, main: TaskId) -> Chain {
    let mut tasks: HashMap<TaskId, State> = HashMap::new();
    for event in events {
        let at = event.at;
        let of = |tasks: &HashMap<TaskId, State>, id: TaskId| tasks.get(&id).map(|it| it.chain);
        match event.kind {
            EventKind::Spawned { parent, .. } => {
                let chain = parent.and_then(|id| of(&tasks, id)).unwrap_or_default();
                tasks.insert(event.task, State { chain, ..State::default() });
            }
            EventKind::Suspended { on } => {
                let task = tasks.entry(event.task).or_default();
                (task.wait, task.woken_at) = (Some((at, on)), None);
            }
            EventKind::Woken { by } => {
                let waker = by.and_then(|id| of(&tasks, id));
                let task = tasks.entry(event.task).or_default();
                task.woken_at.get_or_insert(at);
                task.chain = waker.map_or(task.chain, |it| task.chain.or(it));
            }
            EventKind::Resumed => {
                let Some((since, wait)) = tasks.entry(event.task).or_default().wait.take() else { continue };
                let awaited = match wait {
                    Wait::Task { id } | Wait::Timeout { id, .. } => of(&tasks, id),
                    Wait::Tasks { ids } => {
                        texts.task_ids(ids).filter_map(|id| of(&tasks, id)).reduce(Chain::or)
                    }
                    _ => None,
                };
                let task = tasks.entry(event.task).or_default();
                let over = task.woken_at.take().unwrap_or(at);
                task.chain = match wait {
                    Wait::Sleep { until } => task.chain.then(over.min(until).saturating_sub(since)),
                    Wait::Io { .. } => task.chain.then(over.saturating_sub(since)),
                    _ => awaited.map_or(task.chain, |it| task.chain.or(it)),
                };
            }
            EventKind::Awaited { id } => {
                let awaited = of(&tasks, id).unwrap_or_default();
                let task = tasks.entry(event.task).or_default();
                task.chain = task.chain.or(awaited);
            }
            EventKind::Blocking { .. } => {
                tasks.entry(event.task).or_default().blocking_since = Some(at);
            }
            EventKind::Unblocked => {
                let task = tasks.entry(event.task).or_default();
                if let Some(since) = task.blocking_since.take() {
                    task.chain = task.chain.then(at.saturating_sub(since));
                }
            }
            _ => {}
        }
    }
    tasks.get(&main).map(|it| it.chain).unwrap_or_default()
}
