//! `why`: what a task has done so far, and who or what made it so, in words.

use std::rc::Rc;

use rhai::Engine;

use crate::script::environment::Environment;
use crate::script::handle::TaskHandle;

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
