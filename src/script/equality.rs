//! `==` of collections, and what searches by it or sorts, with an end: Rhai's own goes as deep as the data, whatever the
//! stack, and on for as long as that takes, whoever wants it to stop.

use std::any::TypeId;
use std::cell::Cell;
use std::cmp::Ordering;
use std::rc::Rc;

use rhai::{Array, Blob, Dynamic, Engine, EvalAltResult, ImmutableString, Map, NativeCallContext};

use super::environment::Environment;
use super::outcome::{Outcome, error};

/// Deeper data is not compared.
const DEPTH: usize = 100;
/// Comparisons between two looks at the limits.
const STEPS: u64 = 64;
/// Bytes of texts that are compared in the time of an operation.
const BYTES: usize = 1024;
/// Comparisons of a sort in the time of an operation.
const SORTED: u64 = 16;

/// Adds `==` and `!=` for arrays and object maps, `contains`, `index_of`, and those that sort.
pub fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    let it = environment.clone();
    engine.register_fn("==", move |context: NativeCallContext, a: &mut Array, b: Array| {
        Comparing::new(&it, &context).arrays(a, &b, DEPTH)
    });
    let it = environment.clone();
    engine.register_fn("!=", move |context: NativeCallContext, a: &mut Array, b: Array| {
        Comparing::new(&it, &context).arrays(a, &b, DEPTH).map(|equal| !equal)
    });
    let it = environment.clone();
    engine.register_fn("==", move |context: NativeCallContext, a: &mut Map, b: Map| {
        Comparing::new(&it, &context).maps(a, &b, DEPTH)
    });
    let it = environment.clone();
    engine.register_fn("!=", move |context: NativeCallContext, a: &mut Map, b: Map| {
        Comparing::new(&it, &context).maps(a, &b, DEPTH).map(|equal| !equal)
    });
    let it = environment.clone();
    engine.register_fn("contains", move |context: NativeCallContext, array: &mut Array, value: Dynamic| {
        Comparing::new(&it, &context).place(array, 0, &value).map(|place| place.is_some())
    });
    let it = environment.clone();
    engine.register_fn("index_of", move |context: NativeCallContext, array: &mut Array, value: Dynamic| {
        Comparing::new(&it, &context).place(array, 0, &value).map(index)
    });
    let it = environment.clone();
    engine.register_fn(
        "index_of",
        move |context: NativeCallContext, array: &mut Array, value: Dynamic, start: i64| {
            let start = match usize::try_from(start) {
                Ok(start) => start,
                Err(_) => {
                    array.len().saturating_sub(usize::try_from(start.unsigned_abs()).unwrap_or(usize::MAX))
                }
            };
            Comparing::new(&it, &context).place(array, start, &value).map(index)
        },
    );
    for (name, direction) in [("", Direction::Up), ("_desc", Direction::Down)] {
        let it = environment.clone();
        engine.register_fn(format!("sort{name}"), move |context: NativeCallContext, array: &mut Array| {
            sort(&it, &context, array, direction)
        });
        let it = environment.clone();
        engine.register_fn(format!("order{name}"), move |context: NativeCallContext, array: &mut Array| {
            let mut sorted = array.clone();
            sort(&it, &context, &mut sorted, direction).map(|()| sorted)
        });
    }
}

fn index(place: Option<usize>) -> i64 {
    place.and_then(|it| i64::try_from(it).ok()).unwrap_or(-1)
}

/// One call that compares.
struct Comparing<'a> {
    environment: &'a Environment,
    context: &'a NativeCallContext<'a>,
    /// What has been done since the last look at the limits.
    steps: Cell<u64>,
}

