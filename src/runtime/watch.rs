//! Who hears of a task's end without being a task: collections of ends, joins, groups.
//!
//! As asyncio's callbacks, they hear of it one step of the loop later, after the tasks that were ready at the
//! task's end have had their turn.

use std::cell::RefCell;
use std::rc::Weak;

use super::counting::look_at;
use super::schedule::{self, Touch};
use crate::trace::Outcome;

/// Something that hears of ends. `index` is the number that the ended task has there.
pub trait Watch {
    fn ended(&self, index: usize, outcome: Outcome);

    /// Whether the order in which tasks come to a good end matters here.
    fn is_ordered(&self) -> bool {
        true
    }
}

/// One that hears of a task's end, and the number that the task has there.
pub(super) type Watching = (Weak<dyn Watch>, usize);

/// What hears of one task's end.
#[derive(Default)]
pub(super) struct Watches(RefCell<Vec<Watching>>);

impl Watches {
    pub fn add(&self, watch: Weak<dyn Watch>, index: usize) {
        let mut watches = self.0.borrow_mut();
        // Looked through only when they have doubled, so that each costs the same.
        if watches.len() == watches.capacity() {
            keep_alive(&mut watches);
        }
        // Most tasks are watched once.
        if watches.capacity() == 0 {
            watches.reserve_exact(1);
        }
        watches.push((watch, index));
    }

    pub fn len(&self) -> usize {
        self.0.borrow().len()
    }

    /// Takes those that are alive, the first first.
    pub fn take(&self) -> Vec<Watching> {
        let mut watches = self.0.take();
        keep_alive(&mut watches);
        watches
    }

    /// What the task's end is to those who wait for several ends: of good ones it does not always matter which is first.
    pub fn touch_of_end(&self, outcome: Outcome) -> Touch {
        let watches = self.0.borrow();
        let mut watches = watches.iter().filter_map(|(it, _)| it.upgrade());
        let matters = watches.any(|it| it.is_ordered() || outcome != Outcome::Done);
        if matters { Touch::Write(schedule::ENDS) } else { Touch::Read(schedule::ENDS) }
    }
}

fn keep_alive(watches: &mut Vec<Watching>) {
    look_at(watches.len());
    watches.retain(|(watch, _)| watch.strong_count() > 0);
}
