//! `meanwhile replay`: a run in the whole window, to be played, stepped and searched.

use std::path::PathBuf;

use anyhow::{anyhow, bail};
use clap::Args;

use super::arguments::Common;
use super::recording::Recording;
use crate::{show, term};

#[derive(Debug, Args)]
pub struct ReplayArguments {
    /// A script, which is run first, or a trace that was written with --trace
    pub file: PathBuf,
    /// Which run of a trace: of a session the latest that has a picture, if none is named
    #[arg(long, value_name = "N")]
    pub run: Option<usize>,
}

/// Replays what the file is about. Gives the exit code of the script, if one was run.
pub fn run(common: &Common, arguments: &ReplayArguments) -> anyhow::Result<i32> {
    if !term::is_interactive() {
        bail!("a replay needs a terminal; `meanwhile run` draws a run into a file or a pipe");
    }
    let recording = Recording::of(common, &arguments.file)?;
    if recording.run.is_none() && recording.code != 0 {
        // It could not be run at all, which has been said.
        return Ok(recording.code);
    }
    let run = match arguments.run {
        Some(number) => recording.run_numbered(number)?,
        None => recording.run.ok_or_else(|| anyhow!("{}: no run is recorded here", recording.title))?,
    };
    let title = match arguments.run {
        Some(number) => format!("{}, run {number}", recording.title),
        None => recording.title.clone(),
    };
    show::replay(&recording.timeline, &recording.trace, run, title, &common.look())?;
    Ok(recording.code)
}
