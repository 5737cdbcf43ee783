//! `compare(|| …, || …)`: two runs within a run, one after the other, for drawing them on one axis.

use std::cell::RefCell;
use std::rc::Rc;

use rhai::{Dynamic, Engine, FnPtr, Map, NativeCallContext, Position};

use crate::runtime::{Awaited, Runtime, StopReason, Task};
use crate::script::environment::Environment;
use crate::script::handle::ending;
use crate::script::outcome::{Outcome, error, interrupted, line_of};

pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    let it = environment.clone();
    engine.register_fn(
        "compare",
        move |context: NativeCallContext, first: FnPtr, second: FnPtr| -> Outcome {
            let mut seconds = Map::new();
            for (name, function) in [("first", first), ("second", second)] {
                seconds.insert(name.into(), run(&it, &context, name, function)?.into());
            }
            Ok(Dynamic::from_map(seconds))
        },
    );
}

/// Runs one closure as a run of its own. Whatever it leaves behind ends with it.
fn run(
    environment: &Rc<Environment>,
    context: &NativeCallContext,
    name: &str,
    function: FnPtr,
) -> Outcome<f64> {
    let (runtime, position) = (&environment.runtime, context.call_position());
    let began = runtime.clock().now();
    let result = Rc::new(RefCell::new(None));
    let (cell, engine) = (result.clone(), environment.engine());
    #[allow(deprecated)] // As above.
    let stored = context.store_data();
    #[allow(deprecated)] // Not deprecated: Rhai marks what may change between its versions like this.
    let body = move || {
        let outcome = function.call_within_context::<Dynamic>(&stored.create_context(&engine), ());
        let ending = ending(&outcome, false);
        *cell.borrow_mut() = outcome.err();
        ending
    };
    let main = match runtime.start_run(name, line_of(position), body) {
        Ok(main) => main,
        Err(reason) => return error(reason.to_string(), position),
    };
    let ended = runtime.suspend_on(Awaited::from(&main).wait(runtime, line_of(position)));
    stop_rest(runtime, &main, position)?;
    ended.map_err(|reason| interrupted(reason, position))?;
    match result.take() {
        Some(error) => Err(error),
        None => Ok((runtime.clock().now() - began) as f64 / 1e9),
    }
}

fn stop_rest(runtime: &Rc<Runtime>, main: &Rc<Task>, position: Position) -> Outcome<()> {
    for task in runtime.tasks().into_iter().filter(|task| task.root() == main.id()) {
        runtime.stop(&task, StopReason::Asked);
        let ended = runtime.suspend_on(Awaited::from(&task).wait(runtime, line_of(position)));
        ended.map_err(|reason| interrupted(reason, position))?;
    }
    Ok(())
}
