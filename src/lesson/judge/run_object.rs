//! `run` and its tasks, as checks see them.

use std::rc::Rc;

use rhai::{Array, Dynamic, Engine, EvalAltResult};

use super::expect::Unmet;
use super::time::Time;
use super::{Facts, TaskFacts};
use crate::lesson::verdict::Focus;
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

    /// When the first line that contains the text was printed.
    fn at(&self, text: &str) -> Fallible<Time> {
        let line = self.0.output.iter().find(|it| it.text.contains(text));
        let line = line.ok_or_else(|| {
            let said: Vec<&str> = self.0.output.iter().map(|it| it.text.as_str()).collect();
            let happened = if said.is_empty() { "nothing was printed".to_owned() } else { said.join(", ") };
            Unmet::because("this line is to be printed", format!("\"{text}\""), happened)
        })?;
        Ok(Time::seen(line.at, Focus { task: Some(line.task.clone()), at: line.at }))
    }
}

impl Task {
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
