//! Reading a script's file, with an answer for each way it can fail.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::files::{self, Input, Origin, ReadError};

/// Why a file is no script.
#[derive(Debug, thiserror::Error)]
pub enum SourceFileError {
    #[error("{} is a folder; name the script in it", .0.display())]
    Folder(PathBuf),
    #[error("{} is not text (byte {byte} is no UTF-8); save it as UTF-8", path.display())]
    NotText { path: PathBuf, byte: usize },
    #[error(transparent)]
    Unreadable(ReadError),
}

/// The most bytes of a script.
pub const MAX_BYTES: u64 = 8 << 20;

/// The text of a script's file. A byte order mark is left out. Where the file is a pipe, `is_interrupted` ends the read.
///
/// # Errors
/// Where there is no such file, it is none that `origin` permits, too long, or no text.
pub fn read(
    path: &Path,
    origin: Origin,
    is_interrupted: &dyn Fn() -> bool,
) -> Result<String, SourceFileError> {
    text(path, files::read(path, origin, MAX_BYTES, is_interrupted)?)
}

/// The text of a script's opened file, from its beginning; `path` is for the message.
///
/// # Errors
/// As [`read`].
pub fn read_opened(path: &Path, mut input: Input) -> Result<String, SourceFileError> {
    text(path, input.read_whole(path, MAX_BYTES)?)
}

/// The same of a file that a sandbox has opened: it is a regular one.
///
/// # Errors
/// As [`read`].
pub fn read_regular(path: &Path, file: File) -> Result<String, SourceFileError> {
    read_opened(path, Input::regular(path, file)?)
}

/// The text that `bytes` are; `path` is for the message.
///
/// # Errors
/// Where they are no UTF-8.
pub fn text(path: &Path, bytes: Vec<u8>) -> Result<String, SourceFileError> {
    let text = String::from_utf8(bytes).map_err(|error| SourceFileError::NotText {
        path: path.to_path_buf(),
        byte: error.utf8_error().valid_up_to(),
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

impl From<ReadError> for SourceFileError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Folder(path) => SourceFileError::Folder(path),
            other => SourceFileError::Unreadable(other),
        }
    }
}
