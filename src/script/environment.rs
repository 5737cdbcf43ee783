//! What the parts of the language share on the loop thread: the runtime, the engine, and what the current
//! source says where.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashSet;
use std::path::PathBuf;
use std::rc::Rc;

use rhai::{Dynamic, Engine, EvalAltResult, NativeCallContext, Position};

use super::by_value::Places;
use super::known_names::KnownNames;
use super::net::{OwnListeners, Ports};
use super::permissions::Outside;
use super::powers::Powers;
use super::provided::ProvidedFunctions;
use super::shared_variables::SharedVariables;
use super::source::{LAST_LINE, Sources};
use super::task_names::TaskNames;
use super::vocabulary::Web;
use crate::runtime::{Interrupted, Runtime, StopReason, Task, count_memory_for, deadlock_text};
use crate::trace::EventKind;

/// What a native function gives: a value or a script error.
pub type Outcome<T = Dynamic> = Result<T, Box<EvalAltResult>>;

/// Says what a task has done, or did so many nanoseconds after its run began. All events are handed over before.
pub type Explain = Box<dyn Fn(&Task, Option<u64>) -> String>;

/// Values that nobody has taken yet are kept of so many tasks.
const MOST_VALUED: usize = 20;
/// Failures that nobody has looked at are kept of so many tasks.
const MOST_FAILURES: usize = 10_000;

/// One for each engine.
pub struct Environment {
    pub runtime: Rc<Runtime>,
    engine: RefCell<Option<Rc<Engine>>>,
    /// What scripts see of the world outside.
    pub outside: Outside,
    pub web: Web,
    /// Who listens in memory.
    pub ports: Ports,
    /// Who listens at a socket.
    pub listeners: OwnListeners,
    pub sources: RefCell<Sources>,
    /// Where `import` looks first.
    pub folder: RefCell<PathBuf>,
    /// Where the word `await` stands, as opposed to a written `+`.
    pub awaits: RefCell<HashSet<Position>>,
    /// The places that have had their remark.
    remarked: RefCell<HashSet<(Position, &'static str)>>,
    /// The tasks that failed since somebody last asked.
    failures: RefCell<Vec<(Rc<Task>, Box<EvalAltResult>)>>,
    /// Tasks that came to a value that nobody had taken yet when that was last looked at.
    valued: RefCell<Vec<Rc<Task>>>,
    /// Where shared variables are given as copies.
    pub by_value: Places,
    pub shared_variables: SharedVariables,
    /// Which functions can let a waiting task go on.
    pub powers: Powers,
    /// What to call the tasks of closures.
    pub task_names: TaskNames,
    pub known_names: KnownNames,
    /// What the session's exercise gives, if there is one.
    provided: RefCell<Option<Rc<ProvidedFunctions>>>,
    /// What answers `why`. This part of the program makes events, and does not read them.
    explain: OnceCell<Explain>,
    /// Whether the last token was a dot, while a text is being parsed.
    pub after_dot: Cell<bool>,
}

impl Environment {
    pub fn new(runtime: &Rc<Runtime>, outside: Outside) -> Rc<Environment> {
        Rc::new(Environment {
            runtime: runtime.clone(),
            engine: RefCell::default(),
            outside,
            web: Web::default(),
            ports: Ports::default(),
            listeners: OwnListeners::default(),
            sources: RefCell::default(),
            folder: RefCell::default(),
            awaits: RefCell::default(),
            remarked: RefCell::default(),
            failures: RefCell::default(),
            valued: RefCell::default(),
            by_value: Places::default(),
            shared_variables: SharedVariables::default(),
            powers: Powers::default(),
            task_names: TaskNames::default(),
            known_names: KnownNames::default(),
            provided: RefCell::default(),
            explain: OnceCell::new(),
            after_dot: Cell::new(false),
        })
    }

    /// The engine. Who uses it keeps it.
    pub fn engine(&self) -> Rc<Engine> {
        self.engine.borrow_mut().get_or_insert_with(|| Rc::new(Engine::new_raw())).clone()
    }

