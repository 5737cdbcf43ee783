//! Rhai's own functions that could ask for more memory than there is, with a bound.

use rhai::{Array, Blob, Dynamic, Engine, ImmutableString, NativeCallContext};

use crate::script::environment::{Outcome, error};

/// Items or bytes that one call may make.
const MOST: i64 = 50_000_000;

pub(super) fn register(engine: &mut Engine) {
    engine.register_fn("pad", |context: NativeCallContext, array: &mut Array, len: i64, item: Dynamic| {
        let len = checked(&context, len)?;
        if len > array.len() {
            array.resize(len, item);
        }
        Outcome::Ok(())
    });
    engine.register_fn(
        "pad",
        |context: NativeCallContext, text: &mut ImmutableString, len: i64, by: char| {
            pad_text(text, checked(&context, len)?, by.encode_utf8(&mut [0; 4]));
            Outcome::Ok(())
        },
    );
    engine.register_fn(
        "pad",
        |context: NativeCallContext, text: &mut ImmutableString, len: i64, by: &str| {
            pad_text(text, checked(&context, len)?, by);
            Outcome::Ok(())
        },
    );
    engine.register_fn("pad", |context: NativeCallContext, blob: &mut Blob, len: i64, byte: i64| {
        let len = checked(&context, len)?;
        if len > blob.len() {
            blob.resize(len, byte as u8);
        }
        Outcome::Ok(())
    });
    engine.register_fn("blob", |context: NativeCallContext, len: i64| -> Outcome<Blob> {
        Ok(vec![0; checked(&context, len)?])
    });
    engine.register_fn("blob", |context: NativeCallContext, len: i64, byte: i64| -> Outcome<Blob> {
        Ok(vec![byte as u8; checked(&context, len)?])
    });
    engine.register_fn(
        "replace",
        |context: NativeCallContext, text: &mut ImmutableString, old: &str, new: &str| -> Outcome<()> {
            let count = text.matches(old).count();
            let grown = text.len().saturating_add(count.saturating_mul(new.len()));
            checked(&context, i64::try_from(grown).unwrap_or(i64::MAX))?;
            *text = text.replace(old, new).into();
            Ok(())
        },
    );
}

fn checked(context: &NativeCallContext, len: i64) -> Outcome<usize> {
    if len > MOST {
        let text = format!("{}: {len} is more than fits; the most is {MOST}", context.fn_name());
        return error(text, context.call_position());
    }
    Ok(usize::try_from(len).unwrap_or(0))
}

fn pad_text(text: &mut ImmutableString, len: usize, by: &str) {
    let missing = len.saturating_sub(text.chars().count());
    if missing > 0 && !by.is_empty() {
        let padding: String = by.chars().cycle().take(missing).collect();
        *text = format!("{text}{padding}").into();
    }
}
