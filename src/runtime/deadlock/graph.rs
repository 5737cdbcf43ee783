//! Which task waits for which.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::runtime::Clock;
use crate::runtime::counting::look_at;
use crate::runtime::recording::Recording;
use crate::runtime::task::Task;
use crate::runtime::task_state::TaskState;
use crate::runtime::task_table::TaskTable;
use crate::trace::{TaskId, TextId, Wait};

/// The tasks that are alive, and what they wait for.
#[derive(Clone, Copy)]
pub(super) struct WaitGraph<'a> {
    pub tasks: &'a TaskTable,
    pub clock: &'a Clock,
    pub recording: &'a Recording,
}

impl WaitGraph<'_> {
    /// Whether all tasks wait. The caller knows that no time and no outside work will help.
    pub fn all_wait(self) -> bool {
        self.tasks.all().iter().all(|task| self.waits(task))
    }

    fn waits(self, task: &Task) -> bool {
        task.state_by(self.clock) == TaskState::Waiting
    }

    /// Whether a task waits, however long, for other tasks or for what they give.
    pub fn waits_for_others(self, task: &Task) -> bool {
        self.waits(task)
            && !task.is_timed.get()
            && task.waits_for.get().is_some_and(|(wait, _)| is_object(wait))
    }

    /// Who would have to act first, as far as that is known.
    pub fn blocker(self, task: &Task) -> Option<Rc<Task>> {
        look_at(1);
        if let Some(holders) = &*task.wanted.borrow() {
            let holder = holders.borrow().first().map(|(holder, _)| holder.clone());
            return holder.filter(|it| !it.is_ended());
        }
        let id = match task.waits_for.get()?.0 {
            Wait::Task { id } => id,
            wait => holder(wait)?,
        };
        self.tasks.get(id)
    }

    /// Whether `from` waits for `to`, directly or not.
    pub fn leads(self, from: &Rc<Task>, to: &Rc<Task>) -> bool {
        let mut seen: HashSet<TaskId> = HashSet::new();
        let mut next = Some(from.clone());
        while let Some(it) = next.filter(|it| seen.insert(it.id)) {
            if Rc::ptr_eq(&it, to) {
                return true;
            }
            next = self.blocker(&it);
        }
        false
    }

    /// The cycle of awaits that `me` would close by awaiting `task`, from `me` on, if it would.
    pub fn cycle(self, me: &Rc<Task>, task: &Rc<Task>) -> Option<Vec<Rc<Task>>> {
        let mut seen = HashSet::new();
        let mut members = vec![me.clone()];
        let mut next = Some(task.clone());
        loop {
            // A task that has been let go, cancelled perhaps, is about to go on.
            let it = next.filter(|it| Rc::ptr_eq(it, me) || it.state.get() == TaskState::Waiting)?;
            if Rc::ptr_eq(&it, me) {
                return Some(members);
            }
            let awaited = match it.waits_for.get() {
                Some((Wait::Task { id }, _)) => self.tasks.get(id),
                _ => None,
            };
            // Round in circles among others is theirs.
            look_at(1);
            seen.insert(it.id);
            members.push(it);
            next = awaited.filter(|it| !seen.contains(&it.id));
        }
    }

    /// The tasks that go on, if none of them, nor any that one of them lets go on, can ever let `main` go on.
    pub fn only_others_go_on(self, main: &Rc<Task>) -> Option<Vec<Rc<Task>>> {
        let is_stuck = |it: &Rc<Task>| {
            let waits = self.waits(it) && !it.is_timed.get();
            waits && it.waits_for.get().is_none_or(|(wait, _)| is_object(wait))
        };
        let (mut stuck, mut going_on): (Vec<_>, Vec<_>) = self.tasks.all().into_iter().partition(is_stuck);
        // There are few kinds, and many tasks.
        let kinds = RefCell::new(HashMap::new());
        let is_for_tasks = |kind| *kinds.borrow_mut().entry(kind).or_insert_with(|| self.is_for_tasks(kind));
        loop {
            if going_on.is_empty()
                || going_on.iter().any(|it| it.can_wake_others.get() || Rc::ptr_eq(it, main))
            {
                return None;
            }
            let going: HashSet<TaskId> = going_on.iter().map(|it| it.id).collect();
            let comes = |it: &Task, wait: Wait| match wait {
                Wait::Task { id } => going.contains(&id),
                Wait::Object { kind, .. } => {
                    let first_of = it.first_of.borrow();
                    let is_going = |first_of: &Rc<[Rc<Task>]>| {
                        let mut alive = first_of.iter().filter(|it| !it.is_ended()).peekable();
                        alive.peek().is_none() || alive.any(|it| going.contains(&it.id))
                    };
                    is_for_tasks(kind) && first_of.as_ref().is_none_or(is_going)
                }
                _ => true,
            };
            let freed = |it: &Rc<Task>| it.waits_for.get().is_none_or(|(wait, _)| comes(it, wait));
            let (free, rest): (Vec<_>, Vec<_>) = stuck.into_iter().partition(freed);
            if free.is_empty() {
                return Some(going_on);
            }
            stuck = rest;
            going_on.extend(free);
        }
    }

    fn is_for_tasks(self, kind: TextId) -> bool {
        self.recording.known(kind).is_none_or(|it| it == "tasks")
    }
}

/// Whether a wait is for tasks, or for what they give.
fn is_object(wait: Wait) -> bool {
    matches!(wait, Wait::Object { .. } | Wait::Task { .. } | Wait::Tasks { .. })
}

/// Who had what is waited for, when the wait began.
pub(super) fn holder(wait: Wait) -> Option<TaskId> {
    match wait {
        Wait::Object { holder, .. } => holder.task(),
        _ => None,
    }
}