    pub(super) fn set_engine(&self, engine: Engine) {
        *self.engine.borrow_mut() = Some(Rc::new(engine));
    }

    /// Lets go of what refers to this in turn: the functions of the engine and what an exercise gives. Nothing can be
    /// run after it.
    pub(super) fn close(&self) {
        drop(self.engine.take());
        drop(self.provided.take());
    }

    /// What the running task's code came to. Some of Rhai's functions swallow errors of their callbacks;
    /// a task that had to stop has failed all the same.
    pub fn unswallowed(&self, outcome: Outcome) -> Outcome {
        match (self.runtime.stop_reason(), outcome) {
            (Some(reason), Ok(_)) => Err(interrupted(Interrupted::Stopped(reason), Position::NONE)),
            (_, outcome) => outcome,
        }
    }

    /// Looks after the limits within a native function that has done work worth that many operations since it last asked.
    pub fn check_work(&self, operations: u64, position: Position) -> Outcome<()> {
        self.runtime.check_work(operations).map_err(|reason| interrupted(reason, position))
    }

    /// Looks whether there is room for the bytes that a native function is about to make.
    pub fn check_room(&self, bytes: usize, position: Position) -> Outcome<()> {
        self.runtime.check_room(bytes).map_err(|reason| interrupted(reason, position))
    }

    /// What the session's exercise gives, if there is one.
    pub(super) fn provided(&self) -> Option<Rc<ProvidedFunctions>> {
        self.provided.borrow().clone()
    }

    /// Whether the exercise gives a function of this name.
    pub(super) fn gives(&self, name: &str) -> bool {
        self.provided.borrow().as_ref().is_some_and(|it| it.has(name))
    }

    pub(super) fn provide(&self, provided: ProvidedFunctions) {
        *self.provided.borrow_mut() = Some(Rc::new(provided));
    }

    pub(super) fn set_explain(&self, explain: Explain) {
        let _ = self.explain.set(explain);
    }

    /// What a task has done, or did so many nanoseconds after its run began, in words.
    pub fn why(&self, task: &Task, instant: Option<u64>) -> String {
        self.runtime.flush();
        match self.explain.get() {
            // What is folded for it is not the script's.
            Some(explain) => count_memory_for(None, || explain(task, instant)),
            None => format!("nothing is recorded here, so nothing can be said of {}", task.name()),
        }
    }

    /// Has the trace say of a place what a rule says: its name, what is the matter, what to try.
    pub fn remark_by_rule(&self, position: Position, [rule, text, advice]: [&str; 3]) {
        if let Some(task) = self.runtime.current() {
            let [rule, text, advice] = [rule, text, advice].map(|it| self.runtime.name_text(it));
            self.runtime.record(task.id(), line_of(position), EventKind::Remarked { rule, text, advice });
        }
    }

    /// Tells the learner something about a place, once for each place. Says whether this was the first time.
    pub fn remark(&self, position: Position, kind: &'static str, text: &str) -> bool {
        if !self.remarked.borrow_mut().insert((position, kind)) {
            return false;
        }
        if let Some(task) = self.runtime.current() {
            let text = self.runtime.text(text);
            self.runtime.record(task.id(), line_of(position), EventKind::Noted { text });
        }
        true
    }

    /// Keeps a task's failure until somebody asks what went wrong unseen.
    pub fn keep_failure(&self, task: &Rc<Task>, error: &EvalAltResult) {
        let mut failures = self.failures.borrow_mut();
        // Looked through only when they have doubled, so that each failure costs the same.
        if failures.len().is_power_of_two() {
            failures.retain(|(task, _)| !task.is_observed());
        }
        if failures.len() < MOST_FAILURES {
            failures.push((task.clone(), super::failure::again(error)));
        }
    }

    /// The failures since the last call.
    pub fn take_failures(&self) -> Vec<(Rc<Task>, Box<EvalAltResult>)> {
        self.failures.take()
    }

