//! Options that every command takes.

use crate::cli::sandbox::SandboxArguments;
use crate::cli::share::ShareArguments;
use crate::files::{Destination, Kind, Replace, WriteError};
use crate::runner::{CodeError, Order, Schedule};
use crate::trace::ClockKind;
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// Options that every subcommand takes.
#[derive(Debug, Args)]
pub struct Common {
    /// Wait in real time, or let time jump to the next event [default: real; in a talk virtual, shown at real speed]
    #[arg(long, global = true, value_enum)]
    pub(super) clock: Option<Clock>,
    /// Run a script in the order of this code, as `explore` tells it; the clock is the virtual one then
    #[arg(long, global = true, value_name = "CODE")]
    pub(super) schedule: Option<String>,
    /// Write the trace to FILE, as JSON Lines; `-` is standard output
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) trace: Option<PathBuf>,
    /// Replace a file that holds something else, or that is a link
    #[arg(long, global = true)]
    pub(super) force: bool,
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
pub enum Clock {
    Real,
    Virtual,
}

impl Clock {
    pub(super) fn kind(self) -> ClockKind {
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
