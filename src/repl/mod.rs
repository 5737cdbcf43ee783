//! The REPL.

pub mod commands;
pub mod editor;
