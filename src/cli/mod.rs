//! The command line: what may be asked for, a small file each subcommand.

/// Writes a line to standard output. Whoever reads it may have gone, which is an error as others are, and no defect.
macro_rules! write_line {
    ($($part:tt)*) => {
        std::io::Write::write_fmt(&mut std::io::stdout(), format_args!("{}\n", format_args!($($part)*)))?
    };
}

mod arguments;
mod chosen;
mod common;
mod compare;
mod course;
mod crash;
mod explore;
mod export;
mod export_book;
mod export_talk;
mod generate;
mod jupyter;
mod learn;
mod look;
mod mdbook;
pub(crate) mod outcome;
mod present;
mod python;
mod recording;
mod replay;
mod run;
mod run_arguments;
mod sandbox;
mod script_file;
mod share;

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};

use arguments::{Arguments, Subcommand};

/// Reads the command line, does what it says, and leaves. Wrong usage ends with code 2, a script's error
/// with 1.
pub fn main() -> ExitCode {
    crash::install();
    let Arguments { common, subcommand } = Arguments::parse();
    if common.wants_trace() && subcommand.as_ref().is_some_and(|it| !it.makes_trace()) {
        let text = "--trace keeps what runs now: `meanwhile run`, a session and `meanwhile learn` take it";
        Arguments::command().error(ErrorKind::ArgumentConflict, text).exit();
    }
    if common.share.is_asked_for() && subcommand.as_ref().is_some_and(|it| !it.can_be_shared()) {
        let text = "--share lets others follow a session: `meanwhile`, `meanwhile learn` and `meanwhile present` take it";
        Arguments::command().error(ErrorKind::ArgumentConflict, text).exit();
    }
    let result = match subcommand {
        None => common.repl_options().and_then(crate::repl::run),
        Some(Subcommand::Run(arguments)) => run::run(&common, &arguments),
        Some(Subcommand::Compare(arguments)) => compare::run(&common, &arguments),
        Some(Subcommand::Course(arguments)) => course::run(&arguments),
        Some(Subcommand::Explore(arguments)) => explore::run(&common, &arguments),
        Some(Subcommand::Export(arguments)) => export::run(&common, &arguments),
        Some(Subcommand::Replay(arguments)) => replay::run(&common, &arguments),
        Some(Subcommand::Mdbook(arguments)) => mdbook::run(&arguments),
        Some(Subcommand::Present(arguments)) => present::run(&common, &arguments),
        Some(Subcommand::Jupyter(arguments)) => jupyter::run(&common, &arguments),
        Some(Subcommand::Learn(arguments)) => learn::run(&common, &arguments),
        Some(Subcommand::Grade(arguments)) => {
            crate::grading::run::run(&arguments, common.width, common.replace())
        }
        Some(Subcommand::Completions(arguments)) => generate::completions(&arguments),
        Some(Subcommand::Manual) => generate::manual(),
        Some(Subcommand::Judge) => crate::grading::run::judge::run(),
    };
    let code = match result {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => 0,
        Err(error) => {
            eprintln!("meanwhile: {}", crate::plain::plain_text(&format!("{error:#}")));
            2
        }
    };
    // Tasks that still wait are not unwound: with thousands of them that would take long.
    crate::runner::finish_traces();
    std::process::exit(code)
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.chain().find_map(|cause| cause.downcast_ref::<std::io::Error>());
    io.is_some_and(|it| it.kind() == std::io::ErrorKind::BrokenPipe)
}

pub use arguments::Common;
