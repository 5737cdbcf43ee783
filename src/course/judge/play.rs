//! Runs an answer by itself: a fresh session, the virtual clock, a sandbox whose only door leads to the lesson's
//! own files.

use std::fs;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::Facts;
use crate::course::document::{Fixture, Lesson};
use crate::host::permissions::{Outside, Permissions, Sandbox};
use crate::runner::{Leftovers, Order, Record, Runner, Running, Setup};
use crate::runtime::{Limits, StopReason};
use crate::script::{Answer, Entry, EntryEnd, Role};
use crate::style::Colors;
use crate::timeline::Nanos;
use crate::trace::ClockKind;

/// Columns of a report in a verdict.
const COLUMNS: usize = 76;
/// Bytes that an answer may use. Memory is counted for the process as a whole, and tests share one.
const MEMORY: usize = if cfg!(test) { 2 << 30 } else { 128 << 20 };
/// The same where several answers are judged side by side.
const MEMORY_SIDE_BY_SIDE: usize = 1 << 30;
/// Between two looks at a run.
const LOOK: Duration = Duration::from_millis(20);
/// The most virtual time that an answer may take: a day.
const MAX_TIME: Nanos = 86_400_000_000_000;
/// How long a run may take to stop when it has to. Its tasks may clean up for two seconds.
const GRACE: Duration = Duration::from_secs(5);

/// What is said of a run that took more.
const TOO_LONG: &str = "this goes on for more than a day of virtual time. Does a loop have no end?";

/// What is said of a run that is not known as a whole.
const TOO_MUCH: &str = "this takes more steps than can be recorded. Does a loop have no end?";

/// What an answer may use.
#[derive(Clone, Debug)]
pub struct Bounds {
    pub limits: Limits,
    /// How long it may take by the computer's clock. A last resort: limits come first, so that an answer's
    /// verdict does not depend on the computer.
    pub patience: Duration,
    /// Ends runs when it becomes true, because somebody waits no longer.
    pub interrupted: Arc<AtomicBool>,
    /// How many orders are tried at most for checks that must hold in all, whatever they say.
    pub orders: usize,
}

/// Orders for what is much like an answer that was tried in all.
const FEW_ORDERS: usize = 25;

impl Bounds {
    /// The same for answers that are judged side by side in one process: what one uses, another seems to use.
    pub fn side_by_side(mut self) -> Bounds {
        self.limits.memory = self.limits.memory.max(MEMORY_SIDE_BY_SIDE);
        self
    }

    /// The same with a few orders, for what is much like an answer that was tried in all.
    pub fn with_few_orders(mut self) -> Bounds {
        self.orders = FEW_ORDERS;
        self
    }
}

impl Default for Bounds {
    /// Enough for any exercise, and an endless loop ends within a second or two.
    fn default() -> Self {
        // The caller that waits for it limits how long it may take.
        let limits =
            Limits { tasks: 10_000, memory: MEMORY, operations: 20_000_000, output: 1 << 20, time: None };
        let (patience, interrupted) = (Duration::from_secs(20), Arc::default());
        Bounds { limits, patience, interrupted, orders: usize::MAX }
    }
}

/// A run of an answer, or of any program of a lesson.
pub struct AnswerRun {
    pub record: Arc<Mutex<Record>>,
    pub end: EntryEnd,
}

/// A fresh session in a sandbox, in which programs are run one after another.
pub struct Stage {
    runner: Option<Runner>,
    folder: TempDir,
    bounds: Bounds,
}

/// Runs `answer` after `given`. Fails where the system has no thread or folder to give.
pub fn play(lesson: &Lesson, given: &str, answer: &str, bounds: &Bounds) -> io::Result<AnswerRun> {
    play_in_order(lesson, given, answer, bounds, None)
}

/// The same in an order of who goes next.
pub fn play_in_order(
    lesson: &Lesson,
    given: &str,
    answer: &str,
    bounds: &Bounds,
    order: Option<Order>,
) -> io::Result<AnswerRun> {
    let stage = Stage::open_in_order(&lesson.files, bounds, order)?;
    if !given.trim().is_empty() {
        let played = stage.enter("given", given, Role::Given)?;
        if !matches!(played.end.answer, Answer::Value(_)) {
            return Ok(played);
        }
    }
    stage.enter("answer", answer, Role::Answer)
}

impl Stage {
    /// A session whose folder has these files. Fails where the system has no thread or folder to give.
    pub fn open(files: &[Fixture], bounds: &Bounds) -> io::Result<Stage> {
        Stage::open_in_order(files, bounds, None)
    }

    /// The same, where programs run in this order.
    pub fn open_in_order(files: &[Fixture], bounds: &Bounds, order: Option<Order>) -> io::Result<Stage> {
        let folder = folder_with(files)?;
        let sandbox = Sandbox::for_exercise(folder.path())?.with_limits(bounds.limits);
        Stage::begin(folder, sandbox, bounds, order)
    }

