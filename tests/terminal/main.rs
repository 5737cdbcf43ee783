//! The program in a pseudo-terminal, as its users type at it: a file for each part of it that is typed at.

mod courses;
mod editor;
mod learn;
mod present;
#[path = "../support/pty.rs"]
mod pty;
mod repl;
#[cfg(unix)]
mod replay;
#[cfg(unix)]
mod steady;
