//! Which tasks there are: their numbers, their names, their beginning and their end.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::counting::look_at;
use super::names::Names;
use super::task::Task;
use crate::trace::TaskId;

/// Tasks that may wait in a row, each for one that it started. Their errors hold one another.
const MAX_AWAITED_DEPTH: usize = 1_000;

/// Why a task cannot be started.
#[derive(Debug, thiserror::Error)]
pub enum SpawnError {
    #[error("{0} tasks are alive, and there is no room for more; let some of them end first")]
    TooMany(usize),
    #[error("more than four thousand million tasks have been started; begin a new session")]
    NoNumber,
    #[error(
        "{0} tasks are waiting in a row, each for the one that it started; does it start itself without an end?"
    )]
    TooDeep(usize),
}

/// What a task is to its run, and where it is at home.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TaskKind {
    Main,
    Loop,
    Thread,
}

/// The tasks that have not ended, and the numbers and names that have been given.
pub(super) struct TaskTable {
    /// Tasks that may be alive at a time.
    limit: usize,
    next_id: Cell<u32>,
    names: RefCell<Names>,
    alive: RefCell<BTreeMap<TaskId, Rc<Task>>>,
}

impl TaskTable {
    /// An empty one, for this number of tasks at a time.
    pub fn new(limit: usize) -> TaskTable {
        TaskTable { limit, next_id: Cell::new(0), names: RefCell::default(), alive: RefCell::default() }
    }

    /// The number that the next task gets.
    pub fn next_id(&self) -> TaskId {
        TaskId(self.next_id.get())
    }

    /// One more, started by another one or by the loop itself. `line` is the source line of the spawn, `at` when that is, in
    /// nanoseconds of the trace.
    pub fn begin(
        &self,
        starter: Option<&Task>,
        kind: TaskKind,
        name: &str,
        line: u32,
        at: u64,
    ) -> Result<Rc<Task>, SpawnError> {
        let alive = self.len();
        if alive >= self.limit && kind != TaskKind::Main {
            return Err(SpawnError::TooMany(alive));
        }
        let depth = starter.map_or(0, |it| it.awaited_depth.get());
        if depth >= MAX_AWAITED_DEPTH {
            return Err(SpawnError::TooDeep(depth));
        }
        let id = self.next_id();
        // Without a number of its own no task can be told from another.
        self.next_id.set(id.0.checked_add(1).ok_or(SpawnError::NoNumber)?);
        let run = starter.map_or(id, |it| it.run);
        let parent = starter.filter(|_| kind != TaskKind::Main);
        let root = parent.map_or(id, |it| it.root);
        let name = self.names.borrow_mut().begin(root, name);
        let task = Rc::new(Task {
            line,
            is_thread: kind == TaskKind::Thread,
            run_began: parent.map_or(at, |it| it.run_began),
            ..Task::new(id, name, root, run)
        });
        self.alive.borrow_mut().insert(id, task.clone());
        Ok(task)
    }

    /// A task has ended.
    pub fn end(&self, task: &Task) {
        self.alive.borrow_mut().remove(&task.id);
        self.names.borrow_mut().end(task.root, &task.name());
    }

    /// Gives a task another name, numbered where its run has that name already.
    pub fn rename(&self, task: &Task, name: &str) {
        let name = self.names.borrow_mut().change(task.root, &task.name(), name);
        *task.name.borrow_mut() = name;
    }

    /// The name for an object of the run with this main task, numbered where the run has that name already.
    pub fn object_name(&self, root: TaskId, name: &str) -> Rc<str> {
        self.names.borrow_mut().object(root, name)
    }

    /// The task of this number, if it has not ended.
    pub fn get(&self, id: TaskId) -> Option<Rc<Task>> {
        self.alive.borrow().get(&id).cloned()
    }

    /// How many have not ended.
    pub fn len(&self) -> usize {
        self.alive.borrow().len()
    }

    /// The tasks that have not ended, by number.
    pub fn all(&self) -> Vec<Rc<Task>> {
        look_at(self.len());
        self.alive.borrow().values().cloned().collect()
    }

    /// Whether this can be said of one that has not ended.
    pub fn any(&self, is_so: impl Fn(&Rc<Task>) -> bool) -> bool {
        self.alive.borrow().values().any(is_so)
    }
}
