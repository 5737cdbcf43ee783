//! The course: lessons as data, answers judged by what they do over time, progress, grades.
//!
//! It runs programs through `runner` and looks at their traces. It does not draw and does not know the terminal.

pub mod course;
pub mod document;
mod fnv;
pub mod grade;
pub mod grants;
pub mod judge;
pub mod predict;
pub mod progress;
pub mod prove;
pub mod rehearsal;
#[cfg(test)]
mod tests;
pub mod verdict;
