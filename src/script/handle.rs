//! A task as a script holds it, and what awaiting it gives.

use std::cell::RefCell;
use std::rc::Rc;

use rhai::{Dynamic, EvalAltResult, FuncRegistration, NativeCallContext, Position};

use super::environment::Environment;
use super::failure::in_words;
use super::handles::know;
use super::native_waits::PendingCall;
use super::outcome::is_cancellation;
use crate::runtime::{Awaited, Ending, Task, TaskState, schedule};
use crate::script::errors::clone_error;
use crate::script::errors::first_line;
use crate::script::outcome::Outcome;
use crate::script::outcome::interrupted;
use crate::script::outcome::line;
use crate::script::outcome::line_of;
use crate::script::outcome::stop_text;
use crate::trace;

/// What a task's code came to, once it has.
type Result = Option<std::result::Result<Dynamic, Box<EvalAltResult>>>;

/// Where a task is at home: on the loop, or on a thread of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Loop,
    Thread,
}

/// A script's handle to a task. Copies mean the same task.
#[derive(Clone)]
pub struct TaskHandle {
    pub task: Rc<Task>,
    result: Rc<RefCell<Result>>,
    /// Whether whoever waits through this handle may be cancelled without the task being so.
    is_shielded: bool,
}

impl TaskHandle {
    /// Starts a task that runs `body`, called `name`, or by its number where there is none.
    pub fn spawn(
        environment: &Rc<Environment>,
        name: Option<&str>,
        position: Position,
        body: impl FnOnce() -> Outcome + 'static,
    ) -> Outcome<TaskHandle> {
        TaskHandle::start(environment, Place::Loop, name, position, body)
    }

    /// The same, for a task at either place.
    pub fn start(
        environment: &Rc<Environment>,
        place: Place,
        name: Option<&str>,
        position: Position,
        body: impl FnOnce() -> Outcome + 'static,
    ) -> Outcome<TaskHandle> {
        let result = Rc::default();
        let end = end(environment, &result);
        let body = move || end(body());
        let number = environment.runtime.next_task();
        let name = name.map_or_else(|| format!("task {}", number.0), str::to_owned);
        let task = match place {
            Place::Loop => environment.runtime.spawn(&name, line_of(position), body),
            Place::Thread => environment.runtime.spawn_thread(&name, line_of(position), body),
        };
        let task = task.map_err(|e| EvalAltResult::ErrorRuntime(e.to_string().into(), position))?;
        Ok(TaskHandle { task, result, is_shielded: false })
    }

    /// Starts a task that is one call of a word that only waits.
    pub fn spawn_call(
        environment: &Rc<Environment>,
        name: &str,
        position: Position,
        call: PendingCall,
    ) -> Outcome<TaskHandle> {
        let result = Rc::default();
        let end = end(environment, &result);
        let code = Box::pin(async move { end(call.await) });
        let task = environment.runtime.spawn_future(name, line_of(position), code);
        let task = task.map_err(|e| EvalAltResult::ErrorRuntime(e.to_string().into(), position))?;
        Ok(TaskHandle { task, result, is_shielded: false })
    }

    /// Says which function the task calls (as [`super::powers::key`] has it), so that it is known whom it can let go
    /// on.
    pub fn calling(self, environment: &Environment, function: &str) -> TaskHandle {
        if environment.powers.keeps_to_itself(function) {
            self.task.keeps_to_itself();
        }
        self
    }

    /// A task without code, that ends when [`TaskHandle::settle`] is called.
    pub fn promise(environment: &Environment, name: &str) -> TaskHandle {
        let runtime = &environment.runtime;
        let name = runtime.object_name(name);
        let (kind, text) = (runtime.recording().name("future"), runtime.recording().name(&name));
        let wait = trace::Wait::Object { kind, name: text, holder: trace::Holder::NOBODY };
        let task = runtime.promise(name, wait);
        TaskHandle { task, result: Rc::default(), is_shielded: false }
    }

    /// Ends it with a value or an error. Says whether that was still to come.
    pub fn settle(&self, environment: &Environment, outcome: Outcome) -> bool {
        if self.task.is_ended() {
            return false;
        }
        let ending = if outcome.is_ok() { trace::Outcome::Done } else { trace::Outcome::Failed };
        *self.result.borrow_mut() = Some(outcome);
        environment.runtime.settle(&self.task, ending)
    }

    /// Waits for the task's end and gives its value, or throws its error with both places.
    pub async fn wait(&self, environment: &Environment, position: Position) -> Outcome {
        let runtime = &environment.runtime;
        let ended = self.awaited().wait(runtime, line_of(position)).await;
        let outcome = ended.map_err(|reason| interrupted(reason, position))?;
        self.ended(outcome, position)
    }

    /// The task as one to wait for.
    pub fn awaited(&self) -> Awaited {
        Awaited { task: self.task.clone(), is_shielded: self.is_shielded }
    }

    /// A handle whose waits, where they are cancelled, leave the task alone.
    pub fn shielded(&self) -> TaskHandle {
        TaskHandle { is_shielded: true, ..self.clone() }
    }

