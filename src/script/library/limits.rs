//! Rhai's own functions that make much of little, with an end: what they would make is looked at before it is made, and
//! they stop where the run's limits are met.

use std::rc::Rc;

use rhai::{Array, Blob, Dynamic, Engine, FnPtr, ImmutableString, Map, NativeCallContext};

use crate::script::environment::Environment;
use crate::script::outcome::{Outcome, error};

/// Items or bytes that one call may make.
const MOST: i64 = 50_000_000;
/// Items that are made between two looks at the limits.
const PIECES: usize = 1024;
/// Bytes of a value in a collection, and of an entry of an object map with its name.
const ITEM: usize = size_of::<Dynamic>();
const ENTRY: usize = 96;
/// Bytes of a text's own box, beside its letters.
const TEXT: usize = 48;

pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    pads(engine, environment);
    splits(engine, environment);
    let it = environment.clone();
    engine.register_fn("blob", move |context: NativeCallContext, len: i64| -> Outcome<Blob> {
        let len = checked(&context, len)?;
        it.check_room(len, context.call_position())?;
        Ok(vec![0; len])
    });
    let it = environment.clone();
    engine.register_fn("blob", move |context: NativeCallContext, len: i64, byte: i64| -> Outcome<Blob> {
        let len = checked(&context, len)?;
        it.check_room(len, context.call_position())?;
        Ok(vec![byte as u8; len])
    });
    let it = environment.clone();
    engine.register_fn("to_array", move |context: NativeCallContext, blob: &mut Blob| -> Outcome<Array> {
        it.check_room(blob.len().saturating_mul(ITEM), context.call_position())?;
        Ok(blob.iter().map(|byte| i64::from(*byte).into()).collect())
    });
    let it = environment.clone();
    engine.register_fn(
        "replace",
        move |context: NativeCallContext, text: &mut ImmutableString, old: &str, new: &str| {
            replace(&it, &context, text, old, new)
        },
    );
    let it = environment.clone();
    engine.register_fn(
        "replace",
        move |context: NativeCallContext, text: &mut ImmutableString, old: char, new: &str| {
            replace(&it, &context, text, old.encode_utf8(&mut [0; 4]), new)
        },
    );
}

fn pads(engine: &mut Engine, environment: &Rc<Environment>) {
    let it = environment.clone();
    engine.register_fn(
        "pad",
        move |context: NativeCallContext, array: &mut Array, len: i64, item: Dynamic| {
            let (len, at) = (checked(&context, len)?, context.call_position());
            let more = len.saturating_sub(array.len());
            it.check_room(more.saturating_mul(ITEM + size(&item)), at)?;
            array.reserve(more);
            while array.len() < len {
                let end = len.min(array.len() + PIECES);
                array.resize(end, item.clone());
                it.check_work(1, at)?;
            }
            Outcome::Ok(())
        },
    );
    let it = environment.clone();
    engine.register_fn(
        "pad",
        move |context: NativeCallContext, text: &mut ImmutableString, len: i64, by: char| {
            pad_text(&it, &context, text, len, by.encode_utf8(&mut [0; 4]))
        },
    );
    let it = environment.clone();
    engine.register_fn(
        "pad",
        move |context: NativeCallContext, text: &mut ImmutableString, len: i64, by: &str| {
            pad_text(&it, &context, text, len, by)
        },
    );
    let it = environment.clone();
    engine.register_fn("pad", move |context: NativeCallContext, blob: &mut Blob, len: i64, byte: i64| {
        let len = checked(&context, len)?;
        if len > blob.len() {
            it.check_room(len, context.call_position())?;
            blob.resize(len, byte as u8);
        }
        Outcome::Ok(())
    });
}

