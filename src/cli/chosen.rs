//! The runs that a command is about: of one file or of two, by number where that is asked for.

use std::path::Path;
use std::rc::Rc;

use anyhow::{anyhow, bail};

use super::arguments::Common;
use super::recording::{Recording, with_order};

/// A run of a recording.
#[derive(Clone)]
pub struct ChosenRun {
    pub recording: Rc<Recording>,
    /// Its index among the runs of the timeline.
    pub run: usize,
    /// What to call it where there is little room.
    pub name: String,
    /// The same, with the order in which tasks went on, where that is not the usual one.
    pub title: String,
}

/// What became of what is asked for.
pub enum Chosen {
    Runs(Vec<ChosenRun>),
    /// A script that could not be run at all, which has been said; this is its exit code.
    NotRun(i32),
}

/// Reads or runs one file or two, and chooses their runs: the one that each is about, or those of these numbers. Two numbers
/// with one file choose two of its runs.
///
/// # Errors
/// A file cannot be read, or has no such run.
pub fn choose(common: &Common, files: &[&Path], numbers: &[usize]) -> anyhow::Result<Chosen> {
    let wanted: Vec<(usize, Option<usize>)> = match (files.len(), numbers) {
        (count, []) => (0..count).map(|file| (file, None)).collect(),
        (1, [_] | [_, _]) => numbers.iter().map(|number| (0, Some(*number))).collect(),
        (2, [first, second]) => vec![(0, Some(*first)), (1, Some(*second))],
        (2, [_]) => bail!("of two files, say for both which run: --run 1,1"),
        _ => bail!("at most two runs go together, but --run names {}", numbers.len()),
    };
    let mut recordings = Vec::new();
    for file in files {
        let recording = Recording::of(common, file)?;
        if recording.run.is_none() && recording.code != 0 {
            return Ok(Chosen::NotRun(recording.code));
        }
        recordings.push(Rc::new(recording));
    }
    let has_one_name = files.len() > 1 && files[0].file_name() == files[1].file_name();
    let chosen = wanted.into_iter().map(|(file, number)| {
        let recording = recordings[file].clone();
        let name = if has_one_name { files[file].display().to_string() } else { recording.title.clone() };
        let of = |name: String| (with_order(name.clone(), &recording.trace), name);
        match number {
            Some(number) => {
                let run = recording.run_numbered(number)?;
                let (title, name) = of(format!("{name}, run {number}"));
                Ok(ChosenRun { recording, run, name, title })
            }
            None => {
                let run = recording.run.ok_or_else(|| anyhow!("{name}: no run is recorded here"))?;
                let (title, name) = of(name);
                Ok(ChosenRun { recording, run, name, title })
            }
        }
    });
    chosen.collect::<anyhow::Result<Vec<ChosenRun>>>().map(Chosen::Runs)
}
