//! A script named on the command line.

use std::io::Cursor;
use std::path::Path;

use crate::files::{self, Input, Origin, UNINTERRUPTED};
use crate::host::source_file;
use crate::script::{Entry, Role};

/// What standard input is called.
const STANDARD_INPUT: &str = "standard input";

/// Opens what is named on the command line; `-` is standard input. A file of more than `most` bytes is refused.
pub fn open(path: &Path, most: u64) -> anyhow::Result<Input> {
    if path == Path::new("-") {
        let most = most.min(MAX_PIPED);
        return Ok(Input::Kept(Cursor::new(files::read_standard_input(most, UNINTERRUPTED)?)));
    }
    Ok(files::open(path, Origin::Named, most, UNINTERRUPTED).map_err(source_file::SourceFileError::from)?)
}

/// Bytes that are taken of standard input.
const MAX_PIPED: u64 = 128 << 20;

/// The script at `path` as an entry; `-` is standard input.
pub fn read(path: &Path) -> anyhow::Result<Entry> {
    read_opened(path, open(path, source_file::MAX_BYTES)?)
}

/// The script that `path` names and that is open already.
pub fn read_opened(path: &Path, input: Input) -> anyhow::Result<Entry> {
    if path == Path::new("-") {
        let text = source_file::read_opened(Path::new(STANDARD_INPUT), input)?;
        let name = STANDARD_INPUT.to_owned();
        return Ok(Entry { name, text, folder: Default::default(), role: Role::Free });
    }
    let text = source_file::read_opened(path, input)?;
    let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
    Ok(Entry { name: path.display().to_string(), text, folder, role: Role::Free })
}

/// The file's own name, as titles show it.
pub fn short_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
