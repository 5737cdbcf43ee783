//! Who hears of a task's end without being a task: collections of ends, joins, groups.
//!
//! As asyncio's callbacks, they hear of it one step of the loop later, after the tasks that were ready at the
//! task's end have had their turn.

use std::rc::{Rc, Weak};

use super::Runtime;
use super::counting::look_at;
use super::task::Task;
use crate::trace::Outcome;

/// Something that hears of ends. `index` is the number that the ended task has there.
pub trait Watch {
    fn ended(&self, runtime: &Rc<Runtime>, index: usize, outcome: Outcome);

    /// Whether the order in which tasks come to a good end matters here.
    fn is_ordered(&self) -> bool {
        true
    }
}

impl Task {
    /// Lets `watch` hear of this task's end, if that is still to come and `watch` is alive then.
    pub fn watched_by(&self, watch: Weak<dyn Watch>, index: usize) {
        if self.is_ended() {
            return;
        }
        let mut watches = self.watches.borrow_mut();
        // Looked through only when they have doubled, so that each costs the same.
        if watches.len() == watches.capacity() {
            look_at(watches.len());
            watches.retain(|(watch, _)| watch.strong_count() > 0);
        }
        watches.push((watch, index));
    }
}

impl Runtime {
    /// `by` is the task that the ones woken here record as the waker.
    pub(super) fn tell_watches(&self, task: &Rc<Task>, by: Option<Rc<Task>>) {
        let (mut watches, super::TaskState::Ended(outcome)) = (task.watches.take(), task.state.get()) else {
            return;
        };
        look_at(watches.len());
        watches.retain(|(watch, _)| watch.strong_count() > 0);
        if watches.is_empty() {
            return;
        }
        let Some(runtime) = self.me.upgrade() else { return };
        self.call_soon(move || {
            let current = runtime.current.replace(by);
            for (watch, index) in watches {
                if let Some(watch) = watch.upgrade() {
                    watch.ended(&runtime, index, outcome);
                }
            }
            runtime.current.replace(current);
        });
    }
}
