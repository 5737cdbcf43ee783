//! What the program keeps for its user: readable for nobody else.

use std::fs::File;
use std::io;
use std::path::Path;

use super::place::{self, Readers, Standing};

/// Puts a document in the place of what was there, for its owner alone.
///
/// # Errors
/// Where the folder cannot be written. The old file is as it was then.
pub fn replace_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    place::document(path, bytes, Readers::Owner, Standing::Anything)
}

/// Makes a folder, and those above it that are missing, for their owner alone. One that is there already is closed to
/// others if it is the user's own.
///
/// # Errors
/// Where it cannot be made, or something else is there.
pub fn create_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)?;
    // Where this is not ours to say, it is as its owner wants it.
    let _ = File::open(path).and_then(|folder| tighten(&folder));
    Ok(())
}

/// Takes from others, and from the group, what they may do with a file.
///
/// # Errors
/// Where the file belongs to somebody else.
#[cfg(unix)]
pub fn tighten(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = file.metadata()?.permissions().mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    file.set_permissions(std::fs::Permissions::from_mode(mode & 0o700))
}

/// Elsewhere the user's folder is closed to others by itself.
#[cfg(not(unix))]
pub fn tighten(_file: &File) -> io::Result<()> {
    Ok(())
}
