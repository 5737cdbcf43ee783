//! Where a document goes: checked before any work is done for it, and again when it takes its place.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::growing::Growing;
use super::place::{self, Readers, Standing};
use super::{Kind, Origin, UNINTERRUPTED};

/// Bytes that are looked at to tell what a file is.
const MAX_LOOKED_AT: u64 = 4 << 20;

/// What may be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replace {
    /// Nothing.
    Nothing,
    /// An older document of the same kind.
    SameKind,
    /// Whatever it is: the user has said so.
    Anything,
}

/// Why a document cannot be written. What was there is as it was.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("{} is what is read here, so it is not written over; give another name", .0.display())]
    IsInput(PathBuf),
    #[error(
        "{} is there already and is not {}; nothing was written. Give another name, or add --force to replace it",
        path.display(), kind.name()
    )]
    OtherKind { path: PathBuf, kind: Kind },
    #[error(
        "{} is a link, and links are not followed; nothing was written. Name the file itself, or add --force to \
         replace the link",
        .0.display()
    )]
    Link(PathBuf),
    #[error("{} may not be written; nothing was written. Give another name, or add --force to replace it", .0.display())]
    Protected(PathBuf),
    #[error("{} is there already; nothing was written", .0.display())]
    Exists(PathBuf),
    #[error("{} is a folder; give a file in it a name", .0.display())]
    Folder(PathBuf),
    #[error("cannot write {}: there is no folder {}", path.display(), folder.display())]
    NoFolder { path: PathBuf, folder: PathBuf },
    #[error("cannot write {}", path.display())]
    Io {
        path: PathBuf,
        #[source]
        error: io::Error,
    },
}

/// Where a document may go.
#[derive(Clone, Debug)]
pub struct Destination {
    path: PathBuf,
    kind: Kind,
    replace: Replace,
    inputs: Vec<PathBuf>,
    place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    StandardOutput,
    /// A pipe, a device, or a stream that the program was started with: it gets the document as it is written.
    Stream,
    File,
}

impl Destination {
    /// The destination that `path` names; `-` is standard output. `inputs` are the files that the document is made from.
    ///
    /// # Errors
    /// Where the document would replace an input, or something that `replace` does not cover.
    pub fn new(
        path: &Path,
        kind: Kind,
        replace: Replace,
        inputs: &[&Path],
    ) -> Result<Destination, WriteError> {
        let inputs = inputs.iter().map(|it| it.to_path_buf()).collect();
        let destination =
            Destination { path: path.to_path_buf(), kind, replace, inputs, place: Place::of(path) };
        destination.standing()?;
        Ok(destination)
    }

    /// Whether the document goes to standard output.
    pub fn is_standard_output(&self) -> bool {
        self.place == Place::StandardOutput
    }

    /// Writes the whole document.
    ///
    /// # Errors
    /// As [`Destination::new`], because time has passed since then, and where the system refuses.
    pub fn write(&self, bytes: &[u8]) -> Result<(), WriteError> {
        let standing = self.standing()?;
        let written = match self.place {
            Place::StandardOutput => write_out(bytes),
            Place::Stream => open_stream(&self.path).and_then(|mut it| it.write_all(bytes)),
            Place::File => place::document(&self.path, bytes, Readers::Usual, standing),
        };
        written.map_err(|error| self.problem(error))
    }

    /// Begins a document that grows. It takes its place when it is first flushed, so that nothing is replaced by a
    /// document that never comes to be; from then on what has been flushed is there, however the program ends.
    ///
    /// # Errors
    /// As [`Destination::write`].
    pub fn begin(&self) -> Result<Growing, WriteError> {
        self.standing()?;
        let begun = match self.place {
            Place::StandardOutput => Ok(Growing::stream(Box::new(io::stdout()))),
            Place::Stream => open_stream(&self.path).map(|it| Growing::stream(Box::new(it))),
            Place::File => {
                place::beside(&self.path, Readers::Usual).map(|it| Growing::file(it, self.clone()))
            }
        };
        begun.map_err(|error| self.problem(error))
    }