impl<'a> Comparing<'a> {
    fn new(environment: &'a Environment, context: &'a NativeCallContext<'a>) -> Comparing<'a> {
        Comparing { environment, context, steps: Cell::new(0) }
    }

    /// Counts work, and stops where it is too much, or somebody wants it to.
    fn step(&self, steps: u64) -> Outcome<()> {
        let done = self.steps.get().saturating_add(steps);
        if done < STEPS {
            self.steps.set(done);
            return Ok(());
        }
        self.steps.set(0);
        self.environment.check_work(done, self.context.call_position())
    }

    /// Where the value first stands from `start` on.
    fn place(&self, array: &Array, start: usize, value: &Dynamic) -> Outcome<Option<usize>> {
        for (place, item) in array.iter().enumerate().skip(start) {
            if self.values(item, value, DEPTH)? {
                return Ok(Some(place));
            }
        }
        Ok(None)
    }

    fn arrays(&self, a: &Array, b: &Array, depth: usize) -> Outcome<bool> {
        if a.len() != b.len() {
            return Ok(false);
        }
        for (a, b) in a.iter().zip(b) {
            if !self.values(a, b, depth)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn maps(&self, a: &Map, b: &Map, depth: usize) -> Outcome<bool> {
        if a.len() != b.len() {
            return Ok(false);
        }
        for (key, a) in a {
            let Some(b) = b.get(key) else { return Ok(false) };
            if !self.values(a, b, depth)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn values(&self, a: &Dynamic, b: &Dynamic, depth: usize) -> Outcome<bool> {
        self.step(1)?;
        let context = self.context;
        let Some(depth) = depth.checked_sub(1) else {
            return error("this data is nested too deeply to be compared", context.call_position());
        };
        let is_in_use = |it: &Dynamic| it.is_shared() && it.read_lock::<Dynamic>().is_none();
        if is_in_use(a) || is_in_use(b) {
            return error("another task is in the middle of changing this value", context.call_position());
        }
        if let (Some(a), Some(b)) = (a.read_lock::<Array>(), b.read_lock::<Array>()) {
            return self.arrays(&a, &b, depth);
        }
        if let (Some(a), Some(b)) = (a.read_lock::<Map>(), b.read_lock::<Map>()) {
            return self.maps(&a, &b, depth);
        }
        if let (Some(a), Some(b)) = (a.read_lock::<ImmutableString>(), b.read_lock::<ImmutableString>()) {
            // One text may be in a collection a thousand times.
            self.step((a.len().min(b.len()) / BYTES) as u64)?;
            return Ok(*a == *b);
        }
        if let (Some(a), Some(b)) = (a.read_lock::<Blob>(), b.read_lock::<Blob>()) {
            self.step((a.len().min(b.len()) / BYTES) as u64)?;
            return Ok(*a == *b);
        }
        if a.is_array() || b.is_array() || a.is_map() || b.is_map() {
            return Ok(false);
        }
        let equal =
            context.call_native_fn_raw("==", true, &mut [&mut a.flatten_clone(), &mut b.flatten_clone()]);
        match equal.map(|equal| equal.as_bool()) {
            Ok(Ok(equal)) => Ok(equal),
            // Values of kinds that cannot be compared are different.
            _ => Ok(false),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Up,
    Down,
}

/// Sorts an array of values of one kind. Nothing stops a sort, so what it will take is counted before.
fn sort(
    environment: &Environment,
    context: &NativeCallContext,
    array: &mut Array,
    direction: Direction,
) -> Outcome<()> {
    let Some(first) = array.first().map(Dynamic::type_id) else { return Ok(()) };
    let refused =
        |text: String| Err(Box::new(EvalAltResult::ErrorFunctionNotFound(text, context.call_position())));
    if array.len() == 1 {
        return Ok(());
    }
    if array.iter().any(|it| it.type_id() != first) {
        return refused("elements of different types cannot be sorted".to_owned());
    }
    let length = |it: &Dynamic| it.read_lock::<ImmutableString>().map_or(0, |text| text.len() / BYTES);
    let (count, longest) = (array.len() as u64, array.iter().map(length).max().unwrap_or(0) as u64);
    let comparisons = count.saturating_mul(u64::from(count.ilog2() + 1));
    environment
        .check_work(comparisons.saturating_mul(1 + longest * SORTED) / SORTED, context.call_position())?;
    let mut by = |compare: fn(&Dynamic, &Dynamic) -> Ordering| {
        array.sort_by(|a, b| match direction {
            Direction::Up => compare(a, b),
            Direction::Down => compare(b, a),
        });
        Ok(())
    };
    match first {
        it if it == TypeId::of::<i64>() => by(|a, b| a.as_int().ok().cmp(&b.as_int().ok())),
        it if it == TypeId::of::<char>() => by(|a, b| a.as_char().ok().cmp(&b.as_char().ok())),
        it if it == TypeId::of::<bool>() => by(|a, b| a.as_bool().ok().cmp(&b.as_bool().ok())),
        it if it == TypeId::of::<f64>() => {
            by(|a, b| a.as_float().ok().partial_cmp(&b.as_float().ok()).unwrap_or(Ordering::Equal))
        }
        it if it == TypeId::of::<ImmutableString>() => by(|a, b| {
            let (a, b) = (a.read_lock::<ImmutableString>(), b.read_lock::<ImmutableString>());
            a.as_deref().cmp(&b.as_deref())
        }),
        it if it == TypeId::of::<()>() => Ok(()),
        _ => refused(format!(
            "elements of {} cannot be sorted",
            context.engine().map_type_name(array[0].type_name())
        )),
    }
}
