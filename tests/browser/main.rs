//! Pages in a real browser: those of runs (`page`), and those that readers of a shared session have (`share`).
#![cfg(unix)]

mod chromium;
mod page;
#[allow(dead_code, reason = "other programs type more")]
#[path = "../support/pty.rs"]
mod pty;
mod share;
