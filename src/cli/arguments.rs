//! The command line's words.

use std::path::{Path, PathBuf};

use clap::{Args, Parser, ValueEnum};

use super::course::CourseArguments;
use super::explore::ExploreArguments;
use super::export_book::ExportBookArguments;
use super::grade::arguments::GradeArguments;
use super::jupyter::JupyterArguments;
use super::learn::LearnArguments;
use super::mdbook::BookArguments;
use super::present::PresentArguments;
use super::replay::ReplayArguments;
use super::sandbox::SandboxArguments;
use super::share::ShareArguments;
use crate::files::{Destination, Kind, Replace, WriteError};
use crate::python::scope;
use crate::runner::{CodeError, Order, Schedule};
use crate::timeline::read_duration;
use crate::trace::ClockKind;

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

/// Options that every subcommand takes.
#[derive(Debug, Args)]
pub struct Common {
    /// Wait in real time, or let time jump to the next event [default: real; in a talk virtual, shown at real speed]
    #[arg(long, global = true, value_enum)]
    clock: Option<Clock>,
    /// Run a script in the order of this code, as `explore` tells it; the clock is the virtual one then
    #[arg(long, global = true, value_name = "CODE")]
    schedule: Option<String>,
    /// Write the trace to FILE, as JSON Lines; `-` is standard output
    #[arg(long, global = true, value_name = "FILE")]
    trace: Option<PathBuf>,
    /// Replace a file that holds something else, or that is a link
    #[arg(long, global = true)]
    force: bool,
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto)]
    pub color: ColorChoice,
    /// Draw this many columns wide (at least 20)
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(20..=1000))]
    pub width: Option<u16>,
    /// When to draw the timeline; `words` tells it in sentences
    #[arg(long, global = true, value_enum, default_value_t = TimelineChoice::Auto)]
    pub timeline: TimelineChoice,
    /// Whether to say, under a timeline, what stands out and what to try
    #[arg(long, global = true, value_enum, default_value_t = OnOff::On)]
    pub hints: OnOff,
    /// What the terminal's background is like
    #[arg(long, global = true, value_enum, default_value_t = ThemeChoice::Auto)]
    pub theme: ThemeChoice,
    /// Which characters to draw with
    #[arg(long, global = true, value_enum, default_value_t = GlyphChoice::Auto)]
    pub glyphs: GlyphChoice,
    /// The Python that runs Python programs, 3.8 or later
    #[arg(long, global = true, value_name = "PATH")]
    pub python: Option<PathBuf>,
    /// Draw large, for projectors: lanes of two rows with words on them, what is printed below
    #[arg(long, global = true)]
    pub big: bool,
    #[command(flatten)]
    pub sandbox: SandboxArguments,
    #[command(flatten)]
    pub share: ShareArguments,
}

impl Common {
    pub fn clock(&self) -> ClockKind {
        match self.schedule {
            Some(_) => ClockKind::Virtual,
            None => self.clock.map_or(ClockKind::Real, Clock::kind),
        }
    }

    /// The clock of a talk, where another one is usual.
    pub fn clock_of_talk(&self) -> ClockKind {
        self.clock.map_or(ClockKind::Virtual, Clock::kind)
    }

    /// How a script with that text is run: in which order, where one is asked for.
    ///
    /// # Errors
    /// Where the code cannot be read, or belongs to another text.
    pub fn order(&self, text: &str) -> Result<Option<Order>, CodeError> {
        let read = |code: &String| {
            let schedule = Schedule::read(code, text)?;
            let marks = schedule.deviations.clone();
            Ok(Order { schedule, marks })
        };
        self.schedule.as_ref().map(read).transpose()
    }

    /// Refuses an order where none can be kept to.
    ///
    /// # Errors
    /// Where one is asked for.
    pub fn refuse_order(&self) -> anyhow::Result<()> {
        anyhow::ensure!(
            self.schedule.is_none(),
            "--schedule repeats an order of one script: with run, replay or export"
        );
        Ok(())
    }

    /// What a file that is written may replace.
    pub fn replace(&self) -> Replace {
        if self.force { Replace::Anything } else { Replace::SameKind }
    }

    /// Whether a trace is asked for.
    pub fn wants_trace(&self) -> bool {
        self.trace.is_some()
    }

    /// Where the trace goes, if one is asked for. `inputs` are the files that are run.
    ///
    /// # Errors
    /// Where it would replace what it should not.
    pub fn trace_destination(&self, inputs: &[&Path]) -> Result<Option<Destination>, WriteError> {
        let destination = |path: &PathBuf| Destination::new(path, Kind::Trace, self.replace(), inputs);
        self.trace.as_ref().map(destination).transpose()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Clock {
    Real,
    Virtual,
}

impl Clock {
    fn kind(self) -> ClockKind {
        match self {
            Clock::Real => ClockKind::Real,
            Clock::Virtual => ClockKind::Virtual,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TimelineChoice {
    /// Where output is a terminal
    Auto,
    /// Also into a pipe or file
    Always,
    /// Only what the script prints
    Never,
    /// In plain sentences, for screen readers and logs
    Words,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OnOff {
    On,
    Off,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ThemeChoice {
    Light,
    Dark,
    Auto,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GlyphChoice {
    Unicode,
    Ascii,
    Auto,
}
