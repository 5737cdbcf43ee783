//! Putting a document in its place in one step.

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// Who may read a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Readers {
    /// As the user's `umask` says; a file that is replaced keeps what it had.
    Usual,
    /// Its owner alone.
    Owner,
}

/// What may stand there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Nothing,
    Anything,
}

/// A file beside the place of `path`, which has no name that anybody looks for, and goes when it is dropped.
pub(super) fn beside(path: &Path, readers: Readers) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".meanwhile-").suffix(".new");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = if readers == Readers::Owner { 0o600 } else { 0o666 };
        builder.permissions(Permissions::from_mode(mode));
    }
    let file = builder.tempfile_in(folder_of(path))?;
    if readers == Readers::Usual
        && let Ok(about) = fs::symlink_metadata(path)
        && about.is_file()
    {
        keep_permissions(file.as_file(), about.permissions())?;
    }
    Ok(file)
}

/// Gives the file its place. A link that stands there is replaced itself, and never followed.
pub(super) fn put(file: NamedTempFile, path: &Path, standing: Standing) -> io::Result<File> {
    let put = match standing {
        Standing::Nothing => file.persist_noclobber(path),
        Standing::Anything => file.persist(path),
    };
    put.map_err(|it| it.error)
}

/// Writes a whole document.
pub(super) fn document(path: &Path, bytes: &[u8], readers: Readers, standing: Standing) -> io::Result<()> {
    let mut file = beside(path, readers)?;
    file.write_all(bytes)?;
    file.flush()?;
    if readers == Readers::Owner {
        // What is kept for the user should survive a power cut.
        file.as_file().sync_all()?;
    }
    put(file, path, standing)?;
    #[cfg(unix)]
    if readers == Readers::Owner {
        // So should its new name; where a folder cannot be synced, it does without.
        let _ = File::open(folder_of(path)).and_then(|it| it.sync_all());
    }
    Ok(())
}

pub(super) fn folder_of(path: &Path) -> PathBuf {
    path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_path_buf()
}

#[cfg(unix)]
fn keep_permissions(file: &File, permissions: Permissions) -> io::Result<()> {
    file.set_permissions(permissions)
}

/// Elsewhere they come from the folder.
#[cfg(not(unix))]
fn keep_permissions(_file: &File, _permissions: Permissions) -> io::Result<()> {
    Ok(())
}
