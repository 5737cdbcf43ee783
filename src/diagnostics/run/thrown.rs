//! What a script threw, and why a run was stopped.

use crate::style::limit;
use rhai::{Array, Blob, Dynamic, FLOAT, FnPtr, INT, ImmutableString, Map};

/// How far into a value its text goes.
const DEPTH: usize = 3;
/// How many items of an array or map are shown.
const ITEMS: usize = 8;
/// How many characters of a thrown text are shown.
const LETTERS: usize = 500;

/// A thrown value as a title: a text as it is, anything else as it is written.
pub(super) fn title(value: &Dynamic) -> String {
    if let Some(message) = message(value) {
        return message;
    }
    match value.read_lock::<ImmutableString>() {
        Some(text) if !text.trim().is_empty() => limit(text.trim(), LETTERS),
        Some(_) => "an error was thrown".into(),
        None if value.is_unit() => "an error was thrown".into(),
        None => format!("thrown: {}", show(value, DEPTH)),
    }
}

/// A thrown map whole, where the title is only its `message`.
pub(super) fn rest(value: &Dynamic) -> Option<String> {
    let own = value.read_lock::<Map>().is_some_and(|map| !is_engines(&map));
    message(value).filter(|_| own).map(|_| format!("thrown: {}", show(value, DEPTH)))
}

/// Whether a map is what `catch` makes of one of the engine's own errors.
fn is_engines(map: &Map) -> bool {
    let kind = map.get("error").and_then(|kind| kind.read_lock::<ImmutableString>());
    kind.is_some_and(|kind| kind.starts_with("Error"))
}

/// The `message` of a thrown map.
fn message(value: &Dynamic) -> Option<String> {
    let map = value.read_lock::<Map>()?;
    let message = map.get("message")?.read_lock::<ImmutableString>()?;
    let message = limit(message.trim(), LETTERS);
    let (first, rest) = message.split_at(message.chars().next()?.len_utf8());
    Some(if is_engines(&map) { first.to_lowercase() + rest } else { message })
}

/// Why a run was stopped.
pub(super) fn stopped(value: &Dynamic) -> String {
    value.read_lock::<ImmutableString>().map_or_else(|| "stopped".into(), |text| limit(&text, LETTERS))
}

/// A value as it is written in a script. Never asks a value that another task has locked.
fn show(value: &Dynamic, depth: usize) -> String {
    if let Some(text) = value.read_lock::<ImmutableString>() {
        return format!("{:?}", limit(&text, LETTERS));
    }
    if let Some(items) = value.read_lock::<Array>() {
        return list("[", items.iter().map(|item| (None, item)), "]", depth);
    }
    if let Some(map) = value.read_lock::<Map>() {
        return list("#{", map.iter().map(|(name, item)| (Some(name.as_str()), item)), "}", depth);
    }
    if let Some(number) = value.read_lock::<INT>() {
        return number.to_string();
    }
    if let Some(number) = value.read_lock::<FLOAT>() {
        return format!("{:?}", *number);
    }
    if let Some(yes) = value.read_lock::<bool>() {
        return yes.to_string();
    }
    if let Some(letter) = value.read_lock::<char>() {
        return format!("{:?}", *letter);
    }
    if value.read_lock::<FnPtr>().is_some() {
        return "a closure".into();
    }
    if value.read_lock::<Blob>().is_some() {
        return "a blob".into();
    }
    if value.is_unit() { "()".into() } else { "…".into() }
}

fn list<'v>(
    open: &str,
    items: impl ExactSizeIterator<Item = (Option<&'v str>, &'v Dynamic)>,
    close: &str,
    depth: usize,
) -> String {
    let more = items.len().saturating_sub(ITEMS);
    if depth == 0 && items.len() > 0 {
        return format!("{open}…{close}");
    }
    let mut shown: Vec<_> = items
        .take(ITEMS)
        .map(|(name, item)| match name {
            Some(name) => format!("{name}: {}", show(item, depth - 1)),
            None => show(item, depth - 1),
        })
        .collect();
    if more > 0 {
        shown.push(format!("… {more} more"));
    }
    format!("{open}{}{close}", shown.join(", "))
}
