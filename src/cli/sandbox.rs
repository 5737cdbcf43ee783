//! What scripts may touch, as the command line says.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, ensure};
use clap::Args;

use crate::host::permissions::{Network, Outside, Permissions, Processes, SANDBOX_LIMITS, Sandbox};
use crate::runtime::Limits;

/// A sandbox and its doors.
#[derive(Debug, Args)]
pub struct SandboxArguments {
    /// Keep scripts from files, network and databases, and within limits
    #[arg(long, global = true)]
    sandbox: bool,
    /// In the sandbox, let scripts read what is in DIR
    #[arg(long, global = true, value_name = "DIR")]
    allow_read: Vec<PathBuf>,
    /// In the sandbox, let scripts change what is in DIR
    #[arg(long, global = true, value_name = "DIR")]
    allow_write: Vec<PathBuf>,
    /// In the sandbox, let scripts use the network
    #[arg(long, global = true)]
    allow_net: bool,
    /// In the sandbox, let scripts run other programs, which are in no sandbox
    #[arg(long, global = true)]
    allow_run: bool,
    /// In the sandbox, end a run after SECONDS (300)
    #[arg(long, global = true, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    max_time: Option<u64>,
}

impl SandboxArguments {
    /// A Python program can be kept from nothing, so in the sandbox none is run.
    pub fn refuse_python(&self) -> anyhow::Result<()> {
        ensure!(
            !self.sandbox,
            "--sandbox keeps scripts (.rhai) from files and the network; Python programs run with all your rights"
        );
        Ok(())
    }

    /// What scripts see of the world outside.
    pub fn outside(&self) -> anyhow::Result<Outside> {
        let has_doors = !self.allow_read.is_empty() || !self.allow_write.is_empty();
        let has_doors = has_doors || self.allow_net || self.allow_run;
        ensure!(
            self.sandbox || !has_doors,
            "--allow-… opens a door of --sandbox; without it all doors are open"
        );
        ensure!(self.sandbox || self.max_time.is_none(), "--max-time is a limit of --sandbox");
        if !self.sandbox {
            return Ok(Outside::default());
        }
        let network = if self.allow_net { Network::Open } else { Network::Closed };
        let processes = if self.allow_run { Processes::Open } else { Processes::Closed };
        let sandbox = Sandbox::new(&self.allow_read, &self.allow_write, network);
        let sandbox = sandbox.context("the sandbox cannot open a folder")?.with_processes(processes);
        let time = self.max_time.map_or(SANDBOX_LIMITS.time, |seconds| Some(Duration::from_secs(seconds)));
        let sandbox = sandbox.with_limits(Limits { time, ..SANDBOX_LIMITS });
        let permissions = Permissions::Sandbox(sandbox);
        Ok(Outside { permissions, folder: PathBuf::new() })
    }
}
