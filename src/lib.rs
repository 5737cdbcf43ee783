//! `meanwhile` teaches non-blocking programming: a script becomes tasks, a trace and a timeline.
//!
//! # A guided tour
//!
//! A script in Rhai, with the words of [`vocabulary`], is run by [`script`] on the fibers of [`runtime`]; what it asks of the world
//! outside goes through [`host`]. All that happens becomes events of a [`trace`]. That is the only truth: everything a person
//! sees is a pure function of it.
//!
//! - [`timeline`] folds events into lanes of phases and tells a run in sentences; [`explain`] finds what is worth
//!   knowing and says why a task stood still.
//! - [`render`] draws frames for a terminal, [`export`] pictures, pages and recordings, [`replay`] a run to go through.
//! - [`runner`] joins a session with its trace and timeline; [`show`] puts a run on the terminal ([`term`]).
//! - [`python`] records programs of another language as the same events; [`explore`] runs a program in every order.
//! - [`course`] reads lessons, judges answers and proves courses; [`grading`] grades a class; [`book`] makes books.
//! - [`syntax`] and [`diagnostics`] answer mistakes: where they are, what is wrong, what to write instead.
//! - [`repl`] is the session: lines are typed in the [`editor`], [`commands`] begin with a colon, entries run at the [`workbench`],
//!   where [`learn`] shows a course and [`present`] gives a talk; [`share`] lets others follow.
//! - [`jupyter`] is a kernel, [`cli`] is the command line.
//! - [`files`] reads and writes files of its own and of others, [`plain`] makes texts harmless, [`style`] cuts and wraps them.
//!
//! ARCHITECTURE.md says how the parts fit together, where to start reading, and where to add things.

pub mod book;
pub mod cli;
pub mod commands;
pub mod course;
pub mod diagnostics;
pub mod editor;
pub mod explain;
pub mod explore;
pub mod export;
pub mod files;
pub mod grading;
pub mod host;
pub mod jupyter;
pub mod learn;
pub mod plain;
pub mod present;
pub mod python;
pub mod render;
pub mod repl;
pub mod replay;
pub mod runner;
pub mod runtime;
#[cfg(test)]
#[path = "../tests/support/sampling.rs"]
mod sampling;
pub mod script;
pub mod share;
pub mod show;
pub mod style;
pub mod syntax;
pub mod term;
pub mod timeline;
pub mod trace;
pub mod vocabulary;
pub mod workbench;

/// Counts, so that a script that wants too much memory is told so.
#[global_allocator]
static ALLOCATOR: runtime::CountingAllocator = runtime::CountingAllocator;
