//! What the parts of the language share on the loop thread: the runtime, the engine, and what the current
//! source says where.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashSet;
use std::path::PathBuf;
use std::rc::Rc;

use rhai::{Engine, EvalAltResult, Position};

use super::by_value::CopySites;
use super::known_names::KnownNames;
use super::library::Web;
use super::native_waits::NativeWaits;
use super::noted::Noted;
use super::outcome::{Outcome, interrupted, line_of};
use super::powers::Powers;
use super::provided::ProvidedFunctions;
use super::shared_variables::SharedVariables;
use super::source::Sources;
use super::surroundings::Surroundings;
use super::task_names::TaskNames;
use super::wrong_calls::CallSites;
use crate::host::net::{OwnListeners, Ports};
use crate::host::permissions::Outside;
use crate::runtime::{Interrupted, Runtime, Task, check, count_memory_for};
use crate::trace::EventKind;

/// Says what a task has done, or did so many nanoseconds after its run began. All events are handed over before.
pub type Explain = Box<dyn Fn(&Task, Option<u64>) -> String>;

/// Values that nobody has taken yet are kept of so many tasks.
const MAX_VALUED: usize = 20;
/// Failures that nobody has looked at are kept of so many tasks.
const MAX_FAILURES: usize = 10_000;

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
    /// The occurrences of variables that something is to be done at.
    pub noted: Rc<Noted>,
    /// Where shared variables are given as copies.
    pub by_value: CopySites,
    pub shared_variables: SharedVariables,
    /// Which functions can let a waiting task go on.
    pub powers: Powers,
    /// What to call the tasks of closures.
    pub task_names: TaskNames,
    pub known_names: KnownNames,
    pub call_sites: CallSites,
    /// Words of which a task can be made that needs no stack.
    pub native_waits: NativeWaits<Environment>,
    pub surroundings: Surroundings,
    /// What the session's exercise gives, if there is one.
    provided: RefCell<Option<Rc<ProvidedFunctions>>>,
    /// What answers `why`. This part of the program makes events, and does not read them.
    explain: OnceCell<Explain>,
    /// Whether the last token was a dot, while a text is being parsed.
    pub after_dot: Cell<bool>,
}

impl Environment {
    pub fn new(runtime: &Rc<Runtime>, outside: Outside) -> Rc<Environment> {
        let noted = Rc::<Noted>::default();
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
            by_value: CopySites::new(&noted),
            shared_variables: SharedVariables::new(&noted),
            noted,
            powers: Powers::default(),
            task_names: TaskNames::default(),
            known_names: KnownNames::default(),
            call_sites: CallSites::default(),
            native_waits: NativeWaits::default(),
            surroundings: Surroundings::default(),
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
    pub fn restore_stop(&self, outcome: Outcome) -> Outcome {
        match (self.runtime.current().and_then(|it| it.stop_reason()), outcome) {
            (Some(reason), Ok(_)) => Err(interrupted(Interrupted::Stopped(reason), Position::NONE)),
            (_, outcome) => outcome,
        }
    }

    /// Looks after the limits within a native function that has done work worth that many operations since it last asked.
    pub fn check_work(&self, operations: u64, position: Position) -> Outcome<()> {
        check::work(&self.runtime, operations).map_err(|reason| interrupted(reason, position))
    }

    /// Looks whether there is room for the bytes that a native function is about to make.
    pub fn check_room(&self, bytes: usize, position: Position) -> Outcome<()> {
        check::room(&self.runtime, bytes).map_err(|reason| interrupted(reason, position))
    }

    /// What the session's exercise gives, if there is one.
    pub(super) fn provided(&self) -> Option<Rc<ProvidedFunctions>> {
        self.provided.borrow().clone()
    }

    /// Whether the session's exercise gives functions.
    pub(super) fn gives_any(&self) -> bool {
        self.provided.borrow().is_some()
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
        self.runtime.recording().flush();
        match self.explain.get() {
            // What is folded for it is not the script's.
            Some(explain) => count_memory_for(None, || explain(task, instant)),
            None => format!("nothing is recorded here, so nothing can be said of {}", task.name()),
        }
    }

    /// Has the trace say of a place what a rule says: its name, what is the matter, what to try.
    pub fn remark_by_rule(&self, position: Position, [rule, text, advice]: [&str; 3]) {
        if let Some(task) = self.runtime.current() {
            let [rule, text, advice] = [rule, text, advice].map(|it| self.runtime.recording().name(it));
            self.runtime.recording().record(
                task.id(),
                line_of(position),
                EventKind::Remarked { rule, text, advice },
            );
        }
    }

    /// Tells the learner something about a place, once for each place. Says whether this was the first time.
    pub fn remark(&self, position: Position, kind: &'static str, text: &str) -> bool {
        if !self.remarked.borrow_mut().insert((position, kind)) {
            return false;
        }
        if let Some(task) = self.runtime.current() {
            let text = self.runtime.recording().text(text);
            self.runtime.recording().record(task.id(), line_of(position), EventKind::Noted { text });
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
        if failures.len() < MAX_FAILURES {
            failures.push((task.clone(), super::errors::clone_error(error)));
        }
    }

    /// The failures since the last call.
    pub fn take_failures(&self) -> Vec<(Rc<Task>, Box<EvalAltResult>)> {
        self.failures.take()
    }

    /// Keeps a task that came to a value, until somebody asks which of them nobody looked at.
    pub fn keep_valued(&self, task: &Rc<Task>) {
        let mut valued = self.valued.borrow_mut();
        if valued.len() >= MAX_VALUED {
            valued.retain(|task| !task.is_observed());
        }
        if valued.len() < MAX_VALUED {
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
