//! A trace that is written while it grows, by a thread of its own: every event, however many are kept in memory.

use std::io::{self, Write};
use std::mem;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Builder, JoinHandle, sleep};
use std::time::{Duration, Instant};

use crate::trace::{Batch, Header, LineWriter, RecentTexts, SourceText, Texts, Trace};

/// How long the end of the program waits for what is under way.
const FINISH_TIMEOUT: Duration = Duration::from_secs(1);

/// Messages of all streams that have not been seen to.
static LEFT: AtomicUsize = AtomicUsize::new(0);

/// Messages under way before those wait who have more: a few megabytes.
const UNDER_WAY: usize = 32;

type Out = Box<dyn Write + Send>;

/// Where the trace is written.
pub(super) struct Stream(State);

enum State {
    /// Nothing has been recorded yet. The name of the program waits for the first line.
    Unopened {
        source: String,
        out: Out,
    },
    Open {
        work: SyncSender<Counted>,
        thread: JoinHandle<io::Result<()>>,
    },
    /// What went wrong; nothing more is written then.
    Broken(Option<io::Error>),
}

/// To be called before the program ends whatever is still going on: waits until what was recorded has been written, but
/// not for long.
pub fn finish_traces() {
    let until = Instant::now() + FINISH_TIMEOUT;
    while LEFT.load(Ordering::Acquire) > 0 && Instant::now() < until {
        sleep(Duration::from_millis(1));
    }
}

/// A message that counts as left until it is dropped.
struct Counted(Work);

impl Counted {
    fn new(work: Work) -> Counted {
        LEFT.fetch_add(1, Ordering::AcqRel);
        Counted(work)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        LEFT.fetch_sub(1, Ordering::AcqRel);
    }
}

enum Work {
    Batch(Batch),
    Source(u64, SourceText),
    /// Nothing more has come yet.
    Flush,
}

impl Stream {
    /// One that writes nothing before something is recorded. `source` is the script's name, or `repl`.
    pub fn new(source: &str, out: Out) -> Stream {
        Stream(State::Unopened { source: source.to_owned(), out })
    }

    /// Writes the first line and all events so far, unless that is done.
    pub fn open(&mut self, trace: &Trace, header: impl Fn(&str) -> Header) {
        let (source, out) = match mem::replace(&mut self.0, State::Broken(None)) {
            State::Unopened { source, out } => (source, out),
            other => {
                self.0 = other;
                return;
            }
        };
        let lines = LineWriter::new(trace, &header(&source), out);
        let (work, orders) = sync_channel(UNDER_WAY);
        let texts = trace.texts().clone();
        let begun = lines.and_then(|mut lines| {
            for event in trace.events() {
                lines.write(event, &texts)?;
            }
            Builder::new().name("trace".into()).spawn(move || write(lines, texts, &orders))
        });
        self.0 = match begun {
            Ok(thread) => State::Open { work, thread },
            Err(error) => State::Broken(Some(error)),
        };
    }

    /// Writes events that have just come. They wait for their turn where the file is slow.
    pub fn write(&mut self, batch: &Batch) {
        self.send(|| Work::Batch(batch.clone()));
    }

    /// Writes a text that the first line did not know yet.
    pub fn write_source(&mut self, at: u64, source: &SourceText) {
        self.send(|| Work::Source(at, source.clone()));
    }

    /// Hands on what has been written when all before it is.
    pub fn flush(&mut self) {
        self.send(|| Work::Flush);
    }

    fn send(&mut self, work: impl FnOnce() -> Work) {
        if let State::Open { work: orders, .. } = &self.0
            && orders.send(Counted::new(work())).is_err()
        {
            self.close();
        }
    }

    /// Waits until all has been written, and remembers what went wrong.
    fn close(&mut self) {
        self.0 = match mem::replace(&mut self.0, State::Broken(None)) {
            State::Open { work, thread } => {
                drop(work);
                let broken_off = |_| Err(io::Error::other("writing it was broken off"));
                State::Broken(thread.join().unwrap_or_else(broken_off).err())
            }
            other => other,
        };
    }

    /// Waits until all has been written.
    ///
    /// # Errors
    /// What kept events from being written, whenever that was.
    pub fn end(mut self) -> io::Result<()> {
        self.close();
        match &mut self.0 {
            State::Broken(problem) => problem.take().map_or(Ok(()), Err),
            _ => Ok(()),
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.close();
    }
}

/// Writes what comes until nothing more will.
fn write(mut lines: LineWriter<Out>, texts: Texts, work: &Receiver<Counted>) -> io::Result<()> {
    lines.flush()?;
    let mut texts = RecentTexts::new(texts);
    for work in work {
        match &work.0 {
            Work::Batch(batch) => {
                texts.take_in(batch);
                for event in &batch.events {
                    lines.write(event, texts.all())?;
                }
            }
            Work::Source(at, source) => lines.write_source(*at, source)?,
            Work::Flush => lines.flush()?,
        }
    }
    lines.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::{ClockKind, Event, EventKind, TaskId};

    /// A file with room for this number of bytes.
    struct Full(usize);

    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or_else(|| io::Error::other("full"))?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// Writes a thousand batches to a file with so much room.
    fn ended(room: usize) -> io::Result<()> {
        let mut stream = Stream::new("a.rhai", Box::new(Full(room)));
        let trace = Trace::unlimited();
        let event = Event { at: 0, task: TaskId(0), line: 0, kind: EventKind::Resumed };
        for _ in 0..1_000 {
            stream.open(&trace, |source| Header::new(ClockKind::Virtual, source));
            let mut batch = Batch::default();
            batch.events.extend([event; 10]);
            stream.write(&batch);
            stream.flush();
        }
        stream.end()
    }

    #[test]
    fn what_kept_it_from_being_written_is_told_at_the_end_whenever_it_was() {
        ended(usize::MAX).unwrap();
        for room in [0, 50, 1_000, 100_000] {
            assert_eq!(ended(room).unwrap_err().to_string(), "full", "{room}");
        }
    }
}
