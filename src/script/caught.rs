//! An error as a script gets it from `catch`, where no script has thrown it: one of the engine's own, or that of a
//! task group. What a script throws stays what it is.
//!
//! It reads as its message, wherever it is shown.

use std::rc::Rc;

use rhai::{Array, Dynamic, Engine, EvalAltResult, ImmutableString};

/// A script's handle to such an error. Copies mean the same one.
#[derive(Clone)]
pub struct Caught(Rc<Parts>);

struct Parts {
    message: String,
    line: Option<i64>,
    task: String,
    errors: Array,
    error: Box<EvalAltResult>,
}

impl Caught {
    /// An error of the engine, in plain words, in the task of that name.
    pub fn new(message: String, line: Option<i64>, task: &str, error: Box<EvalAltResult>) -> Caught {
        Caught(Rc::new(Parts { message, line, task: task.to_owned(), errors: Array::new(), error }))
    }

    /// The error of a group: `errors` are those of its tasks.
    pub fn of_group(
        message: String,
        line: Option<i64>,
        task: &str,
        errors: Array,
        error: Box<EvalAltResult>,
    ) -> Caught {
        Caught(Rc::new(Parts { message, line, task: task.to_owned(), errors, error }))
    }

    /// What went wrong, in words.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The error itself.
    pub fn error(&self) -> &EvalAltResult {
        &self.0.error
    }

    /// One of its parts by name.
    fn part(&self, name: &str) -> Option<Dynamic> {
        Some(match name {
            "message" => self.message().to_owned().into(),
            "line" => self.0.line.map_or(Dynamic::UNIT, Dynamic::from_int),
            "task" => self.0.task.clone().into(),
            "errors" => self.0.errors.clone().into(),
            _ => return None,
        })
    }
}

/// Gives the engine the type and what can be asked of it. What scripts throw can be asked the same: its message is what
/// it is, and its place is not known.
pub fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Caught>("error");
    for name in ["message", "line", "task", "errors"] {
        engine.register_get(name, move |caught: &mut Caught| caught.part(name).unwrap_or_default());
    }
    // As of a map, which has `()` where it has nothing.
    engine.register_indexer_get(|caught: &mut Caught, name: &str| caught.part(name).unwrap_or_default());
    engine.register_fn("contains", |caught: &mut Caught, text: &str| {
        caught.part(text).is_some() || caught.message().contains(text)
    });
    engine.register_fn("starts_with", |caught: &mut Caught, text: &str| caught.message().starts_with(text));
    engine.register_fn("==", |a: Caught, b: Caught| a.message() == b.message());
    engine.register_fn("!=", |a: Caught, b: Caught| a.message() != b.message());
    engine.register_fn("==", |a: Caught, b: &str| a.message() == b);
    engine.register_fn("!=", |a: Caught, b: &str| a.message() != b);
    engine.register_fn("to_string", |caught: &mut Caught| caught.message().to_owned());
    engine.register_fn("to_debug", |caught: &mut Caught| format!("{:?}", caught.message()));
    for name in ["line", "task"] {
        engine.register_get(name, |_: &mut ImmutableString| Dynamic::UNIT);
        engine.register_get(name, |_: &mut i64| Dynamic::UNIT);
        engine.register_get(name, |_: &mut f64| Dynamic::UNIT);
    }
    engine.register_get("errors", |_: &mut ImmutableString| Array::new());
    engine.register_get("errors", |_: &mut i64| Array::new());
    engine.register_get("errors", |_: &mut f64| Array::new());
    engine.register_get("message", |text: &mut ImmutableString| text.clone());
    engine.register_get("message", |number: &mut i64| number.to_string());
    engine.register_get("message", |number: &mut f64| Dynamic::from_float(*number).to_string());
}
