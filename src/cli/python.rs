//! `meanwhile run app.py`, and wherever else a script is taken: a Python program, recorded.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use anyhow::{Context, anyhow};

use super::arguments::{Common, RunArguments};
use super::recording::Recording;
use crate::python::{Finished, Interpreter, Program, PythonRun, Streams};
use crate::show::{self, Look, TimelineChoice};
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
    let frames = match look.timeline {
        TimelineChoice::Auto => io::stdout().is_terminal(),
        TimelineChoice::Always | TimelineChoice::Words => true,
        TimelineChoice::Never => false,
    };
    let is_live = frames && look.timeline != TimelineChoice::Words && term::is_interactive();
    let streams = if is_live { Streams::Piped } else { Streams::Inherited };
    let _interrupts = show::leave_interrupts();
    let run = start(common, program, arguments, streams)?;
    let title = Some(program.title());
    let finished = if is_live { show::follow(run, &look, &title)? } else { run.finish(drop)? };
    say_trouble(&finished);
    if frames {
        io::stdout().write_all(picture(&finished, &look, title).as_bytes())?;
        io::stdout().flush()?;
    }
    if let Some(path) = &common.trace {
        let mut document = Vec::new();
        finished.record().write_trace(&program.title(), &mut document)?;
        std::fs::write(path, document).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(finished.code)
}

/// Runs a program for its recording alone: what it prints is on the timeline, its errors go where ours go.
pub fn record(common: &Common, file: &Path) -> anyhow::Result<Recording> {
    common.sandbox.refuse_python()?;
    let program = Program::File(file.to_path_buf());
    let _interrupts = show::leave_interrupts();
    let run = start(common, &program, &[], Streams::Piped)?;
    let finished = run.finish(|piece| {
        if let crate::python::Output::Error(bytes) = piece {
            let _ = io::stderr().write_all(&bytes);
        }
    })?;
    say_trouble(&finished);
    let code = finished.code;
    Ok(Recording::of_record(&finished.record(), program.title(), code))
}

fn start(
    common: &Common,
    program: &Program,
    arguments: &[OsString],
    streams: Streams,
) -> anyhow::Result<PythonRun> {
    let interpreter = Interpreter::new(common.python.clone());
    PythonRun::start(&interpreter, program, arguments, common.clock(), streams)
        .map_err(|error| anyhow!("{error}"))
}

fn picture(finished: &Finished, look: &Look, title: Option<String>) -> String {
    let record = finished.record();
    match record.timeline().runs().first() {
        Some(run) => show::run_of(&record, run.main)
            .map_or_else(String::new, |run| show::finished(&record, run, look, title)),
        None => String::new(),
    }
}

/// Says where the recording fell short. The program itself has run all the same.
fn say_trouble(finished: &Finished) {
    if let Some(trouble) = &finished.trouble {
        eprintln!("meanwhile: the recording is not whole: {trouble}");
    } else if finished.header.is_none() && finished.code == 0 {
        eprintln!(
            "meanwhile: nothing was recorded. Python 3.8 or later is needed; --python PATH names another one."
        );
    }
}
