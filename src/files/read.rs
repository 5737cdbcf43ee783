//! Reading: bounded, and with a clear word for a path that leads to no ordinary file.

use std::fs::{self, File, FileType, Metadata, OpenOptions};
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread::Builder;
use std::time::Duration;

/// Between two looks whether somebody has interrupted.
const POLL_INTERVAL: Duration = Duration::from_millis(20);
/// Bytes that are kept of a pipe or device. What is longer has to be saved in a file first.
const MAX_KEPT: u64 = 128 << 20;

/// For reads that nobody interrupts but the system: before the program has a handler of its own, Ctrl-C ends it.
pub const UNINTERRUPTED: &dyn Fn() -> bool = &|| false;

/// Who says where a file is, and so what may be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The user named it: it may also be a pipe or a device, as in `run <(…)`.
    Named,
    /// A program or the user's own settings lead to it: a regular file, perhaps behind a link.
    Referenced,
    /// It lies in a folder that comes from others: a regular file, and no link.
    Found,
}

/// Why a file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("there is no file {}", .0.display())]
    Missing(PathBuf),
    #[error("{} is a folder, not a file", .0.display())]
    Folder(PathBuf),
    #[error("{} is {what}; only ordinary files are read here", path.display())]
    NotRegular { path: PathBuf, what: &'static str },
    #[error("{} is too long: more than {}, which is the most that is read", path.display(), size(*most))]
    TooLong { path: PathBuf, most: u64 },
    #[error("reading {} was interrupted", .0.display())]
    Interrupted(PathBuf),
    #[error("{} cannot be read: {error}", path.display())]
    Io { path: PathBuf, error: io::Error },
}

impl ReadError {
    fn of(path: &Path, error: io::Error) -> ReadError {
        let path = path.to_path_buf();
        match error.kind() {
            io::ErrorKind::NotFound => ReadError::Missing(path),
            io::ErrorKind::IsADirectory => ReadError::Folder(path),
            _ => ReadError::Io { path, error },
        }
    }

    /// Whether there is nothing at that path.
    pub fn is_missing(&self) -> bool {
        matches!(self, ReadError::Missing(_))
    }
}

/// A file that is open for reading. What comes from a pipe is here as a whole, so that it can be read twice.
#[derive(Debug)]
pub enum Input {
    File(File),
    Kept(Cursor<Vec<u8>>),
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Input::File(file) => file.read(buffer),
            Input::Kept(bytes) => bytes.read(buffer),
        }
    }
}

impl Seek for Input {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Input::File(file) => file.seek(to),
            Input::Kept(bytes) => bytes.seek(to),
        }
    }
}

impl Input {
    /// A file that somebody else has opened.
    ///
    /// # Errors
    /// Where it is no regular one.
    pub fn regular(path: &Path, file: File) -> Result<Input, ReadError> {
        check(path, &file.metadata().map_err(|error| ReadError::of(path, error))?)?;
        Ok(Input::File(file))
    }

    /// The whole content. `path` is for the message.
    ///
    /// # Errors
    /// Where it has more than `most` bytes, or cannot be read.
    pub fn read_whole(&mut self, path: &Path, most: u64) -> Result<Vec<u8>, ReadError> {
        let problem = |error| ReadError::of(path, error);
        self.seek(SeekFrom::Start(0)).map_err(problem)?;
        let bytes = bounded(&mut *self, most).map_err(problem)?;
        within(path, bytes, most)
    }
}

/// The content of a file.
///
/// # Errors
/// Where there is none, it is of another sort than its origin permits, or it has more than `most` bytes.
pub fn read(
    path: &Path,
    origin: Origin,
    most: u64,
    is_interrupted: &dyn Fn() -> bool,
) -> Result<Vec<u8>, ReadError> {
    open(path, origin, most, is_interrupted)?.read_whole(path, most)
}

