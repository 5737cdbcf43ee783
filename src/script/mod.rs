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
mod environment;
mod equality;
mod failure;
mod forgetting;
mod function;
mod handle;
mod http;
mod known_names;
mod modules;
mod net;
mod noted;
mod outside;
mod parts;
pub mod permissions;
mod powers;
mod process;
mod provided;
pub mod report;
mod session;
mod shared_values;
mod shared_variables;
mod source;
pub mod source_file;
mod spawn;
mod task_names;
#[cfg(test)]
pub(crate) mod tests;
pub mod vocabulary;
mod wrong_calls;

pub use environment::Explain;
pub use session::{Answer, Entry, EntryBegin, EntryEnd, Fate, Leftover, Role, Session, Variable};
pub use source::{Source, Sources};
