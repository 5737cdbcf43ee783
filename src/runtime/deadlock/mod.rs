//! Deadlocks: which task waits for which, in words, and what becomes of them.
//!
//! An await that closes a cycle of awaits is one at that very instant, unless the program has words that cancel: then
//! another task may still end one of its members. Any other is found when the loop comes to rest although nothing from
//! outside can wake a task (`driving.rs`). A program that only waits long is neither.

mod graph;
pub(super) mod looks;
mod words;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use graph::WaitGraph;
use words::them;

use super::Runtime;
use super::task::Task;
use super::task_state::StopReason;
use crate::trace::{TaskId, Wait};

thread_local! {
    /// The latest deadlock of this thread, for the error that is thrown.
    static WORDS: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Who waits for what in this thread's latest deadlock:
/// `deadlock: main waits for worker (line 8), worker waits for main (line 3), so none of them can ever go on`.
pub fn deadlock_text() -> String {
    WORDS.with_borrow(Clone::clone)
}

fn graph(runtime: &Runtime) -> WaitGraph<'_> {
    WaitGraph { tasks: &runtime.tasks, clock: &runtime.clock, recording: &runtime.recording }
}

/// Ends a deadlock that the running task would close by awaiting `task` in `line`, if it would. While another task
/// may cancel one of its members, it is none yet; but nobody can wait for its own end.
pub(super) fn refuse_cycle(runtime: &Runtime, me: &Rc<Task>, task: &Rc<Task>, line: u32) {
    let is_own = Rc::ptr_eq(me, task);
    // Most tasks that await others are awaited by none, and close no cycle.
    if !is_own && (runtime.deadlock_looks.cancels_expected() || !me.is_awaited()) {
        return;
    }
    if let Some(members) = graph(runtime).cycle(me, task) {
        me.waits_for.set(Some((Wait::Task { id: task.id }, line)));
        end(runtime, &members, runtime.tasks.get(me.run));
    }
}

/// To be called when the loop comes to rest and nothing from outside can wake a task: ends the foreground run if all
/// tasks wait for each other, or has those hear of it who wait for tasks that are to end.
pub(super) fn end_at_rest(runtime: &Runtime) {
    let all_wait = || graph(runtime).all_wait();
    match main(runtime) {
        _ if runtime.program_end.is_under_way() => runtime.program_end.end_if_stuck(all_wait),
        Some(main) if all_wait() => end_all(runtime, main),
        _ => {}
    }
}

/// The main task of the run that somebody waits for.
fn main(runtime: &Runtime) -> Option<Rc<Task>> {
    runtime.foreground.get().and_then(|id| runtime.tasks.get(id))
}

fn end_all(runtime: &Runtime, main: Rc<Task>) {
    let graph = graph(runtime);
    let mut path = vec![main.clone()];
    let mut places = HashMap::from([(main.id, 0)]);
    while let Some(next) = path.last().and_then(|it| graph.blocker(it)) {
        if let Some(first) = places.insert(next.id, path.len()) {
            let (way, cycle) = path.split_at(first);
            let members: Vec<_> = cycle.iter().chain(way).cloned().collect();
            return end(runtime, &members, Some(main));
        }
        path.push(next);
    }
    let rest = runtime.tasks().into_iter().filter(|it| it.run == main.run);
    let others: Vec<_> = rest.filter(|it| !places.contains_key(&it.id)).collect();
    path.extend(others);
    let text =
        format!("deadlock: {}, and nothing is left that could let {} go on", graph.words(&path), them(&path));
    WORDS.set(text);
    stop_all(runtime, &path, &main);
}

/// To be called when the loop comes to rest: ends the foreground run if its main task waits for what nobody who
/// is alive can give it, though others go on, as a ticker does.
pub(super) fn end_stuck(runtime: &Runtime) {
    let graph = graph(runtime);
    let Some(main) = main(runtime).filter(|it| graph.waits_for_others(it)) else {
        return runtime.deadlock_looks.reset();
    };
    if !runtime.deadlock_looks.is_due() {
        return;
    }
    let Some(going_on) = graph.only_others_go_on(&main) else { return };
    let mut path = vec![main.clone()];
    let mut seen = HashSet::from([main.id]);
    while let Some(next) = path.last().and_then(|it| graph.blocker(it))
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
        graph.words(&path),
        names.join(" or "),
        them(&path)
    );
    WORDS.set(text);
    stop_all(runtime, &path, &main);
}

/// Ends the tasks of a deadlock. `members` is a cycle, perhaps followed by those that wait for it; `main` is the main task of
/// their run.
fn end(runtime: &Runtime, members: &[Rc<Task>], main: Option<Rc<Task>>) {
    let graph = graph(runtime);
    let none = if members.len() == 1 { "so it can never go on" } else { "so none of them can ever go on" };
    WORDS.set(format!("deadlock: {}, {none}", graph.words(members)));
    let is_stuck = |main: &Rc<Task>| members.iter().any(|it| it.id == main.id || graph.leads(main, it));
    match main.filter(is_stuck) {
        Some(main) => stop_all(runtime, members, &main),
        None => members.iter().for_each(|it| runtime.stop(it, StopReason::Deadlock)),
    }
}

/// Ends a whole run: main task and members fail with the deadlock, the others are cancelled.
fn stop_all(runtime: &Runtime, members: &[Rc<Task>], main: &Rc<Task>) {
    let members: HashSet<TaskId> = members.iter().map(|it| it.id).collect();
    for task in runtime.tasks().into_iter().filter(|it| it.run == main.run) {
        let is_member = task.id == main.id || members.contains(&task.id);
        // What happened to them the main task's error tells.
        task.observe();
        if is_member {
            runtime.stop(&task, StopReason::Deadlock);
        } else {
            runtime.cancel(&task);
            runtime.program_end.hears(&task);
        }
    }
}
