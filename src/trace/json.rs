//! The trace file: JSON Lines, version 1. The first line is the header, each further line an event.

use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, Read, Write};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::json_event::from_object;
use super::json_line::write_event;
pub use super::source_text::{Language, SourceText};
use super::source_text::{is_rhai, rhai};
use super::text::TextTable;
use super::{ClockKind, Event, Texts, Trace};

const FORMAT: &str = "meanwhile-trace";
const VERSION: u32 = 1;
/// The event that adds a text to those of the header.
const SOURCE: &str = "source";
/// Bytes of one line that are read. The first one holds the program's texts.
const MAX_LINE: u64 = 64 << 20;

/// The first line of a trace file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    format: String,
    version: u32,
    clock: String,
    /// The script's file name, or `repl`.
    pub source: String,
    /// What the program is written in; Rhai where nothing is said.
    #[serde(default = "rhai", skip_serializing_if = "is_rhai")]
    pub language: String,
    /// The texts that lines of events count in, for those who show the code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceText>,
    /// The code of the order in which tasks went on, where another one than the usual was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<String>,
    /// How many events a limit kept out of the file.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub left_out: u64,
}

impl Header {
    /// Tells a trace that is read what its header says of it: its language, its texts, its order.
    pub fn tell(&self, trace: &mut Trace) {
        trace.set_origin(&self.language, self.sources.clone());
        trace.set_schedule(self.schedule.clone());
    }

    /// The header of a trace that began under `clock` and came from `source`.
    pub fn new(clock: ClockKind, source: &str) -> Header {
        let format = FORMAT.to_owned();
        let (clock, source) = (clock.word().to_owned(), source.to_owned());
        let (language, sources) = (rhai(), Vec::new());
        Header { format, version: VERSION, clock, source, language, sources, schedule: None, left_out: 0 }
    }

    /// The clock the trace began under.
    pub fn clock(&self) -> ClockKind {
        ClockKind::from_word(&self.clock).unwrap_or(ClockKind::Real)
    }
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// Why a file cannot be read as a trace.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("the file cannot be read")]
    Io(#[from] io::Error),
    #[error("this is no trace: its first line should be {{\"format\":\"meanwhile-trace\",…}}")]
    NoHeader,
    #[error("this trace has version {0}; this program reads version {VERSION}")]
    Version(u32),
    #[error("line {line} of the trace: {problem}")]
    Line { line: usize, problem: String },
}

/// Writes header and events. The header says how many events the trace left out, and holds the program's texts.
pub fn write(trace: &Trace, header: &Header, out: impl Write) -> io::Result<()> {
    write_with(trace, header, trace.sources().to_vec(), |_| true, out)
}

/// As [`write()`], but only those events for which `chosen` holds, and the texts that they have lines of.
pub fn write_chosen(
    trace: &Trace,
    header: &Header,
    chosen: impl Fn(&Event) -> bool,
    out: impl Write,
) -> io::Result<()> {
    let lines: BTreeSet<u32> =
        trace.events().iter().filter(|event| chosen(event)).map(|event| event.line).collect();
    let has_a_line = |source: &&SourceText| lines.iter().any(|line| source.has_line(*line));
    let sources = trace.sources().iter().filter(has_a_line).cloned().collect();
    write_with(trace, header, sources, chosen, out)
}

fn write_with(
    trace: &Trace,
    header: &Header,
    sources: Vec<SourceText>,
    chosen: impl Fn(&Event) -> bool,
    out: impl Write,
) -> io::Result<()> {
    let mut lines = LineWriter::with_sources(trace, header, sources, out)?;
    for event in trace.events().iter().filter(|event| chosen(event)) {
        lines.write(event, trace.texts())?;
    }
    lines.flush()
}

/// Writes a trace line by line, as it grows.
pub struct LineWriter<W> {
    out: W,
    line: Vec<u8>,
}

impl<W: Write> LineWriter<W> {
    /// Writes the first line. It says what is known of the trace by now.
    pub fn new(trace: &Trace, header: &Header, out: W) -> io::Result<LineWriter<W>> {
        LineWriter::with_sources(trace, header, trace.sources().to_vec(), out)
    }

    fn with_sources(
        trace: &Trace,
        header: &Header,
        sources: Vec<SourceText>,
        mut out: W,
    ) -> io::Result<LineWriter<W>> {
        let language = trace.language_word().to_owned();
        let schedule = trace.schedule().map(str::to_owned);
        let header = Header { left_out: trace.left_out(), language, sources, schedule, ..header.clone() };
        serde_json::to_writer(&mut out, &header)?;
        out.write_all(b"\n")?;
        Ok(LineWriter { out, line: Vec::new() })
    }

