//! Waiting for several tasks: for all, for the first, for each as it comes, for one but not too long.

use std::any::TypeId;
use std::rc::Rc;

use rhai::{Dynamic, Engine, Map, Module, NativeCallContext, Position};

use super::given::Combinator;
use super::steps::{Step, steps};
use super::time::nanos_of;
use crate::runtime::sync::{Completions, Place};
use crate::runtime::{Join, Runtime, Until};
use crate::script::await_word::join;
use crate::script::environment::Environment;
use crate::script::errors::thrown;
use crate::script::handle::TaskHandle;
use crate::script::outcome::{Outcome, error, interrupted, line_of};
use crate::script::waiting_word::waiting_word;
use crate::trace::{Holder, Wait};

/// What `as_completed` gives: the tasks whose values have not been taken.
#[derive(Clone)]
pub struct AsCompleted(Rc<State>);

struct State {
    handles: Vec<TaskHandle>,
    completions: Rc<Completions>,
    at: Position,
}

impl AsCompleted {
    fn next(&self, environment: &Environment) -> Step {
        let State { handles, completions, at } = &*self.0;
        let runtime = &environment.runtime;
        let index = runtime.suspend_on(completions.next(place(runtime, completions.left(), *at)))?;
        let handle = index.and_then(|index| handles.get(index));
        Ok(handle.map(|handle| runtime.suspend_on(handle.wait(environment, *at))))
    }
}

pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    let all = waiting_word(environment, "join_all", |environment, (tasks,): (Dynamic,), at| async move {
        let tasks = Combinator { environment: &environment, word: "join_all", at }.tasks(0, &tasks)?;
        join(&environment, &tasks, at).await.map(Dynamic::from_array)
    });
    engine.register_fn("join_all", move |context: NativeCallContext, tasks: Dynamic| all(&context, (tasks,)));
    let all = waiting_word(environment, "join_all_settled", |it, (tasks,): (Dynamic,), at| async move {
        let tasks = Combinator { environment: &it, word: "join_all_settled", at }.tasks(0, &tasks)?;
        wait_for_ends(&it, &tasks, at).await?;
        let mut ends = Vec::with_capacity(tasks.len());
        for task in &tasks {
            ends.push(settled(task.wait(&it, at).await).into());
        }
        Ok(Dynamic::from_array(ends))
    });
    engine.register_fn("join_all_settled", move |context: NativeCallContext, tasks: Dynamic| {
        all(&context, (tasks,))
    });
    register_select(engine, environment, "select", Gives::Value);
    register_select(engine, environment, "select_settled", Gives::Settled);
    let in_time =
        waiting_word(environment, "timeout", |it, (time, task): (Dynamic, Dynamic), at| async move {
            let nanos = nanos_of("timeout", &time, at)?;
            let task = Combinator { environment: &it, word: "timeout", at }.task(1, &task)?;
            timeout(&it, nanos, &task, at).await
        });
    engine.register_fn("timeout", move |context: NativeCallContext, time: Dynamic, task: Dynamic| {
        in_time(&context, (time, task))
    });
    let it = environment.clone();
    engine.register_fn("shield", move |context: NativeCallContext, task: Dynamic| {
        let call = Combinator { environment: &it, word: "shield", at: context.call_position() };
        call.task(0, &task).map(|task| task.shielded())
    });
    register_as_completed(engine, environment);
}

/// What a `select` gives: the first one's value, or how it ended.
#[derive(Clone, Copy)]
enum Gives {
    Value,
    Settled,
}

fn register_select(engine: &mut Engine, environment: &Rc<Environment>, word: &'static str, gives: Gives) {
    let first = waiting_word(environment, word, move |environment, (tasks,): (Dynamic,), at| async move {
        let call = Combinator { environment: &environment, word, at };
        select(call, None, &tasks).await?.given(&environment, at, gives).await
    });
    engine.register_fn(word, move |context: NativeCallContext, tasks: Dynamic| first(&context, (tasks,)));
    type InTime = (Dynamic, Dynamic);
    let first = waiting_word(environment, word, move |environment, (time, tasks): InTime, at| async move {
        let call = Combinator { environment: &environment, word, at };
        select(call, Some(&time), &tasks).await?.given(&environment, at, gives).await
    });
    engine.register_fn(word, move |context: NativeCallContext, time: Dynamic, tasks: Dynamic| {
        first(&context, (time, tasks))
    });
}

