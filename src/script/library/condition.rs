//! `condition()`: waiting until another task says that something has changed.

use std::rc::Rc;

use rhai::{Engine, FnPtr, NativeCallContext, Position};

use super::mutex::Mutex;
use super::object::{self, Handle, Object, register_wait};
use crate::runtime::sync;
use crate::script::environment::Environment;
use crate::script::function;
use crate::script::outcome::{Outcome, interrupted};
use crate::script::wrong_calls::wrong_call;

/// `condition()`.
#[derive(Clone)]
pub struct Condition(Rc<State>);

struct State {
    object: Object,
    mutex: Mutex,
    waiting: sync::Condition,
}

impl Handle for Condition {
    const KIND: &'static str = "condition";

    fn object(&self) -> &Object {
        &self.0.object
    }

    fn standing(&self) -> String {
        format!("{} waiting", self.0.waiting.waiting())
    }
}

impl Condition {
    fn new(environment: &Environment, mutex: Mutex) -> Condition {
        let object = Object::new(environment, Self::KIND);
        Condition(Rc::new(State { object, mutex, waiting: sync::Condition::default() }))
    }

    /// Refuses a call outside of the lock.
    fn check(&self, environment: &Environment, call: &str, at: Position) -> Outcome<()> {
        let me = environment.runtime.current();
        match me.is_some_and(|me| self.0.mutex.turn().is_held_by(me.id())) {
            true => Ok(()),
            false => wrong_call(
                format!("this task does not have the condition's lock; write c.lock(|| c.{call})"),
                at,
            ),
        }
    }

    async fn wait(&self, environment: &Environment, at: Position) -> Outcome<()> {
        let place = self.0.object.place(environment, at, None);
        let waited = self.0.waiting.wait(&environment.runtime, self.0.mutex.turn(), place).await;
        waited.map_err(|reason| interrupted(reason, at))
    }

    fn wait_for(&self, environment: &Environment, context: &NativeCallContext, is_so: &FnPtr) -> Outcome<()> {
        let at = context.call_position();
        self.check(environment, "wait_for(|| …)", at)?;
        loop {
            match function::call(context, is_so, &[])?.as_bool() {
                Ok(true) => return Ok(()),
                Ok(false) => environment.runtime.suspend_on(self.wait(environment, at))?,
                Err(kind) => {
                    return wrong_call(
                        format!("wait_for needs a closure that gives true or false, and it gave {kind}"),
                        at,
                    );
                }
            }
        }
    }
}

pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    object::register::<Condition>(engine, environment);
    let it = environment.clone();
    engine.register_fn("condition", move || Condition::new(&it, Mutex::new(&it, rhai::Dynamic::UNIT)));
    let it = environment.clone();
    engine.register_fn("condition", move |mutex: Mutex| Condition::new(&it, mutex));
    let it = environment.clone();
    engine.register_fn(
        "lock",
        move |context: NativeCallContext, condition: &mut Condition, function: FnPtr| {
            condition.clone().0.mutex.lock(&it, &context, &function)
        },
    );
    register_wait(engine, environment, "wait", |it, condition: Condition, at| async move {
        condition.check(&it, "wait()", at)?;
        condition.wait(&it, at).await
    });
    let it = environment.clone();
    engine.register_fn(
        "wait_for",
        move |context: NativeCallContext, condition: &mut Condition, is_so: FnPtr| {
            condition.clone().wait_for(&it, &context, &is_so)
        },
    );
    register_notify(engine, environment);
    engine.register_get("waiting", |condition: &mut Condition| condition.0.waiting.waiting() as i64);
}

fn register_notify(engine: &mut Engine, environment: &Rc<Environment>) {
    let it = environment.clone();
    let notify = move |context: &NativeCallContext, condition: &Condition, count: usize| -> Outcome<()> {
        condition.check(&it, "notify()", context.call_position())?;
        condition.0.waiting.notify(&it.runtime, count);
        Ok(())
    };
    let (one, all) = (notify.clone(), notify.clone());
    engine.register_fn("notify", move |context: NativeCallContext, condition: &mut Condition| {
        one(&context, condition, 1)
    });
    engine.register_fn("notify_all", move |context: NativeCallContext, condition: &mut Condition| {
        all(&context, condition, usize::MAX)
    });
    engine.register_fn("notify", move |context: NativeCallContext, condition: &mut Condition, count: i64| {
        notify(&context, condition, usize::try_from(count).unwrap_or(0))
    });
}
