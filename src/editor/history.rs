//! The history file: whole entries, one a line, with `\n` for a line's end inside an entry and `\\` for a
//! backslash.
//!
//! Every entry is appended at once, in one write, so that sessions at the same time lose nothing and a session
//! that is killed keeps its entries. Whatever a damaged file holds is read as far as it makes sense.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::files::{self, Origin, UNINTERRUPTED};

/// The most entries kept.
pub const MOST: usize = 1000;
/// An entry longer than this, in bytes, is not worth keeping for ever.
const LONGEST: usize = 64 * 1024;
/// The most bytes of the file: twice as many entries as are kept, all of them long.
const MAX_BYTES: u64 = (2 * MOST * LONGEST) as u64;

/// The entries of this and of earlier sessions.
#[derive(Debug, Default)]
pub struct History {
    entries: Vec<String>,
    path: Option<PathBuf>,
}

impl History {
    /// Reads the file at `path`, if there is one. The error is worth a warning; the history works nevertheless,
    /// for this session.
    pub fn load(path: Option<PathBuf>) -> (History, Option<io::Error>) {
        let mut history = History { entries: vec![], path };
        let error = history.read().err();
        if error.is_some() {
            history.path = None;
        }
        (history, error)
    }

    /// The oldest first.
    pub fn entries(&self) -> &[String] {
        &self.entries
    }

    /// Keeps an entry, unless it repeats the one before. False where it does.
    ///
    /// # Errors
    /// Once, where the file cannot be written. From then on the history lives in memory only.
    pub fn add(&mut self, entry: &str) -> io::Result<bool> {
        let entry = entry.trim_end();
        if entry.is_empty() || self.entries.last().is_some_and(|last| last == entry) {
            return Ok(false);
        }
        self.entries.push(entry.to_string());
        let Some(path) = &self.path else { return Ok(true) };
        if entry.len() <= LONGEST
            && let Err(error) = append(path, entry)
        {
            self.path = None;
            return Err(error);
        }
        Ok(true)
    }

    /// Puts an entry at the end for this session, without keeping it in the file.
    pub fn offer(&mut self, entry: &str) {
        let entry = entry.trim_end();
        if !entry.is_empty() && self.entries.last().is_none_or(|last| last != entry) {
            self.entries.push(entry.to_string());
        }
    }

    fn read(&mut self) -> io::Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        if let Some(folder) = path.parent() {
            files::create_private_folder(folder)?;
        }
        let bytes = match files::read(path, Origin::Referenced, MAX_BYTES, UNINTERRUPTED) {
            Ok(bytes) => bytes,
            Err(error) if error.is_missing() => vec![],
            Err(error) => return Err(io::Error::other(error.to_string())),
        };
        let text = String::from_utf8_lossy(&bytes);
        let sound =
            |line: &&str| !line.is_empty() && !line.contains(|c: char| c.is_control() || c == '\u{FFFD}');
        let lines: Vec<&str> = text.lines().filter(sound).collect();
        let kept = &lines[lines.len().saturating_sub(MOST)..];
        self.entries = kept.iter().map(|line| unescape(line)).collect();
        self.entries.dedup();
        // Said at once where the file cannot be written, and not only when something is to be kept.
        let file = open(path)?;
        // One of an earlier version, or of an editor, may be open to others. Where it is not ours, it stays so.
        let _ = files::tighten(&file);
        if lines.len() > 2 * MOST {
            shorten(path, kept)?;
        }
        Ok(())
    }
}

/// Where the history of a program called `name` belongs: the user's state directory, or the nearest thing to it.
pub fn default_path(name: &str) -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let user = etcetera::choose_base_strategy().ok()?;
    Some(user.state_dir().unwrap_or_else(|| user.data_dir()).join(name).join("history"))
}

/// Only the user may read it: people paste secrets.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn append(path: &Path, entry: &str) -> io::Result<()> {
    let mut file = open(path)?;
    // One write: what two sessions append at the same time does not mix.
    file.write_all(format!("{}\n", escape(entry)).as_bytes())
}

/// Replaces the file in one step, so that it is never seen half written. An entry that another session appends
/// within this moment may be lost; that session still has it.
fn shorten(path: &Path, lines: &[&str]) -> io::Result<()> {
    files::replace_private(path, format!("{}\n", lines.join("\n")).as_bytes())
}

fn escape(entry: &str) -> String {
    entry.replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "    ")
}

fn unescape(line: &str) -> String {
    let mut entry = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(c) = characters.next() {
        match (c, c == '\\') {
            (_, true) => match characters.next() {
                Some('n') => entry.push('\n'),
                Some(other) => entry.push(other),
                None => entry.push('\\'),
            },
            (c, false) => entry.push(c),
        }
    }
    entry
}
