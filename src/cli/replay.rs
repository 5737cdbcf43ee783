//! `meanwhile replay`: a run in the whole window, or two on one clock, to be played, stepped and searched.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;

use super::arguments::Common;
use super::chosen::{Chosen, ChosenRun, choose};
use crate::show::{self, Recorded, Replayed};
use crate::term;

#[derive(Debug, Args)]
pub struct ReplayArguments {
    /// A script, which is run first, or a trace that was written with --trace
    pub file: PathBuf,
    /// A second one, to be gone through on the same clock
    #[arg(value_name = "SECOND")]
    pub second: Option<PathBuf>,
    /// Which run of a trace: of a session the latest that has a picture, if none is named. Two of one trace, as in
    /// --run 3,5, go on one clock
    #[arg(long, value_name = "N", value_delimiter = ',')]
    pub run: Vec<usize>,
}

/// Replays what the files are about. Gives the exit code of the script, if one was run.
pub fn run(common: &Common, arguments: &ReplayArguments) -> anyhow::Result<i32> {
    if !term::is_interactive() {
        bail!("a replay needs a terminal; `meanwhile run` draws a run into a file or a pipe");
    }
    let files: Vec<&Path> =
        std::iter::once(&arguments.file).chain(&arguments.second).map(|it| &**it).collect();
    let chosen = match choose(common, &files, &arguments.run)? {
        Chosen::NotRun(code) => return Ok(code),
        Chosen::Runs(chosen) => chosen,
    };
    let mut runs = chosen.iter().map(|ChosenRun { recording, run, title, .. }| Replayed {
        record: Recorded { timeline: &recording.timeline, trace: &recording.trace },
        run: *run,
        title: title.clone(),
    });
    if let Some(first) = runs.next() {
        show::replay(first, runs.next(), &common.look())?;
    }
    Ok(chosen.iter().map(|it| it.recording.code).max().unwrap_or(0))
}
