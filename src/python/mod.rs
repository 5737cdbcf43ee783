//! Python programs: run by Python itself, recorded by `recorder.py`, on the same timeline as scripts.
//!
//! It starts the interpreter, takes the events that come through a pipe, and keeps them in a record. It does not read
//! or change the program, does not know the terminal, and draws nothing.

mod command;
mod intake;
mod process;
pub mod scope;
#[cfg(test)]
mod tests;
mod wire;

pub use command::{Interpreter, Program, StartError};
pub use intake::Prompt;
pub use process::{Finished, PythonRun, Streams};

use std::path::Path;

/// Whether a file is a Python program, by its name's ending.
pub fn is_python(file: &Path) -> bool {
    file.extension().is_some_and(|it| it == "py" || it == "pyw")
}
