//! `meanwhile jupyter`: the kernel registered with Jupyter, and the kernel itself.

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;

use super::Common;
use crate::files::{self, Origin};
use crate::host::permissions::Wish;
use crate::jupyter::{KernelOptions, KernelSpec, data_folder, install, serve};
use crate::plain::plain_text;
use crate::trace::ClockKind;

/// The most bytes of a connection's file.
const MAX_BYTES: u64 = 1 << 16;

#[derive(Debug, Args)]
pub struct JupyterArguments {
    #[command(subcommand)]
    kind: JupyterKind,
}

#[derive(Debug, clap::Subcommand)]
enum JupyterKind {
    /// Register the kernel, so that notebooks can be written in it
    Install(InstallArguments),
    /// Serve a notebook; Jupyter starts this
    #[command(hide = true)]
    Kernel(KernelArguments),
}

#[derive(Debug, Args)]
struct InstallArguments {
    /// Register it for this Python environment, such as "$VIRTUAL_ENV", and not for you everywhere
    #[arg(long, value_name = "DIR")]
    prefix: Option<PathBuf>,
    #[command(flatten)]
    grants: Grants,
}

/// What cells may do beyond their own files and the session's own servers.
#[derive(Debug, Args)]
struct Grants {
    /// Let the cells of every notebook use the network
    #[arg(long)]
    network: bool,
    /// Let the cells of every notebook read and write your files
    #[arg(long)]
    files: bool,
    /// Let the cells of every notebook run programs
    #[arg(long)]
    programs: bool,
}

#[derive(Debug, Args)]
struct KernelArguments {
    #[command(flatten)]
    grants: Grants,
    connection: PathBuf,
}

impl Grants {
    fn wishes(&self) -> Vec<Wish> {
        let all = [(self.network, Wish::Network), (self.files, Wish::Files), (self.programs, Wish::Programs)];
        all.into_iter().filter_map(|(is_granted, wish)| is_granted.then_some(wish)).collect()
    }
}

/// Registers, or serves. Gives the exit code.
pub fn run(common: &Common, arguments: &JupyterArguments) -> anyhow::Result<i32> {
    match &arguments.kind {
        JupyterKind::Install(wanted) => register(common, wanted),
        JupyterKind::Kernel(wanted) => {
            let bytes = files::read(&wanted.connection, Origin::Referenced, MAX_BYTES, files::UNINTERRUPTED)?;
            let text = String::from_utf8(bytes).context("this is no connection file of Jupyter")?;
            serve(&text, KernelOptions { clock: common.clock(), granted: wanted.grants.wishes() })?;
            Ok(0)
        }
    }
}

fn register(common: &Common, wanted: &InstallArguments) -> anyhow::Result<i32> {
    let data = match &wanted.prefix {
        Some(prefix) if !prefix.is_dir() => bail!("there is no folder {}", prefix.display()),
        Some(prefix) => prefix.join("share/jupyter"),
        None => data_folder().context("the system names no folder for Jupyter; --prefix DIR does")?,
    };
    let mut options: Vec<String> =
        wanted.grants.wishes().iter().map(|wish| format!("--{}", wish.name())).collect();
    if common.clock() == ClockKind::Virtual {
        options.extend(["--clock", "virtual"].map(str::to_owned));
    }
    let program = std::env::current_exe().context("this program does not know where it is")?;
    let folder = install(&data, &KernelSpec { program, options })
        .with_context(|| format!("{} cannot be written", data.display()))?;
    write_line!(
        "Registered the kernel \"meanwhile (Rhai)\" in\n  {}",
        plain_text(&folder.display().to_string())
    );
    write_line!(
        "In a notebook, choose it as the kernel; `jupyter kernelspec remove meanwhile` takes it away."
    );
    Ok(0)
}
