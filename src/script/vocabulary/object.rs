//! What all objects that tasks wait for have in common: a name, and how they are shown.

use std::cell::RefCell;
use std::rc::Rc;

use rhai::{Dynamic, Engine, FuncRegistration, NativeCallContext};

use crate::runtime::sync::Place;
use crate::script::environment::{Environment, line_of};
use crate::trace::{TaskId, Wait};
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
        let kind = runtime.name_text(&format!("{}, to {purpose}", self.kind));
        let name = runtime.name_text(&self.name.borrow());
        Place { wait: Wait::Object { kind, name, holder: holder.into() }, line: line_of(at) }
    }

    /// How a wait for it is recorded. `holder` is the task that has it.
    pub fn place(&self, environment: &Environment, at: Position, holder: Option<TaskId>) -> Place {
        let runtime = &environment.runtime;
        let (kind, name) = (runtime.name_text(self.kind), runtime.name_text(&self.name.borrow()));
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

/// The text of a value, if it is a `T`.
pub fn shown<T: Handle>(value: &Dynamic) -> Option<String> {
    value.read_lock::<T>().map(|handle| handle.shown())
}
