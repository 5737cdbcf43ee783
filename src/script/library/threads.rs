//! `spawn_thread`: work that leaves the loop's thread alone.

use std::rc::Rc;

use rhai::{Dynamic, Engine, FnPtr, NativeCallContext};

use crate::script::environment::Environment;
use crate::script::function::without_wrapper;
use crate::script::handle::{Place, TaskHandle};
use crate::script::outcome::Outcome;
use crate::script::wrong_calls::wrong_call;

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
        let (engine, global) = (it.engine(), it.surroundings.of(context.global_runtime_state()));
        TaskHandle::start(&it, Place::Thread, name.as_deref(), position, move || {
            let name = function.fn_name().to_owned();
            let context = NativeCallContext::new_with_all_fields(&engine, &name, None, &global, position);
            function.call_within_context::<Dynamic>(&context, ()).map_err(without_wrapper)
        })
    });
}
