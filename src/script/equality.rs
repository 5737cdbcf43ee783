//! `==` of collections, with an end: Rhai's own compares as deep as the data goes, whatever the stack.

use rhai::{Array, Dynamic, Engine, Map, NativeCallContext};

use super::environment::{Outcome, error};

/// Deeper data is not compared.
const DEPTH: usize = 100;

/// Adds `==` and `!=` for arrays and object maps.
pub fn register(engine: &mut Engine) {
    engine.register_fn("==", |context: NativeCallContext, a: &mut Array, b: Array| {
        arrays(&context, a, &b, DEPTH)
    });
    engine.register_fn("!=", |context: NativeCallContext, a: &mut Array, b: Array| {
        arrays(&context, a, &b, DEPTH).map(|equal| !equal)
    });
    engine.register_fn("==", |context: NativeCallContext, a: &mut Map, b: Map| maps(&context, a, &b, DEPTH));
    engine.register_fn("!=", |context: NativeCallContext, a: &mut Map, b: Map| {
        maps(&context, a, &b, DEPTH).map(|equal| !equal)
    });
}

fn arrays(context: &NativeCallContext, a: &Array, b: &Array, depth: usize) -> Outcome<bool> {
    if a.len() != b.len() {
        return Ok(false);
    }
    for (a, b) in a.iter().zip(b) {
        if !values(context, a, b, depth)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn maps(context: &NativeCallContext, a: &Map, b: &Map, depth: usize) -> Outcome<bool> {
    if a.len() != b.len() {
        return Ok(false);
    }
    for (key, a) in a {
        let Some(b) = b.get(key) else { return Ok(false) };
        if !values(context, a, b, depth)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn values(context: &NativeCallContext, a: &Dynamic, b: &Dynamic, depth: usize) -> Outcome<bool> {
    let Some(depth) = depth.checked_sub(1) else {
        return error("this data is nested too deeply to be compared", context.call_position());
    };
    let is_in_use = |it: &Dynamic| it.is_shared() && it.read_lock::<Dynamic>().is_none();
    if is_in_use(a) || is_in_use(b) {
        return error("another task is in the middle of changing this value", context.call_position());
    }
    if let (Some(a), Some(b)) = (a.read_lock::<Array>(), b.read_lock::<Array>()) {
        return arrays(context, &a, &b, depth);
    }
    if let (Some(a), Some(b)) = (a.read_lock::<Map>(), b.read_lock::<Map>()) {
        return maps(context, &a, &b, depth);
    }
    let equal = context.call_native_fn_raw("==", true, &mut [&mut a.flatten_clone(), &mut b.flatten_clone()]);
    match equal.map(|equal| equal.as_bool()) {
        Ok(Ok(equal)) => Ok(equal),
        // Values of kinds that cannot be compared are different.
        _ => Ok(false),
    }
}
