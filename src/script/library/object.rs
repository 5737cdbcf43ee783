//! What all objects that tasks wait for have in common: a name, and how they are shown.

use std::cell::RefCell;
use std::rc::Rc;

use rhai::{Engine, FuncRegistration, NativeCallContext, Position, Variant};

use crate::runtime::sync::Place;
use crate::script::environment::Environment;
use crate::script::handles::know;
use crate::script::outcome::{Outcome, line_of};
use crate::script::waiting_word::waiting_word;
use crate::trace::{Action, EventKind, TaskId, TextId, Wait};

/// A name of its own: the kind's, numbered in its run, or one that the script gave.
pub struct Object {
    kind: &'static str,
    name: RefCell<Rc<str>>,
    /// What events about it have said so far.
    said: RefCell<Vec<(About, TextId)>>,
}

/// What an event says of an object.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    Kind,
    Name,
    /// The kind, and what is waited for.
    Purpose(&'static str),
    /// The kind and the name.
    Both,
}

impl Object {
    /// A further one of its kind.
    pub fn new(environment: &Environment, kind: &'static str) -> Object {
        Object { kind, name: RefCell::new(environment.runtime.object_name(kind)), said: RefCell::default() }
    }

    /// How a wait for it is recorded. `holder` is the task that has it.
    pub fn place(&self, environment: &Environment, at: Position, holder: Option<TaskId>) -> Place {
        self.place_about(environment, at, About::Kind, holder)
    }

    /// How a wait to do something with it is recorded: `channel, to send`. `holder` is the task that has it.
    pub fn place_to(
        &self,
        environment: &Environment,
        at: Position,
        purpose: &'static str,
        holder: Option<TaskId>,
    ) -> Place {
        self.place_about(environment, at, About::Purpose(purpose), holder)
    }

    fn place_about(
        &self,
        environment: &Environment,
        at: Position,
        about: About,
        holder: Option<TaskId>,
    ) -> Place {
        let (kind, name) = (self.text(environment, about), self.text(environment, About::Name));
        Place { wait: Wait::Object { kind, name, holder: holder.into() }, line: line_of(at) }
    }

    /// Records what the running task has done with it; `value` is the message, where there is one.
    pub fn did(&self, environment: &Environment, at: Position, action: Action, value: Option<&str>) {
        let runtime = &environment.runtime;
        let Some(task) = runtime.current() else { return };
        let object = self.text(environment, About::Both);
        let value = value.map(|it| runtime.recording().name(it));
        runtime.recording().record(task.id(), line_of(at), EventKind::Did { action, object, value });
    }

    /// Gives it another name.
    fn rename(&self, name: Rc<str>) {
        self.name.replace(name);
        self.said.borrow_mut().clear();
    }

    /// The text of an event, made when it is first needed.
    fn text(&self, environment: &Environment, about: About) -> TextId {
        let mut said = self.said.borrow_mut();
        if let Some((_, text)) = said.iter().find(|(it, _)| *it == about) {
            return *text;
        }
        let text = environment.runtime.recording().lasting_name(&self.words(about));
        said.push((about, text));
        text
    }

    fn words(&self, about: About) -> String {
        let (kind, name) = (self.kind, self.name.borrow());
        match about {
            About::Kind => kind.to_owned(),
            About::Name => name.to_string(),
            About::Purpose(purpose) => format!("{kind}, to {purpose}"),
            About::Both => match name.strip_prefix(kind) {
                Some(number) => format!("{kind}{number}"),
                None => format!("{kind} {name}"),
            },
        }
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

/// Gives the engine a method that waits and takes nothing else: `channel.recv()`.
pub fn register_wait<T: Handle, R: Variant + Clone, F: Future<Output = Outcome<R>> + 'static>(
    engine: &mut Engine,
    environment: &Rc<Environment>,
    name: &str,
    word: impl Fn(Rc<Environment>, T, Position) -> F + 'static,
) {
    let called = waiting_word(environment, name, move |it, (object,), at| word(it, object, at));
    engine.register_fn(name, move |context: NativeCallContext, object: &mut T| {
        called(&context, (object.clone(),))
    });
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
            handle.object().rename(it.runtime.object_name(name));
            handle.clone()
        },
    );
    engine.register_fn("==", |a: T, b: T| std::ptr::eq(a.object(), b.object()));
    engine.register_fn("!=", |a: T, b: T| !std::ptr::eq(a.object(), b.object()));
    engine.register_fn("to_string", |handle: &mut T| handle.shown());
    engine.register_fn("to_debug", |handle: &mut T| handle.shown());
}
