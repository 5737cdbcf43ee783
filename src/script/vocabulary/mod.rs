//! The words that are not Rhai's own, a small file a family. Each word's description here is what `:help`,
//! completion and the documentation show.

mod console;
mod limits;
mod tasks;
mod time;
mod versus;

use std::rc::Rc;

use rhai::Engine;

use super::environment::Environment;

/// A word and what to know of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    pub name: &'static str,
    /// How it is written: `sleep(seconds)`.
    pub signature: &'static str,
    /// One line.
    pub summary: &'static str,
    /// What else to know; may be empty.
    pub details: &'static str,
    /// A program that runs as it stands.
    pub example: &'static str,
}

/// All words, in the order in which a learner meets them.
pub fn words() -> impl Iterator<Item = &'static Word> {
    [tasks::WORDS, time::WORDS, console::WORDS, versus::WORDS].into_iter().flatten()
}

/// Adds all words to the engine.
pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    time::register(engine, environment);
    console::register(engine, environment);
    versus::register(engine, environment);
    limits::register(engine);
}