/// Opens a file. Of a pipe or device at most `most` bytes are read, and at most 128 MB, until it ends or
/// `is_interrupted` says so.
///
/// # Errors
/// As [`read`].
pub fn open(
    path: &Path,
    origin: Origin,
    most: u64,
    is_interrupted: &dyn Fn() -> bool,
) -> Result<Input, ReadError> {
    let problem = |error| ReadError::of(path, error);
    let about = match origin {
        Origin::Found => fs::symlink_metadata(path),
        Origin::Named | Origin::Referenced => fs::metadata(path),
    };
    let about = about.map_err(problem)?;
    if origin == Origin::Named && is_stream(about.file_type()) {
        let (most, opened) = (most.min(MAX_KEPT), path.to_path_buf());
        let work = move || bounded(File::open(opened)?, most);
        let bytes = waited_for(path, work, is_interrupted)?;
        return Ok(Input::Kept(Cursor::new(within(path, bytes, most)?)));
    }
    check(path, &about)?;
    if about.len() > most {
        return Err(ReadError::TooLong { path: path.to_path_buf(), most });
    }
    // It may be another one by now.
    Input::regular(path, open_regular(path, origin).map_err(problem)?)
}

/// What comes on standard input.
///
/// # Errors
/// Where that is more than `most` bytes, or cannot be read.
pub fn read_standard_input(most: u64, is_interrupted: &dyn Fn() -> bool) -> Result<Vec<u8>, ReadError> {
    let name = Path::new("standard input");
    within(name, waited_for(name, move || bounded(io::stdin().lock(), most), is_interrupted)?, most)
}

/// Whether it ends when another program ends it, or never.
fn is_stream(kind: FileType) -> bool {
    !kind.is_file() && !kind.is_dir() && !kind.is_symlink()
}

/// Does `work` on a thread of its own, because nothing ends it but what it waits for.
fn waited_for(
    path: &Path,
    work: impl FnOnce() -> io::Result<Vec<u8>> + Send + 'static,
    is_interrupted: &dyn Fn() -> bool,
) -> Result<Vec<u8>, ReadError> {
    let (sender, result) = channel();
    let work = move || drop(sender.send(work()));
    Builder::new().name("reading".into()).spawn(work).map_err(|error| ReadError::of(path, error))?;
    loop {
        match result.recv_timeout(POLL_INTERVAL) {
            Ok(read) => return read.map_err(|error| ReadError::of(path, error)),
            Err(RecvTimeoutError::Timeout) if !is_interrupted() => {}
            Err(_) => return Err(ReadError::Interrupted(path.to_path_buf())),
        }
    }
}

fn bounded(from: impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn within(path: &Path, bytes: Vec<u8>, most: u64) -> Result<Vec<u8>, ReadError> {
    match bytes.len() as u64 > most {
        true => Err(ReadError::TooLong { path: path.to_path_buf(), most }),
        false => Ok(bytes),
    }
}

/// Whether this is a regular file.
fn check(path: &Path, about: &Metadata) -> Result<(), ReadError> {
    let kind = about.file_type();
    if kind.is_file() {
        return Ok(());
    }
    let path = path.to_path_buf();
    Err(if kind.is_dir() {
        ReadError::Folder(path)
    } else {
        ReadError::NotRegular { path, what: what(kind) }
    })
}

/// What a path leads to that is no file and no folder.
fn what(kind: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "a pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_char_device() || kind.is_block_device() {
            return "a device";
        }
    }
    if kind.is_symlink() { "a link" } else { "no file" }
}

/// Opens for reading. Should a pipe stand there by now, this does not wait for its other end.
fn open_regular(path: &Path, origin: Origin) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let links = if origin == Origin::Found { libc::O_NOFOLLOW } else { 0 };
        options.custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY | links);
    }
    #[cfg(not(unix))]
    let _ = origin;
    options.open(path)
}

fn size(bytes: u64) -> String {
    if bytes >= 1 << 20 { format!("{} MB", bytes >> 20) } else { format!("{} KB", bytes >> 10) }
}
