//! Files of the world outside: the one way to read them, and the one way to write them.
//!
//! Reading is bounded and says what is wrong with a path that is no ordinary file. Writing never destroys what it
//! should not: a document is written beside its place and takes it in one step. What is in a file is not known here,
//! beyond what it takes to tell one kind from another. Files of scripts (`fs::write`) are not written by this.

mod growing;
mod kind;
mod own;
mod place;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use growing::Growing;
pub use kind::Kind;
pub use own::{create_private_folder, replace_private, tighten};
pub use read::{Input, Origin, ReadError, UNINTERRUPTED, open, read, read_standard_input};
pub use write::{Destination, Replace, WriteError};
