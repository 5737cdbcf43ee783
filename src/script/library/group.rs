//! `task_group(|g| …)`: tasks that have all ended when it returns.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use rhai::{Array, Dynamic, Engine, EvalAltResult, FnPtr, Map, NativeCallContext, Position};

use crate::runtime::{Awaited, Interrupted, Join, Task, Watch};
use crate::script::caught::Caught;
use crate::script::environment::Environment;
use crate::script::errors::{clone_error, first_line, thrown};
use crate::script::failure::in_words;
use crate::script::function;
use crate::script::handle::{TaskHandle, ending};
use crate::script::handles::know;
use crate::script::outcome::is_cancellation;
use crate::script::outcome::{Outcome, error, interrupted, line_of};
use crate::script::wrong_calls::wrong_call;
use crate::trace;

/// What `g.spawn` is to Rhai, for which the word alone begins another syntax.
const SPAWN: &str = "spawn_child";
/// Most arguments of `g.spawn` after the function.
const MAX_ARGUMENTS: usize = 6;

/// What the closure of a task group gets.
#[derive(Clone)]
pub struct Group(Rc<State>);

struct State {
    owner: Rc<Task>,
    stage: Cell<Stage>,
    /// Whether the group's closure is still at work.
    is_in_body: Cell<bool>,
    children: RefCell<Vec<TaskHandle>>,
    ends: Rc<Join>,
    failures: RefCell<Vec<(Rc<str>, Box<EvalAltResult>)>>,
    /// Whether g.cancel() has broken off the closure.
    is_closure_cancelled: Cell<bool>,
    environment: Rc<Environment>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Open,
    Ending,
    Ended,
}

pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    engine.register_type_with_name::<Group>("task group");
    know::<Group>(|_| Some("<task group>".to_owned()));
    let it = environment.clone();
    engine
        .register_fn("task_group", move |context: NativeCallContext, body: FnPtr| run(&it, &context, &body));
    let it = environment.clone();
    engine.register_fn(SPAWN, move |context: NativeCallContext, group: &mut Group, function: FnPtr| {
        group.clone().spawn(&it, &context, function, Vec::new())
    });
    for count in 1..=MAX_ARGUMENTS {
        register_spawn(engine, environment, count);
    }
    engine.register_fn("cancel", |group: &mut Group| group.clone().cancel());
}

/// `g.spawn(f, argument, …)` with `count` arguments.
fn register_spawn(engine: &mut Engine, environment: &Rc<Environment>, count: usize) {
    use std::any::TypeId;
    let it = environment.clone();
    let mut types = vec![TypeId::of::<Group>(), TypeId::of::<FnPtr>()];
    types.resize(count + 2, TypeId::of::<Dynamic>());
    #[allow(deprecated)] // Not deprecated: Rhai marks what may change between its versions like this.
    engine.register_raw_fn(SPAWN, types, move |context: NativeCallContext, given: &mut [&mut Dynamic]| {
        let arguments = given[2..].iter_mut().map(|argument| argument.take().flatten()).collect();
        let group = given[0].read_lock::<Group>().map(|group| group.clone());
        let function = given[1].read_lock::<FnPtr>().map(|function| function.clone());
        match (group, function) {
            (Some(group), Some(function)) => {
                group.spawn(&it, &context, function, arguments).map(Dynamic::from)
            }
            _ => wrong_call("g.spawn takes a function: g.spawn(|| …)", context.call_position()),
        }
    });
}

fn run(environment: &Rc<Environment>, context: &NativeCallContext, body: &FnPtr) -> Outcome {
    let at = context.call_position();
    let Some(owner) = environment.runtime.current() else {
        return error("task_group needs a task to run in", at);
    };
    let group = Group(Rc::new(State {
        owner: owner.clone(),
        stage: Cell::new(Stage::Open),
        is_in_body: Cell::new(true),
        children: RefCell::default(),
        ends: Join::of(&environment.runtime, Vec::new()),
        failures: RefCell::default(),
        is_closure_cancelled: Cell::new(false),
        environment: environment.clone(),
    }));
    let result = function::call(context, body, &[Dynamic::from(group.clone())]);
    group.0.is_in_body.set(false);
    let is_ended_by_group = !group.0.failures.borrow().is_empty() || group.0.is_closure_cancelled.get();
    let was_ended = is_ended_by_group && owner.go_on_after_break_off();
    if result.is_err() && group.0.stage.get() == Stage::Open {
        group.0.end_children();
    }
    let waited = group.wait_for_children(at);
    group.0.stage.set(Stage::Ended);
    let failures = group.0.failures.take();
    if !failures.is_empty() {
        // The closure was broken off because of them, and perhaps has not heard of it.
        owner.take_back_cancel();
        let own = result.as_ref().err().filter(|error| !was_ended && !is_cancellation(error));
        let own = own.map(|error| in_words(environment, clone_error(error)));
        return Err(group_error(&failures, own.as_deref(), at));
    }
    waited.map_err(|reason| interrupted(reason, at))?;
    match result {
        Err(error) if was_ended || group.0.is_closure_cancelled.get() && is_cancellation(&error) => {
            Ok(Dynamic::UNIT)
        }
        result => result,
    }
}

