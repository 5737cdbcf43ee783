//! The folders that answers are judged in, and those that a grader which was killed has left behind.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;

use tempfile::TempDir;

const PREFIX: &str = "meanwhile-grade-";
/// Held by the grader whose folder it is in, for as long as it lives, however it ends.
const LOCK: &str = "in-use";

/// A folder for judging, which others know to be in use.
pub struct Folders {
    folder: TempDir,
    _lock: File,
}

impl Folders {
    /// Makes one, and clears away those that nobody uses any more.
    pub fn open() -> io::Result<Folders> {
        let place = std::env::temp_dir();
        clear(&place);
        Folders::within(&place)
    }

    fn within(place: &Path) -> io::Result<Folders> {
        loop {
            let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(place)?;
            let lock = File::create_new(folder.path().join(LOCK))?;
            // Where files cannot be locked, nothing is cleared away.
            let is_taken = matches!(lock.try_lock(), Err(TryLockError::WouldBlock));
            // Another grader may have found it just before it was locked, and taken it for left behind.
            if !is_taken && folder.path().join(LOCK).exists() {
                return Ok(Folders { folder, _lock: lock });
            }
        }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Removes what a grader of this user has left behind. Whatever cannot be removed stays.
fn clear(place: &Path) {
    for entry in fs::read_dir(place).into_iter().flatten().flatten() {
        let is_ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX))
            && entry.path().symlink_metadata().is_ok_and(|it| it.is_dir() && is_own(&it));
        if is_ours && is_left(&entry.path()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Whether the grader of a folder is gone. One that has only just made its folder has no lock in it yet.
fn is_left(folder: &Path) -> bool {
    let path = folder.join(LOCK);
    let is_file = path.symlink_metadata().is_ok_and(|it| it.is_file());
    let lock = if is_file { File::options().write(true).open(path) } else { return false };
    lock.is_ok_and(|lock| !matches!(lock.try_lock(), Err(TryLockError::WouldBlock | TryLockError::Error(_))))
}

/// Whether a folder is this user's. Others may have made one with such a name where all may write.
#[cfg(unix)]
fn is_own(about: &fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::uid(about) == rustix::process::geteuid().as_raw()
}

#[cfg(not(unix))]
fn is_own(_about: &fs::Metadata) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_grader_left_is_cleared_and_nothing_else() {
        let place = tempfile::tempdir().unwrap();
        let at = |name: &str| place.path().join(name);
        // As after a kill: the folder stays, and nobody holds its lock.
        let Folders { folder, _lock } = Folders::within(place.path()).unwrap();
        let left = folder.keep();
        fs::create_dir_all(left.join("answer/deeper")).unwrap();
        drop(_lock);
        let living = Folders::within(place.path()).unwrap();
        fs::create_dir_all(at("meanwhile-grade-new")).unwrap();
        fs::create_dir_all(at("somebody's")).unwrap();
        fs::write(at("somebody's/in-use"), "").unwrap();
        fs::write(at("meanwhile-grade-file"), "").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(at("somebody's"), at("meanwhile-grade-link")).unwrap();
        clear(place.path());
        assert!(!left.exists());
        assert!(living.path().join(LOCK).exists());
        for name in ["meanwhile-grade-new", "somebody's/in-use", "meanwhile-grade-file"] {
            assert!(at(name).exists(), "{name}");
        }
        #[cfg(unix)]
        assert!(at("meanwhile-grade-link").is_symlink());
    }
}
