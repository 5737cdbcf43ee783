//! The module `process`: other programs, waiting and blocking.

use std::rc::Rc;

use rhai::{
    Array, Dynamic, Engine, FuncRegistration, ImmutableString, Map, Module, NativeCallContext, Position,
};

use crate::host::process::{Finished, Running};
use crate::script::display;
use crate::script::environment::Environment;
use crate::script::outcome::Outcome;
use crate::script::outside::{Call, CallMode};
use crate::script::waiting_word::waiting_word;

pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    let mut module = Module::new();
    for manner in CallMode::BOTH {
        let name = manner.name("run");
        let alone = waiting_word(
            environment,
            &format!("process::{name}"),
            move |it, (program,): (ImmutableString,), at| run(it, at, manner, program, Array::new()),
        );
        FuncRegistration::new(name.as_str())
            .set_into_module(&mut module, move |context: NativeCallContext, program: ImmutableString| {
                alone(&context, (program,))
            });
        let given = waiting_word(
            environment,
            &format!("process::{name}"),
            move |it, (program, arguments): (ImmutableString, Array), at| {
                run(it, at, manner, program, arguments)
            },
        );
        FuncRegistration::new(name).set_into_module(
            &mut module,
            move |context: NativeCallContext, program: ImmutableString, arguments: Array| {
                given(&context, (program, arguments))
            },
        );
    }
    engine.register_static_module("process", module.into());
}

async fn run(
    environment: Rc<Environment>,
    at: Position,
    manner: CallMode,
    program: ImmutableString,
    arguments: Array,
) -> Outcome<Map> {
    let call = Call::of(&environment, at, manner, "process::run", &program);
    if let Err(closed) = environment.outside.permissions.processes() {
        return call.fail(&closed.to_string());
    }
    let arguments: Vec<String> = arguments.iter().map(display::plain).collect();
    let (program, folder) = (program.to_string(), environment.outside.folder.clone());
    let running = Running::default();
    let _interest = running.interest();
    let Finished { status, output, errors } =
        call.make(move || running.run(&program, &arguments, &folder)).await?;
    let fields =
        [("status", Dynamic::from(i64::from(status))), ("stdout", output.into()), ("stderr", errors.into())];
    Ok(fields.into_iter().map(|(name, value)| (name.into(), value)).collect())
}
