//! What all objects that tasks wait for have in common: a name, and how they are shown.

use std::cell::RefCell;
use std::rc::Rc;

use rhai::{Engine, FuncRegistration, NativeCallContext};

use crate::runtime::sync::Place;
use crate::script::environment::Environment;
use crate::script::handles::know;
use crate::script::outcome::line_of;
use crate::trace::{Action, EventKind, TaskId, Wait};
use rhai::Position;

/// A name of its own: the kind's, numbered in its run, or one that the script gave.
pub struct Object {
    kind: &'static str,
    name: RefCell<Rc<str>>,
}

impl Object {
    /// A further one of its kind.
    pub fn new(environment: &Environment, kind: &'static str) -> Object {
        Object { kind, name: RefCell::new(environment.runtime.object_name(kind)) }
    }

    /// How a wait to do something with it is recorded: `channel, to send`. `holder` is the task that has it.
    pub fn place_to(
        &self,
        environment: &Environment,
        at: Position,
        purpose: &str,
        holder: Option<TaskId>,
    ) -> Place {
        let runtime = &environment.runtime;
        let kind = runtime.recording().lasting_name(&format!("{}, to {purpose}", self.kind));
        let name = runtime.recording().lasting_name(&self.name.borrow());
        Place { wait: Wait::Object { kind, name, holder: holder.into() }, line: line_of(at) }
    }

    /// Records what the running task has done with it; `value` is the message, where there is one.
    pub fn did(&self, environment: &Environment, at: Position, action: Action, value: Option<&str>) {
        let runtime = &environment.runtime;
        let Some(task) = runtime.current() else { return };
        let (kind, name) = (self.kind, self.name.borrow());
        let object = match name.strip_prefix(kind) {
            Some(number) => format!("{kind}{number}"),
            None => format!("{kind} {name}"),
        };
        let object = runtime.recording().name(&object);
        let value = value.map(|it| runtime.recording().name(it));
        runtime.recording().record(task.id(), line_of(at), EventKind::Did { action, object, value });
    }

    /// How a wait for it is recorded. `holder` is the task that has it.
    pub fn place(&self, environment: &Environment, at: Position, holder: Option<TaskId>) -> Place {
        let runtime = &environment.runtime;
        let kind = runtime.recording().lasting_name(self.kind);
        let name = runtime.recording().lasting_name(&self.name.borrow());
        Place { wait: Wait::Object { kind, name, holder: holder.into() }, line: line_of(at) }
    }
}

/// A script's handle to such an object. Copies mean the same one.
pub trait Handle: Clone + 'static {
    const KIND: &'static str;

    fn object(&self) -> &Object;

    /// What it is up to, in a few words.
    fn standing(&self) -> String;

    /// As `print` shows it.
    fn shown(&self) -> String {
        format!("<{} {}: {}>", Self::KIND, self.object().name.borrow(), self.standing())
            .replace(&format!("<{0} {0}", Self::KIND), &format!("<{}", Self::KIND))
    }
}

/// Gives the engine the type, its name and its text.
pub fn register<T: Handle>(engine: &mut Engine, environment: &Rc<Environment>) {
    engine.register_type_with_name::<T>(T::KIND);
    know::<T>(|value| value.read_lock::<T>().map(|handle| handle.shown()));
    engine.register_get("name", |handle: &mut T| handle.object().name.borrow().to_string());
    let it = environment.clone();
    FuncRegistration::new("named").in_global_namespace().register_into_engine(
        engine,
        move |_: NativeCallContext, handle: &mut T, name: &str| {
            *handle.object().name.borrow_mut() = it.runtime.object_name(name);
            handle.clone()
        },
    );
    engine.register_fn("==", |a: T, b: T| std::ptr::eq(a.object(), b.object()));
    engine.register_fn("!=", |a: T, b: T| !std::ptr::eq(a.object(), b.object()));
    engine.register_fn("to_string", |handle: &mut T| handle.shown());
    engine.register_fn("to_debug", |handle: &mut T| handle.shown());
}
