//! Names of tasks and objects, numbered where they come again (`fetch_data #2`): each is given once in its run,
//! and no two tasks that live at the same time have the same.

use foldhash::HashMap;
use std::rc::Rc;

use crate::trace::TaskId;

/// What has a name. Tasks and objects are numbered apart.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Named {
    Task,
    Object,
}

/// The names that are in use.
#[derive(Default)]
pub(super) struct Names {
    /// How often a run, known by its main task, has given a name.
    given: HashMap<(TaskId, Named, Box<str>), u32>,
    /// How many tasks of a run are alive. Its names are kept until the last of them has ended.
    alive: HashMap<TaskId, usize>,
    /// How many living tasks have a name.
    living: HashMap<Rc<str>, usize>,
}

impl Names {
    /// The name of a new task.
    pub fn begin(&mut self, root: TaskId, name: &str) -> Rc<str> {
        *self.alive.entry(root).or_default() += 1;
        self.take(root, name)
    }

    /// Another name for a living task.
    pub fn change(&mut self, root: TaskId, old: &str, new: &str) -> Rc<str> {
        self.give_back(old);
        self.take(root, new)
    }

    /// A task has ended.
    pub fn end(&mut self, root: TaskId, name: &str) {
        self.give_back(name);
        let Some(alive) = self.alive.get_mut(&root) else { return };
        *alive = alive.saturating_sub(1);
        if *alive == 0 {
            self.alive.remove(&root);
            self.given.retain(|(it, ..), _| *it != root);
        }
    }

    /// The name of an object.
    pub fn object(&mut self, root: TaskId, name: &str) -> Rc<str> {
        self.next(root, Named::Object, name)
    }

    fn take(&mut self, root: TaskId, name: &str) -> Rc<str> {
        let name = self.next(root, Named::Task, name);
        *self.living.entry(name.clone()).or_default() += 1;
        name
    }

    fn give_back(&mut self, name: &str) {
        if let Some(count) = self.living.get_mut(name) {
            *count -= 1;
            if *count == 0 {
                self.living.remove(name);
            }
        }
    }

    fn next(&mut self, root: TaskId, what: Named, name: &str) -> Rc<str> {
        let count = self.given.entry((root, what, name.into())).or_default();
        loop {
            *count += 1;
            let numbered: Rc<str> = if *count == 1 { name.into() } else { format!("{name} #{count}").into() };
            if what == Named::Object || !self.living.contains_key(&numbered) {
                return numbered;
            }
        }
    }
}
