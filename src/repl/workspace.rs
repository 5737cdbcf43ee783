//! What entries share: a runner, and what is known of the runs there.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Context;
use tempfile::TempDir;

use super::run_numbers::RunNumbers;
use crate::runner::{Leftovers, Runner, Setup};
use crate::script::Variable;
use crate::script::permissions::{Outside, Permissions};
use crate::trace::ClockKind;

/// A place to run entries in. Without any, nothing has run there.
pub(super) struct Workspace {
    pub runner: Runner,
    pub leftovers: Leftovers,
    /// The runs that were drawn.
    pub drawn: RunNumbers,
    /// The indices of the session's entries, by the numbers of their runs.
    pub entry_of_run: BTreeMap<usize, usize>,
    /// The number of the line that the next entry begins with.
    pub next_line: usize,
    /// How many of the record's console lines have been shown.
    pub shown: usize,
    /// Variables and functions, for `:vars`.
    pub variables: Vec<Variable>,
    pub functions: Vec<Variable>,
    /// A folder of its own, where it has one. It goes with the workspace.
    files: Option<TempDir>,
}

/// Whether what scripts print is written at once, because no picture will show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Echo {
    AtOnce,
    Off,
}

impl Workspace {
    /// Fails where the system has no thread to give.
    pub fn open(
        clock: ClockKind,
        outside: Outside,
        leftovers: Leftovers,
        echo: Echo,
    ) -> anyhow::Result<Workspace> {
        let mut setup = Setup::new(clock, leftovers).within(outside);
        if echo == Echo::AtOnce {
            setup.output = Box::new(|text| drop(writeln!(io::stdout().lock(), "{text}")));
        }
        let runner = Runner::start(setup).context("the system has no thread to give")?;
        Ok(Workspace {
            runner,
            leftovers,
            drawn: RunNumbers::default(),
            entry_of_run: BTreeMap::new(),
            next_line: 1,
            shown: 0,
            variables: Vec::new(),
            functions: Vec::new(),
            files: None,
        })
    }

    /// One in a folder of its own, where relative paths begin.
    pub fn in_folder(
        folder: TempDir,
        clock: ClockKind,
        permissions: Permissions,
        leftovers: Leftovers,
        echo: Echo,
    ) -> anyhow::Result<Workspace> {
        let outside = Outside { permissions, folder: folder.path().to_path_buf() };
        let workspace = Workspace::open(clock, outside, leftovers, echo)?;
        Ok(Workspace { files: Some(folder), ..workspace })
    }

    /// Where imports are looked for, unless it is said otherwise.
    pub fn folder(&self) -> PathBuf {
        self.files.as_ref().map_or_else(PathBuf::new, |it| it.path().to_path_buf())
    }

    /// Ends whatever goes on there, without waiting for it.
    pub fn close(self) {
        self.runner.retire();
    }
}
