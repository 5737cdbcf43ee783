//! `meanwhile run app.py`, and wherever else a script is taken: a Python program, recorded.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use anyhow::{Context, ensure};

use super::arguments::{Common, RunArguments};
use super::recording::Recording;
use crate::files::Destination;
use crate::python::{Interpreter, Output, Program, PythonRun, Streams};
use crate::show::{self, Drawn, Performing, TimelineChoice};
use crate::term;

/// The Python program that is to be run, if one is.
pub fn program(arguments: &RunArguments) -> Option<Program> {
    match (&arguments.module, &arguments.file) {
        (Some(name), _) => Some(Program::Module(name.clone())),
        (None, Some(file)) => crate::python::is_python(file).then(|| Program::File(file.clone())),
        (None, None) => None,
    }
}

/// Runs it as Python does, draws it below what it prints, and gives its exit code.
pub fn run(common: &Common, program: &Program, arguments: &[OsString]) -> anyhow::Result<i32> {
    common.sandbox.refuse_python()?;
    let look = common.look();
    let drawn = match look.timeline {
        TimelineChoice::Never => Drawn::Never,
        TimelineChoice::Auto if !io::stdout().is_terminal() => Drawn::Never,
        TimelineChoice::Auto | TimelineChoice::Always if term::is_interactive() => Drawn::Live,
        TimelineChoice::Auto | TimelineChoice::Always | TimelineChoice::Words => Drawn::AtTheEnd,
    };
    let interpreter = Interpreter::new(common.python.clone());
    let inputs: &[&Path] = match program {
        Program::File(path) => &[path],
        Program::Module(_) => &[],
    };
    let destination = common.trace_destination(inputs)?;
    // The program has it for itself, and nothing stands between.
    let is_taken = destination.as_ref().is_some_and(Destination::is_standard_output);
    ensure!(!is_taken, "a Python program writes to standard output itself; name a file for the trace");
    let begun = destination.as_ref().map(Destination::begin).transpose()?;
    let trace = begun.map(|it| Box::new(it) as Box<dyn Write + Send>);
    let performing = Performing { arguments, clock: common.clock(), drawn, trace };
    let (ended, picture) = show::perform(&interpreter, program, performing, &look)?;
    eprint!("{}", show::recording_trouble(&ended));
    io::stdout().write_all(picture.as_bytes())?;
    io::stdout().flush()?;
    if let Some(destination) = &destination {
        ended.record().end_stream().with_context(|| destination.cannot_write())?;
    }
    Ok(ended.code)
}

/// Runs a program for its recording alone: what it prints is on the timeline, its errors go where ours go.
pub fn record(common: &Common, file: &Path) -> anyhow::Result<Recording> {
    common.sandbox.refuse_python()?;
    let program = Program::File(file.to_path_buf());
    let _interrupts = show::leave_interrupts();
    let interpreter = Interpreter::new(common.python.clone());
    let run = PythonRun::start(&interpreter, &program, &[], common.clock(), Streams::Piped)?;
    let ended = run.finish(|piece| {
        if let Output::Error(bytes) = piece {
            let _ = io::stderr().write_all(&bytes);
        }
    })?;
    eprint!("{}", show::recording_trouble(&ended));
    let code = ended.code;
    Ok(Recording::of_record(&ended.record(), program.title(), code))
}
