//! What entries share: a runner, and what is known of the runs there.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::Context;
use tempfile::TempDir;

use super::background;
use super::run_numbers::RunNumbers;
use crate::editor::Printer;
use crate::host::permissions::{Outside, Permissions};
use crate::runner::{Leftovers, Runner, Setup};
use crate::script::{EntryEnd, Variable};
use crate::show::{self, Leads, Look, write_printed};
use crate::trace::ClockKind;

/// A place to run entries in. Without any, nothing has run there.
pub struct Workspace {
    pub runner: Runner,
    pub leftovers: Leftovers,
    /// The runs that were drawn.
    pub drawn: RunNumbers,
    /// The indices of the session's entries, by the numbers of their runs.
    pub entry_of_run: BTreeMap<usize, usize>,
    /// The number of the line that the next entry begins with.
    pub next_line: usize,
    /// Whether the prompt is open here, so that what is said in the background appears above it.
    pub is_at_prompt: Arc<AtomicBool>,
    /// Variables and functions, for `:vars`.
    pub variables: Vec<Variable>,
    pub functions: Vec<Variable>,
    /// A folder of its own, where it has one. It goes with the workspace.
    files: Option<TempDir>,
}

/// What becomes of what scripts print, beside being recorded.
#[derive(Clone)]
pub enum Echo {
    /// It is written at once, because no picture will show it.
    AtOnce,
    Off,
    /// What is said while no entry runs appears above the prompt; all else is in a picture.
    AbovePrompt(Printer, Look),
}

impl Workspace {
    /// A place in which nothing has run.
    ///
    /// # Errors
    /// The system has no thread to give.
    pub fn open(
        clock: ClockKind,
        outside: Outside,
        leftovers: Leftovers,
        echo: &Echo,
    ) -> anyhow::Result<Workspace> {
        let mut setup = Setup::new(clock, leftovers).within(outside);
        let is_at_prompt = Arc::new(AtomicBool::new(false));
        match echo {
            Echo::AtOnce => {
                let leads = Leads::of(&io::stdout());
                let echo = move |text: &str| drop(write_printed(&mut io::stdout().lock(), text, leads));
                setup.output = Box::new(echo);
            }
            Echo::Off => {}
            Echo::AbovePrompt(printer, look) if leftovers == Leftovers::Keep => {
                setup.background =
                    Some(background::show_above(printer.clone(), look.clone(), is_at_prompt.clone()));
            }
            // Tasks that are cancelled with the program have nothing more to say.
            Echo::AbovePrompt(..) => {}
        }
        let runner = Runner::start(setup).context("the system has no thread to give")?;
        Ok(Workspace {
            runner,
            leftovers,
            drawn: RunNumbers::default(),
            entry_of_run: BTreeMap::new(),
            next_line: 1,
            is_at_prompt,
            variables: Vec::new(),
            functions: Vec::new(),
            files: None,
        })
    }

    /// One in a folder of its own, where relative paths begin.
    ///
    /// # Errors
    /// The system has no thread to give.
    pub fn in_folder(
        folder: TempDir,
        clock: ClockKind,
        permissions: Permissions,
        leftovers: Leftovers,
        echo: &Echo,
    ) -> anyhow::Result<Workspace> {
        let outside = Outside { permissions, folder: folder.path().to_path_buf() };
        let workspace = Workspace::open(clock, outside, leftovers, echo)?;
        Ok(Workspace { files: Some(folder), ..workspace })
    }

    /// Where imports are looked for, unless it is said otherwise.
    pub fn folder(&self) -> PathBuf {
        self.files.as_ref().map_or_else(PathBuf::new, |it| it.path().to_path_buf())
    }

    /// Counts a run that is not drawn, of the entry with this index, as if it had been.
    pub fn count_run(&mut self, end: &EntryEnd, entry: usize) {
        let record = self.runner.record();
        let run = end.main.and_then(|main| show::run_of(&record, main));
        if let (Some(main), Some(run)) = (end.main, run)
            && show::is_worth_a_frame(&record.timeline().view_of_run(run))
        {
            self.drawn.add(main);
            self.entry_of_run.insert(self.drawn.latest(), entry);
        }
    }

    /// Changes the clock where no task is alive that counts on the old one.
    pub fn use_clock(&self, clock: ClockKind) {
        let _ = self.runner.switch_clock(clock).recv();
    }

    /// Drops what tasks have said in the background so far, and how they failed.
    pub fn forget_background(&self) {
        let mut record = self.runner.record();
        while record.take_background_line().is_some() {}
        drop(record.take_failed());
    }

    /// Ends whatever goes on there, without waiting for it.
    pub fn close(self) {
        self.runner.retire();
    }
}
