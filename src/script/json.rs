//! JSON and script values.

use std::borrow::Cow;
use std::fmt;

use rhai::{Array, Dynamic, ImmutableString, Map};
use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::runtime::is_over_memory_limit;
use crate::script::caught::Caught;

/// Nesting that is written.
const DEPTH: usize = 64;

/// The script's value for a JSON text. It is made as it is read, so that a text that would take too much room takes none.
///
/// # Errors
/// Where it is no JSON, or takes too much memory.
pub fn from_json(text: &[u8]) -> Result<Dynamic, String> {
    let mut reader = serde_json::Deserializer::from_slice(text);
    let value = Reading.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    value.map_err(|why| why.to_string())
}

/// Reads one value.
struct Reading;

/// Reading goes on only while there is room.
fn check_room<E: Error>() -> Result<(), E> {
    if is_over_memory_limit() { Err(E::custom("it takes too much memory")) } else { Ok(()) }
}

impl<'de> DeserializeSeed<'de> for Reading {
    type Value = Dynamic;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Dynamic, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reading {
    type Value = Dynamic;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Dynamic, E> {
        Ok(Dynamic::UNIT)
    }

    fn visit_bool<E: Error>(self, it: bool) -> Result<Dynamic, E> {
        Ok(it.into())
    }

    fn visit_i64<E: Error>(self, it: i64) -> Result<Dynamic, E> {
        Ok(it.into())
    }

    fn visit_u64<E: Error>(self, it: u64) -> Result<Dynamic, E> {
        Ok(i64::try_from(it).map_or_else(|_| (it as f64).into(), Dynamic::from))
    }

    fn visit_f64<E: Error>(self, it: f64) -> Result<Dynamic, E> {
        Ok(it.into())
    }

    fn visit_str<E: Error>(self, it: &str) -> Result<Dynamic, E> {
        check_room()?;
        Ok(it.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Dynamic, A::Error> {
        let mut array = Array::new();
        while let Some(item) = items.next_element_seed(Reading)? {
            check_room()?;
            array.push(item);
        }
        Ok(array.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Dynamic, A::Error> {
        let mut map = Map::new();
        while let Some(name) = fields.next_key::<Cow<str>>()? {
            check_room()?;
            map.insert(name.as_ref().into(), fields.next_value_seed(Reading)?);
        }
        Ok(map.into())
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
    // A text may be in a collection a thousand times without taking room there. Here it does.
    if is_over_memory_limit() {
        return Err("written as JSON, this takes too much memory".to_owned());
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
