//! Errors people make, answered: where it is, what is the matter, what to write instead.
//!
//! Four questions, four functions: [`parse_error`] for a script that cannot be read, [`refuse`] for one that must
//! not start, [`look_ahead`] for one that will not do what it seems to, [`runtime_error`] for one that failed. The
//! answers are plain data; [`Report::render`] draws them. Nothing here reads files, evaluates scripts or prints.
//!
//! Most knowledge is in tables: `parse/idioms.rs` (what other languages write), `foreign.rs` (what they call
//! things), `words.rs` (names of types and operators). To teach a new one, add a line there.

mod ahead;
mod answer;
mod finding;
mod foreign;
mod known;
mod line;
mod parse;
mod render;
mod run;
mod scope;
mod source;
mod words;

#[cfg(test)]
mod tests;

#[cfg(test)]
pub(crate) use foreign::peers;

pub use crate::syntax::nearest::nearest;
pub use ahead::{Given, function_alone, look_ahead, refuse, refuse_rewriting};
pub use known::{Function, Known};
pub use parse::MISSING_SEMICOLON;
pub use source::{KeepsSources, Source, Sources};

pub use answer::{Label, Report, Severity};
use rhai::{EvalAltResult, ParseError};

/// Answers an error of the parser.
pub fn parse_error(error: &ParseError, sources: &Sources, known: &Known) -> Report {
    parse::report(&error.0, error.1, "", sources, known)
}

/// Answers an error of a script that ran, also one that came out of an `await`.
pub fn runtime_error(error: &EvalAltResult, sources: &Sources, known: &Known) -> Report {
    run::report(error, sources, known)
}
