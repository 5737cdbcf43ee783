//! How much an answer has written.

use std::fs;
use std::path::Path;

/// Of all its files together.
pub const MOST_BYTES: u64 = 64 << 20;
const MOST_FILES: usize = 5_000;

/// Whether a folder holds more than an answer may write.
pub fn is_over(folder: &Path) -> bool {
    let (mut bytes, mut files) = (0, 0);
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        // What goes away meanwhile is not there to be counted.
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let Ok(about) = entry.metadata() else { continue };
            files += 1;
            bytes += about.len();
            if about.is_dir() {
                folders.push(entry.path());
            }
            if bytes > MOST_BYTES || files > MOST_FILES {
                return true;
            }
        }
    }
    false
}

/// What is said of one that wrote more.
pub fn excess_text() -> String {
    format!("this writes too much (more than {} MB, or more than {MOST_FILES} files)", MOST_BYTES >> 20)
}