fn register_as_completed(engine: &mut Engine, environment: &Rc<Environment>) {
    engine.register_type_with_name::<AsCompleted>("as_completed");
    let it = environment.clone();
    engine.register_fn("as_completed", move |context: NativeCallContext, tasks: Dynamic| {
        let at = context.call_position();
        let handles = Combinator { environment: &it, word: "as_completed", at }.tasks(0, &tasks)?;
        let completions =
            Completions::of(&it.runtime, handles.iter().map(|handle| handle.task.clone()).collect());
        Outcome::Ok(AsCompleted(Rc::new(State { handles, completions, at })))
    });
    let it = environment.clone();
    let mut module = Module::new();
    module.set_iter_result(TypeId::of::<AsCompleted>(), move |results| {
        let results = results.cast::<AsCompleted>();
        steps(&it, results.0.at, move |environment| results.next(environment))
    });
    engine.register_global_module(module.into());
}

/// Waits until all have ended, however they end.
async fn wait_for_ends(environment: &Environment, tasks: &[TaskHandle], at: Position) -> Outcome<()> {
    let join = Join::of(&environment.runtime, tasks.iter().map(TaskHandle::awaited).collect());
    let waited = join.wait(Until::AllEnded, line_of(at)).await;
    tasks.iter().for_each(|handle| handle.task.observe());
    waited.map(drop).map_err(|reason| interrupted(reason, at))
}

fn settled(outcome: Outcome) -> Map {
    let (name, value) = match outcome {
        Ok(value) => ("ok", value),
        Err(error) => ("error", thrown(&error)),
    };
    Map::from([(name.into(), value)])
}

/// The first task that has ended.
struct First {
    index: usize,
    task: TaskHandle,
}

impl First {
    /// `#{index, task, value}`, or its error; or `#{index, task, ok}` or `#{index, task, error}`.
    async fn given(self, environment: &Environment, at: Position, gives: Gives) -> Outcome {
        match (self.task.wait(environment, at).await, gives) {
            (Ok(value), Gives::Value) => Ok(self.with("value", value)),
            (Err(error), Gives::Value) => Err(error),
            (Ok(value), Gives::Settled) => Ok(self.with("ok", value)),
            (Err(error), Gives::Settled) => Ok(self.with("error", thrown(&error))),
        }
    }

    fn with(self, name: &str, value: Dynamic) -> Dynamic {
        let index = Dynamic::from(i64::try_from(self.index).unwrap_or(i64::MAX));
        let task = Dynamic::from(self.task);
        Map::from([("index".into(), index), ("task".into(), task), (name.into(), value)]).into()
    }
}

/// Waits for the first of the tasks of an array, perhaps not longer than a time, which is the argument before.
async fn select(call: Combinator<'_>, time: Option<&Dynamic>, tasks: &Dynamic) -> Outcome<First> {
    let (runtime, at) = (&call.environment.runtime, call.at);
    let nanos = time.map(|time| nanos_of(call.word, time, at)).transpose()?;
    let tasks = call.tasks(usize::from(time.is_some()), tasks)?;
    if tasks.is_empty() {
        return error("select([]) has no task to wait for, so it would wait for ever", at);
    }
    let until = nanos.map(|nanos| runtime.clock().now().saturating_add(nanos));
    let completions = Completions::of(runtime, tasks.iter().map(|handle| handle.task.clone()).collect());
    let place = match (tasks.as_slice(), until) {
        // As that of `timeout`, so that it is seen where it could not be noticed in time.
        ([only], Some(until)) => {
            Place { wait: Wait::Timeout { id: only.task.id(), until }, line: line_of(at) }
        }
        _ => place(runtime, tasks.len(), at),
    };
    let index = completions.next_until(place, until).await;
    match index.map_err(|reason| interrupted(reason, at))? {
        Some(index) => Ok(First { index, task: tasks[index].clone() }),
        None => error(timed_out(nanos.unwrap_or_default()), at),
    }
}

/// A wait for the first of several tasks.
fn place(runtime: &Runtime, tasks: usize, at: Position) -> Place {
    let name = if tasks == 1 { "1 task".to_owned() } else { format!("any of {tasks} tasks") };
    let (kind, name) = (runtime.recording().name("tasks"), runtime.recording().name(&name));
    Place { wait: Wait::Object { kind, name, holder: Holder::NOBODY }, line: line_of(at) }
}

async fn timeout(environment: &Environment, nanos: u64, handle: &TaskHandle, at: Position) -> Outcome {
    let (runtime, task, line) = (&environment.runtime, &handle.task, line_of(at));
    let until = runtime.clock().now().saturating_add(nanos);
    // Not a plain await: it is over in time, whatever the task does.
    let place = Place { wait: Wait::Timeout { id: task.id(), until }, line };
    let ended = handle.awaited().wait_until(runtime, until, place).await;
    match ended.map_err(|reason| interrupted(reason, at))? {
        Some(outcome) => handle.ended(outcome, at),
        None => {
            task.observe();
            error(timed_out(nanos), at)
        }
    }
}

fn timed_out(nanos: u64) -> String {
    format!("timed out after {} s", nanos as f64 / 1e9)
}
