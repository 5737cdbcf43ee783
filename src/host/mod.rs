//! The world outside, as scripts reach it: files, HTTP, streams, databases and programs, and what a session permits.
//!
//! It knows no script: values, tasks' waits and both clocks' ways of making a call are in `script/outside.rs`.

pub mod database;
pub mod http;
pub mod listening;
pub mod net;
pub mod permissions;
pub mod process;
pub mod source_file;
