//! What a script says: `print`, `debug` and `mark`.

use std::any::TypeId;
use std::rc::Rc;

use rhai::{
    Array, Blob, Dynamic, Engine, FnPtr, FuncRegistration, ImmutableString, Map, Module, NativeCallContext,
    Position,
};

use crate::runtime::thread_task::may_be_interrupted;
use crate::script::display;
use crate::script::environment::Environment;
use crate::script::handle::{TaskHandle, shown};
use crate::script::outcome::{interrupted, line};
use crate::trace::EventKind;

/// Most arguments of `print`.
const MOST: usize = 16;

pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    let mut module = Module::new();
    let any = TypeId::of::<Dynamic>();
    let counts = (0..=MOST).map(|count| vec![any; count]);
    // Rhai's own functions for one value of these types would be found before one for all values.
    let own = [
        TypeId::of::<ImmutableString>(),
        TypeId::of::<i64>(),
        TypeId::of::<f64>(),
        TypeId::of::<bool>(),
        TypeId::of::<char>(),
        TypeId::of::<()>(),
        TypeId::of::<Array>(),
        TypeId::of::<Map>(),
        TypeId::of::<Blob>(),
        TypeId::of::<FnPtr>(),
    ];
    for types in counts.chain(own.map(|own| vec![own])) {
        writer(&mut module, environment, "print", types.clone(), display::plain);
        writer(&mut module, environment, "debug", types, display::nested);
    }
    engine.register_global_module(module.into());
    texts(engine);
    let it = environment.clone();
    engine.register_fn("mark", move |context: NativeCallContext, label: Dynamic| {
        if let Some(task) = it.runtime.current() {
            let label = it.runtime.recording().text(&display::plain(&label));
            it.runtime.recording().record(task.id(), line(&context), EventKind::Mark { label });
        }
    });
}

/// `to_string`, which `${…}` calls as well, and `to_debug`: the texts that `print` and `debug` write. Rhai's own go as
/// deep as the data does, and show its insides.
fn texts(engine: &mut Engine) {
    fn text<T: Clone + Into<Dynamic>>(value: &mut T) -> String {
        display::plain(&value.clone().into())
    }
    fn quoted<T: Clone + Into<Dynamic>>(value: &mut T) -> String {
        display::nested(&value.clone().into())
    }
    engine.register_fn("to_string", text::<Array>).register_fn("to_debug", quoted::<Array>);
    engine.register_fn("to_string", text::<Map>).register_fn("to_debug", quoted::<Map>);
    engine.register_fn("to_string", text::<FnPtr>).register_fn("to_debug", quoted::<FnPtr>);
    engine.register_fn("to_debug", quoted::<char>);
    engine.register_fn("to_debug", quoted::<ImmutableString>);
    engine.register_fn("to_string", |blob: &mut Blob| display::plain(&Dynamic::from_blob(blob.clone())));
    engine.register_fn("to_debug", |blob: &mut Blob| display::nested(&Dynamic::from_blob(blob.clone())));
}

/// A function of arguments of these types that prints them, each shown by `show`.
fn writer(
    module: &mut Module,
    environment: &Rc<Environment>,
    name: &str,
    types: Vec<TypeId>,
    show: fn(&Dynamic) -> String,
) {
    let it = environment.clone();
    let write = move |context: Option<NativeCallContext>, arguments: &mut [&mut Dynamic]| {
        let texts: Vec<String> =
            arguments.iter().map(|value| shown_value(&it, &context, value, show)).collect();
        let line = context.as_ref().map_or(0, line);
        let position = context.as_ref().map_or(Position::NONE, NativeCallContext::call_position);
        may_be_interrupted(&it.runtime).map_err(|reason| interrupted(reason, position))?;
        it.runtime.wait_for_terminal(line).map_err(|reason| interrupted(reason, position))?;
        it.runtime.print(&texts.join(" "), line);
        // Rhai takes the text that its own `print` would write.
        Ok(Dynamic::from(ImmutableString::new()))
    };
    FuncRegistration::new(name).in_global_namespace().set_into_module_raw(
        module,
        types,
        rhai::RhaiFunc::Pure {
            func: rhai::Shared::new(write),
            has_context: true,
            is_pure: false,
            is_volatile: true,
        },
    );
}

/// A value's text. Whoever prints a task is told how to get at its value.
fn shown_value(
    environment: &Environment,
    context: &Option<NativeCallContext>,
    value: &Dynamic,
    show: fn(&Dynamic) -> String,
) -> String {
    let Some(handle) = value.read_lock::<TaskHandle>() else { return show(value) };
    if let Some(context) = context {
        let text = match handle.task.is_promise() {
            true => "this is a future, not its value; that comes with await.".to_owned(),
            false => {
                format!("this is a task, not its value; {}'s value comes with await.", handle.task.name())
            }
        };
        if environment.remark(context.call_position(), "print", &text) {
            let said = match handle.task.is_promise() {
                true => "this prints the future, not its value",
                false => "this prints the task, not its value",
            };
            environment.remark_by_rule(context.call_position(), ["handle-as-value", said, "await it first"]);
        }
    }
    shown(&handle, environment.runtime.state(&handle.task))
}
