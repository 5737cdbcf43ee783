//! The change from one JSON value to the next, as small as it is cheap to find: what grows at its end costs its growth.
//!
//! A change is `[0, VALUE]`: this instead; `[1, FROM, CUT, NEW]`: in a text or list, so many are cut out and others put
//! in; `[2, {KEY: CHANGE}, KEEP, MORE]`: parts have changed, and a list is cut to `KEEP` and goes on with `MORE`. Texts
//! count in UTF-16 units, as scripts in a browser do.

use serde_json::{Map, Value, json};

/// Shorter texts are sent whole.
const SHORT: usize = 40;

/// The change from `old` to `new`; none where they are the same.
pub fn patch(old: &Value, new: &Value) -> Option<Value> {
    match (old, new) {
        (Value::String(old), Value::String(new)) => (old != new)
            .then(|| if old.len() < SHORT { whole(new.as_str().into()) } else { spliced(old, new) }),
        (Value::Array(old), Value::Array(new)) if old.first().is_some_and(Value::is_object) => {
            list_of_objects(old, new)
        }
        (Value::Array(old), Value::Array(new)) => (old != new).then(|| list(old, new)),
        (Value::Object(old), Value::Object(new)) if are_versions(old, new) => {
            let changes = changes(new.iter().map(|(key, new)| (key.clone(), old.get(key), new)));
            (!changes.is_empty()).then(|| json!([2, changes]))
        }
        _ => (old != new).then(|| whole(new.clone())),
    }
}

fn whole(value: Value) -> Value {
    json!([0, value])
}

/// Whether they are one thing at two times. What has an `id` and another one is another thing.
fn are_versions(old: &Map<String, Value>, new: &Map<String, Value>) -> bool {
    old.get("id") == new.get("id") && old.keys().all(|key| new.contains_key(key))
}

fn changes<'v>(parts: impl Iterator<Item = (String, Option<&'v Value>, &'v Value)>) -> Map<String, Value> {
    let change = |old: Option<&Value>, new: &Value| match old {
        Some(old) => patch(old, new),
        None => Some(whole(new.clone())),
    };
    parts.filter_map(|(key, old, new)| Some((key, change(old, new)?))).collect()
}

fn list_of_objects(old: &[Value], new: &[Value]) -> Option<Value> {
    let keep = old.len().min(new.len());
    let pairs = old.iter().zip(new).enumerate();
    let changes = changes(pairs.map(|(index, (old, new))| (index.to_string(), Some(old), new)));
    let is_same = changes.is_empty() && old.len() == new.len();
    (!is_same).then(|| json!([2, changes, keep, new[keep..]]))
}

fn list(old: &[Value], new: &[Value]) -> Value {
    let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let end = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(old, new)| old == new).count();
    json!([1, start, old_rest.len() - end, new_rest[..new_rest.len() - end]])
}

fn spliced(old: &str, new: &str) -> Value {
    let units = |text: &str| text.chars().map(char::len_utf16).sum::<usize>();
    let same = old.chars().zip(new.chars()).take_while(|(old, new)| old == new);
    let start: usize = same.map(|(it, _)| it.len_utf8()).sum();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let same = old_rest.chars().rev().zip(new_rest.chars().rev()).take_while(|(old, new)| old == new);
    let end: usize = same.map(|(it, _)| it.len_utf8()).sum();
    let cut = units(&old_rest[..old_rest.len() - end]);
    json!([1, units(&old[..start]), cut, new_rest[..new_rest.len() - end]])
}
