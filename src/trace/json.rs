//! The trace file: JSON Lines, version 1. The first line is the header, each further line an event.

use std::io::{self, BufRead, Write};

use serde::{Deserialize, Serialize};

use super::json_event::{from_object, to_object};
use super::{ClockKind, Trace};

const FORMAT: &str = "meanwhile-trace";
const VERSION: u32 = 1;

/// The first line of a trace file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    format: String,
    version: u32,
    clock: String,
    /// The script's file name, or `repl`.
    pub source: String,
    /// How many events a limit kept out of the file.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub left_out: u64,
}

impl Header {
    /// The header of a trace that began under `clock` and came from `source`.
    pub fn new(clock: ClockKind, source: &str) -> Header {
        let format = FORMAT.to_owned();
        let (clock, source) = (clock.word().to_owned(), source.to_owned());
        Header { format, version: VERSION, clock, source, left_out: 0 }
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

/// Writes header and events. The header says how many events the trace left out.
pub fn write(trace: &Trace, header: &Header, mut out: impl Write) -> io::Result<()> {
    let header = Header { left_out: trace.left_out(), ..header.clone() };
    serde_json::to_writer(&mut out, &header)?;
    out.write_all(b"\n")?;
    for event in trace.events() {
        serde_json::to_writer(&mut out, &to_object(event, trace.texts()))?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

/// Reads what [`write()`] wrote. Empty lines are passed over; instants must not go back.
pub fn read(input: impl BufRead) -> Result<(Header, Trace), ReadError> {
    let mut lines = input.lines();
    let first = lines.next().ok_or(ReadError::NoHeader)??;
    let header: Header = serde_json::from_str(&first).map_err(|_| ReadError::NoHeader)?;
    if header.format != FORMAT {
        return Err(ReadError::NoHeader);
    }
    if header.version != VERSION {
        return Err(ReadError::Version(header.version));
    }
    let mut trace = Trace::with_limit(usize::MAX);
    let mut latest = 0;
    for (index, line) in lines.enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let problem = |problem: String| ReadError::Line { line: index + 2, problem };
        let object = serde_json::from_str(&line).map_err(|e| problem(e.to_string()))?;
        let event = from_object(&object, trace.texts_mut()).map_err(problem)?;
        if event.at < latest {
            return Err(problem("`at` goes back in time".to_owned()));
        }
        latest = event.at;
        trace.push(event);
    }
    Ok((header, trace))
}
