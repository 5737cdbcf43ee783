//! `run` and its tasks, as checks see them.

use std::rc::Rc;

use rhai::{Array, Dynamic, Engine, EvalAltResult};

use super::call_object::Call;
use super::expect::Unmet;
use super::facts::Said;
use super::time::Time;
use super::{Facts, TaskFacts};
use crate::course::verdict::Focus;
use crate::diagnostics::nearest;
use crate::timeline::Nanos;

/// `run` in a check.
#[derive(Clone)]
pub struct Run(pub Rc<Facts>);

/// A task of `run`: its index.
#[derive(Clone)]
pub struct Task {
    facts: Rc<Facts>,
    index: usize,
}

/// What a run and a task can be asked for, without parentheses.
const RUN_FIELDS: &[&str] = &[
    "output",
    "elapsed",
    "thread_held",
    "thread_busy",
    "waits",
    "most_waiting",
    "tasks",
    "main",
    "findings",
    "left_over",
    "unseen",
    "marks",
    "outcome",
    "value",
    "error",
];
const TASK_FIELDS: &[&str] = &[
    "name", "parent", "started", "ended", "elapsed", "running", "waiting", "ready", "blocking", "outcome",
    "value", "error", "output", "waits",
];

/// How the engine of checks calls `.call(…)`.
pub(super) const CALL: &str = "number_of_call";

type Fallible<T> = Result<T, Box<EvalAltResult>>;

/// Teaches the engine what may be asked of a run.
pub fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Run>("run");
    engine.register_get("output", |run: &mut Run| texts(run.0.output.iter().map(|it| &it.text)));
    engine.register_get("elapsed", |run: &mut Run| run.whole(run.0.elapsed));
    engine.register_get("thread_held", |run: &mut Run| run.held());
    engine.register_get("thread_busy", |run: &mut Run| run.whole(run.0.thread.running));
    engine.register_get("waits", |run: &mut Run| run.whole(run.0.waits));
    engine.register_get("most_waiting", |run: &mut Run| i64::from(run.0.most_waiting));
    engine.register_get("tasks", |run: &mut Run| -> Array {
        (1..run.0.tasks.len()).map(|index| Dynamic::from(run.task(index))).collect()
    });
    engine.register_get("main", |run: &mut Run| run.task(0));
    engine.register_get("findings", |run: &mut Run| texts(&run.0.findings));
    engine.register_get("left_over", |run: &mut Run| texts(&run.0.left_over));
    engine.register_get("unseen", |run: &mut Run| texts(&run.0.unseen));
    engine.register_get("marks", |run: &mut Run| texts(&run.0.marks));
    engine.register_get("outcome", |run: &mut Run| run.main().map_or("", |it| it.outcome));
    engine.register_get("value", |run: &mut Run| run.main().map_or_else(String::new, TaskFacts::value));
    engine.register_get("error", |run: &mut Run| run.main().map_or_else(String::new, TaskFacts::error));
    engine.register_fn("task", |run: &mut Run, name: &str| run.first_named(name));
    engine.register_fn("tasks_named", |run: &mut Run, name: &str| -> Array {
        run.all_named(name).map(Dynamic::from).collect()
    });
    engine.register_fn("most_at_once", |run: &mut Run, name: &str| run.0.most_at_once(name) as i64);
    engine.register_fn("at", |run: &mut Run, text: &str| run.at(text));
    unknown_fields::<Run>(engine, "run", RUN_FIELDS);
    unknown_fields::<Task>(engine, "a task", TASK_FIELDS);
    engine.register_fn("calls", |run: &mut Run| -> Array { run.calls(None) });
    engine.register_fn("calls", |run: &mut Run, name: &str| -> Array { run.calls(Some(name)) });
    engine.register_fn("last_end", |run: &mut Run, name: &str| -> Fallible<Time> {
        let calls = run.some_calls(name)?;
        Ok(calls.iter().map(Call::end).max_by(Time::compare).unwrap_or_else(|| run.whole(0)))
    });
    engine.register_fn("slowest", |run: &mut Run, name: &str| -> Fallible<Time> {
        let calls = run.some_calls(name)?;
        Ok(calls.iter().map(Call::elapsed).max_by(Time::compare).unwrap_or_else(|| run.whole(0)))
    });
    engine.register_fn("said_by", |run: &mut Run, text: &str| run.said_by(text));
    engine.register_fn(CALL, |run: &mut Run, name: &str, number: i64| run.call(name, number));
    register_task(engine);
}

fn register_task(engine: &mut Engine) {
    engine.register_type_with_name::<Task>("task");
    engine.register_get("name", |task: &mut Task| task.facts().name.clone());
    engine.register_get("parent", |task: &mut Task| task.facts().parent.clone());
    engine.register_get("started", |task: &mut Task| task.time(task.facts().started));
    engine.register_get("ended", |task: &mut Task| task.time(task.facts().ended));
    engine.register_get("elapsed", |task: &mut Task| task.time(task.facts().ended - task.facts().started));
    engine.register_get("running", |task: &mut Task| task.time(task.facts().shares.running));
    engine.register_get("waiting", |task: &mut Task| task.time(task.facts().shares.waiting));
    engine.register_get("ready", |task: &mut Task| task.time(task.facts().shares.ready));
    engine.register_get("blocking", |task: &mut Task| task.time(task.facts().shares.blocking));
    engine.register_get("outcome", |task: &mut Task| task.facts().outcome);
    engine.register_get("value", |task: &mut Task| task.facts().value());
    engine.register_get("error", |task: &mut Task| task.facts().error());
    engine.register_get("output", |task: &mut Task| texts(&task.facts().output));
    engine.register_get("waits", |task: &mut Task| texts(&task.facts().waits));
    engine.register_fn("to_string", |task: &mut Task| task.facts().name.clone());
}

