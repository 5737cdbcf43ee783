//! Calls that can never be right, such as one with its arguments in the wrong order: a `catch` of the script's own may
//! swallow their errors, and then nobody would learn of the mistake.
//!
//! They are noted where they fail, on the thread of the loop, and taken when an entry ends.

use std::cell::RefCell;

use rhai::{EvalAltResult, Position};

use super::outcome::{Outcome, error};

/// More are not kept: they are mostly the same.
const MAX_NOTED: usize = 5;

/// A call that can never be right: what is said of it, and where it is.
pub type WrongCall = (String, Position);

thread_local! {
    static NOTED: RefCell<Vec<WrongCall>> = const { RefCell::new(Vec::new()) };
}

/// An error that a script can catch, of a call that can never be right.
pub fn wrong_call<T>(text: impl Into<String>, position: Position) -> Outcome<T> {
    let text = text.into();
    note(&text, position);
    error(text, position)
}

/// Notes an error of the engine, if it is one of a call that can never be right.
pub fn note_engine_error(error: &EvalAltResult, message: &str) {
    if matches!(
        error,
        EvalAltResult::ErrorFunctionNotFound(..)
            | EvalAltResult::ErrorMismatchDataType(..)
            | EvalAltResult::ErrorVariableNotFound(..)
    ) {
        note(message, error.position());
    }
}

fn note(message: &str, position: Position) {
    let call = (message.to_owned(), position);
    NOTED.with_borrow_mut(|noted| {
        if noted.len() < MAX_NOTED && !noted.contains(&call) {
            noted.push(call);
        }
    });
}

/// What was noted since the last time.
pub fn take_noted() -> Vec<WrongCall> {
    NOTED.with_borrow_mut(std::mem::take)
}