/// All that cut a text: many short texts take far more room than a long one.
fn splits(engine: &mut Engine, environment: &Rc<Environment>) {
    type Call<'a> = NativeCallContext<'a>;
    let it = environment.clone();
    engine.register_fn("split", move |call: Call, text: &mut ImmutableString| {
        // Of an empty text, the text itself.
        let whole = text.is_empty().then(|| text.as_str());
        pieces(&it, &call, whole.into_iter().chain(text.split_whitespace()))
    });
    let it = environment.clone();
    engine.register_fn("split", move |call: Call, text: &mut ImmutableString, by: &str| {
        pieces(&it, &call, text.split(by))
    });
    let it = environment.clone();
    engine.register_fn("split", move |call: Call, text: &mut ImmutableString, by: char| {
        pieces(&it, &call, text.split(by))
    });
    let it = environment.clone();
    engine.register_fn("split", move |call: Call, text: &mut ImmutableString, by: &str, most: i64| {
        pieces(&it, &call, text.splitn(at_least_one(most), by))
    });
    let it = environment.clone();
    engine.register_fn("split", move |call: Call, text: &mut ImmutableString, by: char, most: i64| {
        pieces(&it, &call, text.splitn(at_least_one(most), by))
    });
    let it = environment.clone();
    engine.register_fn("split_rev", move |call: Call, text: &mut ImmutableString, by: &str| {
        pieces(&it, &call, text.rsplit(by))
    });
    let it = environment.clone();
    engine.register_fn("split_rev", move |call: Call, text: &mut ImmutableString, by: char| {
        pieces(&it, &call, text.rsplit(by))
    });
    let it = environment.clone();
    engine.register_fn("split_rev", move |call: Call, text: &mut ImmutableString, by: &str, most: i64| {
        pieces(&it, &call, text.rsplitn(at_least_one(most), by))
    });
    let it = environment.clone();
    engine.register_fn("split_rev", move |call: Call, text: &mut ImmutableString, by: char, most: i64| {
        pieces(&it, &call, text.rsplitn(at_least_one(most), by))
    });
    let it = environment.clone();
    engine.register_fn("to_chars", move |call: Call, text: &str| -> Outcome<Array> {
        it.check_room(text.len().saturating_mul(ITEM), call.call_position())?;
        Ok(text.chars().map(Dynamic::from).collect())
    });
}

/// The texts as an array, made as far as there is room.
fn pieces<'t>(
    environment: &Environment,
    context: &NativeCallContext,
    texts: impl Iterator<Item = &'t str>,
) -> Outcome<Array> {
    let mut array = Array::new();
    for text in texts {
        // What an array has room for doubles when it is full.
        if array.len() == array.capacity() {
            let more = array.len().saturating_mul(ITEM * 2 + TEXT);
            environment.check_room(more, context.call_position())?;
        }
        array.push(text.into());
        if array.len().is_multiple_of(PIECES) {
            environment.check_work(1, context.call_position())?;
        }
    }
    Ok(array)
}

fn at_least_one(most: i64) -> usize {
    usize::try_from(most).unwrap_or(0).max(1)
}

fn checked(context: &NativeCallContext, len: i64) -> Outcome<usize> {
    if len > MOST {
        let text = format!("{}: {len} is more than fits; the most is {MOST}", context.fn_name());
        return error(text, context.call_position());
    }
    Ok(usize::try_from(len).unwrap_or(0))
}

fn replace(
    environment: &Environment,
    context: &NativeCallContext,
    text: &mut ImmutableString,
    old: &str,
    new: &str,
) -> Outcome<()> {
    let count = text.matches(old).count();
    let grown = text.len().saturating_add(count.saturating_mul(new.len()));
    checked(context, i64::try_from(grown).unwrap_or(i64::MAX))?;
    environment.check_room(grown, context.call_position())?;
    *text = text.replace(old, new).into();
    Ok(())
}

fn pad_text(
    environment: &Environment,
    context: &NativeCallContext,
    text: &mut ImmutableString,
    len: i64,
    by: &str,
) -> Outcome<()> {
    let missing = checked(context, len)?.saturating_sub(text.chars().count());
    if missing > 0 && !by.is_empty() {
        let wide = by.chars().map(char::len_utf8).max().unwrap_or(1);
        let grown = missing.saturating_mul(wide).saturating_add(text.len());
        environment.check_room(grown, context.call_position())?;
        let mut padded = String::with_capacity(grown);
        padded.push_str(text);
        padded.extend(by.chars().cycle().take(missing));
        *text = padded.into();
    }
    Ok(())
}

/// Bytes that a copy of the value takes beside its place. Texts and variables that are shared are not copied.
fn size(value: &Dynamic) -> usize {
    if value.is_shared() {
        return 0;
    }
    if let Some(array) = value.read_lock::<Array>() {
        return array.iter().fold(0, |sum: usize, it| sum.saturating_add(ITEM + size(it)));
    }
    if let Some(map) = value.read_lock::<Map>() {
        return map.values().fold(0, |sum: usize, it| sum.saturating_add(ENTRY + size(it)));
    }
    if let Some(function) = value.read_lock::<FnPtr>() {
        return function.iter_curry().fold(ENTRY, |sum, it| sum.saturating_add(ITEM + size(it)));
    }
    value.read_lock::<Blob>().map_or(0, |blob| blob.len())
}