    /// Keeps a task that came to a value, until somebody asks which of them nobody looked at.
    pub fn keep_valued(&self, task: &Rc<Task>) {
        let mut valued = self.valued.borrow_mut();
        if valued.len() >= MOST_VALUED {
            valued.retain(|task| !task.is_observed());
        }
        if valued.len() < MOST_VALUED {
            valued.push(task.clone());
        }
    }

    /// The tasks since the last call whose values nobody has looked at. Who asks takes hold of none of them.
    pub fn take_valued(&self) -> Vec<Rc<Task>> {
        let mut valued = self.valued.take();
        valued.retain(|task| !task.is_observed());
        valued
    }

    /// Forgets which places have had their remark, and which variables tasks shared.
    pub fn begin_run(&self) {
        self.remarked.borrow_mut().clear();
        self.shared_variables.begin_run();
    }
}

/// The source line of a position; 0 where there is none, or none that a learner has seen: what an exercise gives
/// has lines of its own.
pub fn line_of(position: Position) -> u32 {
    let line = position.line().filter(|line| *line <= LAST_LINE);
    line.map_or(0, |line| u32::try_from(line).unwrap_or(0))
}

/// The source line of a call.
pub fn line(context: &NativeCallContext) -> u32 {
    line_of(context.call_position())
}

/// An error that a script can catch.
pub fn error<T>(text: impl Into<String>, position: Position) -> Outcome<T> {
    Err(Box::new(EvalAltResult::ErrorRuntime(text.into().into(), position)))
}

/// What a cancelled task finds thrown at its wait.
pub const CANCELLED: &str = "cancelled";

/// The script error of a wait that was broken off.
pub fn interrupted(reason: Interrupted, position: Position) -> Box<EvalAltResult> {
    match reason {
        Interrupted::Cancelled => Box::new(EvalAltResult::ErrorRuntime(CANCELLED.into(), position)),
        Interrupted::Stopped(StopReason::Deadlock) => {
            Box::new(EvalAltResult::ErrorTerminated(deadlock_text().into(), position))
        }
        Interrupted::Stopped(reason) => {
            Box::new(EvalAltResult::ErrorTerminated(stop_text(reason).into(), position))
        }
    }
}

/// Why a task was stopped, in words.
pub fn stop_text(reason: StopReason) -> String {
    match reason {
        StopReason::Asked | StopReason::BrokenOff => "stopped".to_owned(),
        StopReason::StackLimit => "this calls itself, or nests, too deeply: the task's stack is used up. \
             Does the recursion have an end?"
            .to_owned(),
        StopReason::NoStack => {
            "the system has no memory for another task's stack; let some tasks end first".to_owned()
        }
        StopReason::StackMemoryLimit(bytes) => format!(
            "the stacks of this run's tasks use too much memory (more than {} in one run). Are too many tasks alive at \
             once, or do they call themselves too deeply?",
            bytes_text(bytes)
        ),
        StopReason::MemoryLimit(bytes) => format!(
            "this uses too much memory (more than {} in one run). Does a text or an array grow for ever?",
            bytes_text(bytes)
        ),
        StopReason::OperationLimit(most) => format!(
            "this computes too long (more than {} million operations in one run). Does a loop have no end?",
            most / 1_000_000
        ),
        StopReason::OutputLimit(bytes) => {
            format!(
                "this prints too much (more than {} in one run). Does a loop have no end?",
                bytes_text(bytes)
            )
        }
        StopReason::TimeLimit(limit) => {
            format!("this takes too long (more than {} s in one run)", limit.as_secs())
        }
        StopReason::Deadlock => {
            "deadlock: every task waits for another task, so none can ever go on".to_owned()
        }
    }
}

fn bytes_text(bytes: usize) -> String {
    match bytes {
        it if it >= 1 << 30 => format!("{} GB", it >> 30),
        it => format!("{} MB", it >> 20),
    }
}
