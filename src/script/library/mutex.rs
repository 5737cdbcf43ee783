//! `mutex(value)`: a value that one task at a time may use.

use std::rc::Rc;

use rhai::{Dynamic, Engine, FnPtr, NativeCallContext};

use super::object::{self, Handle, Object};
use crate::runtime::sync::Semaphore;
use crate::script::environment::Environment;
use crate::script::function;
use crate::script::outcome::{Outcome, error, interrupted};
use crate::trace::Action;

#[derive(Clone)]
pub struct Mutex(Rc<State>);

struct State {
    object: Object,
    turn: Semaphore,
    /// Shared, as a captured variable is, so that a closure's parameter is the value itself.
    value: Dynamic,
}

impl Handle for Mutex {
    const KIND: &'static str = "mutex";

    fn object(&self) -> &Object {
        &self.0.object
    }

    fn standing(&self) -> String {
        if self.0.turn.available() == 0 { "locked" } else { "free" }.to_owned()
    }
}

impl Mutex {
    pub(super) fn new(environment: &Environment, value: Dynamic) -> Mutex {
        let object = Object::new(environment, Self::KIND);
        Mutex(Rc::new(State { object, turn: Semaphore::new(1), value: value.flatten().into_shared() }))
    }

    /// Whose turn it is.
    pub(super) fn turn(&self) -> &Semaphore {
        &self.0.turn
    }

    pub(super) fn lock(
        &self,
        environment: &Environment,
        context: &NativeCallContext,
        function: &FnPtr,
    ) -> Outcome {
        let (runtime, at, turn) = (&environment.runtime, context.call_position(), &self.0.turn);
        if runtime.current().is_some_and(|task| turn.is_held_by(task.id())) {
            return error("this task has the mutex already; waiting for itself, it would wait for ever", at);
        }
        let place = self.0.object.place(environment, at, turn.holder());
        let permit =
            runtime.suspend_on(turn.permit(runtime, place)).map_err(|reason| interrupted(reason, at))?;
        self.0.object.did(environment, at, Action::Took, None);
        let result = function::call(context, function, std::slice::from_ref(&self.0.value));
        self.0.object.did(environment, at, Action::GaveBack, None);
        drop(permit);
        result
    }
}

pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    object::register::<Mutex>(engine, environment);
    let it = environment.clone();
    engine.register_fn("mutex", move |value: Dynamic| Mutex::new(&it, value));
    let it = environment.clone();
    engine.register_fn("mutex", move || Mutex::new(&it, Dynamic::UNIT));
    let it = environment.clone();
    engine.register_fn("lock", move |context: NativeCallContext, mutex: &mut Mutex, function: FnPtr| {
        mutex.clone().lock(&it, &context, &function)
    });
    engine.register_get("is_locked", |mutex: &mut Mutex| mutex.0.turn.available() == 0);
}
