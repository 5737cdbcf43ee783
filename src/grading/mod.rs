//! Grading a class: who handed in what, and reports about it. All of it is text in, text out.
//!
//! It reads no files and runs nothing (see `cli/grade`), and does not say how an answer is judged (see `judge`).

mod cell;
pub mod class;
pub mod class_report;
pub mod conduct;
pub mod decode;
pub mod feedback;
mod gradebook;
pub mod lateness;
pub mod layout;
mod lesson_line;
pub mod overrides;
pub mod pack;
mod points;
pub mod report;
pub mod roster;
pub mod run;
mod student;
mod summary;

#[cfg(test)]
mod tests;

pub use gradebook::{CheckLine, Grade, Gradebook, LessonLine, Remark, Row, Rules, Source, Work};
pub use points::Points;
pub use student::Student;
pub use summary::{Status, headline, summary};