/// Says which field is meant where one is asked for that does not exist.
pub(super) fn unknown_fields<T: Clone + 'static>(
    engine: &mut Engine,
    what: &'static str,
    fields: &'static [&'static str],
) {
    engine.register_indexer_get(move |_: &mut T, field: &str| -> Fallible<Dynamic> {
        let known = nearest(field, fields.iter().copied());
        let advice = match known {
            Some(known) => format!("do you mean `.{known}`?"),
            None => format!("it has {}", fields.join(", ")),
        };
        Err(format!("{what} has no `.{field}`; {advice}").into())
    });
}

fn texts<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Array {
    texts.into_iter().map(|it| it.as_ref().to_owned().into()).collect()
}

impl Run {
    fn main(&self) -> Option<&TaskFacts> {
        self.0.tasks.first()
    }

    /// A time that is about the run as a whole: its end is the place to look at.
    fn whole(&self, nanos: Nanos) -> Time {
        Time::seen(nanos, Focus { task: None, at: self.0.elapsed })
    }

    /// How long the thread was held; where it was held longest is the place to look at.
    fn held(&self) -> Time {
        let held = self.0.thread.blocking;
        match &self.0.held_at {
            Some((task, at)) => Time::seen(held, Focus { task: Some(task.clone()), at: *at }),
            None => self.whole(held),
        }
    }

    fn task(&self, index: usize) -> Task {
        Task { facts: self.0.clone(), index }
    }

    fn calls(&self, name: Option<&str>) -> Array {
        Call::all(&self.0, name).into_iter().map(Dynamic::from).collect()
    }

    /// Call number `number` of a function, from 0.
    fn call(&self, name: &str, number: i64) -> Fallible<Call> {
        let calls = Call::all(&self.0, Some(name));
        let count = calls.len();
        let call = usize::try_from(number).ok().and_then(|number| calls.into_iter().nth(number));
        call.ok_or_else(|| {
            let times = |count: i64| if count == 1 { "once".to_owned() } else { format!("{count} times") };
            let happened = if count == 0 { "never".to_owned() } else { times(count as i64) };
            let message = format!("`{name}` should be called, and to its end.");
            Unmet::because(&message, format!("{name}(…) {} or more", times(number + 1)), happened)
        })
    }

    fn all_named(&self, name: &str) -> impl Iterator<Item = Task> {
        let named: Vec<&str> = self.0.named(name).map(|it| it.name.as_str()).collect();
        let is_named = |index: &usize| named.contains(&self.0.tasks[*index].name.as_str());
        let found: Vec<usize> = (1..self.0.tasks.len()).filter(is_named).collect();
        found.into_iter().map(|index| self.task(index))
    }

    fn first_named(&self, name: &str) -> Fallible<Task> {
        self.all_named(name).next().ok_or_else(|| {
            let names: Vec<&str> = self.0.tasks.iter().skip(1).map(|it| it.name.as_str()).collect();
            let happened = if names.is_empty() {
                "no task was spawned".to_owned()
            } else {
                format!("tasks {}", names.join(", "))
            };
            Unmet::because("a task of this name is needed", format!("a task `{name}`"), happened)
        })
    }

    /// The calls of a function, of which there has to be one.
    fn some_calls(&self, name: &str) -> Fallible<Vec<Call>> {
        self.call(name, 0)?;
        Ok(Call::all(&self.0, Some(name)))
    }

    /// When the first line that contains the text was printed.
    fn at(&self, text: &str) -> Fallible<Time> {
        let line = self.line(text)?;
        Ok(Time::seen(line.at, Focus { task: Some(line.task.clone()), at: line.at }))
    }

    /// The task that printed that line.
    fn said_by(&self, text: &str) -> Fallible<Task> {
        let name = &self.line(text)?.task;
        let index = self.0.tasks.iter().position(|it| it.name == *name).unwrap_or(0);
        Ok(self.task(index))
    }

    /// The first line that contains the text.
    fn line(&self, text: &str) -> Fallible<&Said> {
        let line = self.0.output.iter().find(|it| it.text.contains(text));
        line.ok_or_else(|| {
            let said: Vec<&str> = self.0.output.iter().map(|it| it.text.as_str()).collect();
            let happened = if said.is_empty() { "nothing was printed".to_owned() } else { said.join(", ") };
            Unmet::because("this line is to be printed", format!("\"{text}\""), happened)
        })
    }
}

impl Task {
    /// The task of that index.
    pub fn at(facts: &Rc<Facts>, index: usize) -> Task {
        Task { facts: facts.clone(), index }
    }

    /// As learners know it.
    pub fn name(&self) -> &str {
        &self.facts().name
    }

    fn facts(&self) -> &TaskFacts {
        &self.facts.tasks[self.index]
    }

    /// A time that is about this task: where it ended is the place to look at.
    fn time(&self, nanos: Nanos) -> Time {
        Time::seen(nanos, Focus { task: Some(self.facts().name.clone()), at: self.facts().ended })
    }
}

impl TaskFacts {
    /// Its value as the session shows it; empty where it has none.
    pub fn value(&self) -> String {
        if self.outcome == "done" { self.text.clone() } else { String::new() }
    }

    /// Its error; empty where it has none.
    pub fn error(&self) -> String {
        if self.outcome == "done" { String::new() } else { self.text.clone() }
    }
}
