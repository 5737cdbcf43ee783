//! Grading a class: who handed in what, and reports about it. All of it is text in, text out.
//!
//! It reads no files and runs nothing (see `cli/grade`), and does not say how an answer is judged (see `judge`).

mod cell;
pub mod feedback;
mod gradebook;
pub mod layout;
pub mod pack;
pub mod report;
pub mod roster;
mod student;
mod summary;

#[cfg(test)]
mod tests;

pub use gradebook::{Gradebook, LessonLine, Remark, Row, Source};
pub use student::Student;
pub use summary::{Status, headline, summary};
