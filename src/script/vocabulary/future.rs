//! `future()`: a value that some task gives later, by hand.

use std::rc::Rc;

use rhai::{Dynamic, Engine, EvalAltResult, NativeCallContext, Position};

use super::{Peers, Word};
use crate::script::environment::{Environment, Outcome, error};
use crate::script::handle::TaskHandle;
use crate::script::wrong_calls::wrong_call;

pub(super) const WORDS: &[Word] = &[Word {
    name: "future",
    signature: "future()   f.set(value)   f.fail(error)",
    summary: "a value that is not there yet: await waits until a task sets it, or lets it fail",
    details: "It can be used wherever a task can: await f, select([f, …]), timeout(1, f). It is set once. f.cancel(), or a cancel of a task that awaits it, ends it as cancelled; shield(f) prevents that. Also: f.is_done, f.state.",
    example: "let answer = future();\nfn ask(answer) { print(\"the answer is\", await answer) }\nlet t = spawn ask(answer);\nsleep(1);\nanswer.set(42);\nawait t;",
    peers: Peers {
        python: "loop.create_future(), future.set_result(value)",
        javascript: "Promise.withResolvers() (Node 22)",
        tokio: "sync::oneshot::channel()",
    },
}];

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
