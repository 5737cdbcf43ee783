//! A Python program on its way: the process, what it writes, and the events that it sends.

use std::ffi::OsString;
use std::io::{self, BufReader, IsTerminal, Read};
use std::path::Path;
use std::process::{Child, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::command::{Interpreter, Program, Recorded, StartError, first_of, recorded};
use super::intake::{Intake, Prompt};
use super::wire::Wire;
use crate::runner::Record;
use crate::trace::{ClockKind, Collector, Header, ReadError, channel as trace_channel};

/// After the end of the process, what it wrote is awaited this long: a child of its own may keep the pipe open.
const LAST_OUTPUT: Duration = Duration::from_millis(200);
/// The recorder hands over what there is some 30 times a second.
const EVENT_LAG: Duration = Duration::from_millis(60);
/// Between two looks whether the process has ended.
const POLL_INTERVAL: Duration = Duration::from_millis(5);
/// Bytes that are read at once.
const PIECE: usize = 16 * 1024;

/// Where a program's output goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Streams {
    /// Where ours goes: nothing stands between.
    Inherited,
    /// Through us to the terminal, because something is drawn below it. What it writes as errors goes the same way, so that
    /// both stay in their order, unless it does not go to the terminal.
    ToTerminal,
    /// Nowhere, but for errors: what it prints is on the timeline.
    Hidden,
}

/// A program that runs.
pub struct PythonRun {
    child: Child,
    record: Arc<Mutex<Record>>,
    header: Arc<OnceLock<Header>>,
    intake: JoinHandle<(Intake, Result<(), ReadError>)>,
    /// What the program writes; nothing where it goes where ours goes.
    output: Receiver<Vec<u8>>,
    ended: Arc<AtomicBool>,
    prompt: Arc<Mutex<Option<Prompt>>>,
    _folder: tempfile::TempDir,
}

impl PythonRun {
    /// Starts a program, under the clock that is asked for.
    ///
    /// # Errors
    /// Where there is no Python, no such program, or the system has no process to give.
    pub fn start(
        interpreter: &Interpreter,
        program: &Program,
        arguments: &[OsString],
        clock: ClockKind,
        streams: Streams,
    ) -> Result<PythonRun, StartError> {
        first_of(interpreter, |python| PythonRun::start_with(python, program, arguments, clock, streams))
    }

    fn start_with(
        python: &Path,
        program: &Program,
        arguments: &[OsString],
        clock: ClockKind,
        streams: Streams,
    ) -> Result<PythonRun, StartError> {
        let ended = Arc::new(AtomicBool::new(false));
        let wire = Wire::new(ended.clone())?;
        let Recorded { mut command, folder } =
            recorded(python, program, arguments, clock, &wire.destination())?;
        let (sender, output) = channel();
        match streams {
            Streams::Inherited => {}
            Streams::Hidden => drop(command.stdout(Stdio::null())),
            Streams::ToTerminal => {
                let (reader, writer) = io::pipe()?;
                let mut descriptors = "1";
                if io::stderr().is_terminal() {
                    command.stderr(writer.try_clone()?);
                    descriptors = "1,2";
                }
                command.env("MEANWHILE_TERMINAL", descriptors).stdout(writer);
                forward(reader, sender);
            }
        }
        let child = command.spawn()?;
        // The command has an end of the pipe, which would stay open with it.
        drop(command);
        let (recorder, collector) = trace_channel();
        let collector: Arc<Collector> = Arc::new(collector);
        let mut record = Record::new(clock, collector, None);
        record.expect_lag(EVENT_LAG);
        let record = Arc::new(Mutex::new(record));
        let header = Arc::new(OnceLock::new());
        let input = BufReader::with_capacity(1 << 16, wire.into_reader()?);
        let (record_for_header, first) = (record.clone(), header.clone());
        let prompt = Arc::new(Mutex::new(None));
        let asking = prompt.clone();
        let intake = thread::spawn(move || {
            let mut intake = Intake::new(recorder, asking);
            let taken = intake.take(input, |header| {
                lock(&record_for_header).set_origin(&header);
                let _ = first.set(header);
            });
            (intake, taken)
        });
        Ok(PythonRun { child, record, header, intake, output, ended, prompt, _folder: folder })
    }

    /// The record, up to date.
    pub fn record(&self) -> MutexGuard<'_, Record> {
        let mut record = lock(&self.record);
        record.take_in();
        record
    }

    /// The number of the process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits a moment for more of the program's output. None when there is none yet.
    pub fn next_output(&self, limit: Duration) -> Option<Vec<u8>> {
        match self.output.recv_timeout(limit) {
            Ok(piece) => Some(piece),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => {
                thread::sleep(limit);
                None
            }
        }
    }

    /// How the program waits for somebody to type, if it does.
    pub fn prompt(&self) -> Option<Prompt> {
        *self.prompt.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the process has ended.
    ///
    /// # Errors
    /// The system's.
    pub fn has_ended(&mut self) -> io::Result<bool> {
        Ok(self.child.try_wait()?.is_some())
    }

    /// Waits for the process's end and gives the record, whole. The last of its output goes to `on_output`.
    ///
    /// # Errors
    /// The system's.
    pub fn finish(mut self, mut on_output: impl FnMut(Vec<u8>)) -> io::Result<Finished> {
        while !self.has_ended()? {
            self.next_output(POLL_INTERVAL).map(&mut on_output);
            // Events that nobody takes in would be held up some day, and the program with them.
            drop(self.record());
        }
        let status = self.child.wait()?;
        while let Ok(piece) = self.output.recv_timeout(LAST_OUTPUT) {
            on_output(piece);
        }
        self.ended.store(true, Ordering::Release);
        while !self.intake.is_finished() {
            drop(self.record());
            thread::sleep(POLL_INTERVAL);
        }
        let (mut intake, taken) =
            self.intake.join().map_err(|_| io::Error::other("the reader has a defect"))?;
        intake.finish(failure(status).as_deref());
        let mut record = lock(&self.record);
        record.take_in();
        record.fold_again();
        drop(record);
        Ok(Finished {
            record: self.record,
            header: self.header.get().cloned(),
            trouble: taken.err(),
            code: exit_code(status),
        })
    }
}

/// Hands on what a stream gives, until its end.
fn forward(mut stream: impl Read + Send + 'static, to: Sender<Vec<u8>>) {
    thread::spawn(move || {
        let mut piece = [0; PIECE];
        while let Ok(count @ 1..) = stream.read(&mut piece) {
            if to.send(piece[..count].to_vec()).is_err() {
                break;
            }
        }
    });
}

/// The exit code, as shells number it: 128 and the signal's number for a process that a signal ended.
fn exit_code(status: ExitStatus) -> i32 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return 128 + signal;
    }
    status.code().unwrap_or(1)
}

/// How the process failed, where it did.
fn failure(status: ExitStatus) -> Option<String> {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return Some(format!("ended by signal {signal}"));
    }
    (!status.success()).then(|| format!("exit code {}", exit_code(status)))
}

/// What is left of a program that has ended.
pub struct Finished {
    record: Arc<Mutex<Record>>,
    /// The trace's first line; none where Python could not even begin.
    pub header: Option<Header>,
    /// Why the trace could not be read to its end.
    pub trouble: Option<ReadError>,
    /// The exit code, as shells number it.
    pub code: i32,
}

impl Finished {
    pub fn record(&self) -> MutexGuard<'_, Record> {
        lock(&self.record)
    }
}

fn lock(record: &Mutex<Record>) -> MutexGuard<'_, Record> {
    record.lock().unwrap_or_else(PoisonError::into_inner)
}
