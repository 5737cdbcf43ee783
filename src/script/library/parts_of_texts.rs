//! Rhai's own functions that copy a text, or a part of it, with no more memory than what they make: its own ones list all
//! letters first, four bytes each.

use std::ops::{Range, RangeInclusive};
use std::rc::Rc;

use rhai::{Engine, ImmutableString, NativeCallContext};

use crate::script::environment::Environment;
use crate::script::outcome::Outcome;

type Call<'a> = NativeCallContext<'a>;

pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    sub_strings(engine, environment);
    crops(engine, environment);
    cases(engine, environment);
}

fn sub_strings(engine: &mut Engine, environment: &Rc<Environment>) {
    const NAME: &str = "sub_string";
    let it = environment.clone();
    engine.register_fn(NAME, move |call: Call, text: &str, start: i64, len: i64| {
        copy(&it, &call, part(text, start, len))
    });
    let it = environment.clone();
    engine.register_fn(NAME, move |call: Call, text: &str, start: i64| {
        copy(&it, &call, part(text, start, i64::MAX))
    });
    let it = environment.clone();
    engine.register_fn(NAME, move |call: Call, text: &str, range: Range<i64>| {
        copy(&it, &call, range_of(text, range))
    });
    let it = environment.clone();
    engine.register_fn(NAME, move |call: Call, text: &str, range: RangeInclusive<i64>| {
        copy(&it, &call, range_of(text, exclusive(range)))
    });
}

fn crops(engine: &mut Engine, environment: &Rc<Environment>) {
    const NAME: &str = "crop";
    type Text = ImmutableString;
    let it = environment.clone();
    engine.register_fn(NAME, move |call: Call, text: &mut Text, start: i64, len: i64| -> Outcome<()> {
        *text = copy(&it, &call, part(text, start, len))?;
        Ok(())
    });
    let it = environment.clone();
    engine.register_fn(NAME, move |call: Call, text: &mut Text, start: i64| -> Outcome<()> {
        *text = copy(&it, &call, part(text, start, i64::MAX))?;
        Ok(())
    });
    let it = environment.clone();
    engine.register_fn(NAME, move |call: Call, text: &mut Text, range: Range<i64>| -> Outcome<()> {
        *text = copy(&it, &call, range_of(text, range))?;
        Ok(())
    });
    let it = environment.clone();
    engine.register_fn(NAME, move |call: Call, text: &mut Text, range: RangeInclusive<i64>| -> Outcome<()> {
        *text = copy(&it, &call, range_of(text, exclusive(range)))?;
        Ok(())
    });
}

fn cases(engine: &mut Engine, environment: &Rc<Environment>) {
    for (copies, changes, to) in [
        ("to_upper", "make_upper", str::to_uppercase as fn(&str) -> String),
        ("to_lower", "make_lower", str::to_lowercase),
    ] {
        // What is made may have to grow while it is made.
        let changed = move |it: &Environment, call: &Call, text: &str| -> Outcome<ImmutableString> {
            it.check_room(text.len().saturating_mul(2), call.call_position())?;
            Ok(to(text).into())
        };
        let it = environment.clone();
        engine.register_fn(copies, move |call: Call, text: &str| changed(&it, &call, text));
        let it = environment.clone();
        engine.register_fn(changes, move |call: Call, text: &mut ImmutableString| -> Outcome<()> {
            *text = changed(&it, &call, text)?;
            Ok(())
        });
    }
}

fn copy(environment: &Environment, call: &Call, text: &str) -> Outcome<ImmutableString> {
    environment.check_room(text.len(), call.call_position())?;
    Ok(text.into())
}

/// `len` letters from the one at `start` on, which counts from the end where it is negative.
fn part(text: &str, start: i64, len: i64) -> &str {
    let from_end = || usize::try_from(start.unsigned_abs()).unwrap_or(usize::MAX);
    let start = usize::try_from(start).unwrap_or_else(|_| text.chars().count().saturating_sub(from_end()));
    let rest = &text[byte_of(text, start)..];
    &rest[..byte_of(rest, usize::try_from(len).unwrap_or(0))]
}

fn range_of(text: &str, range: Range<i64>) -> &str {
    let start = range.start.max(0);
    part(text, start, range.end.max(start) - start)
}

fn exclusive(range: RangeInclusive<i64>) -> Range<i64> {
    let start = (*range.start()).max(0);
    start..(*range.end()).max(start).min(i64::MAX - 1) + 1
}

/// Where the letter with this number begins, in bytes; the end where there is none.
fn byte_of(text: &str, number: usize) -> usize {
    text.char_indices().nth(number).map_or(text.len(), |(at, _)| at)
}
