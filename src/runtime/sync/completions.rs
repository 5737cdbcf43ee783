//! The ends of several tasks, in the order in which they come.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use super::Place;
use super::wait_queue::WaitQueue;
use crate::runtime::schedule::{self, Touch};
use crate::runtime::watch::Watch;
use crate::runtime::{Interrupted, Runtime, Task};
use crate::trace::Outcome;

/// Collects which of some tasks have ended. Each end costs the same, however many tasks there are.
pub struct Completions {
    runtime: Rc<Runtime>,
    tasks: Rc<[Rc<Task>]>,
    ended: RefCell<VecDeque<usize>>,
    /// Ends that have not been given to anybody.
    left: Cell<usize>,
    line: WaitQueue<()>,
}

impl Completions {
    /// Watches `tasks`. Those that have ended already come first, in their order here.
    pub fn of(runtime: &Rc<Runtime>, tasks: Rc<[Rc<Task>]>) -> Rc<Completions> {
        tasks.iter().for_each(|task| schedule::touch_task(task.id(), Touch::Read));
        let ended = tasks.iter().enumerate().filter(|(_, task)| task.is_ended()).map(|(index, _)| index);
        let ended = RefCell::new(ended.collect());
        let completions = Rc::new(Completions {
            runtime: runtime.clone(),
            left: Cell::new(tasks.len()),
            tasks,
            ended,
            line: WaitQueue::default(),
        });
        for (index, task) in completions.tasks.iter().enumerate().filter(|(_, task)| !task.is_ended()) {
            let watch: Weak<dyn Watch> = Rc::<Completions>::downgrade(&completions);
            task.watched_by(watch, index);
        }
        completions
    }

    /// Waits for the next end and gives the task's index; none when all have been given. Each is given once; a
    /// wait that is broken off takes none.
    pub async fn next(&self, place: Place) -> Result<Option<usize>, Interrupted> {
        self.next_until(place, None).await
    }

    /// The same, but not longer than until the instant `until`, in nanoseconds: then none.
    pub async fn next_until(&self, place: Place, until: Option<u64>) -> Result<Option<usize>, Interrupted> {
        let me = self.runtime.current();
        if let Some(me) = me.as_ref().filter(|_| self.left.get() == self.tasks.len()) {
            self.tasks.iter().filter(|task| !task.is_ended()).for_each(|task| task.awaited_from(me));
        }
        // So that it is seen when none of them can end.
        let set_first_of = |tasks| {
            if let Some(me) = &me {
                me.first_of.replace(tasks);
            }
        };
        set_first_of(Some(self.tasks.clone()));
        let next = self.next_end(place, until).await;
        set_first_of(None);
        next
    }

    async fn next_end(&self, place: Place, until: Option<u64>) -> Result<Option<usize>, Interrupted> {
        let runtime = &self.runtime;
        while self.left.get() > 0 {
            schedule::touch(Touch::Read(schedule::ENDS));
            let is_there = || (!self.ended.borrow().is_empty()).then_some(());
            let called = self.line.wait_until(runtime, place, until, is_there, |()| self.call()).await?;
            if called.is_none() {
                return Ok(None);
            }
            let index = self.ended.borrow_mut().pop_front();
            if let Some(index) = index {
                self.left.set(self.left.get() - 1);
                if self.left.get() == 0 {
                    self.line.call_all(runtime, ());
                }
                return Ok(Some(index));
            }
        }
        Ok(None)
    }

    /// Ends that have not been given to anybody.
    pub fn left(&self) -> usize {
        self.left.get()
    }

    fn call(&self) {
        self.line.call_next(&self.runtime, ());
    }
}

impl Watch for Completions {
    fn ended(&self, index: usize, _: Outcome) {
        self.ended.borrow_mut().push_back(index);
        self.call();
    }
}
