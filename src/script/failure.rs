//! Errors of the engine as data: kept, given again at every await, in words for scripts, and said in one line.

use std::mem;

use rhai::{Dynamic, EvalAltResult, EvalContext, Map};

use super::caught::Caught;
use super::environment::Environment;
use super::errors::{innermost, innermost_mut, of_map};
use crate::diagnostics;

/// The same error in words for scripts, where it is one of the engine's own. `whole` gives it back. To be asked in
/// the task that it happened in.
pub fn in_words(environment: &Environment, mut error: Box<EvalAltResult>) -> Box<EvalAltResult> {
    let inner = innermost(&error);
    if matches!(inner, EvalAltResult::ErrorRuntime(..)) || inner.is_pseudo_error() || !inner.is_catchable() {
        return error;
    }
    let sources = environment.sources.borrow();
    let report = environment.known_names.with(&environment.engine(), |known| {
        diagnostics::runtime_error(&error, &sources.for_reports(), known)
    });
    let (position, line) = (inner.position(), report.labels.first().map(|label| label.line));
    let task = environment.runtime.current().map_or_else(|| "main".into(), |task| task.name());
    let line = line.and_then(|line| i64::try_from(line).ok());
    let inner = innermost_mut(&mut error);
    let original = mem::replace(inner, EvalAltResult::ErrorFor(position));
    super::wrong_calls::note_engine_error(&original);
    let caught = Caught::new(report.title, line, &task, Box::new(original));
    *inner = EvalAltResult::ErrorRuntime(Dynamic::from(caught), position);
    error
}

/// Puts what a `catch` caught in words, in the variable that it put it in. Rhai puts a map of its insides there.
pub fn put_in_words(environment: &Environment, context: &mut EvalContext, variable: &str) {
    let Some(value) = context.scope_mut().get_mut(variable) else { return };
    let Some(error) = value.read_lock::<Map>().and_then(|map| of_map(&map)) else { return };
    let error = in_words(environment, Box::new(error));
    let EvalAltResult::ErrorRuntime(caught, _) = *error else { return };
    if !value.is_shared() {
        *value = caught;
    } else if let Some(mut inner) = value.write_lock::<Dynamic>() {
        *inner = caught;
    }
}