    /// Writes an event, whose texts are in `texts`.
    pub fn write(&mut self, event: &Event, texts: &Texts) -> io::Result<()> {
        self.line.clear();
        write_event(event, texts, &mut self.line);
        self.line.push(b'\n');
        self.out.write_all(&self.line)
    }

    /// Writes a text that the header did not know yet, such as an entry of a session that goes on. `at` is in nanoseconds
    /// since the trace began.
    pub fn write_source(&mut self, at: u64, source: &SourceText) -> io::Result<()> {
        let SourceText { name, line, text } = source;
        let event = serde_json::json!({
            "at": at, "task": 0, "event": SOURCE, "line": line, "name": name, "text": text,
        });
        serde_json::to_writer(&mut self.out, &event)?;
        self.out.write_all(b"\n")
    }

    /// Hands on what has been written.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Reads what [`write()`] wrote. Empty lines are passed over; instants must not go back.
pub fn read(input: impl BufRead) -> Result<(Header, Trace), ReadError> {
    let mut lines = LineReader::new(input)?;
    let mut trace = Trace::unlimited();
    let mut latest = 0;
    while let Some(event) = lines.next_event(trace.texts_mut())? {
        if event.at < latest {
            return Err(lines.goes_back());
        }
        latest = event.at;
        trace.push(event);
    }
    lines.header().tell(&mut trace);
    Ok((lines.header, trace))
}

/// The header in a line. A field that is `null` counts as absent.
fn header_from(line: &str) -> Option<Header> {
    let mut object: Map<String, Value> = serde_json::from_str(line).ok()?;
    object.retain(|_, value| !value.is_null());
    serde_json::from_value(object.into()).ok()
}

/// Reads a trace line by line, as it comes.
pub struct LineReader<R> {
    input: R,
    header: Header,
    line: String,
    /// The number of the line read last, from 1.
    number: usize,
}

impl<R: Read> LineReader<BufReader<R>> {
    /// Whether nothing more has arrived yet, so that the next event may have to be waited for.
    pub fn is_drained(&self) -> bool {
        self.input.buffer().is_empty()
    }
}

impl<R: BufRead> LineReader<R> {
    /// Reads the first line.
    ///
    /// # Errors
    /// Where that is not a trace's, or of a version that this program does not read.
    pub fn new(mut input: R) -> Result<LineReader<R>, ReadError> {
        let mut line = String::new();
        // Longer than that it is no trace, and what goes on without an end is never read to it.
        match input.by_ref().take(MAX_LINE).read_line(&mut line) {
            Err(error) if error.kind() == io::ErrorKind::InvalidData => return Err(ReadError::NoHeader),
            read => drop(read?),
        }
        let header = header_from(&line).ok_or(ReadError::NoHeader)?;
        if header.format != FORMAT {
            return Err(ReadError::NoHeader);
        }
        if header.version != VERSION {
            return Err(ReadError::Version(header.version));
        }
        Ok(LineReader { input, header, line, number: 1 })
    }

    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The next event, its texts added to `texts`; none at the end. Empty lines are passed over.
    ///
    /// # Errors
    /// Where a line holds no event; the error names it.
    pub fn next_event(&mut self, texts: &mut impl TextTable) -> Result<Option<Event>, ReadError> {
        loop {
            self.line.clear();
            if self.input.by_ref().take(MAX_LINE).read_line(&mut self.line)? == 0 {
                return Ok(None);
            }
            self.number += 1;
            if self.line.len() as u64 >= MAX_LINE {
                return Err(self.problem(format!("it has more than {} MB", MAX_LINE >> 20)));
            }
            if self.line.trim().is_empty() {
                continue;
            }
            let object: Map<String, Value> =
                serde_json::from_str(&self.line).map_err(|error| self.problem(error.to_string()))?;
            if object.get("event").and_then(Value::as_str) == Some(SOURCE) {
                self.take_source(object)?;
                continue;
            }
            return from_object(object, texts).map(Some).map_err(|problem| self.problem(problem));
        }
    }

    /// Adds a text to the header's.
    fn take_source(&mut self, mut object: Map<String, Value>) -> Result<(), ReadError> {
        object.retain(|_, value| !value.is_null());
        let source =
            serde_json::from_value(object.into()).map_err(|error| self.problem(error.to_string()))?;
        self.header.sources.push(source);
        Ok(())
    }

    /// What is wrong with the event read last where its instant is before that of the one before.
    pub fn goes_back(&self) -> ReadError {
        self.problem("`at` goes back in time".to_owned())
    }

    /// An error about the line read last.
    fn problem(&self, problem: String) -> ReadError {
        ReadError::Line { line: self.number, problem }
    }
}
