//! What `run` takes.

use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct RunArguments {
    /// The script (.rhai), Python program (.py) or trace; `-` reads a script from standard input
    #[arg(required_unless_present = "module")]
    pub file: Option<PathBuf>,
    /// Run a Python module or package, as python3 -m does
    #[arg(short, long, value_name = "NAME", conflicts_with = "file")]
    pub module: Option<String>,
    /// What a Python program gets as its own arguments
    #[arg(last = true, value_name = "ARGUMENT")]
    pub arguments: Vec<std::ffi::OsString>,
    /// Run again whenever the script's folder changes
    #[arg(long)]
    pub watch: bool,
}
