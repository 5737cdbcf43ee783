//! Waiting for the ends of several tasks.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::{Rc, Weak};
use std::task::Poll;

use super::Runtime;
use super::cancellation::{Awaited, PassedOn};
use super::deadlock::refuse_cycle;
use super::schedule::{self, Touch};
use super::task::Task;
use super::task_state::Interrupted;
use super::watch::Watch;
use crate::trace::Outcome;

/// What ends a wait for several tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    AllEnded,
    /// All have ended, or one has failed or was cancelled.
    OneFailed,
}

/// Tasks whose ends one task waits for. Tasks may be added.
pub struct Join {
    runtime: Rc<Runtime>,
    tasks: RefCell<Vec<Awaited>>,
    heard: RefCell<Vec<bool>>,
    /// Ends that have not been heard of.
    left: Cell<usize>,
    /// Whose end came first of those that did not end well.
    failed: Cell<Option<usize>>,
    /// All before this one have been heard of.
    next: Cell<usize>,
    /// Who waits.
    waiter: RefCell<Option<Rc<Task>>>,
}

impl Join {
    /// Of those that have ended already, the first counts as the first.
    pub fn of(runtime: &Rc<Runtime>, tasks: Vec<Awaited>) -> Rc<Join> {
        let join = Rc::new(Join {
            runtime: runtime.clone(),
            tasks: RefCell::default(),
            heard: RefCell::default(),
            left: Cell::new(0),
            failed: Cell::new(None),
            next: Cell::new(0),
            waiter: RefCell::default(),
        });
        tasks.into_iter().for_each(|task| join.add(task));
        join
    }

    /// One more.
    pub fn add(self: &Rc<Self>, awaited: Awaited) {
        let mut tasks = self.tasks.borrow_mut();
        schedule::touch_task(awaited.task.id(), Touch::Read);
        let outcome = awaited.task.outcome();
        self.heard.borrow_mut().push(outcome.is_some());
        match outcome {
            None => {
                let watch: Weak<dyn Watch> = Rc::<Join>::downgrade(self);
                awaited.task.watched_by(watch, tasks.len());
                self.left.set(self.left.get() + 1);
            }
            Some(Outcome::Done) => {}
            Some(_) => self.failed.set(self.failed.get().or(Some(tasks.len()))),
        }
        tasks.push(awaited);
    }

    /// Whether all have ended, and this has heard of it.
    pub fn is_over(&self) -> bool {
        self.left.get() == 0
    }

    /// The running task waits; gives whose end came first of those that did not end well, if there is one. A cancel
    /// goes on to all tasks, and counts even if they all end well, as with asyncio's `gather`.
    pub async fn wait(&self, until: Until, line: u32) -> Result<Option<usize>, Interrupted> {
        let runtime = &self.runtime;
        let Some(me) = runtime.current() else { return Err(Interrupted::Cancelled) };
        let mut waited_for = vec![false; self.tasks.borrow().len()];
        me.cancellation.begin_instead(&self.tasks.borrow());
        let waited = self.wait_until(until, line, |index| waited_for[index] = true).await;
        let was_passed_on = me.cancellation.end_instead();
        let tasks = self.tasks.borrow();
        for (awaited, _) in tasks.iter().zip(waited_for).filter(|(_, was_waited_for)| !was_waited_for) {
            awaited.note(runtime, &me, line);
        }
        waited?;
        let failed = self.failed.get();
        let failed = failed.filter(|_| until == Until::OneFailed);
        let outcome = failed.and_then(|index| tasks[index].task.outcome());
        match (was_passed_on, outcome) {
            (PassedOn::Yes, None | Some(Outcome::Cancelled)) => Err(me.cancellation.thrown()),
            _ => Ok(failed),
        }
    }

    /// The running task waits until all have ended. A cancel goes on to none.
    pub async fn wait_for_all(&self, line: u32) -> Result<(), Interrupted> {
        self.wait_until(Until::AllEnded, line, |_| ()).await
    }

    /// `waits_for` hears of each task that is waited for.
    async fn wait_until(
        &self,
        until: Until,
        line: u32,
        mut waits_for: impl FnMut(usize),
    ) -> Result<(), Interrupted> {
        let runtime = &self.runtime;
        let me = runtime.current();
        self.tasks.borrow().iter().for_each(|it| me.iter().for_each(|me| it.task.awaited_from(me)));
        self.waiter.borrow_mut().clone_from(&me);
        let result = loop {
            if self.is_decided(until) {
                break Ok(());
            }
            // One wait for each task, in their order, is what a person sees.
            let index = self.first_unheard();
            let task = self.tasks.borrow()[index].task.clone();
            waits_for(index);
            if let Some(me) = &me {
                task.awaited_from(me);
                refuse_cycle(runtime, me, &task, line);
            }
            let heard = poll_fn(|_| match self.is_decided(until) || self.heard.borrow()[index] {
                true => Poll::Ready(()),
                false => Poll::Pending,
            });
            if let Err(reason) = runtime.wait(task.as_wait(), line, heard).await {
                break Err(reason);
            }
        };
        *self.waiter.borrow_mut() = None;
        result
    }

    fn is_decided(&self, until: Until) -> bool {
        schedule::touch(Touch::Read(schedule::ENDS));
        self.is_over() || until == Until::OneFailed && self.failed.get().is_some()
    }

    fn first_unheard(&self) -> usize {
        let heard = self.heard.borrow();
        let index = (self.next.get()..heard.len()).find(|index| !heard[*index]).unwrap_or_default();
        self.next.set(index);
        index
    }
}

impl Watch for Join {
    fn ended(&self, index: usize, outcome: Outcome) {
        self.heard.borrow_mut()[index] = true;
        self.left.set(self.left.get() - 1);
        let is_failure = outcome != Outcome::Done && self.failed.get().is_none();
        if is_failure {
            self.failed.set(Some(index));
        }
        if let Some(waiter) = self.waiter.borrow().as_ref()
            && (is_failure || self.is_over() || index == self.next.get())
        {
            self.runtime.wake(waiter);
        }
    }

    fn is_ordered(&self) -> bool {
        false
    }
}