impl Group {
    fn spawn(
        &self,
        environment: &Rc<Environment>,
        context: &NativeCallContext,
        function: FnPtr,
        arguments: Vec<Dynamic>,
    ) -> Outcome<TaskHandle> {
        let at = context.call_position();
        match self.0.stage.get() {
            Stage::Open => {}
            Stage::Ending => return error("this task group is ending, so it starts no more tasks", at),
            Stage::Ended => return error("this task group has ended, so it starts no more tasks", at),
        }
        let (group, it) = (self.clone(), environment.clone());
        let seen = move |outcome: &Outcome| group.keep_failure(&it, outcome);
        let global = context.global_runtime_state();
        let child = function::spawn(environment, global, function, arguments, at, seen)?;
        let watch: Weak<dyn Watch> = Rc::<State>::downgrade(&self.0);
        child.task.watched_by(watch, 0);
        self.0.ends.add(Awaited::from(&child.task));
        self.0.children.borrow_mut().push(child.clone());
        Ok(child)
    }

    /// Asks all tasks of the group to end, and its closure, unless that asks itself.
    fn cancel(&self) {
        let (runtime, owner) = (&self.0.environment.runtime, &self.0.owner);
        self.0.end_children();
        let is_closure_asking = runtime.current().is_some_and(|me| Rc::ptr_eq(&me, owner));
        if self.0.is_in_body.get() && !is_closure_asking {
            self.0.is_closure_cancelled.set(true);
            runtime.cancel(owner);
        }
    }

    /// Keeps how a child has failed. That the others are to end they hear one step of the loop later.
    fn keep_failure(&self, environment: &Environment, outcome: &Outcome) {
        let (Some(child), Err(error)) = (environment.runtime.current(), outcome) else { return };
        child.observe();
        if ending(outcome, child.was_cancelled()).outcome == trace::Outcome::Failed {
            // The group has taken it, so that nobody is asked to.
            environment.runtime.recording().record(
                self.0.owner.id(),
                0,
                trace::EventKind::Awaited { id: child.id() },
            );
            self.0.failures.borrow_mut().push((child.name(), in_words(environment, clone_error(error))));
        }
    }

    /// Waits for all children, also for those that are started meanwhile. The first cancel goes on to them.
    fn wait_for_children(&self, at: Position) -> Result<(), Interrupted> {
        let mut result = Ok(());
        loop {
            match self.0.environment.runtime.suspend_on(self.0.ends.wait_for_all(line_of(at))) {
                Ok(()) => break,
                Err(Interrupted::Cancelled) if self.0.stage.get() == Stage::Open => {
                    self.0.end_children();
                    result = Err(Interrupted::Cancelled);
                }
                Err(Interrupted::Cancelled) => {}
                Err(reason) => return Err(reason),
            }
        }
        // A group is about its tasks' ends, not their values.
        self.0.children.borrow().iter().for_each(|child| child.task.observe());
        result
    }
}

impl State {
    /// Asks all tasks of the group to end. It starts no more.
    fn end_children(&self) {
        if self.stage.get() == Stage::Open {
            self.stage.set(Stage::Ending);
        }
        let children = self.children.borrow().clone();
        for child in children {
            self.environment.runtime.cancel(&child.task);
        }
    }
}

impl Watch for State {
    /// The first failure ends the others, and the closure where it waits.
    fn ended(&self, _: usize, outcome: trace::Outcome) {
        if outcome != trace::Outcome::Failed || self.stage.get() != Stage::Open {
            return;
        }
        self.end_children();
        if self.is_in_body.get() {
            self.environment.runtime.cancel(&self.owner);
        }
    }
}

/// The error of a group of which some tasks have failed, and perhaps its own closure.
fn group_error(
    failures: &[(Rc<str>, Box<EvalAltResult>)],
    own: Option<&EvalAltResult>,
    at: Position,
) -> Box<EvalAltResult> {
    let named = failures.iter().map(|(name, error)| (&**name, &**error));
    let all: Vec<_> = named.chain(own.map(|error| ("the group's closure", error))).collect();
    let said: Vec<String> =
        all.iter().map(|(name, error)| format!("{name}: {}", first_line(error))).collect();
    let message = match all.len() {
        1 => format!("a task of the group failed: {}", said.join("")),
        count => format!("{count} tasks of the group failed: {}", said.join("; ")),
    };
    let list = |value: fn(&EvalAltResult) -> Dynamic| -> Array {
        let entry = |(name, error): &(&str, &EvalAltResult)| {
            Map::from([("task".into(), (*name).to_owned().into()), ("error".into(), value(error))]).into()
        };
        all.iter().map(entry).collect()
    };
    let (errors, said) = (list(thrown), list(|error| first_line(error).into()));
    let report = Map::from([("message".into(), message.clone().into()), ("errors".into(), said.into())]);
    let thrown_at = place(all[0].1);
    let error = Box::new(EvalAltResult::ErrorRuntime(report.into(), thrown_at));
    let line = thrown_at.line().and_then(|line| i64::try_from(line).ok());
    let caught = Caught::of_group(message, line, all[0].0, errors, error);
    let inner = EvalAltResult::ErrorRuntime(Dynamic::from(caught), thrown_at);
    let name = format!("await {}", all[0].0);
    Box::new(EvalAltResult::ErrorInFunctionCall(name, String::new(), Box::new(inner), at))
}

/// Where an error was thrown.
fn place(error: &EvalAltResult) -> Position {
    match error {
        EvalAltResult::ErrorInFunctionCall(_, _, inner, _) => place(inner),
        error => error.position(),
    }
}
