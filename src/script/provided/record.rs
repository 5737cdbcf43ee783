//! Calls of given functions as events, their values as short JSON.

use rhai::{Array, Dynamic, ImmutableString, Map, NativeCallContext};
use serde_json::Value;

use crate::runtime::schedule;
use crate::script::display;
use crate::script::environment::Environment;
use crate::script::errors::first_line;
use crate::script::outcome::{Outcome, line};
use crate::trace::EventKind;

/// Nesting, items and characters of one value that are recorded.
const DEPTH: usize = 6;
const ITEMS: usize = 200;
const CHARACTERS: usize = 1_000;
/// All bytes of the values of one event; what comes after is left out.
const BYTES: usize = 20_000;

/// Records that the running task calls a function.
pub fn called<'v>(
    environment: &Environment,
    context: &NativeCallContext,
    name: &str,
    arguments: impl Iterator<Item = &'v Dynamic>,
) {
    let mut room = BYTES;
    let arguments = Value::from(arguments.map(|it| short(it, DEPTH, &mut room)).collect::<Vec<_>>());
    schedule::note(|| format!("{name}{arguments}"));
    let arguments = environment.runtime.recording().name(&arguments.to_string());
    let name = environment.runtime.recording().name(name);
    tell(environment, context, EventKind::Called { name, arguments });
}

/// Records what that call came to.
pub fn returned(environment: &Environment, context: &NativeCallContext, name: &str, outcome: &Outcome) {
    let runtime = &environment.runtime;
    schedule::note(|| match outcome {
        Ok(value) => format!("{name} gives {}", short(value, DEPTH, &mut { BYTES })),
        Err(error) => format!("{name} throws {}", first_line(error)),
    });
    let name = runtime.recording().name(name);
    let kind = match outcome {
        Ok(value) if value.is_unit() => EventKind::Returned { name, value: None },
        Ok(value) => {
            let value = short(value, DEPTH, &mut { BYTES }).to_string();
            EventKind::Returned { name, value: Some(runtime.recording().name(&value)) }
        }
        Err(error) => EventKind::Threw { name, error: runtime.recording().text(&first_line(error)) },
    };
    tell(environment, context, kind);
}

fn tell(environment: &Environment, context: &NativeCallContext, kind: EventKind) {
    if let Some(task) = environment.runtime.current() {
        environment.runtime.recording().record(task.id(), line(context), kind);
    }
}

/// A value as JSON; one that has none is its text.
fn short(value: &Dynamic, depth: usize, room: &mut usize) -> Value {
    let Some(value) = value.read_lock::<Dynamic>() else { return "…".into() };
    if depth == 0 || *room == 0 {
        return "…".into();
    }
    *room = room.saturating_sub(8);
    let text = |text: &str, room: &mut usize| {
        let text: String = text.chars().take(CHARACTERS.min(*room)).collect();
        *room = room.saturating_sub(text.len());
        Value::from(text)
    };
    if value.is_unit() {
        return Value::Null;
    }
    if let Some(it) = value.read_lock::<ImmutableString>() {
        return text(&it, room);
    }
    if let Some(items) = value.read_lock::<Array>() {
        return items.iter().take(ITEMS).map(|item| short(item, depth - 1, room)).collect();
    }
    if let Some(map) = value.read_lock::<Map>() {
        let field = |(name, item): (&rhai::Identifier, &Dynamic)| {
            (name.chars().take(CHARACTERS).collect::<String>(), short(item, depth - 1, room))
        };
        return Value::Object(map.iter().take(ITEMS).map(field).collect());
    }
    if let Ok(it) = value.as_bool() {
        return it.into();
    }
    if let Ok(it) = value.as_int() {
        return it.into();
    }
    match value.as_float() {
        Ok(it) if it.is_finite() => it.into(),
        _ => text(&display::brief_nested(&value), room),
    }
}