    /// Gives the value of the task, which has ended, or throws its error with both places.
    pub fn ended(&self, outcome: trace::Outcome, position: Position) -> Outcome {
        self.task.observe();
        let failed = |error| {
            EvalAltResult::ErrorInFunctionCall(
                format!("await {}", self.task.name()),
                String::new(),
                error,
                position,
            )
        };
        match (&*self.result.borrow(), outcome) {
            (Some(Ok(value)), trace::Outcome::Done) => Ok(value.clone()),
            (_, trace::Outcome::Cancelled) => {
                let text = format!("{} was cancelled, so it has no value", self.task.name());
                Err(Box::new(EvalAltResult::ErrorRuntime(text.into(), position)))
            }
            (Some(Err(error)), _) => Err(Box::new(failed(clone_error(error)))),
            (None | Some(Ok(_)), _) => {
                let defect = || "meanwhile itself has a defect: this task ended without a result".to_owned();
                let text = self.task.stop_reason().map_or_else(defect, stop_text);
                Err(Box::new(failed(Box::new(EvalAltResult::ErrorRuntime(text.into(), Position::NONE)))))
            }
        }
    }
}

/// What is done in the last turn of a task: its result is kept, and its ending is given.
fn end(
    environment: &Rc<Environment>,
    result: &Rc<RefCell<Result>>,
) -> impl FnOnce(Outcome) -> Ending + use<> {
    let (cell, it) = (result.clone(), environment.clone());
    move |outcome| {
        let outcome = it.restore_stop(outcome).map_err(|error| in_words(&it, error));
        let me = it.runtime.current();
        let ending = ending(&outcome, me.as_ref().is_some_and(|task| task.was_cancelled()));
        match (&outcome, me) {
            (Err(error), Some(me)) if ending.outcome == trace::Outcome::Failed => {
                it.keep_failure(&me, error);
            }
            (Ok(value), Some(me)) if !value.is_unit() => it.keep_valued(&me),
            _ => {}
        }
        *cell.borrow_mut() = Some(outcome);
        ending
    }
}

/// How a task ends whose code came to `outcome`.
pub fn ending(outcome: &Outcome, was_cancelled: bool) -> Ending {
    let (outcome, text) = match outcome {
        Ok(value) if value.is_unit() => (trace::Outcome::Done, None),
        Ok(value) => (trace::Outcome::Done, Some(super::display::brief(value))),
        Err(error) => {
            let is_cancel = was_cancelled && is_cancellation(error);
            let is_stop = matches!(**error, EvalAltResult::ErrorTerminated(ref why, _)
                if why.clone().into_string().is_ok_and(|why| why == "stopped"));
            let outcome =
                if is_cancel || is_stop { trace::Outcome::Cancelled } else { trace::Outcome::Failed };
            (outcome, Some(first_line(error)))
        }
    };
    Ending { outcome, text }
}

/// Gives the engine the type and what can be asked of it.
pub fn register(engine: &mut rhai::Engine, environment: &Rc<Environment>) {
    engine.register_type_with_name::<TaskHandle>("task");
    know::<TaskHandle>(|value| {
        value.read_lock::<TaskHandle>().map(|handle| format!("<task {}>", handle.task.name()))
    });
    engine.register_get("id", |handle: &mut TaskHandle| i64::from(handle.task.id().0));
    engine.register_get("name", |handle: &mut TaskHandle| handle.task.name().to_string());
    engine.register_get("is_done", |handle: &mut TaskHandle| {
        schedule::touch_end(handle.task.id());
        handle.task.is_ended()
    });
    let it = environment.clone();
    engine.register_get("state", move |handle: &mut TaskHandle| it.runtime.state(&handle.task).word());
    let it = environment.clone();
    FuncRegistration::new("named").in_global_namespace().register_into_engine(
        engine,
        move |context: NativeCallContext, handle: &mut TaskHandle, name: &str| {
            it.runtime.rename(&handle.task, name, line(&context));
            handle.clone()
        },
    );
    let it = environment.clone();
    engine.register_fn("cancel", move |handle: &mut TaskHandle| {
        handle.task.observe();
        it.runtime.cancel(&handle.task)
    });
    let it = environment.clone();
    engine.register_get("await", move |context: NativeCallContext, handle: &mut TaskHandle| {
        it.runtime.suspend_on(handle.clone().wait(&it, context.call_position()))
    });
    engine.register_fn("==", |a: TaskHandle, b: TaskHandle| Rc::ptr_eq(&a.task, &b.task));
    engine.register_fn("!=", |a: TaskHandle, b: TaskHandle| !Rc::ptr_eq(&a.task, &b.task));
    let it = environment.clone();
    engine.register_fn("to_string", move |handle: &mut TaskHandle| {
        shown(handle, it.runtime.state(&handle.task))
    });
    let it = environment.clone();
    engine.register_fn("to_debug", move |handle: &mut TaskHandle| {
        shown(handle, it.runtime.state(&handle.task))
    });
}

/// A handle as text: it is not the task's value.
pub fn shown(handle: &TaskHandle, state: TaskState) -> String {
    let (name, state) = (handle.task.name(), state.word());
    match handle.task.is_promise() {
        true => format!("<{name}: {state}>"),
        false => format!("<task {name}: {state}>"),
    }
}
