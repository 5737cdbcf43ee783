//! The interactive session: line editor, `:commands`, entries that run while they are watched.
//!
//! Each submitted entry is one run. What a run looks like is in `show`; here is what happens between runs.

mod demo;
mod execute;
mod exploring;
mod help;
mod own_order;
mod programs;
mod runs;
mod saving;
mod session;
mod tasks;

pub use crate::workbench::Options;

use crate::course::contents::Course;
use crate::course::document::Deck;
use crate::course::review::Recalled;
use crate::editor::Name;
use crate::learn::lesson_of;
use crate::present::Pace;
use crate::script::Variable;
use crate::show::Look;

/// The words of the language, for completion.
pub fn vocabulary_names() -> Vec<Name> {
    help::names()
}

/// Help on one name, or where it comes near to one, the question.
pub fn help_on(name: &str, variables: &[Variable], functions: &[Variable], look: &Look) -> String {
    help::on(name, &help::SessionNames { variables, functions }, look)
}

/// Runs a session until its user leaves. Gives the exit code.
///
/// # Errors
/// The terminal or standard input cannot be used, or the trace cannot be written.
pub fn run(options: Options) -> anyhow::Result<i32> {
    session::Session::open(options)?.run()
}

/// Runs a session in which a talk is given. Gives the exit code.
///
/// # Errors
/// As those of [`run`], and where the talk's files cannot be written.
pub fn run_talk(options: Options, deck: Deck, pace: Pace) -> anyhow::Result<i32> {
    let mut session = session::Session::open(options)?;
    session.share_with_readers()?;
    session.open_talk(deck, pace)?;
    session.run()
}

/// Runs a session that begins with a course: at its beginning, where its learner left it, or with a certain lesson
/// (its number or id). `command` is the command line that brings its learner back. Gives the exit code.
///
/// # Errors
/// As those of [`run`], and where the course has no such lesson.
pub fn run_course(
    options: Options,
    course: Course,
    lesson: Option<String>,
    command: String,
) -> anyhow::Result<i32> {
    if let Some(wanted) = &lesson {
        lesson_of(&course, wanted).map_err(|missing| anyhow::anyhow!("{missing}"))?;
    }
    let mut session = session::Session::open(options)?;
    session.share_with_readers()?;
    session.open_course(course, lesson, command)?;
    session.run()
}

/// Runs a session in which the questions of a review are asked. Gives the exit code.
///
/// # Errors
/// The terminal's or the system's.
pub fn run_review(
    options: Options,
    questions: Course,
    recalled: Vec<Recalled>,
    command: String,
) -> anyhow::Result<i32> {
    let mut session = session::Session::open(options)?;
    session.open_review(questions, recalled, command)?;
    session.run()
}
