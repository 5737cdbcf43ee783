//! A path behind a door, and what can be done with it there.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cap_std::ambient_authority;
use cap_std::fs::{Dir, OpenOptions};

/// What is to be done with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Read,
    Write,
}

/// A path behind a door.
#[derive(Clone, Debug)]
pub enum Spot {
    /// Anywhere.
    Free(PathBuf),
    /// Within this folder, which it cannot leave; the folder's own path comes last.
    Within(Arc<Dir>, PathBuf, PathBuf),
}

impl Spot {
    /// Opens the file: for reading, or as `options` say.
    pub fn open(&self, options: &OpenOptions) -> io::Result<std::fs::File> {
        match self {
            Spot::Within(folder, path, _) => Ok(folder.open_with(path, options)?.into_std()),
            Spot::Free(path) => {
                Ok(cap_std::fs::File::open_ambient_with(path, options, ambient_authority())?.into_std())
            }
        }
    }

    /// Opens the file for reading, and waits for nobody: neither for the other end of a pipe.
    pub fn open_now(&self) -> io::Result<std::fs::File> {
        let mut options = OpenOptions::new();
        options.read(true);
        #[cfg(unix)]
        cap_std::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK);
        self.open(&options)
    }

    /// The names in the folder, sorted. A folder's own name ends with `/`.
    pub fn list(&self) -> io::Result<Vec<String>> {
        let folder = match self {
            Spot::Within(folder, path, _) => folder.open_dir(path)?,
            Spot::Free(path) => Dir::open_ambient_dir(path, ambient_authority())?,
        };
        let mut names = Vec::new();
        for entry in folder.entries()? {
            let entry = entry?;
            let mark = if entry.file_type()?.is_dir() { "/" } else { "" };
            names.push(format!("{}{mark}", entry.file_name().to_string_lossy()));
        }
        names.sort();
        Ok(names)
    }

    /// The file's path with all links worked out, for those who open files by path. The file need not exist.
    pub fn real_path(&self) -> io::Result<PathBuf> {
        match self {
            Spot::Free(path) => Ok(path.clone()),
            Spot::Within(folder, path, root) => {
                let real = match folder.canonicalize(path) {
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {
                        let parent = path.parent().filter(|it| !it.as_os_str().is_empty());
                        let parent = folder.canonicalize(parent.unwrap_or(Path::new(".")))?;
                        parent.join(path.file_name().ok_or(error)?)
                    }
                    real => real?,
                };
                Ok(root.join(real))
            }
        }
    }

    pub fn exists(&self) -> io::Result<bool> {
        match self {
            Spot::Within(folder, path, _) => folder.try_exists(path),
            Spot::Free(path) => path.try_exists(),
        }
    }

    /// Removes a file or an empty folder.
    pub fn remove(&self) -> io::Result<()> {
        match self {
            Spot::Within(folder, path, _) => match folder.symlink_metadata(path)?.is_dir() {
                true => folder.remove_dir(path),
                false => folder.remove_file(path),
            },
            Spot::Free(path) => match path.symlink_metadata()?.is_dir() {
                true => std::fs::remove_dir(path),
                false => std::fs::remove_file(path),
            },
        }
    }
}
