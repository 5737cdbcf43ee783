//! A program of another language while it runs: its timeline is drawn below what it writes.
//!
//! The program has the keyboard and Ctrl-C; nothing is read here. The drawing gives way wherever the program has begun a
//! line, asks for one, or takes the keyboard key by key. While something is drawn, what is typed is not shown; it waits for
//! the program.

use std::ffi::OsString;
use std::io::{self, Write, stdout};
use std::time::{Duration, Instant};

use super::finished::{Recorded, finished, run_of};
use super::interrupt::{leave_interrupts, pass_end_on};
use super::live::picture;
use super::look::{Look, TimelineChoice};
use crate::python::{Finished, Interpreter, Program, Prompt, PythonRun, StartError, Streams};
use crate::term::{self, HiddenTyping, LiveRegion};
use crate::trace::{ClockKind, ReadError};

/// Between two drawings.
const FRAME: Duration = Duration::from_millis(34);
/// Between two looks whether the program has ended.
const POLL_INTERVAL: Duration = Duration::from_millis(8);

/// When a program of another language is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// While it runs, below what it writes, and when it has ended.
    Live,
    /// When it has ended.
    AtTheEnd,
    Never,
}

/// How a program of another language is run.
pub struct Performing<'a> {
    pub arguments: &'a [OsString],
    pub clock: ClockKind,
    pub drawn: Drawn,
    /// Where its trace is written while it grows.
    pub trace: Option<Box<dyn Write + Send>>,
}

/// Runs a Python program to its end, which has the keyboard, Ctrl-C and the output meanwhile. Gives what came of it, and its
/// picture for below its output: rows, each with a line end.
///
/// # Errors
/// Where there is no Python or no such program, or the terminal's or the system's.
pub fn perform(
    interpreter: &Interpreter,
    program: &Program,
    performing: Performing,
    look: &Look,
) -> Result<(Finished, String), StartError> {
    let Performing { arguments, clock, drawn, trace } = performing;
    let streams = if drawn == Drawn::Live { Streams::ToTerminal } else { Streams::Inherited };
    let title = Some(program.title());
    let _interrupts = leave_interrupts();
    let run = PythonRun::start(interpreter, program, arguments, clock, streams)?;
    let _end = pass_end_on(run.id());
    if let Some(out) = trace {
        run.record().stream_to(&program.title(), out);
    }
    let ended = if drawn == Drawn::Live { follow(run, look, &title)? } else { run.finish(drop)? };
    let picture = match drawn {
        Drawn::Never => String::new(),
        Drawn::Live | Drawn::AtTheEnd => {
            let record = ended.record();
            let run = record.timeline().runs().first().and_then(|run| run_of(&record, run.main));
            run.map_or_else(String::new, |run| finished(Recorded::by(&record), run, look, title))
        }
    };
    Ok((ended, picture))
}

/// Says where the recording of a program fell short; empty where it did not. The program itself ran all the same.
pub fn recording_trouble(ended: &Finished) -> String {
    match (&ended.trouble, &ended.header) {
        (Some(ReadError::NoHeader), _) | (None, None) => {
            "Nothing was recorded. Python 3.8 or later is needed; --python PATH names another one.\n"
                .to_owned()
        }
        (Some(trouble), _) => format!("The recording is not whole: {trouble}\n"),
        (None, Some(_)) => String::new(),
    }
}

/// Draws the run until it ends, then takes the drawing away; what the program wrote stays.
///
/// # Errors
/// The terminal's or the system's.
fn follow(mut run: PythonRun, look: &Look, title: &Option<String>) -> io::Result<Finished> {
    let draws = matches!(look.timeline, TimelineChoice::Auto | TimelineChoice::Always);
    let mut region = LiveRegion::new(stdout(), look.ability);
    let typing = HiddenTyping::default();
    let (mut is_line_begun, mut was_asked, mut drawn_at) = (false, false, None::<Instant>);
    while !run.has_ended()? {
        let prompt = run.prompt();
        if was_asked && prompt.is_none() {
            is_line_begun = false; // an answer ends with Enter
        }
        was_asked = prompt.is_some();
        if prompt.is_some() || !term::reads_lines() {
            region.erase()?;
            if prompt == Some(Prompt::Shown) {
                typing.show();
            }
        } else if draws && !is_line_begun && drawn_at.is_none_or(|it| it.elapsed() >= FRAME) {
            drawn_at = Some(Instant::now());
            let picture = picture(&mut run.record(), look, title, None);
            if let Some(picture) = picture {
                typing.hide();
                region.draw(&picture, term::size())?;
            }
        } else {
            // Events that nobody takes in would be held up some day, and the program with them.
            drop(run.record());
        }
        if let Some(piece) = run.next_output(POLL_INTERVAL) {
            region.erase()?;
            is_line_begun = write(&piece)?;
        }
    }
    region.erase()?;
    drop(region);
    let mut result = Ok(false);
    let finished = run.finish(|piece| match write(&piece) {
        Ok(is_begun) => is_line_begun = is_begun,
        Err(error) => result = Err(error),
    })?;
    result?;
    if is_line_begun {
        writeln!(stdout())?;
    }
    Ok(finished)
}

/// Writes a piece as it is, and says whether it leaves a line without an end.
fn write(piece: &[u8]) -> io::Result<bool> {
    stdout().write_all(piece)?;
    stdout().flush()?;
    Ok(piece.last().is_some_and(|it| *it != b'\n'))
}
