//! `event()` and `barrier(n)`: waiting for something to happen, and for each other.

use std::rc::Rc;

use rhai::{Engine, NativeCallContext};

use super::object::{self, Handle, Object, register_wait};
use crate::runtime::sync::{self, Flag};
use crate::script::environment::Environment;
use crate::script::outcome::interrupted;
use crate::script::wrong_calls::wrong_call;

/// `event()`.
#[derive(Clone)]
pub struct Event(Rc<(Object, Flag)>);

impl Handle for Event {
    const KIND: &'static str = "event";

    fn object(&self) -> &Object {
        &self.0.0
    }

    fn standing(&self) -> String {
        if self.0.1.is_set() { "set" } else { "not set" }.to_owned()
    }
}

/// `barrier(n)`.
#[derive(Clone)]
pub struct Barrier(Rc<(Object, sync::Barrier)>);

impl Handle for Barrier {
    const KIND: &'static str = "barrier";

    fn object(&self) -> &Object {
        &self.0.0
    }

    fn standing(&self) -> String {
        format!("{} of {} here", self.0.1.waiting(), self.0.1.tasks())
    }
}

pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    register_event(engine, environment);
    register_barrier(engine, environment);
}

fn register_event(engine: &mut Engine, environment: &Rc<Environment>) {
    object::register::<Event>(engine, environment);
    let it = environment.clone();
    engine.register_fn("event", move || Event(Rc::new((Object::new(&it, Event::KIND), Flag::default()))));
    let it = environment.clone();
    engine.register_fn("set", move |event: &mut Event| event.0.1.set(&it.runtime));
    engine.register_fn("clear", |event: &mut Event| event.0.1.clear());
    engine.register_get("is_set", |event: &mut Event| event.0.1.is_set());
    register_wait(engine, environment, "wait", |it, event: Event, at| async move {
        let place = event.0.0.place(&it, at, None);
        event.0.1.wait(&it.runtime, place).await.map_err(|reason| interrupted(reason, at))
    });
}

fn register_barrier(engine: &mut Engine, environment: &Rc<Environment>) {
    object::register::<Barrier>(engine, environment);
    let it = environment.clone();
    engine.register_fn("barrier", move |context: NativeCallContext, tasks: i64| {
        match usize::try_from(tasks) {
            Ok(tasks @ 1..) => {
                Ok(Barrier(Rc::new((Object::new(&it, Barrier::KIND), sync::Barrier::new(tasks)))))
            }
            _ => wrong_call(format!("barrier({tasks}): at least 1 task must come"), context.call_position()),
        }
    });
    engine.register_get("waiting", |barrier: &mut Barrier| barrier.0.1.waiting() as i64);
    register_wait(engine, environment, "wait", |it, barrier: Barrier, at| async move {
        let place = barrier.0.0.place(&it, at, None);
        let before = barrier.0.1.wait(&it.runtime, place).await.map_err(|reason| interrupted(reason, at))?;
        Ok(before as i64)
    });
}
