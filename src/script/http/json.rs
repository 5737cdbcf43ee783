//! JSON and script values.

use rhai::{Array, Dynamic, ImmutableString, Map};
use serde_json::Value;

use crate::script::caught::Caught;

/// Nesting that is written.
const DEPTH: usize = 64;

/// The script's value for a JSON value.
pub fn from_json(value: Value) -> Dynamic {
    match value {
        Value::Null => Dynamic::UNIT,
        Value::Bool(it) => it.into(),
        Value::Number(it) => match it.as_i64() {
            Some(whole) => whole.into(),
            None => it.as_f64().unwrap_or(f64::NAN).into(),
        },
        Value::String(it) => it.into(),
        Value::Array(items) => items.into_iter().map(from_json).collect::<Array>().into(),
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(name, value)| (name.into(), from_json(value)));
            fields.collect::<Map>().into()
        }
    }
}

/// The JSON value for a script's value. The error says what has none.
pub fn to_json(value: &Dynamic) -> Result<Value, String> {
    write(value, DEPTH)
}

fn write(value: &Dynamic, depth: usize) -> Result<Value, String> {
    if value.read_lock::<Dynamic>().is_none() {
        return Err("another task is in the middle of changing this value".to_owned());
    }
    if depth == 0 {
        return Err(format!("this is nested more than {DEPTH} levels deep"));
    }
    if value.is_unit() {
        return Ok(Value::Null);
    }
    if let Some(text) = value.read_lock::<ImmutableString>() {
        return Ok(text.as_str().into());
    }
    if let Some(letter) = value.read_lock::<char>() {
        return Ok(letter.to_string().into());
    }
    if let Some(caught) = value.read_lock::<Caught>() {
        return Ok(caught.message().into());
    }
    if let Some(array) = value.read_lock::<Array>() {
        return array.iter().map(|item| write(item, depth - 1)).collect();
    }
    if let Some(map) = value.read_lock::<Map>() {
        let fields = map.iter().map(|(name, item)| Ok((name.to_string(), write(item, depth - 1)?)));
        return fields.collect::<Result<serde_json::Map<_, _>, String>>().map(Value::Object);
    }
    if let Ok(it) = value.as_bool() {
        return Ok(it.into());
    }
    if let Ok(it) = value.as_int() {
        return Ok(it.into());
    }
    if let Ok(it) = value.as_float() {
        return Ok(it.into());
    }
    Err(format!("{} cannot be written as JSON", crate::script::display::brief_nested(value)))
}
