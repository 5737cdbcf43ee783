//! A script named on the command line.

use std::io::Read;
use std::path::Path;

use anyhow::Context;

use crate::script::{Entry, Role, source_file};

/// The script at `path` as an entry; `-` is standard input.
pub fn read(path: &Path) -> anyhow::Result<Entry> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).context("standard input cannot be read")?;
        let text = source_file::text(Path::new("standard input"), bytes)?;
        return Ok(Entry {
            name: "standard input".to_owned(),
            text,
            folder: Default::default(),
            role: Role::Free,
        });
    }
    let text = source_file::read(path)?;
    let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
    Ok(Entry { name: path.display().to_string(), text, folder, role: Role::Free })
}

/// The file's own name, as titles show it.
pub fn short_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