    /// What is said where a document could not be written to its end.
    pub fn cannot_write(&self) -> String {
        format!("cannot write {}", self.path.display())
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// What stands there and may go.
    pub(super) fn standing(&self) -> Result<Standing, WriteError> {
        let owned = || self.path.clone();
        if self.place != Place::File {
            return Ok(Standing::Anything);
        }
        let about = match fs::symlink_metadata(&self.path) {
            Ok(about) => about,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let folder = place::folder_of(&self.path);
                return match folder.is_dir() {
                    true => Ok(Standing::Nothing),
                    false => Err(WriteError::NoFolder { path: owned(), folder }),
                };
            }
            Err(error) => return Err(self.problem(error)),
        };
        if fs::metadata(&self.path).is_ok_and(|it| it.is_dir()) {
            return Err(WriteError::Folder(owned()));
        }
        // To replace a link is not to write over what it leads to.
        if !about.is_symlink() && self.inputs.iter().any(|it| is_same_file(it, &self.path)) {
            return Err(WriteError::IsInput(owned()));
        }
        match self.replace {
            Replace::Anything => Ok(Standing::Anything),
            _ if about.is_symlink() => Err(WriteError::Link(owned())),
            Replace::Nothing => Err(WriteError::Exists(owned())),
            Replace::SameKind if about.permissions().readonly() => Err(WriteError::Protected(owned())),
            Replace::SameKind => match self.is_same_kind() {
                true => Ok(Standing::Anything),
                false => Err(WriteError::OtherKind { path: owned(), kind: self.kind }),
            },
        }
    }

    fn is_same_kind(&self) -> bool {
        let mut head = Vec::new();
        let opened = super::open(&self.path, Origin::Found, u64::MAX, UNINTERRUPTED);
        let read = opened.is_ok_and(|it| it.take(MAX_LOOKED_AT).read_to_end(&mut head).is_ok());
        read && self.kind.is_kind_of(&head)
    }

    pub(super) fn problem(&self, error: io::Error) -> WriteError {
        let path = self.path.clone();
        match error.kind() {
            io::ErrorKind::AlreadyExists => WriteError::Exists(path),
            _ => WriteError::Io { path, error },
        }
    }
}

impl Place {
    fn of(path: &Path) -> Place {
        if path == Path::new("-") || is_own_stream(path, "stdout", 1) {
            return Place::StandardOutput;
        }
        // A link that others could have left is not followed, wherever it leads. Those of the system are not theirs.
        let about = match is_of_the_system(path) {
            true => fs::metadata(path),
            false => fs::symlink_metadata(path),
        };
        match about {
            Ok(it) if !it.is_file() && !it.is_dir() && !it.is_symlink() => Place::Stream,
            Ok(it) if it.is_file() && is_of_the_system(path) => Place::Stream,
            _ => Place::File,
        }
    }
}

/// Whether `path` is a name of the program's own stream.
fn is_own_stream(path: &Path, name: &str, number: u32) -> bool {
    let numbered = |folder: &str| Path::new(folder).join(number.to_string());
    cfg!(unix)
        && (path == Path::new("/dev").join(name)
            || path == numbered("/dev/fd")
            || path == numbered("/proc/self/fd"))
}

/// Whether `path` is one of the names by which the system gives out what the program has open, or its devices.
fn is_of_the_system(path: &Path) -> bool {
    let is_in = |folder: &str| path.parent() == Some(Path::new(folder));
    cfg!(unix) && (is_in("/dev") || is_in("/dev/fd") || is_in("/proc/self/fd"))
}

/// Opens what is written directly. A regular file that the program was started with (`3>file`) goes on at its end.
fn open_stream(path: &Path) -> io::Result<File> {
    let is_file = fs::metadata(path)?.is_file();
    OpenOptions::new().write(true).append(is_file).open(path)
}

fn write_out(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// Whether both paths lead to one file, by whatever names.
fn is_same_file(one: &Path, other: &Path) -> bool {
    let (Ok(first), Ok(second)) = (fs::metadata(one), fs::metadata(other)) else { return false };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        first.dev() == second.dev() && first.ino() == second.ino()
    }
    #[cfg(not(unix))]
    {
        let _ = (first, second);
        fs::canonicalize(one).is_ok_and(|one| fs::canonicalize(other).is_ok_and(|other| one == other))
    }
}
