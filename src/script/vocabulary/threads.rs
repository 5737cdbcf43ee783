//! `spawn_thread`: work that leaves the loop's thread alone.

use std::rc::Rc;

use rhai::{Dynamic, Engine, FnPtr, NativeCallContext};

use super::{Peers, Word};
use crate::script::environment::{Environment, Outcome};
use crate::script::function::without_wrapper;
use crate::script::handle::{Place, TaskHandle};
use crate::script::wrong_calls::wrong_call;

pub(super) const WORDS: &[Word] = &[Word {
    name: "spawn_thread",
    signature: "spawn_thread(|| …)",
    summary: "starts a task off the loop: what it blocks on does not hold the loop's thread",
    details: "For blocking calls that have no waiting twin, and for long computing. Its blocking calls are made \
              on a real thread. Its computing takes turns with the loop in slices of 1 ms, as Python's threads do \
              under the global interpreter lock, so it gets no faster; but the loop goes on. It shares \
              variables with the other tasks and can be interrupted between any two operations. Cancelling stops \
              its computing at the next slice; a blocking call cannot be stopped, its result is dropped.",
    example: "fn tick() { for i in 0..3 { print(\"tick\"); sleep(0.4) } }\nlet ticks = spawn tick();\nlet t = spawn_thread(|| { sleep_blocking(1); \"done\" });\nprint(await t);\nawait ticks;",
    peers: Peers {
        python: "await asyncio.to_thread(f)",
        javascript: "new Worker(file)",
        tokio: "tokio::task::spawn_blocking",
    },
}];

pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    let it = environment.clone();
    engine.register_fn("spawn_thread", move |context: NativeCallContext, work: Dynamic| -> Outcome<TaskHandle> {
        let position = context.call_position();
        let Some(function) = work.read_lock::<FnPtr>().map(|function| function.clone()) else {
            let text = "spawn_thread takes a closure, and this is a value already: the call before it has run. \
                        Write spawn_thread(|| work())";
            return wrong_call(text, position);
        };
        let name = it.task_names.of(&function);
        let (engine, mut global) = (it.engine(), context.global_runtime_state().clone());
        global.level = 0;
        TaskHandle::start(&it, Place::Thread, name.as_deref(), position, move || {
            let name = function.fn_name().to_owned();
            let context = NativeCallContext::new_with_all_fields(&engine, &name, None, &global, position);
            function.call_within_context::<Dynamic>(&context, ()).map_err(without_wrapper)
        })
    });
}
