//! The words that are not Rhai's own, a small file a family. Each word's description here is what `:help`,
//! completion and the documentation show.

mod channel;
mod combine;
mod condition;
mod console;
mod databases;
mod differences;
mod explanation;
mod files;
mod future;
mod given;
mod group;
mod interval;
mod limits;
mod meeting;
mod mutex;
mod object;
mod processes;
mod semaphore;
mod steps;
mod streams;
mod table;
mod tasks;
mod threads;
mod time;
mod versus;
mod web;

pub use time::slept_nanos;
pub use web::Web;

use std::rc::Rc;

use rhai::{Dynamic, Engine};

use super::database::Database;
use super::environment::Environment;
use super::handle::TaskHandle;

pub use differences::{DIFFERENCES, ELSEWHERE, elsewhere, of as differences_of};
pub use table::table;

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
    pub peers: Peers,
}

/// What does the same elsewhere; empty where nothing does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peers {
    /// In Python, mostly of asyncio.
    pub python: &'static str,
    pub javascript: &'static str,
    /// In Rust, mostly of tokio.
    pub tokio: &'static str,
}

/// All words, in the order in which a learner meets them.
pub fn words() -> impl Iterator<Item = &'static Word> {
    [
        tasks::WORDS,
        time::WORDS,
        combine::WORDS,
        group::WORDS,
        channel::WORDS,
        mutex::WORDS,
        semaphore::WORDS,
        condition::WORDS,
        future::WORDS,
        meeting::WORDS,
        interval::WORDS,
        threads::WORDS,
        files::WORDS,
        web::WORDS,
        streams::WORDS,
        processes::WORDS,
        databases::WORDS,
        console::WORDS,
        explanation::WORDS,
        versus::WORDS,
    ]
    .into_iter()
    .flatten()
}

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
    versus::register(engine, environment);
    explanation::register(engine, environment);
    combine::register(engine, environment);
    group::register(engine, environment);
    channel::register(engine, environment);
    mutex::register(engine, environment);
    semaphore::register(engine, environment);
    condition::register(engine, environment);
    future::register(engine, environment);
    meeting::register(engine, environment);
    interval::register(engine, environment);
    limits::register(engine, environment);
}

/// Whether copies of this value mean the same thing: a task, or an object that tasks wait for.
pub(super) fn is_handle(value: &Dynamic) -> bool {
    let is_own = value.is::<TaskHandle>() || value.is::<group::Group>() || value.is::<Database>();
    is_own || shown(value).is_some()
}

/// The text of an object that tasks wait for.
pub(super) fn shown(value: &Dynamic) -> Option<String> {
    use object::shown as as_object;
    as_object::<channel::Channel>(value)
        .or_else(|| as_object::<mutex::Mutex>(value))
        .or_else(|| as_object::<semaphore::Semaphore>(value))
        .or_else(|| as_object::<condition::Condition>(value))
        .or_else(|| as_object::<meeting::Event>(value))
        .or_else(|| as_object::<meeting::Barrier>(value))
        .or_else(|| as_object::<interval::Interval>(value))
        .or_else(|| as_object::<streams::Stream>(value))
        .or_else(|| as_object::<streams::Listener>(value))
}
