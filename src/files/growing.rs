//! A document that grows while a run goes on.

use std::io::{self, BufWriter, Write};

use tempfile::NamedTempFile;

use super::place;
use super::write::{Destination, WriteError};

/// A document that grows. What has been flushed stays, however the program ends.
pub struct Growing {
    /// The file until it has its place.
    waiting: Option<(BufWriter<NamedTempFile>, Destination)>,
    /// Where it is written once it has.
    out: Option<BufWriter<Box<dyn Write + Send>>>,
}

impl Growing {
    pub(super) fn stream(out: Box<dyn Write + Send>) -> Growing {
        Growing { waiting: None, out: Some(BufWriter::new(out)) }
    }

    pub(super) fn file(file: NamedTempFile, destination: Destination) -> Growing {
        Growing { waiting: Some((BufWriter::new(file), destination)), out: None }
    }

    /// Gives the file its place, if it has none yet.
    fn settle(&mut self) -> io::Result<()> {
        let Some((file, destination)) = self.waiting.take() else { return Ok(()) };
        let file = file.into_inner().map_err(|it| it.into_error())?;
        let put =
            |standing| place::put(file, destination.path(), standing).map_err(|it| destination.problem(it));
        let file = destination.standing().and_then(put).map_err(into_io)?;
        self.out = Some(BufWriter::new(Box::new(file)));
        Ok(())
    }

    fn gone() -> io::Error {
        io::Error::other("the file could not be put in its place")
    }
}

impl Write for Growing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match (&mut self.waiting, &mut self.out) {
            (Some((file, _)), _) => file.write(bytes),
            (None, Some(out)) => out.write(bytes),
            (None, None) => Err(Growing::gone()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.settle()?;
        self.out.as_mut().ok_or_else(Growing::gone)?.flush()
    }
}

/// The system's own error where there is one, so that a broken pipe is still known as such.
fn into_io(error: WriteError) -> io::Error {
    match error {
        WriteError::Io { error, .. } => error,
        refused => io::Error::other(refused.to_string()),
    }
}
