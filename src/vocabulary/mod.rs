//! The words that are not Rhai's own, as data: how each is written, what it does in a line, what else to know, an example
//! and its peers in other languages. `:help`, completion, error reports and the documentation show what stands here.
//!
//! What the words do is in `script/library`, a file of the same name a family.

mod channel;
mod combine;
mod compare;
mod condition;
mod console;
mod databases;
mod differences;
mod event_barrier;
mod explanation;
mod files;
mod future;
mod group;
mod interval;
mod mutex;
mod processes;
mod semaphore;
mod streams;
mod table;
mod tasks;
mod threads;
mod time;
mod web;
mod word;

pub use differences::{DIFFERENCES, ELSEWHERE, elsewhere, of as differences_of};
pub use table::table;
pub use word::{Peers, Word};

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
        event_barrier::WORDS,
        interval::WORDS,
        threads::WORDS,
        files::WORDS,
        web::WORDS,
        streams::WORDS,
        processes::WORDS,
        databases::WORDS,
        console::WORDS,
        explanation::WORDS,
        compare::WORDS,
    ]
    .into_iter()
    .flatten()
}
