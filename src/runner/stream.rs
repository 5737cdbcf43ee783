//! A trace that is written while it grows, by a thread of its own: every event, however many are kept in memory.

use std::io::{self, Write};
use std::mem;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Builder, JoinHandle};

use crate::trace::{Batch, Header, LineWriter, RecentTexts, SourceText, Texts, Trace};

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
        work: SyncSender<Work>,
        thread: JoinHandle<io::Result<()>>,
    },
    /// What went wrong; nothing more is written then.
    Broken(Option<io::Error>),
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
            && orders.send(work()).is_err()
        {
            self.close();
        }
    }

    /// Waits until all has been written, and remembers what went wrong.
    fn close(&mut self) {
        if let State::Open { work, thread } = mem::replace(&mut self.0, State::Broken(None)) {
            drop(work);
            let written =
                thread.join().unwrap_or_else(|_| Err(io::Error::other("writing it was broken off")));
            self.0 = State::Broken(written.err());
        }
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
fn write(mut lines: LineWriter<Out>, texts: Texts, work: &Receiver<Work>) -> io::Result<()> {
    lines.flush()?;
    let mut texts = RecentTexts::new(texts);
    for work in work {
        match work {
            Work::Batch(batch) => {
                texts.take_in(&batch);
                for event in &batch.events {
                    lines.write(event, texts.all())?;
                }
            }
            Work::Source(at, source) => lines.write_source(at, &source)?,
            Work::Flush => lines.flush()?,
        }
    }
    lines.flush()
}
