//! The course: lessons as data, answers judged by what they do over time, progress, grades.
//!
//! It runs programs through `runner` and looks at their traces. It does not draw and does not know the terminal.

pub mod arrange;
pub mod contents;
pub mod document;
mod fnv;
pub mod grants;
pub mod judge;
pub mod predict;
mod program_text;
pub mod progress;
pub mod prove;
pub mod reasons;
pub mod rehearsal;
pub mod review;
pub mod scheduling;
#[cfg(test)]
mod tests;
pub mod verdict;
mod visibility;

/// The indices below `count`, shuffled, always in the same way for the same `seed`.
pub fn shuffled(seed: &str, count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    fnv::shuffle(seed, &mut order);
    order
}
