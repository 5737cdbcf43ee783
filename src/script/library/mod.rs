//! What the words do that are not Rhai's own, a small file a family. What `:help` says of them is in `vocabulary`; the
//! words that are syntax or belong to a task's handle are in `spawn.rs`, `await_word.rs` and `handle.rs`.

mod channel;
mod combine;
mod compare;
mod condition;
mod console;
mod databases;
mod event_barrier;
mod explanation;
mod files;
mod future;
mod given;
mod group;
mod interval;
mod limits;
mod mutex;
mod network;
mod object;
mod parts_of_texts;
mod processes;
mod semaphore;
mod steps;
mod streams;
mod threads;
mod time;
mod web;

pub use network::Web;

use std::rc::Rc;

use rhai::Engine;

use super::environment::Environment;

/// Adds all words to the engine.
pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    time::register(engine, environment);
    console::register(engine, environment);
    threads::register(engine, environment);
    files::register(engine, environment);
    web::register(engine, environment);
    streams::register(engine, environment);
    processes::register(engine, environment);
    databases::register(engine, environment);
    compare::register(engine, environment);
    explanation::register(engine, environment);
    combine::register(engine, environment);
    group::register(engine, environment);
    channel::register(engine, environment);
    mutex::register(engine, environment);
    semaphore::register(engine, environment);
    condition::register(engine, environment);
    future::register(engine, environment);
    event_barrier::register(engine, environment);
    interval::register(engine, environment);
    limits::register(engine, environment);
    parts_of_texts::register(engine, environment);
}
