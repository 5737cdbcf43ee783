//! Deadlocks: who waits for whom, in words, and what becomes of them.
//!
//! An await that closes a cycle of awaits is one at that very instant, unless the program has words that cancel: then
//! another task may still end one of its members. Any other is found when the loop comes to rest although nothing from
//! outside can wake a task (`run_queue.rs`). A program that only waits long is neither.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::Runtime;
use super::counting::look_at;
use super::sync::Completions;
use super::task::{StopReason, Task, TaskState};
use crate::trace::{TaskId, Wait};

/// Waits that are told one by one; of more the rest is counted.
const MOST: usize = 6;

thread_local! {
    /// The latest deadlock of this thread, for the error that is thrown.
    static WORDS: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Who waits for what in this thread's latest deadlock:
/// `deadlock: main waits for worker (line 8), worker waits for main (line 3), so none of them can ever go on`.
pub fn deadlock_text() -> String {
    WORDS.with_borrow(Clone::clone)
}

impl Runtime {
    /// Ends a deadlock that the running task would close by awaiting `task` in `line`, if it would. While another task
    /// may cancel one of its members, it is none yet; but nobody can wait for its own end.
    pub(super) fn refuse_cycle(&self, me: &Rc<Task>, task: &Rc<Task>, line: u32) {
        if self.cancels_expected.get() && !Rc::ptr_eq(me, task) {
            return;
        }
        // Most tasks that await others are awaited by none, and close no cycle.
        let is_awaited = !me.waiters.borrow().is_empty() || !me.watches.borrow().is_empty();
        if !is_awaited && !Rc::ptr_eq(me, task) {
            return;
        }
        let mut seen = HashSet::new();
        let mut members = vec![me.clone()];
        let mut next = Some(task.clone());
        loop {
            // A task that has been let go, cancelled perhaps, is about to go on.
            let waits = |it: &Rc<Task>| Rc::ptr_eq(it, me) || it.state.get() == TaskState::Waiting;
            let Some(it) = next.filter(waits) else { return };
            if Rc::ptr_eq(&it, me) {
                me.waits_for.set(Some((Wait::Task { id: task.id }, line)));
                return self.end_deadlock(&members, &self.main_of(me));
            }
            let awaited = match it.waits_for.get() {
                Some((Wait::Task { id }, _)) => self.tasks.borrow().get(&id).cloned(),
                _ => None,
            };
            // Round in circles among others is theirs.
            look_at(1);
            seen.insert(it.id);
            members.push(it);
            next = awaited.filter(|it| !seen.contains(&it.id));
        }
    }

    /// Says that a program has words that cancel tasks, so that tasks that wait for each other may still be ended by
    /// another one.
    pub fn expect_cancels(&self) {
        self.cancels_expected.set(true);
    }

    /// To be called when the loop comes to rest and nothing from outside can wake a task: ends the foreground run if all
    /// tasks wait for each other, or has those hear of it who wait for tasks that are to end.
    pub(super) fn end_deadlock_at_rest(&self) {
        let main = self.foreground.get().and_then(|id| self.tasks.borrow().get(&id).cloned());
        match main {
            _ if self.program_end.is_under_way() => self.program_end.end_if_stuck(|| self.all_wait()),
            Some(main) if self.all_wait() => self.end_deadlock_of_all(&main),
            _ => {}
        }
    }

    fn end_deadlock_of_all(&self, main: &Rc<Task>) {
        let mut path = vec![main.clone()];
        let mut places = HashMap::from([(main.id, 0)]);
        while let Some(next) = path.last().and_then(|it| self.blocker(it)) {
            if let Some(first) = places.insert(next.id, path.len()) {
                let (way, cycle) = path.split_at(first);
                let members: Vec<_> = cycle.iter().chain(way).cloned().collect();
                return self.end_deadlock(&members, &Some(main.clone()));
            }
            path.push(next);
        }
        let rest = self.tasks().into_iter().filter(|it| it.run == main.run);
        let others: Vec<_> = rest.filter(|it| !places.contains_key(&it.id)).collect();
        path.extend(others);
        let text = format!(
            "deadlock: {}, and nothing is left that could let {} go on",
            self.waits(&path),
            them(&path)
        );
        WORDS.set(text);
        self.stop_all(&path, &Some(main.clone()));
    }

    /// To be called when the loop comes to rest: ends the foreground run if its main task waits for what nobody who
    /// is alive can give it, though others go on, as a ticker does. The more often that was not so, the more rarely
    /// it is looked again, for each look goes through all tasks.
    pub(super) fn end_the_stuck(&self) {
        let foreground = self.foreground.get();
        let main = foreground.and_then(|id| self.tasks.borrow().get(&id).cloned());
        let waits = |main: &Rc<Task>| {
            matches!(
                main.waits_for.get(),
                Some((Wait::Object { .. } | Wait::Task { .. } | Wait::Tasks { .. }, _))
            )
        };
        let is_stuck =
            |it: &Rc<Task>| self.state(it) == TaskState::Waiting && !it.is_timed.get() && waits(it);
        let Some(main) = main.filter(is_stuck) else {
            return self.rests.set((0, 1));
        };
        let (rests, next) = self.rests.get();
        if rests < next {
            return self.rests.set((rests + 1, next));
        }
        self.rests.set((0, next.max(1).saturating_mul(2)));
        let Some(going_on) = self.only_others_go_on(&main) else { return };
        let mut path = vec![main.clone()];
        let mut seen = HashSet::from([main.id]);
        while let Some(next) = path.last().and_then(|it| self.blocker(it))
            && seen.insert(next.id)
        {
            path.push(next);
        }
        let (names, more) = (going_on.iter().take(3), going_on.len().saturating_sub(3));
        let mut names: Vec<String> = names.map(|it| it.name().to_string()).collect();
        if more > 0 {
            names.push(format!("{more} more"));
        }
        let text = format!(
            "deadlock: {}, and nothing that {} can do lets {} go on",
            self.waits(&path),
            names.join(" or "),
            them(&path)
        );
        WORDS.set(text);
        self.stop_all(&path, &Some(main));
    }

    /// The tasks that go on, if none of them, nor any that one of them lets go on, can ever let `main` go on.
    fn only_others_go_on(&self, main: &Rc<Task>) -> Option<Vec<Rc<Task>>> {
        let tasks = self.tasks();
        let is_object =
            |wait: Wait| matches!(wait, Wait::Object { .. } | Wait::Task { .. } | Wait::Tasks { .. });
        let is_stuck = |it: &Rc<Task>| {
            let waits = self.state(it) == TaskState::Waiting && !it.is_timed.get();
            waits && it.waits_for.get().is_none_or(|(wait, _)| is_object(wait))
        };
        let (mut stuck, mut going_on): (Vec<_>, Vec<_>) = tasks.into_iter().partition(is_stuck);
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
                    let is_going = |first_of: &Rc<Completions>| {
                        first_of.alive().next().is_none() || first_of.alive().any(|it| going.contains(&it.id))
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

    fn is_for_tasks(&self, kind: crate::trace::TextId) -> bool {
        let recorder = self.recorder.borrow();
        recorder.as_ref().and_then(|it| it.known(kind)).is_none_or(|it| it == "tasks")
    }

    /// `members` is a cycle, perhaps followed by those that wait for it.
    fn end_deadlock(&self, members: &[Rc<Task>], main: &Option<Rc<Task>>) {
        let none =
            if members.len() == 1 { "so it can never go on" } else { "so none of them can ever go on" };
        WORDS.set(format!("deadlock: {}, {none}", self.waits(members)));
        let is_stuck = |main: &&Rc<Task>| members.iter().any(|it| it.id == main.id || self.leads(main, it));
        match main.as_ref().filter(is_stuck) {
            Some(_) => self.stop_all(members, main),
            None => members.iter().for_each(|it| self.stop(it, StopReason::Deadlock)),
        }
    }

    /// Ends the whole run: main task and members fail with the deadlock, the others are cancelled.
    fn stop_all(&self, members: &[Rc<Task>], main: &Option<Rc<Task>>) {
        let Some(main) = main else { return };
        let members: HashSet<TaskId> = members.iter().map(|it| it.id).collect();
        for task in self.tasks().into_iter().filter(|it| it.run == main.run) {
            let is_member = task.id == main.id || members.contains(&task.id);
            // What happened to them the main task's error tells.
            task.observe();
            if is_member {
                self.stop(&task, StopReason::Deadlock);
            } else {
                self.cancel(&task);
                self.program_end.hears(&task);
            }
        }
    }

    /// The main task that somebody waits for while this task runs.
    fn main_of(&self, task: &Task) -> Option<Rc<Task>> {
        self.tasks.borrow().get(&task.run).cloned()
    }

    /// Whether `from` waits for `to`, directly or not.
    fn leads(&self, from: &Rc<Task>, to: &Rc<Task>) -> bool {
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

    /// Who would have to act first, as far as that is known.
    fn blocker(&self, task: &Task) -> Option<Rc<Task>> {
        look_at(1);
        if let Some(holders) = &*task.wanted.borrow() {
            let holder = holders.borrow().first().map(|(holder, _)| holder.clone());
            return holder.filter(|it| !it.is_ended());
        }
        let id = match task.waits_for.get()?.0 {
            Wait::Task { id } => id,
            wait => holder(wait)?,
        };
        self.tasks.borrow().get(&id).cloned()
    }

    fn waits(&self, tasks: &[Rc<Task>]) -> String {
        let waits = tasks.iter().take(MOST).map(|task| self.wait_text(task));
        let mut parts: Vec<String> = waits.collect();
        if tasks.len() > MOST {
            parts.push(format!("and so on for {} more", tasks.len() - MOST));
        }
        parts.join(", ")
    }

    /// `worker waits for main (line 3)`
    fn wait_text(&self, task: &Task) -> String {
        let name = task.name();
        let Some((wait, line)) = task.waits_for.get() else {
            return format!("{name} is {}", self.state(task).word());
        };
        let place = if line == 0 { String::new() } else { format!(" (line {line})") };
        let named = |id: TaskId| self.tasks.borrow().get(&id).map(|it| it.name());
        match wait {
            Wait::Task { id } if id == task.id => format!("{name} waits for itself{place}"),
            Wait::Task { id } => {
                let awaited = named(id).unwrap_or_else(|| format!("task {}", id.0).into());
                format!("{name} waits for {awaited}{place}")
            }
            Wait::Object { kind, name: object, .. } => {
                let what = self.object_text(kind, object);
                let held = match &*task.wanted.borrow() {
                    Some(holders) => holders.borrow().first().map(|(holder, line)| held_text(holder, *line)),
                    None => holder(wait).and_then(named).map(|it| format!(", which {it} has")),
                };
                let unclosed = what.starts_with("a message from").then(|| ", which nobody closed".to_owned());
                format!("{name} waits for {what}{place}{}", held.or(unclosed).unwrap_or_default())
            }
            _ => format!("{name} waits{place}"),
        }
    }

    /// `the mutex balance`, or `the channel` where it has no name of its own.
    fn object_text(&self, kind: crate::trace::TextId, name: crate::trace::TextId) -> String {
        let recorder = self.recorder.borrow();
        let known = |id| recorder.as_ref().and_then(|it| it.known(id)).unwrap_or_default();
        let (kind, name) = (known(kind), known(name));
        let (kind, purpose) = kind.split_once(", to ").unwrap_or((kind, ""));
        let what = match purpose {
            "send" => "room in ",
            "receive" => "a message from ",
            _ => "",
        };
        match name.strip_prefix(kind) {
            _ if kind.is_empty() => "something".to_owned(),
            _ if kind == "tasks" => name.to_owned(),
            Some(number) => format!("{what}the {kind}{number}"),
            None => format!("{what}the {kind} {name}"),
        }
    }

    /// Whether all tasks wait. The caller knows that no time and no outside work will help.
    fn all_wait(&self) -> bool {
        self.tasks().iter().all(|task| self.state(task) == TaskState::Waiting)
    }
}

/// Who had what is waited for, when the wait began.
fn holder(wait: Wait) -> Option<TaskId> {
    match wait {
        Wait::Object { holder, .. } => holder.task(),
        _ => None,
    }
}

/// `, which worker took in line 3`: who has it now.
fn held_text(holder: &Task, line: u32) -> String {
    let (name, ended) = (holder.name(), holder.is_ended());
    match (line, ended) {
        (0, false) => format!(", which {name} has"),
        (0, true) => format!(", which {name} took and never gave back"),
        (_, false) => format!(", which {name} took in line {line}"),
        (_, true) => format!(", which {name} took in line {line} and never gave back"),
    }
}

fn them(tasks: &[Rc<Task>]) -> &'static str {
    if tasks.len() == 1 { "it" } else { "them" }
}
