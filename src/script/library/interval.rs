//! `interval(seconds)`: a beat.

use std::cell::Cell;
use std::rc::Rc;

use rhai::{Dynamic, Engine, NativeCallContext, Position};

use super::object::{self, Handle, Object, register_wait};
use super::time::nanos;
use crate::script::environment::Environment;
use crate::script::outcome::{Outcome, interrupted, line_of};
use crate::script::wrong_calls::wrong_call;

/// `interval(seconds)`.
#[derive(Clone)]
pub struct Interval(Rc<State>);

struct State {
    object: Object,
    period: u64,
    began: u64,
    /// The number of the next tick.
    next: Cell<u64>,
}

impl Handle for Interval {
    const KIND: &'static str = "interval";

    fn object(&self) -> &Object {
        &self.0.object
    }

    fn standing(&self) -> String {
        format!("every {} s", self.0.period as f64 / 1e9)
    }
}

impl Interval {
    async fn tick(&self, environment: &Environment, at: Position) -> Outcome<i64> {
        let (runtime, state) = (&environment.runtime, &self.0);
        let number = state.next.get();
        let due = state.began.saturating_add(state.period.saturating_mul(number));
        if let Some(left) = due.checked_sub(runtime.clock().now()).filter(|left| *left > 0) {
            runtime.sleep(left, line_of(at)).await.map_err(|reason| interrupted(reason, at))?;
        }
        // Tasks that wait for the same tick share it.
        if state.next.get() == number {
            state.next.set(number + 1);
        }
        Ok(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    object::register::<Interval>(engine, environment);
    let it = environment.clone();
    engine.register_fn("interval", move |context: NativeCallContext, seconds: Dynamic| {
        let period = nanos(&context, &seconds)?;
        if period == 0 {
            return wrong_call(
                "interval(0) would never let anything else run; give some time",
                context.call_position(),
            );
        }
        let (object, began) = (Object::new(&it, Interval::KIND), it.runtime.clock().now());
        Outcome::Ok(Interval(Rc::new(State { object, period, began, next: Cell::new(0) })))
    });
    register_wait(engine, environment, "tick", |it, interval: Interval, at| async move {
        interval.tick(&it, at).await
    });
}
