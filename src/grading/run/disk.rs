//! How much an answer has written, and how much it may still write.

use std::fs;
use std::path::Path;

/// Of all its files together.
pub const MAX_BYTES: u64 = 64 << 20;
const MAX_FILES: usize = 5_000;
/// So little left that something may have failed for want of room.
const LEAST_LEFT: u64 = 1 << 20;

/// Whether a folder holds more than an answer may write.
pub fn is_over(folder: &Path) -> bool {
    let (mut bytes, mut files) = (0, 0);
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        // What goes away in the meantime is not there to be counted.
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let Ok(about) = entry.metadata() else { continue };
            files += 1;
            bytes += about.len();
            if about.is_dir() {
                folders.push(entry.path());
            }
            if bytes > MAX_BYTES || files > MAX_FILES {
                return true;
            }
        }
    }
    false
}

/// What is said of one that wrote more.
pub fn excess_text() -> String {
    format!("this writes too much (more than {} MB, or more than {MAX_FILES} files)", MAX_BYTES >> 20)
}

/// Before answers are judged, so many at once: whether each could write all that it may. If not, a full disk could cost
/// somebody points. The error says what to do.
pub fn check_room(folder: &Path, answers: usize) -> Result<(), String> {
    let needed = MAX_BYTES * answers as u64;
    match free(folder) {
        Some(free) if free < needed => Err(format!(
            "the disk is nearly full: {} has {} MB left, and answers may need {} MB. Make room, or name another \
             folder in TMPDIR",
            above(folder).display(),
            free >> 20,
            needed >> 20
        )),
        _ => Ok(()),
    }
}

/// After an answer was judged: whether the disk was full in the meantime.
pub fn check_left(folder: &Path) -> Result<(), String> {
    match free(folder) {
        Some(free) if free < LEAST_LEFT => {
            Err(format!("the disk is full: {} has no room left", above(folder).display()))
        }
        _ => Ok(()),
    }
}

/// The folder that a person knows of: what is in it has a name by chance.
fn above(folder: &Path) -> &Path {
    folder.parent().unwrap_or(folder)
}

/// Bytes that can still be written, where the system says so.
#[cfg(unix)]
fn free(folder: &Path) -> Option<u64> {
    let about = rustix::fs::statvfs(folder).ok()?;
    about.f_bavail.checked_mul(about.f_frsize)
}

#[cfg(not(unix))]
fn free(_folder: &Path) -> Option<u64> {
    None
}
