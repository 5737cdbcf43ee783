//! Reading what was handed in, and no more than that: no links, no devices, nothing huge.

use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::Context;

use crate::files::{self, Origin, ReadError, UNINTERRUPTED};
use crate::grading::decode::{Decoded, decode};
use crate::grading::layout::Listing;

/// Bytes of one answer. Nobody types so much.
const MAX_BYTES: u64 = 1 << 20;
/// Of one folder. What is more than that is nobody's homework.
const MAX_ENTRIES: usize = 10_000;
const MAX_FILES: usize = 200_000;
const DEEPEST: usize = 16;
/// Folders that hold no answers.
const SKIPPED: &[&str] = &["__MACOSX", "node_modules", "target"];

/// What a file's name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    AfterLesson,
    AfterStudent,
}

/// A folder that was walked, or a single file.
pub struct Folder {
    path: PathBuf,
    pub listing: Listing,
    /// What was not looked at, and why.
    pub unseen: Vec<String>,
}

impl Folder {
    /// Walks a folder, but not `except`. Links are listed and not followed.
    pub fn walk(path: &Path, except: Option<&Path>) -> anyhow::Result<Folder> {
        let real = fs::canonicalize(path).with_context(|| format!("cannot read {}", path.display()))?;
        fs::read_dir(&real).with_context(|| format!("cannot read {}", path.display()))?;
        let root = real.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
        let listing = Listing { root, paths: Vec::new() };
        let mut folder = Folder { path: real, listing, unseen: Vec::new() };
        let except = except.and_then(|it| fs::canonicalize(it).ok());
        // One level after the other: who handed in a labyrinth does not keep others from being seen.
        let mut level = vec![String::new()];
        for _ in 0..DEEPEST {
            level = level.iter().flat_map(|it| folder.look_into(it, except.as_deref())).collect();
        }
        folder.unseen.extend(level.iter().map(|it| format!("{it} lies too deep")));
        folder.unseen.sort();
        folder.listing.paths.sort();
        Ok(folder)
    }

    /// Lists the files of a folder, and gives the folders in it, each with a `/` at its end.
    fn look_into(&mut self, prefix: &str, except: Option<&Path>) -> Vec<String> {
        let path = self.path.join(prefix);
        if except == Some(path.as_path()) || self.listing.paths.len() > MAX_FILES {
            return Vec::new();
        }
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) => {
                self.unseen.push(format!("{prefix} cannot be read: {}", error.kind()));
                return Vec::new();
            }
        };
        let mut folders = Vec::new();
        for (count, entry) in entries.flatten().enumerate() {
            if count == MAX_ENTRIES {
                self.unseen.push(format!("{prefix} holds more than {MAX_ENTRIES} files; the others"));
                break;
            }
            // What has no name in Unicode could not be graded under it either.
            let Ok(name) = entry.file_name().into_string() else {
                self.unseen.push(format!("{prefix}{}", entry.file_name().to_string_lossy()));
                continue;
            };
            let is_hidden = name.starts_with('.') || SKIPPED.contains(&name.as_str());
            match entry.file_type() {
                Ok(it) if it.is_dir() && !is_hidden => folders.push(format!("{prefix}{name}/")),
                Ok(it) if name == ".git" || (!it.is_dir() && !is_hidden) => {
                    self.listing.paths.push(format!("{prefix}{name}"));
                }
                _ => {}
            }
        }
        folders.sort();
        folders
    }

    /// A file that was named by itself is as a folder with that file in it. One that is called after a lesson is in a
    /// folder that is called after somebody: `ann/sums.rhai` is ann's.
    pub fn of_file(path: &Path, naming: Naming) -> Folder {
        let parts: Vec<Component> = path.components().collect();
        let is_name = |it: &&Component| matches!(it, Component::Normal(_));
        let most = if naming == Naming::AfterLesson { 2 } else { 1 };
        let count = parts.iter().rev().take(most).take_while(is_name).count();
        let (above, below) = parts.split_at(parts.len() - count);
        let names: Vec<_> = below.iter().map(|it| it.as_os_str().to_string_lossy()).collect();
        let listing = Listing { root: String::new(), paths: vec![names.join("/")] };
        let above: PathBuf = above.iter().collect();
        let path = if above.as_os_str().is_empty() { PathBuf::from(".") } else { above };
        Folder { path, listing, unseen: Vec::new() }
    }

    /// A file's text. The error is a sentence for the one who handed it in.
    pub fn read(&self, path: &str) -> Result<Decoded, String> {
        files::read(&self.path.join(path), Origin::Found, MAX_BYTES, UNINTERRUPTED)
            .map_err(|error| refusal(&error))
            .and_then(|bytes| decode(&bytes))
    }
}

/// What is said to the one who handed it in, who does not know our folders.
fn refusal(error: &ReadError) -> String {
    match error {
        ReadError::NotRegular { what: "a link", .. } => {
            "this is a link, not a file; links are not followed".to_owned()
        }
        ReadError::NotRegular { what, .. } => format!("this is no file but {what}"),
        ReadError::Folder(_) => "this is no file but a folder".to_owned(),
        ReadError::TooLong { .. } => "this file is too large: more than 1 MB".to_owned(),
        ReadError::Missing(_) => "this file is gone".to_owned(),
        ReadError::Interrupted(_) => "this file could not be read to its end".to_owned(),
        ReadError::Io { error, .. } => format!("this file cannot be read: {}", error.kind()),
    }
}
