//! A program of another language while it runs: its timeline is drawn below what it writes.
//!
//! The program has the keyboard and Ctrl-C; nothing is read here. The drawing gives way wherever the program has begun a
//! line, or asks for one.

use std::ffi::OsString;
use std::io::{self, Write, stderr, stdout};
use std::time::{Duration, Instant};

use super::finished::{Recorded, finished, run_of};
use super::interrupt::leave_interrupts;
use super::live::picture;
use super::look::{Look, TimelineChoice};
use crate::python::{Finished, Interpreter, Output, Program, PythonRun, StartError, Streams};
use crate::term::{self, LiveRegion};
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
    let streams = if drawn == Drawn::Live { Streams::Piped } else { Streams::Inherited };
    let title = Some(program.title());
    let _interrupts = leave_interrupts();
    let run = PythonRun::start(interpreter, program, arguments, clock, streams)?;
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
    let (mut is_line_begun, mut drawn_at) = (false, None::<Instant>);
    while !run.has_ended()? {
        if run.is_asking() {
            region.erase()?;
            is_line_begun = false;
        } else if draws && !is_line_begun && drawn_at.is_none_or(|it| it.elapsed() >= FRAME) {
            drawn_at = Some(Instant::now());
            let picture = picture(&mut run.record(), look, title, None);
            picture.map_or(Ok(()), |picture| region.draw(&picture, term::size()))?;
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
fn write(piece: &Output) -> io::Result<bool> {
    let bytes = match piece {
        Output::Standard(bytes) => {
            stdout().write_all(bytes)?;
            stdout().flush()?;
            bytes
        }
        Output::Error(bytes) => {
            stderr().write_all(bytes)?;
            bytes
        }
    };
    Ok(bytes.last().is_some_and(|it| *it != b'\n'))
}
