//! A program of another language while it runs: its timeline is drawn below what it writes.
//!
//! The program has the keyboard and Ctrl-C; nothing is read here. The drawing gives way wherever the program has begun a
//! line, or asks for one.

use std::io::{self, Write, stderr, stdout};
use std::time::{Duration, Instant};

use super::live::picture;
use super::look::{Look, TimelineChoice};
use crate::python::{Finished, Output, PythonRun};
use crate::term::{self, LiveRegion};

/// Between two drawings.
const FRAME: Duration = Duration::from_millis(34);
/// Between two looks whether the program has ended.
const POLL_INTERVAL: Duration = Duration::from_millis(8);

/// Draws the run until it ends, then takes the drawing away; what the program wrote stays.
///
/// # Errors
/// The terminal's or the system's.
pub fn follow(mut run: PythonRun, look: &Look, title: &Option<String>) -> io::Result<Finished> {
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
