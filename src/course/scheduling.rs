//! Puzzles in which a learner chooses who goes next: a program by itself, with the lesson's files.

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::document::{Lesson, Puzzle};
use crate::explore::{NamedFiles, Program, Surroundings};
use crate::script::{Entry, Role};

/// The puzzle's program, to be run in any order. `interrupted` ends its runs once it is true.
///
/// # Errors
/// Where the system has no thread to give.
pub fn program_of(lesson: &Lesson, puzzle: &Puzzle, interrupted: Arc<AtomicBool>) -> io::Result<Program> {
    let files =
        lesson.files.iter().map(|it| (it.name.clone().into(), it.text.clone().into_bytes())).collect();
    let surroundings =
        Surroundings { files, named: NamedFiles::Closed, interrupted, ..Surroundings::default() };
    let (name, text) = (String::new(), puzzle.program.text.clone());
    Program::new(Entry { name, text, folder: Default::default(), role: Role::Free }, surroundings)
}
