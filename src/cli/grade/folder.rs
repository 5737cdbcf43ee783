//! Reading what was handed in, and no more than that: no links, no devices, nothing huge.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::lesson::grade::layout::Listing;

/// Bytes of one answer. Nobody types so much.
const MOST_BYTES: u64 = 1 << 20;
const MOST_FILES: usize = 100_000;
const DEEPEST: usize = 16;
/// Folders that hold no answers.
const SKIPPED: &[&str] = &["__MACOSX", "node_modules", "target"];

/// A folder that was walked, or a single file.
pub struct Folder {
    path: PathBuf,
    pub listing: Listing,
}

impl Folder {
    /// Walks a folder. Links are listed and not followed.
    pub fn walk(path: &Path) -> anyhow::Result<Folder> {
        let about = fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
        if !about.is_dir() {
            return Folder::of_file(path);
        }
        let real = fs::canonicalize(path).with_context(|| format!("cannot read {}", path.display()))?;
        let root = real.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
        let mut folder = Folder { path: real.clone(), listing: Listing { root, paths: Vec::new() } };
        folder.walk_into(&real, "", 0)?;
        folder.listing.paths.sort();
        Ok(folder)
    }

    /// A file that was named is as a folder with that file in it. `ann/sums.rhai` is in a folder of ann's.
    fn of_file(path: &Path) -> anyhow::Result<Folder> {
        let parts: Vec<_> = path.components().collect();
        let is_name = |it: &std::path::Component| matches!(it, std::path::Component::Normal(_));
        let count = parts.iter().rev().take(2).take_while(|it| is_name(it)).count();
        let (above, below) = parts.split_at(parts.len() - count);
        let names: Vec<_> = below.iter().map(|it| it.as_os_str().to_string_lossy()).collect();
        let above: PathBuf = above.iter().collect();
        let listing = Listing { root: String::new(), paths: vec![names.join("/")] };
        let above = if above.as_os_str().is_empty() { PathBuf::from(".") } else { above };
        Ok(Folder { path: above, listing })
    }

    fn walk_into(&mut self, folder: &Path, prefix: &str, depth: usize) -> anyhow::Result<()> {
        let problem = || format!("cannot read {}", folder.display());
        for entry in fs::read_dir(folder).with_context(problem)? {
            let entry = entry.with_context(problem)?;
            // A name that is no text cannot be shown, so it could not be graded under it either.
            let Ok(name) = entry.file_name().into_string() else { continue };
            let path = format!("{prefix}{name}");
            let is_folder = entry.file_type().with_context(problem)?.is_dir();
            let is_hidden = name.starts_with('.') || SKIPPED.contains(&name.as_str());
            if is_folder && !is_hidden && depth < DEEPEST {
                self.walk_into(&entry.path(), &format!("{path}/"), depth + 1)?;
            } else if name == ".git" || (!is_folder && !is_hidden) {
                self.listing.paths.push(path);
            }
            if self.listing.paths.len() > MOST_FILES {
                bail!(
                    "{} holds more than {MOST_FILES} files: is it a folder of submissions?",
                    self.path.display()
                );
            }
        }
        Ok(())
    }

    /// A file's text. The error is a sentence for the one who handed it in.
    pub fn read(&self, path: &str) -> Result<String, String> {
        let full = self.path.join(path);
        let about = fs::symlink_metadata(&full).map_err(|it| cannot(&it))?;
        if about.is_symlink() {
            return Err("this is a link, not a file; links are not followed".to_owned());
        }
        if !about.is_file() {
            return Err("this is no file".to_owned());
        }
        let mut bytes = Vec::new();
        let file = File::open(&full).map_err(|it| cannot(&it))?;
        file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|it| cannot(&it))?;
        if bytes.len() as u64 > MOST_BYTES {
            return Err("this file is too large: more than 1 MB".to_owned());
        }
        text_of(bytes)
    }
}

/// Text as editors write it: UTF-8, or UTF-16 with a mark, as some of Windows's do.
fn text_of(bytes: Vec<u8>) -> Result<String, String> {
    let wide = |read: fn([u8; 2]) -> u16| {
        let (pairs, _) = bytes[2..].as_chunks::<2>();
        let units: Vec<u16> = pairs.iter().map(|it| read(*it)).collect();
        String::from_utf16(&units).map_err(|_| "this is not text (no UTF-16)".to_owned())
    };
    match &bytes[..] {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => match String::from_utf8(bytes) {
            Ok(text) => Ok(text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned)),
            Err(error) => {
                Err(format!("this is not text (byte {} is no UTF-8)", error.utf8_error().valid_up_to()))
            }
        },
    }
}

fn cannot(error: &io::Error) -> String {
    format!("this file cannot be read: {}", error.kind())
}
