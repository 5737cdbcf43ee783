//! The module `process`: other programs, waiting and blocking.

use std::rc::Rc;

use rhai::{Array, Dynamic, Engine, FuncRegistration, Map, Module, NativeCallContext};

use crate::host::process::{Finished, Running};
use crate::script::display;
use crate::script::environment::Environment;
use crate::script::outcome::Outcome;
use crate::script::outside::{Call, CallMode};

pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    let mut module = Module::new();
    for manner in CallMode::BOTH {
        let set = || FuncRegistration::new(manner.name("run"));
        let it = environment.clone();
        set().set_into_module(&mut module, move |context: NativeCallContext, program: &str| {
            run(&it, &context, manner, program, Array::new())
        });
        let it = environment.clone();
        set().set_into_module(
            &mut module,
            move |context: NativeCallContext, program: &str, arguments: Array| {
                run(&it, &context, manner, program, arguments)
            },
        );
    }
    engine.register_static_module("process", module.into());
}

fn run(
    environment: &Environment,
    context: &NativeCallContext,
    manner: CallMode,
    program: &str,
    arguments: Array,
) -> Outcome<Map> {
    let call = Call::of(environment, context, manner, "process::run", program);
    if let Err(closed) = environment.outside.permissions.processes() {
        return call.fail(&closed.to_string());
    }
    let arguments: Vec<String> = arguments.iter().map(display::plain).collect();
    let (program, folder) = (program.to_owned(), environment.outside.folder.clone());
    let running = Running::default();
    let _interest = running.interest();
    let Finished { status, output, errors } =
        call.make(move || running.run(&program, &arguments, &folder))?;
    let fields =
        [("status", Dynamic::from(i64::from(status))), ("stdout", output.into()), ("stderr", errors.into())];
    Ok(fields.into_iter().map(|(name, value)| (name.into(), value)).collect())
}