    /// The same for the programs of a book, which may be anybody's.
    pub fn open_document(files: &[Fixture], bounds: &Bounds) -> io::Result<Stage> {
        let folder = folder_with(files)?;
        let sandbox = Sandbox::for_book(folder.path())?.with_limits(bounds.limits);
        Stage::begin(folder, sandbox, bounds, None)
    }

    fn begin(folder: TempDir, sandbox: Sandbox, bounds: &Bounds, order: Option<Order>) -> io::Result<Stage> {
        let outside =
            Outside { permissions: Permissions::Sandbox(sandbox), folder: folder.path().to_path_buf() };
        let setup = Setup { order, ..Setup::new(ClockKind::Virtual, Leftovers::Cancel) };
        let runner = Runner::start(setup.within(outside))?;
        Ok(Stage { runner: Some(runner), folder, bounds: bounds.clone() })
    }

    /// Runs a program. `name` is how reports call it.
    pub fn enter(&self, name: &str, text: &str, role: Role) -> io::Result<AnswerRun> {
        let runner = self.runner.as_ref().ok_or_else(gone)?;
        let folder = self.folder.path().to_path_buf();
        let running = runner.begin(Entry { name: name.to_owned(), text: text.to_owned(), folder, role });
        let end = wait(runner, &running, &self.bounds).ok_or_else(gone)?;
        drop(runner.record());
        Ok(AnswerRun { record: runner.shared_record(), end })
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if let Some(runner) = self.runner.take() {
            runner.retire();
        }
    }
}

/// A fresh folder with these files in it; it goes when the value does.
pub fn folder_with(files: &[Fixture]) -> io::Result<TempDir> {
    let folder = tempfile::Builder::new().prefix("meanwhile-").tempdir()?;
    for file in files {
        fs::write(folder.path().join(&file.name), &file.text)?;
    }
    Ok(folder)
}

/// The end of an entry, which is stopped when patience is over, or nobody wants it any more. None if it does not even stop then.
fn wait(runner: &Runner, running: &Running, bounds: &Bounds) -> Option<EntryEnd> {
    let patience = bounds.patience;
    let (began, began_at) = (Instant::now(), runner.record().timeline().end());
    let (mut is_told, mut told_at) = (false, began);
    loop {
        match running.end.recv_timeout(LOOK) {
            // What its tasks say to being stopped is no error of theirs.
            Ok(end) if is_told => return Some(EntryEnd { answer: Answer::Stopped, ..end }),
            Ok(end) => return Some(end),
            Err(RecvTimeoutError::Disconnected) => return None,
            // Events that nobody takes in would be held up some day, and the run with them.
            Err(RecvTimeoutError::Timeout) => {}
        }
        let is_too_long = runner.record().timeline().end() - began_at > MAX_TIME;
        let is_unwanted = bounds.interrupted.load(Ordering::Acquire);
        if (is_too_long || is_unwanted || began.elapsed() > patience) && !is_told {
            (is_told, told_at) = (true, Instant::now());
            runner.stop();
        }
        if is_told && told_at.elapsed() > GRACE {
            return None;
        }
    }
}

fn gone() -> io::Error {
    io::Error::other("the program that was judged took the judge with it")
}

impl AnswerRun {
    /// What happened; none where nothing ran.
    pub fn facts(&self) -> Option<Facts> {
        let record = self.record.lock().unwrap_or_else(PoisonError::into_inner);
        Facts::of(&record, &self.end)
    }

    /// The report of its error, as plain text; none where there is no error.
    pub fn report(&self) -> Option<String> {
        match &self.end.answer {
            _ if self.excess().is_some() => self.excess().map(str::to_owned),
            Answer::Failed(report) => {
                Some(report.render(&self.end.sources.for_reports(), Colors::None, COLUMNS))
            }
            _ => None,
        }
    }

    /// Whether it was ended because it used too much.
    pub fn used_up(&self) -> bool {
        self.end.stopped.is_some_and(|it| it != StopReason::Deadlock) || self.excess().is_some()
    }

    /// What it has too much of to be judged.
    fn excess(&self) -> Option<&'static str> {
        let record = self.record.lock().unwrap_or_else(PoisonError::into_inner);
        let timeline = record.timeline();
        let run = timeline.runs().iter().rfind(|run| Some(run.main) == self.end.main)?;
        if run.ended.unwrap_or(timeline.end()) - run.began > MAX_TIME {
            return Some(TOO_LONG);
        }
        // What is not kept whole could hide something.
        (timeline.is_truncated() || record.trace().left_out() > 0).then_some(TOO_MUCH)
    }
}
