//! `semaphore(n)`: at most n tasks at a time.

use std::rc::Rc;

use rhai::{Engine, FnPtr, NativeCallContext, Position};

use super::object::{self, Handle, Object, register_wait};
use crate::runtime::sync::{self, Place};
use crate::script::environment::Environment;
use crate::script::function;
use crate::script::outcome::Outcome;
use crate::script::outcome::interrupted;
use crate::script::outcome::line;
use crate::script::wrong_calls::wrong_call;
use crate::trace::Action;

#[derive(Clone)]
pub struct Semaphore(Rc<State>);

struct State {
    object: Object,
    permits: sync::Semaphore,
}

impl Handle for Semaphore {
    const KIND: &'static str = "semaphore";

    fn object(&self) -> &Object {
        &self.0.object
    }

    fn standing(&self) -> String {
        format!("{} free", self.0.permits.available())
    }
}

impl Semaphore {
    fn new(environment: &Environment, permits: usize) -> Semaphore {
        let object = Object::new(environment, Self::KIND);
        Semaphore(Rc::new(State { object, permits: sync::Semaphore::new(permits) }))
    }

    /// Records that a permit was taken or given back. Signals nobody gives back.
    fn did(&self, environment: &Environment, at: Position, action: Action) {
        if !self.0.permits.is_signal() {
            self.0.object.did(environment, at, action, None);
        }
    }

    /// How a wait for a permit is recorded. Of a single permit that is said, for then tasks go one by one.
    fn place(&self, environment: &Environment, at: Position) -> Place {
        let holder = self.0.permits.holder();
        match self.0.permits.available() + self.0.permits.held() {
            1 => self.0.object.place_to(environment, at, "be the only one", holder),
            _ => self.0.object.place(environment, at, holder),
        }
    }

    async fn acquire(&self, environment: &Environment, at: Position) -> Outcome<()> {
        let place = self.place(environment, at);
        let acquired = self.0.permits.acquire(&environment.runtime, place).await;
        // Nobody closes a script's semaphore.
        acquired.map_err(|reason| interrupted(reason, at))?.ok();
        self.did(environment, at, Action::Took);
        Ok(())
    }

    fn scoped(&self, environment: &Environment, context: &NativeCallContext, function: &FnPtr) -> Outcome {
        let at = context.call_position();
        let place = self.place(environment, at);
        let runtime = &environment.runtime;
        let permit = runtime.suspend_on(self.0.permits.permit(runtime, place));
        let permit = permit.map_err(|reason| interrupted(reason, at))?;
        self.did(environment, at, Action::Took);
        let result = function::call(context, function, &[]);
        self.did(environment, at, Action::GaveBack);
        drop(permit);
        result
    }
}

pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    object::register::<Semaphore>(engine, environment);
    let it = environment.clone();
    engine.register_fn("semaphore", move |context: NativeCallContext, permits: i64| {
        match usize::try_from(permits) {
            Ok(permits) => Ok(Semaphore::new(&it, permits)),
            Err(_) => {
                let text = format!("semaphore({permits}): there cannot be fewer than 0 permits");
                wrong_call(text, context.call_position())
            }
        }
    });
    register_wait(engine, environment, "acquire", |it, semaphore: Semaphore, at| async move {
        semaphore.acquire(&it, at).await
    });
    let it = environment.clone();
    engine.register_fn(
        "acquire",
        move |context: NativeCallContext, semaphore: &mut Semaphore, function: FnPtr| {
            semaphore.clone().scoped(&it, &context, &function)
        },
    );
    let it = environment.clone();
    engine.register_fn("try_acquire", move |context: NativeCallContext, semaphore: &mut Semaphore| {
        let taken = semaphore.0.permits.try_acquire(&it.runtime, line(&context));
        if taken {
            semaphore.did(&it, context.call_position(), Action::Took);
        }
        taken
    });
    let it = environment.clone();
    engine.register_fn("release", move |context: NativeCallContext, semaphore: &mut Semaphore| {
        semaphore.did(&it, context.call_position(), Action::GaveBack);
        semaphore.0.permits.release(&it.runtime);
    });
    engine.register_get("available", |semaphore: &mut Semaphore| semaphore.0.permits.available() as i64);
}
