//! The command line's words.

use std::path::PathBuf;

use clap::{Args, Parser};

pub use super::common::{ColorChoice, Common, GlyphChoice, OnOff, ThemeChoice, TimelineChoice};
use super::course::CourseArguments;
use super::explore::ExploreArguments;
use super::export_book::ExportBookArguments;
use super::generate::CompletionsArguments;
use super::jupyter::JupyterArguments;
use super::learn::LearnArguments;
use super::mdbook::BookArguments;
use super::present::PresentArguments;
use super::replay::ReplayArguments;
pub use super::run_arguments::RunArguments;
use crate::grading::run::arguments::GradeArguments;
use crate::python::scope;
use crate::timeline::read_duration;

/// Learn non-blocking programming by watching it: spawn, sleep and await on a timeline.
///
/// Without a subcommand the interactive session opens.
#[derive(Debug, Parser)]
#[command(version, about, propagate_version = true)]
pub struct Arguments {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub subcommand: Option<Subcommand>,
}

#[derive(Debug, clap::Subcommand)]
pub enum Subcommand {
    /// Run a script and draw its timeline
    #[command(after_long_help = what_of_python())]
    Run(RunArguments),
    /// Run two scripts, draw both on one axis, and say how they differ
    Compare(CompareArguments),
    /// Run a script again and again, each time in another order of who goes next, and tell what can come of it
    Explore(ExploreArguments),
    /// For those who write courses: begin one, prove one
    Course(CourseArguments),
    /// Write a run as a picture, or as a trace for other programs
    Export(ExportArguments),
    /// Go through a run in the whole window: play it, step, zoom, search
    Replay(ReplayArguments),
    /// Put timelines into a book: a preprocessor for mdBook
    Mdbook(BookArguments),
    /// Give a talk whose code is real: slides from a file, programs that type themselves and run
    Present(PresentArguments),
    /// Learn non-blocking programming, lesson by lesson
    Learn(LearnArguments),
    /// Write notebooks whose runs are drawn: the kernel for Jupyter
    Jupyter(JupyterArguments),
    /// Grade what a class handed in
    Grade(GradeArguments),
    /// Print what a shell reads to complete the options of this program
    Completions(CompletionsArguments),
    /// Print the manual page, for `man`
    Manual,
    /// Judge one answer that comes on standard input, for `grade`
    #[command(hide = true)]
    Judge,
}

/// What is recorded of Python programs.
fn what_of_python() -> String {
    let list = |rows: &[(&str, &str)]| -> String {
        rows.iter().map(|(what, said)| format!("  {what}: {said}\n")).collect()
    };
    let (seen, not_seen) = (list(scope::SEEN), list(scope::NOT_SEEN));
    format!("Of a Python program is seen:\n{seen}\nNot seen:\n{not_seen}")
}

#[derive(Debug, Args)]
pub struct CompareArguments {
    /// The first script, or a trace of one
    pub first: PathBuf,
    /// The second script, or a trace of one
    pub second: PathBuf,
    /// Write the comparison to FILE as a vector picture
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    subcommand_negates_reqs = true,
    override_usage = "meanwhile export FILE [SECOND] -o OUT\n       meanwhile export <KIND> FILE -o OUT",
    after_help = ENDINGS
)]
pub struct ExportArguments {
    #[command(subcommand)]
    pub kind: Option<ExportKind>,
    /// Without a kind, the ending of the file to write says it
    #[command(flatten)]
    pub by_ending: Option<PageArguments>,
}

impl Subcommand {
    /// Whether others can follow it in their browsers.
    pub fn can_be_shared(&self) -> bool {
        matches!(self, Subcommand::Learn(_) | Subcommand::Present(_))
    }

    /// Whether `--trace` means something to it.
    pub fn makes_trace(&self) -> bool {
        matches!(self, Subcommand::Run(_) | Subcommand::Learn(_))
    }
}

#[derive(Debug, clap::Subcommand)]
pub enum ExportKind {
    /// The frame as a vector picture (SVG)
    Svg(SvgArguments),
    /// A page to move through in a browser: one file, which needs no network
    Html(PageArguments),
    /// A recording that asciinema plays
    Cast(CastArguments),
    /// The Chrome trace event format, which Perfetto (ui.perfetto.dev) opens
    TraceJson(ExportFiles),
    /// A course as a book for mdBook, a chapter a lesson
    Book(ExportBookArguments),
}

const ENDINGS: &str = "Without a kind, the ending of OUT says it:\n  .svg   a vector picture\n  \
                       .html  a page to move through\n  .cast  a recording that asciinema plays\n  \
                       .json  a trace that Perfetto opens";

#[derive(Debug, Args)]
pub struct SvgArguments {
    #[command(flatten)]
    pub files: ExportFiles,
    #[command(flatten)]
    pub part: PartArguments,
}

/// What part of a run to show.
#[derive(Clone, Debug, Default, Args)]
pub struct PartArguments {
    /// Show the run from this instant on, such as 1.5 or 350ms
    #[arg(long, value_name = "TIME", value_parser = instant, allow_negative_numbers = true)]
    pub from: Option<u64>,
    /// Show the run up to this instant
    #[arg(long, value_name = "TIME", value_parser = instant, allow_negative_numbers = true)]
    pub to: Option<u64>,
    /// Show these tasks alone, with commas between their names
    #[arg(long, value_name = "NAME,…")]
    pub tasks: Option<String>,
}

fn instant(text: &str) -> Result<u64, String> {
    read_duration(text)
        .ok_or_else(|| "an instant is written like 1.5 or 350ms, from the run's beginning".to_owned())
}

#[derive(Debug, Args)]
pub struct CastArguments {
    #[command(flatten)]
    pub files: ExportFiles,
    /// Rows of the window; its columns are those of --width, or 80
    #[arg(long, value_name = "N", default_value_t = 24, value_parser = clap::value_parser!(u16).range(8..=200))]
    pub rows: u16,
    /// Version of the asciicast format
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(2..=3))]
    pub format_version: u8,
}

#[derive(Debug, Args)]
pub struct PageArguments {
    /// A script, which is run, or a trace that was written with --trace
    pub file: PathBuf,
    /// A second one, to be put below the first on the same axis
    #[arg(value_name = "SECOND")]
    pub second: Option<PathBuf>,
    /// Where to write; `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// Which run of a trace: of a session the latest that has a picture, if none is named. Two of one trace, as in
    /// --run 3,5, are put below each other
    #[arg(long, value_name = "N", value_delimiter = ',')]
    pub run: Vec<usize>,
    /// Show the run from this instant on, such as 1.5 or 350ms
    #[arg(long, value_name = "TIME", value_parser = instant, allow_negative_numbers = true)]
    from: Option<u64>,
    /// Show the run up to this instant
    #[arg(long, value_name = "TIME", value_parser = instant, allow_negative_numbers = true)]
    to: Option<u64>,
    /// Show these tasks alone, with commas between their names
    #[arg(long, value_name = "NAME,…")]
    tasks: Option<String>,
}

impl PageArguments {
    /// These are not flattened, for clap finds no arguments in an optional group that holds another group.
    pub fn part(&self) -> PartArguments {
        PartArguments { from: self.from, to: self.to, tasks: self.tasks.clone() }
    }
}

#[derive(Debug, Args)]
pub struct ExportFiles {
    /// A script, which is run, or a trace that was written with --trace
    pub file: PathBuf,
    /// Where to write; `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// Which run of a trace: of a session the latest that has a picture, if none is named
    #[arg(long, value_name = "N")]
    pub run: Option<usize>,
}
