//! Books: documents in Markdown whose programs run, with their timelines below them.
//!
//! `preprocess` is one step of mdBook: the book comes in as JSON and goes out with pictures. `course_as_book` writes a
//! course as such a book. Programs of a book run by the virtual clock in a sandbox, for a book may be anybody's. Files,
//! standard input and output are others' business.

mod block;
mod chapter;
mod course;
mod options;
mod protocol;
#[cfg(test)]
mod tests;

pub use course::{BookFile, Solutions, course_as_book};
pub use protocol::{BookError, preprocess};

/// Something to be said about a book, which is made all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The chapter's file, or its name where it has none.
    pub chapter: String,
    /// Of the block's first line in it.
    pub line: usize,
    pub text: String,
}
