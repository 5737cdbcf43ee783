//! Functions and closures that a script hands to a word: calling them, and giving them to new tasks.

use std::rc::Rc;

use rhai::{Dynamic, EvalAltResult, FnPtr, GlobalRuntimeState, NativeCallContext, Position};

use super::environment::Environment;
use super::handle::TaskHandle;
use super::outcome::Outcome;
use super::powers::key;

/// Calls `function` with as many of `arguments` as it takes: all, or none.
pub fn call(context: &NativeCallContext, function: &FnPtr, arguments: &[Dynamic]) -> Outcome {
    let with_all = function.call_raw(context, None, arguments.to_vec());
    let result = match with_all {
        Err(error) if is_unknown(&error, function) && !arguments.is_empty() => function
            .call_raw(context, None, Vec::new())
            .map_err(|second| match is_unknown(&second, function) {
                true => error,
                false => second,
            }),
        result => result,
    };
    result.map(Dynamic::flatten).map_err(without_wrapper)
}

/// Starts a task that calls `function`. `global` is what the caller knows of functions and modules; `seen`
/// sees how the call ended, within the task.
pub fn spawn(
    environment: &Rc<Environment>,
    global: &GlobalRuntimeState,
    function: FnPtr,
    arguments: Vec<Dynamic>,
    position: Position,
    seen: impl FnOnce(&Outcome) + 'static,
) -> Outcome<TaskHandle> {
    let name = environment.task_names.of(&function);
    let global = environment.surroundings.of(global);
    let (engine, called) = (environment.engine(), key(function.fn_name(), arguments.len()));
    let handle = TaskHandle::spawn(environment, name.as_deref(), position, move || {
        let name = function.fn_name().to_owned();
        let context = NativeCallContext::new_with_all_fields(&engine, &name, None, &global, position);
        let outcome = function.call_raw(&context, None, arguments).map_err(without_wrapper);
        seen(&outcome);
        outcome
    })?;
    Ok(handle.calling(environment, &called))
}

/// An error in a closure comes wrapped in the closure's made-up name, which nobody should see.
pub fn without_wrapper(error: Box<EvalAltResult>) -> Box<EvalAltResult> {
    match *error {
        EvalAltResult::ErrorInFunctionCall(name, _, inner, _) if name.starts_with("anon$") => inner,
        _ => error,
    }
}

/// Whether the function itself was not found with so many arguments.
fn is_unknown(error: &EvalAltResult, function: &FnPtr) -> bool {
    matches!(error, EvalAltResult::ErrorFunctionNotFound(signature, _)
        if signature.split([' ', '(']).next() == Some(function.fn_name()))
}
