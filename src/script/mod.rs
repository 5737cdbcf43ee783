//! The language: Rhai with `spawn`, `await` and a vocabulary, run by the runtime's tasks.
//!
//! It does not know the terminal. One engine a loop thread.

mod await_word;
mod by_value;
mod caught;
mod checks;
mod compile;
mod data_flow;
mod database;
mod display;
mod engine;
mod entry;
mod environment;
mod equality;
mod errors;
mod failure;
mod forgetting;
mod function;
mod handle;
mod handles;
mod json;
mod known_names;
mod library;
mod modules;
mod native_waits;
mod noted;
mod outcome;
mod outside;
mod parts;
mod powers;
mod provided;
mod semicolons;
mod session;
mod shared_values;
mod shared_variables;
mod source;
mod spawn;
mod surroundings;
mod task_names;
#[cfg(test)]
pub(crate) mod tests;
mod variables;
mod waiting_word;
mod wrong_calls;

pub use entry::{Answer, Entry, EntryBegin, EntryEnd, Fate, Leftover, Role, Variable};
pub use environment::Explain;
pub use session::Session;
pub use source::{Source, Sources};
