//! A run to look at afterwards: of a script that is run now, or of a trace file.

use std::io::BufReader;
use std::path::Path;

use anyhow::{Context, anyhow};

use super::arguments::Common;
use super::{outcome, script_file};
use crate::plain::plain_text;
use crate::runner::{Leftovers, Record, Runner, Setup, read_trace};
use crate::script::Entry;
use crate::show::{self, WhenIdle};
use crate::style::limit;
use crate::timeline::Timeline;
use crate::trace::{Header, ReadError, TaskId, Trace};

/// What the trace of a session says instead of a script's name.
const SESSION: &str = "repl";
/// Characters of an order's code in a title.
const MAX_CODE: usize = 24;
/// The most bytes of a trace file.
const MAX_TRACE: u64 = 4 << 30;

/// What has been recorded.
pub struct Recording {
    /// The script's file name.
    pub title: String,
    pub trace: Trace,
    pub timeline: Timeline,
    /// The run to show; none in a trace without any.
    pub run: Option<usize>,
    /// The runs that can be asked for by number, from 1. Of a session those that have a picture, as there; of a
    /// script it and the runs within it.
    pub numbered: Vec<usize>,
    /// The exit code: 0 for a trace file, else the script's.
    pub code: i32,
}

impl Recording {
    /// Reads the file if it is a trace, else runs it as a script under the clock asked for. What is to be said
    /// about its end goes to standard error.
    pub fn of(common: &Common, file: &Path) -> anyhow::Result<Recording> {
        match Content::of(file)? {
            Content::Trace(recording) => {
                common.refuse_order().context("a trace keeps the order that it was recorded in")?;
                Ok(*recording)
            }
            Content::Python => {
                common.refuse_order()?;
                super::python::record(common, file)
            }
            Content::Script(entry) => Recording::of_script(common, file, entry),
        }
    }

    /// What a runner has recorded of the run of a main task.
    pub fn of_run(runner: &Runner, title: String, main: Option<TaskId>, code: i32) -> Recording {
        let record = runner.record();
        let run = main.and_then(|main| show::run_of(&record, main));
        let (trace, timeline) = (record.trace().clone(), record.timeline().clone());
        let numbered = (0..timeline.runs().len()).collect();
        Recording { title, trace, timeline, run, numbered, code }
    }

    /// What was recorded of a program's only run.
    pub fn of_record(record: &Record, title: String, code: i32) -> Recording {
        let (trace, timeline) = (record.trace().clone(), record.timeline().clone());
        let numbered: Vec<usize> = (0..timeline.runs().len()).collect();
        let run = numbered.first().copied();
        Recording { title, trace, timeline, run, numbered, code }
    }

    /// A script is one run, the first, whatever runs it has within. Of a session it is the latest with a picture.
    fn of_trace(header: &Header, trace: Trace, timeline: Timeline) -> Recording {
        if header.left_out > 0 {
            eprintln!("The trace left {} events out; what they tell is missing.", header.left_out);
        }
        let is_session = header.source == SESSION;
        let has_picture = |run: &usize| show::is_worth_a_frame(&timeline.view_of_run(*run));
        let is_entry = |run: &usize| timeline.runs()[*run].within.is_none();
        let mut numbered: Vec<usize> = (0..timeline.runs().len()).collect();
        if is_session {
            numbered.retain(|run| is_entry(run) && has_picture(run));
        }
        let last = timeline.runs().len().checked_sub(1);
        let run = if is_session { numbered.last().copied().or(last) } else { last.map(|_| 0) };
        let title = script_file::short_name(Path::new(&header.source));
        Recording { title, trace, timeline, run, numbered, code: 0 }
    }

    /// The run with that number.
    pub fn run_numbered(&self, number: usize) -> anyhow::Result<usize> {
        let run = number.checked_sub(1).and_then(|index| self.numbered.get(index));
        run.copied().ok_or_else(|| match self.numbered.len() {
            0 => anyhow!("{}: no run with a picture is recorded here", self.title),
            1 => anyhow!("{} has no run {number}, only run 1", self.title),
            count => anyhow!("{} has no run {number}, only 1 to {count}", self.title),
        })
    }

    fn of_script(common: &Common, file: &Path, entry: Entry) -> anyhow::Result<Recording> {
        let look = common.look();
        let title = if file == Path::new("-") { entry.name.clone() } else { script_file::short_name(file) };
        let mut setup = Setup::new(common.clock(), Leftovers::Cancel).within(common.sandbox.outside()?);
        setup.order = common.order(&entry.text)?;
        let runner = Runner::start(setup)?;
        let _interrupt = show::interruptible(&runner, WhenIdle::EndProgram);
        let running = runner.begin(entry);
        if let Ok(begin) = running.begin.recv() {
            eprint!("{}", show::remark_text(&begin, &look));
        }
        let end = runner.wait(&running);
        let end = end.ok_or_else(|| anyhow!("meanwhile itself has a defect: its loop thread is gone"))?;
        let (text, code) = outcome::of(&end, &look);
        eprint!("{text}");
        Ok(Recording::of_run(&runner, title, end.main, code))
    }
}

/// The code of the order in which tasks went on, where that is not the usual one. Of a long one the beginning.
pub fn order_of(trace: &Trace) -> Option<String> {
    let code = plain_text(trace.schedule()?);
    Some(limit(&code, MAX_CODE))
}

/// A title that says in which order tasks went on, where that is not the usual one.
pub fn with_order(title: String, trace: &Trace) -> String {
    match order_of(trace) {
        Some(code) => format!("{title}, order {code}"),
        None => title,
    }
}

/// What a file that is named on the command line holds. It is read once, because it may be a pipe.
#[allow(clippy::large_enum_variant)] // There is one of them, for a moment.
pub enum Content {
    Trace(Box<Recording>),
    Python,
    Script(Entry),
}

impl Content {
    /// Reads the file.
    ///
    /// # Errors
    /// Where it cannot be read, or is a trace that is damaged.
    pub fn of(file: &Path) -> anyhow::Result<Content> {
        if crate::python::is_python(file) {
            return Ok(Content::Python);
        }
        let mut input = script_file::open(file, MAX_TRACE)?;
        match read_trace(BufReader::new(&mut input)) {
            Ok((header, trace, timeline)) => {
                Ok(Content::Trace(Box::new(Recording::of_trace(&header, trace, timeline))))
            }
            Err(ReadError::NoHeader | ReadError::Io(_)) => {
                script_file::read_opened(file, input).map(Content::Script)
            }
            Err(error) => Err(error).with_context(|| format!("cannot read {}", file.display())),
        }
    }
}
