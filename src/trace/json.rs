//! The trace file: JSON Lines, version 1. The first line is the header, each further line an event.

use std::io::{self, BufRead, Read, Write};

use serde::{Deserialize, Serialize};

use super::json_event::{from_object, to_object};
use super::text::TextTable;
use super::{ClockKind, Event, Texts, Trace};

const FORMAT: &str = "meanwhile-trace";
const VERSION: u32 = 1;
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
    #[serde(default, skip_serializing_if = "Language::is_rhai")]
    pub language: Language,
    /// The texts that lines of events count in, for those who show the code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceText>,
    /// How many events a limit kept out of the file.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub left_out: u64,
}

impl Header {
    /// The header of a trace that began under `clock` and came from `source`.
    pub fn new(clock: ClockKind, source: &str) -> Header {
        let format = FORMAT.to_owned();
        let (clock, source) = (clock.word().to_owned(), source.to_owned());
        let (language, sources) = (Language::Rhai, Vec::new());
        Header { format, version: VERSION, clock, source, language, sources, left_out: 0 }
    }

    /// The clock the trace began under.
    pub fn clock(&self) -> ClockKind {
        ClockKind::from_word(&self.clock).unwrap_or(ClockKind::Real)
    }
}

/// What a program is written in: it decides in which language's words remedies are given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    #[default]
    Rhai,
    Python,
}

impl Language {
    fn is_rhai(&self) -> bool {
        *self == Language::Rhai
    }
}

/// A program's text, as it travels with a trace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceText {
    /// The file's name.
    pub name: String,
    pub text: String,
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
pub fn write(trace: &Trace, header: &Header, out: impl Write) -> io::Result<()> {
    write_chosen(trace, header, |_| true, out)
}

/// As [`write()`], but only those events for which `chosen` holds.
pub fn write_chosen(
    trace: &Trace,
    header: &Header,
    chosen: impl Fn(&Event) -> bool,
    out: impl Write,
) -> io::Result<()> {
    let mut lines = LineWriter::new(trace, header, out)?;
    for event in trace.events().iter().filter(|event| chosen(event)) {
        lines.write(event, trace.texts())?;
    }
    lines.flush()
}

/// Writes a trace line by line, as it grows.
pub struct LineWriter<W> {
    out: W,
}

impl<W: Write> LineWriter<W> {
    /// Writes the first line. It says what is known of the trace by now.
    pub fn new(trace: &Trace, header: &Header, mut out: W) -> io::Result<LineWriter<W>> {
        let (language, sources) = (trace.language(), trace.sources().to_vec());
        let header = Header { left_out: trace.left_out(), language, sources, ..header.clone() };
        serde_json::to_writer(&mut out, &header)?;
        out.write_all(b"\n")?;
        Ok(LineWriter { out })
    }

    /// Writes an event, whose texts are in `texts`.
    pub fn write(&mut self, event: &Event, texts: &Texts) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, &to_object(event, texts))?;
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
    trace.set_origin(lines.header.language, lines.header.sources.clone());
    let mut latest = 0;
    while let Some(event) = lines.next_event(trace.texts_mut())? {
        if event.at < latest {
            return Err(lines.problem("`at` goes back in time".to_owned()));
        }
        latest = event.at;
        trace.push(event);
    }
    Ok((lines.header, trace))
}

/// Reads a trace line by line, as it comes.
pub struct LineReader<R> {
    input: R,
    header: Header,
    line: String,
    /// The number of the line read last, from 1.
    number: usize,
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
        let header: Header = serde_json::from_str(&line).map_err(|_| ReadError::NoHeader)?;
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
            let object = serde_json::from_str(&self.line).map_err(|error| self.problem(error.to_string()))?;
            return from_object(object, texts).map(Some).map_err(|problem| self.problem(problem));
        }
    }

    /// An error about the line read last.
    fn problem(&self, problem: String) -> ReadError {
        ReadError::Line { line: self.number, problem }
    }
}
