//! `future()`: a value that some task gives later, by hand.

use std::rc::Rc;

use rhai::{Dynamic, Engine, EvalAltResult, NativeCallContext, Position};

use crate::script::environment::Environment;
use crate::script::handle::TaskHandle;
use crate::script::outcome::{Outcome, error};
use crate::script::wrong_calls::wrong_call;

pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    let it = environment.clone();
    engine.register_fn("future", move || TaskHandle::promise(&it, "future"));
    let it = environment.clone();
    engine.register_fn("set", move |context: NativeCallContext, future: &mut TaskHandle, value: Dynamic| {
        settle(&it, &context, "set", future, Ok(value.flatten()))
    });
    let it = environment.clone();
    engine.register_fn("fail", move |context: NativeCallContext, future: &mut TaskHandle, value: Dynamic| {
        let failure = EvalAltResult::ErrorRuntime(value.flatten(), context.call_position());
        settle(&it, &context, "fail", future, Err(Box::new(failure)))
    });
}

fn settle(
    environment: &Environment,
    context: &NativeCallContext,
    call: &str,
    future: &TaskHandle,
    outcome: Outcome,
) -> Outcome<()> {
    let at: Position = context.call_position();
    if !future.task.is_promise() {
        let text = format!("{call} is for what future() gives; a task's value is what its code gives");
        return wrong_call(text, at);
    }
    match future.settle(environment, outcome) {
        true => Ok(()),
        false => error(
            format!(
                "this future is {} already, and is set only once",
                environment.runtime.state(&future.task).word()
            ),
            at,
        ),
    }
}
