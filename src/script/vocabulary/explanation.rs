//! `why`: what a task has done so far, and who or what made it so, in words.

use std::rc::Rc;

use rhai::Engine;

use super::{Peers, Word};
use crate::script::environment::Environment;
use crate::script::handle::TaskHandle;

pub(super) const WORDS: &[Word] = &[Word {
    name: "why",
    signature: "why(task)   why(task, seconds)",
    summary: "says in words what a task has done so far, and what held it up",
    details: "The same sentences as :why TASK. With seconds since the run began: what it did at that instant. \
              They are made of what has been recorded up to now.",
    example: "fn fetch() { sleep(0.5) }\nlet t = spawn fetch();\nbusy(1);\nawait t;\nprint(why(t, 0.7));",
    peers: Peers { python: "task.get_stack()", javascript: "", tokio: "tokio-console" },
}];

pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    let it = environment.clone();
    engine.register_fn("why", move |handle: TaskHandle| it.why(&handle.task, None));
    let it = environment.clone();
    engine.register_fn("why", move |handle: TaskHandle, seconds: f64| {
        it.why(&handle.task, Some(nanos(seconds)))
    });
    let it = environment.clone();
    engine.register_fn("why", move |handle: TaskHandle, seconds: i64| {
        it.why(&handle.task, Some(nanos(seconds as f64)))
    });
}

/// An instant before the run is taken for its beginning.
fn nanos(seconds: f64) -> u64 {
    (seconds * 1e9) as u64
}
