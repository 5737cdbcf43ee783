//! A program that is run again and again, each time from nothing: a fresh session, a fresh folder, virtual time.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::choosing::{Choosing, GivenUp};
use super::outcome::{Ending, Outcome};
use super::prune::is_noted;
use super::search::{Execute, Plan, Run};
use crate::diagnostics::Report;
use crate::host::permissions::{Outside, Permissions, Sandbox};
use crate::runner::{Deviation, Schedule};
use crate::runtime::schedule;
use crate::runtime::{AtEnd, EventLoop, Foreground, Limits, LoopOptions, StopReason, set_slack};
use crate::script::{Answer, Entry, EntryEnd, Session, Sources};
use crate::trace::ClockKind;

/// What one run may use. A program that needs more goes on for longer than is waited for.
const LIMITS: Limits =
    Limits { tasks: 2_000, memory: 1 << 30, operations: 2_000_000, output: 1 << 18, time: None };
/// How long one run may take by the computer's clock, as a last resort.
const MAX_WAIT: Duration = Duration::from_secs(10);
/// How often it is looked whether somebody has interrupted.
const LOOK: Duration = Duration::from_millis(50);
/// Bytes of a file that a program names, up to which it is copied for each run.
const MAX_FILE: u64 = 1 << 20;

/// What a program is run with.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// Sleeps that are due within this many nanoseconds of each other count as due together.
    pub slack: u64,
    /// What an exercise gives.
    pub given: Option<Entry>,
    /// Files by name, and what is in them.
    pub files: Vec<(PathBuf, Vec<u8>)>,
    pub named: NamedFiles,
    /// Ends everything once it is true.
    pub interrupted: Arc<AtomicBool>,
}

/// What becomes of files that a program names, and of scripts that it imports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NamedFiles {
    /// It has copies of them.
    #[default]
    Copied,
    /// It may not see them.
    Closed,
}

/// A program, ready to be run in any order.
pub struct Program {
    entry: Entry,
    surroundings: Surroundings,
    event_loop: Option<EventLoop<Session>>,
    printed: Arc<Mutex<Vec<String>>>,
    uses_files: bool,
    /// Why it cannot be run at all, once that is known.
    unreadable: Option<(Box<Report>, Sources)>,
}

/// Why this program is not explored, if it is not: what it does must not be done hundreds of times.
pub fn refusal(text: &str) -> Option<String> {
    let line_of = |word: &str| {
        let code = |line: &str| line.split("//").next().is_some_and(|it| it.contains(word));
        text.lines().position(code).map(|it| it + 1)
    };
    let line = line_of("process::")?;
    Some(format!(
        "line {line} starts another program, and exploring runs this one hundreds of times; so it is not explored"
    ))
}

impl Program {
    /// Prepares a program. Of the files that its text names it gets copies.
    ///
    /// # Errors
    /// Where the system has no thread to give.
    pub fn new(entry: Entry, mut surroundings: Surroundings) -> io::Result<Program> {
        let printed = Arc::new(Mutex::new(Vec::new()));
        let said = printed.clone();
        let options = LoopOptions {
            clock: ClockKind::Virtual,
            limits: LIMITS,
            recorder: None,
            output: Box::new(move |text| {
                said.lock().unwrap_or_else(PoisonError::into_inner).push(text.to_owned());
            }),
            backlog: None,
        };
        let event_loop = EventLoop::start(options, |runtime| Session::within(runtime, Outside::default()))?;
        let given = surroundings.given.as_ref().map_or("", |it| &it.text);
        let uses_files = ["fs::", "db::"].iter().any(|it| entry.text.contains(it) || given.contains(it));
        if uses_files && surroundings.named == NamedFiles::Copied {
            surroundings.files.extend(named_files(&entry.text));
        }
        let event_loop = Some(event_loop);
        let unreadable = None;
        Ok(Program { entry, surroundings, event_loop, printed, uses_files, unreadable })
    }

    /// Why it cannot be run at all, if that is so.
    pub fn unreadable(&self) -> Option<&(Box<Report>, Sources)> {
        self.unreadable.as_ref()
    }

    /// Whether all that its tasks have in common is noted. Of what an exercise gives that is not known.
    pub fn is_noted(&self) -> bool {
        self.surroundings.given.is_none() && is_noted(&self.entry.text)
    }

    /// The program's text.
    pub fn text(&self) -> &str {
        &self.entry.text
    }

    /// The program, as one is run elsewhere.
    pub fn entry(&self) -> &Entry {
        &self.entry
    }

    /// What an exercise gives.
    pub(super) fn given(&self) -> Option<&Entry> {
        self.surroundings.given.as_ref()
    }

    /// Sleeps that are due within this many nanoseconds of each other count as due together.
    pub(super) fn slack(&self) -> u64 {
        self.surroundings.slack
    }

    /// Ends all runs once it is true.
    pub(super) fn interrupted(&self) -> &AtomicBool {
        &self.surroundings.interrupted
    }

    /// Lets another flag end runs from here on.
    pub(super) fn interrupt_with(&mut self, interrupted: Arc<AtomicBool>) {
        self.surroundings.interrupted = interrupted;
    }

    /// What a run sees of the world outside: a folder of its own with the files that the text names. It goes when the
    /// result is dropped.
    pub fn outside(&self) -> io::Result<(Outside, TempDir)> {
        let folder = TempDir::new()?;
        for (name, content) in &self.surroundings.files {
            let copy = folder.path().join(name);
            if let Some(parent) = copy.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(copy, content)?;
        }
        let sandbox = Sandbox::for_exploring(Some(folder.path()), self.scripts())?.with_limits(LIMITS);
        let outside =
            Outside { permissions: Permissions::Sandbox(sandbox), folder: folder.path().to_path_buf() };
        Ok((outside, folder))
    }

