//! Waiting for several tasks: for all, for the first, for each as it comes, for one but not too long.

use std::any::TypeId;
use std::rc::Rc;

use rhai::{Dynamic, Engine, Map, Module, NativeCallContext, Position};

use super::given;
use super::steps::{Step, steps};
use super::time::nanos;
use crate::runtime::sync::{Completions, Place};
use crate::runtime::{Join, Runtime, Until};
use crate::script::await_word::join;
use crate::script::environment::Environment;
use crate::script::errors::thrown;
use crate::script::handle::TaskHandle;
use crate::script::outcome::{Outcome, error, interrupted, line_of};
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
        let place = place(&environment.runtime, completions.left(), *at);
        let handle = completions.next(place)?.and_then(|index| handles.get(index));
        Ok(handle.map(|handle| handle.wait(environment, *at)))
    }
}

pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    let it = environment.clone();
    engine.register_fn("join_all", move |context: NativeCallContext, tasks: Dynamic| -> Outcome {
        let (tasks, at) = (given::tasks(&it, &context, &tasks)?, context.call_position());
        join(&it, &tasks, at).map(Dynamic::from_array)
    });
    let it = environment.clone();
    engine.register_fn("join_all_settled", move |context: NativeCallContext, tasks: Dynamic| -> Outcome {
        let (tasks, at) = (given::tasks(&it, &context, &tasks)?, context.call_position());
        wait_for_ends(&it, &tasks, at)?;
        let settled = tasks.iter().map(|task| settled(task.wait(&it, at)).into());
        Ok(Dynamic::from_array(settled.collect()))
    });
    let it = environment.clone();
    engine.register_fn("select", move |context: NativeCallContext, tasks: Dynamic| -> Outcome {
        select(&it, &context, &[0], None, &tasks).and_then(|(first, at)| first.value(&it, at))
    });
    let it = environment.clone();
    engine.register_fn(
        "select",
        move |context: NativeCallContext, time: Dynamic, tasks: Dynamic| -> Outcome {
            select(&it, &context, &[1], Some(&time), &tasks).and_then(|(first, at)| first.value(&it, at))
        },
    );
    let it = environment.clone();
    engine.register_fn("select_settled", move |context: NativeCallContext, tasks: Dynamic| -> Outcome {
        select(&it, &context, &[0], None, &tasks).map(|(first, at)| first.settled(&it, at))
    });
    let it = environment.clone();
    engine.register_fn(
        "select_settled",
        move |context: NativeCallContext, time: Dynamic, tasks: Dynamic| -> Outcome {
            select(&it, &context, &[1], Some(&time), &tasks).map(|(first, at)| first.settled(&it, at))
        },
    );
    let it = environment.clone();
    engine.register_fn(
        "timeout",
        move |context: NativeCallContext, time: Dynamic, task: Dynamic| -> Outcome {
            let nanos = nanos(&context, &time)?;
            timeout(&it, nanos, &given::task(&it, &context, 1, &task)?, context.call_position())
        },
    );
    let it = environment.clone();
    engine.register_fn("shield", move |context: NativeCallContext, task: Dynamic| {
        given::task(&it, &context, 0, &task).map(|task| task.shielded())
    });
    register_as_completed(engine, environment);
}

fn register_as_completed(engine: &mut Engine, environment: &Rc<Environment>) {
    engine.register_type_with_name::<AsCompleted>("as_completed");
    let it = environment.clone();
    engine.register_fn("as_completed", move |context: NativeCallContext, tasks: Dynamic| {
        let handles = given::tasks(&it, &context, &tasks)?;
        let completions =
            Completions::of(&it.runtime, handles.iter().map(|handle| handle.task.clone()).collect());
        let at = context.call_position();
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
fn wait_for_ends(environment: &Environment, tasks: &[TaskHandle], at: Position) -> Outcome<()> {
    let join = Join::of(&environment.runtime, tasks.iter().map(TaskHandle::awaited).collect());
    let waited = join.wait(Until::AllEnded, line_of(at));
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
    /// `#{index, task, value}`, or its error.
    fn value(self, environment: &Environment, at: Position) -> Outcome {
        let value = self.task.wait(environment, at)?;
        Ok(self.with("value", value))
    }

    /// `#{index, task, ok}` or `#{index, task, error}`.
    fn settled(self, environment: &Environment, at: Position) -> Dynamic {
        match self.task.wait(environment, at) {
            Ok(value) => self.with("ok", value),
            Err(error) => self.with("error", thrown(&error)),
        }
    }

    fn with(self, name: &str, value: Dynamic) -> Dynamic {
        let index = Dynamic::from(i64::try_from(self.index).unwrap_or(i64::MAX));
        let task = Dynamic::from(self.task);
        Map::from([("index".into(), index), ("task".into(), task), (name.into(), value)]).into()
    }
}

/// Waits for the first of the tasks that are the argument at `path`, perhaps not longer than a time.
fn select(
    environment: &Environment,
    context: &NativeCallContext,
    path: &[usize],
    time: Option<&Dynamic>,
    tasks: &Dynamic,
) -> Outcome<(First, Position)> {
    let (runtime, at) = (&environment.runtime, context.call_position());
    let nanos = time.map(|time| nanos(context, time)).transpose()?;
    let tasks = given::tasks_at(environment, context, path, tasks)?;
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
    let index = completions.next_until(place, until);
    match index.map_err(|reason| interrupted(reason, at))? {
        Some(index) => Ok((First { index, task: tasks[index].clone() }, at)),
        None => error(timed_out(nanos.unwrap_or_default()), at),
    }
}

/// A wait for the first of several tasks.
fn place(runtime: &Runtime, tasks: usize, at: Position) -> Place {
    let name = if tasks == 1 { "1 task".to_owned() } else { format!("any of {tasks} tasks") };
    let (kind, name) = (runtime.recording().name("tasks"), runtime.recording().name(&name));
    Place { wait: Wait::Object { kind, name, holder: Holder::NOBODY }, line: line_of(at) }
}

fn timeout(environment: &Environment, nanos: u64, handle: &TaskHandle, at: Position) -> Outcome {
    let (runtime, task, line) = (&environment.runtime, &handle.task, line_of(at));
    let until = runtime.clock().now().saturating_add(nanos);
    // Not a plain await: it is over in time, whatever the task does.
    let place = Place { wait: Wait::Timeout { id: task.id(), until }, line };
    let ended = handle.awaited().wait_until(runtime, until, place);
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
