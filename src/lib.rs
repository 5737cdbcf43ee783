//! `meanwhile` teaches non-blocking programming: a script becomes tasks, a trace and a timeline.
//!
//! ARCHITECTURE.md says how the parts fit together.

pub mod book;
pub mod cli;
pub mod course;
pub mod diagnostics;
pub mod explain;
pub mod explore;
pub mod export;
pub mod files;
pub mod grading;
pub mod host;
pub mod jupyter;

pub mod plain;
pub mod python;
pub mod render;
pub mod repl;
pub mod replay;
pub mod runner;
pub mod runtime;
pub mod script;
pub mod share;
pub mod show;
pub mod syntax;
pub mod term;
pub mod timeline;
pub mod trace;
pub mod vocabulary;

/// Counts, so that a script that wants too much memory is told so.
#[global_allocator]
static ALLOCATOR: runtime::CountingAllocator = runtime::CountingAllocator;
