//! A place where tasks wait for each other.

use super::Place;
use super::wait_queue::WaitQueue;
use crate::runtime::{Interrupted, Runtime};

/// Opens each time a number of tasks have come, and closes behind them.
pub struct Barrier {
    tasks: usize,
    line: WaitQueue<usize>,
}

impl Barrier {
    /// For `tasks` tasks, at least 1.
    pub fn new(tasks: usize) -> Barrier {
        Barrier { tasks: tasks.max(1), line: WaitQueue::default() }
    }

    /// How many must come.
    pub fn tasks(&self) -> usize {
        self.tasks
    }

    /// How many wait.
    pub fn waiting(&self) -> usize {
        self.line.len()
    }

    /// Waits until enough have come; gives how many of this round came before. A task that is cancelled while it waits
    /// is not of the round, so the numbers of a round are always 0 up to the last.
    pub async fn wait(&self, runtime: &Runtime, place: Place) -> Result<usize, Interrupted> {
        let at_once = || {
            let before = self.line.len();
            (before + 1 == self.tasks).then(|| {
                self.line.call_each(runtime, |number| number);
                before
            })
        };
        self.line.wait(runtime, place, at_once, |_| ()).await
    }
}
