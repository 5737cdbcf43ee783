//! What `run` takes.

use std::path::PathBuf;
use clap::{Args, Parser};
use crate::cli::common::{ColorChoice, Common, GlyphChoice, OnOff, ThemeChoice, TimelineChoice};
use crate::cli::course::CourseArguments;
use crate::cli::explore::ExploreArguments;
use crate::cli::export_book::ExportBookArguments;
use crate::cli::grade::arguments::GradeArguments;
use crate::cli::jupyter::JupyterArguments;
use crate::cli::learn::LearnArguments;
use crate::cli::mdbook::BookArguments;
use crate::cli::present::PresentArguments;
use crate::cli::replay::ReplayArguments;
use crate::python::scope;
use crate::timeline::read_duration;

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
