//! Reading a script's file, with an answer for each way it can fail.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Why a file is no script.
#[derive(Debug, thiserror::Error)]
pub enum SourceFileError {
    #[error("there is no file {}", .0.display())]
    Missing(PathBuf),
    #[error("{} is a folder; name the script in it", .0.display())]
    Folder(PathBuf),
    #[error("{} is not text (byte {byte} is no UTF-8); save it as UTF-8", path.display())]
    NotText { path: PathBuf, byte: usize },
    #[error("{} is {megabytes} MB long; a script may have {MOST_MEGABYTES} MB", path.display())]
    TooLong { path: PathBuf, megabytes: u64 },
    #[error("{} cannot be read: {error}", path.display())]
    Io { path: PathBuf, error: io::Error },
}

const MOST_MEGABYTES: u64 = 8;

/// The text of a script's file. A byte order mark is left out.
pub fn read(path: &Path) -> Result<String, SourceFileError> {
    let owned = || path.to_path_buf();
    let problem = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => SourceFileError::Missing(owned()),
        io::ErrorKind::IsADirectory => SourceFileError::Folder(owned()),
        _ => SourceFileError::Io { path: owned(), error },
    };
    read_opened(path, File::open(path).map_err(problem)?)
}

/// The text of a script's opened file; `path` is for the message.
pub fn read_opened(path: &Path, mut file: File) -> Result<String, SourceFileError> {
    let owned = || path.to_path_buf();
    let problem = |error: io::Error| match error.kind() {
        io::ErrorKind::IsADirectory => SourceFileError::Folder(owned()),
        _ => SourceFileError::Io { path: owned(), error },
    };
    let about = file.metadata().map_err(problem)?;
    if about.is_dir() {
        return Err(SourceFileError::Folder(owned()));
    }
    let megabytes = about.len() >> 20;
    if megabytes >= MOST_MEGABYTES {
        return Err(SourceFileError::TooLong { path: owned(), megabytes });
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(problem)?;
    text(path, bytes)
}

/// The text that `bytes` are; `path` is for the message.
pub fn text(path: &Path, bytes: Vec<u8>) -> Result<String, SourceFileError> {
    let text = String::from_utf8(bytes).map_err(|error| SourceFileError::NotText {
        path: path.to_path_buf(),
        byte: error.utf8_error().valid_up_to(),
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