    /// Where scripts lie that it may import.
    fn scripts(&self) -> Option<&Path> {
        let folder = &*self.entry.folder;
        let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let imports = self.entry.text.contains("import");
        (imports && self.surroundings.named == NamedFiles::Copied).then_some(here)
    }

    /// How to run a schedule elsewhere: with its slack.
    pub fn schedule(&self, deviations: Vec<Deviation>) -> Schedule {
        Schedule { slack: self.surroundings.slack, deviations }
    }

    fn submit(&self, chooser: Box<Choosing>, entry: Entry, end: Sender<EntryEnd>) -> io::Result<()> {
        let Some(event_loop) = &self.event_loop else { return Ok(()) };
        let (outside, folder) = match self.uses_files {
            true => {
                let (outside, folder) = self.outside()?;
                (outside, Some(folder))
            }
            false => {
                let sandbox = Sandbox::for_exploring(None, self.scripts())?.with_limits(LIMITS);
                (Outside { permissions: Permissions::Sandbox(sandbox), folder: PathBuf::new() }, None)
            }
        };
        let slack = self.surroundings.slack;
        event_loop.submit(move |runtime, session: &mut Session| {
            *session = Session::within(runtime, outside);
            None
        });
        if let Some(given) = self.surroundings.given.clone() {
            event_loop.submit(move |_, session: &mut Session| session.start(&given, |_| {}, |_, _| {}));
        }
        event_loop.submit(move |_, session: &mut Session| {
            set_slack(slack);
            schedule::begin(chooser, Vec::new());
            let started = session.start(
                &entry,
                |_| {},
                move |_, it| {
                    schedule::end();
                    drop(folder);
                    let _ = end.send(it);
                },
            );
            started.map(|foreground| Foreground { at_end: AtEnd::Cancel, ..foreground })
        });
        Ok(())
    }

    /// Waits for a run's end. None where somebody interrupts.
    fn wait(&self, end: &Receiver<EntryEnd>) -> Option<EntryEnd> {
        let began = Instant::now();
        loop {
            match end.recv_timeout(LOOK) {
                Ok(end) => return Some(end),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => {}
            }
            let is_interrupted = self.surroundings.interrupted.load(Ordering::Acquire);
            if is_interrupted || began.elapsed() >= MAX_WAIT {
                if let Some(event_loop) = &self.event_loop {
                    event_loop.stop();
                }
                let end = end.recv_timeout(MAX_WAIT).ok();
                return end.filter(|_| !is_interrupted);
            }
        }
    }
}

impl Execute for Program {
    fn run(&mut self, plan: &Plan) -> Option<Run> {
        if self.surroundings.interrupted.load(Ordering::Acquire) {
            return None;
        }
        self.printed.lock().unwrap_or_else(PoisonError::into_inner).clear();
        let (log, steps) = channel();
        let chooser = Choosing::new(plan, log);
        let (sender, end) = channel();
        self.submit(Box::new(chooser), self.entry.clone(), sender).ok()?;
        let end = self.wait(&end)?;
        if let EntryEnd { main: None, answer: Answer::Failed(report), sources, .. } = end {
            self.unreadable = Some((report, sources));
            return None;
        }
        let (steps, why, mut calls) = steps.recv_timeout(MAX_WAIT).ok()?;
        let printed = std::mem::take(&mut *self.printed.lock().unwrap_or_else(PoisonError::into_inner));
        let outcome = match why {
            Some(GivenUp::AllAsleep) => None,
            Some(GivenUp::TooLong) => Some(too_long(printed)),
            None => {
                calls.sort();
                Some(Outcome { calls, ..outcome(&end, printed) })
            }
        };
        Some(Run { steps, outcome })
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Some(event_loop) = self.event_loop.take() {
            event_loop.retire();
        }
    }
}

pub(super) fn too_long(printed: Vec<String>) -> Outcome {
    let ending = Ending::TooLong;
    Outcome { printed, ending, unfinished: Vec::new(), unseen: Vec::new(), calls: Vec::new() }
}

/// What a run came to.
pub fn outcome(end: &EntryEnd, printed: Vec<String>) -> Outcome {
    let ending = match (&end.answer, end.stopped) {
        (_, Some(StopReason::Deadlock)) => Ending::Deadlock,
        (_, Some(StopReason::OperationLimit(_) | StopReason::OutputLimit(_) | StopReason::TimeLimit(_))) => {
            return too_long(Vec::new());
        }
        (Answer::Value(value), _) => Ending::Value(value.clone()),
        (Answer::Failed(report), _) => Ending::Failed(report.title.clone()),
        (Answer::Stopped, _) => return too_long(printed),
    };
    let mut unfinished: Vec<String> = end.leftovers.iter().map(|it| it.name.clone()).collect();
    let mut unseen: Vec<String> =
        end.unseen.iter().map(|(name, report)| format!("{name}: {}", report.title)).collect();
    unfinished.sort();
    unseen.sort();
    Outcome { printed, ending, unfinished, unseen, calls: Vec::new() }
}

/// The files that a text names in quotes.
fn named_files(text: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let quoted = text.split(['"', '`', '\'']).filter(|it| !it.is_empty() && it.len() < 200);
    let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for name in quoted {
        let path = Path::new(name);
        let is_inside = path.components().all(|it| matches!(it, std::path::Component::Normal(_)));
        let is_small = || fs::metadata(path).is_ok_and(|it| it.is_file() && it.len() <= MAX_FILE);
        if is_inside
            && is_small()
            && !files.iter().any(|(it, _)| it == path)
            && let Ok(content) = fs::read(path)
        {
            files.push((path.to_path_buf(), content));
        }
    }
    files
}
