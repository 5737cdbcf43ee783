//! The file in which a learner writes an answer with an editor of their own: each save is checked.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use anyhow::Context;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use crate::files::{self, Origin, UNINTERRUPTED};
use crate::host::source_file;
use crate::plain::plain_text;
use crate::workbench::external_editor::{self, Kind};

/// After a save, editors are given this long to finish writing.
const SETTLE: Duration = Duration::from_millis(60);
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// A file that is watched.
pub struct AnswerFile {
    path: PathBuf,
    /// What it held when it was last looked at.
    seen: String,
    changes: Receiver<()>,
    nudge: Sender<()>,
    /// Watches as long as it lives.
    _watcher: RecommendedWatcher,
}

impl AnswerFile {
    /// Begins to watch the file at `path`. A file that is not there holds `text` then.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn open(path: PathBuf, text: &str) -> anyhow::Result<AnswerFile> {
        let folder = path.parent().unwrap_or(Path::new("."));
        // Classmates may have accounts on the same machine.
        files::create_private_folder(folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        let (nudge, changes) = channel();
        let sender = nudge.clone();
        let mut watcher = notify::recommended_watcher(move |change: notify::Result<notify::Event>| {
            if change.is_ok_and(|it| !it.kind.is_access()) {
                let _ = sender.send(());
            }
        })?;
        // Editors replace files, so it is the folder that is watched.
        watcher.watch(folder, RecursiveMode::NonRecursive)?;
        if read(&path).is_none_or(|it| it.trim().is_empty()) {
            write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        } else {
            // It may come from an earlier version. Where it is not ours to say, it stays as it is.
            let _ = fs::File::open(&path).and_then(|it| files::tighten(&it));
        }
        let seen = read(&path).unwrap_or_default();
        Ok(AnswerFile { path, seen, changes, nudge, _watcher: watcher })
    }

    /// What is in the file, if that is new since the last look.
    pub fn new_text(&mut self) -> Option<String> {
        let text = read(&self.path)?;
        if text == self.seen || text.trim().is_empty() {
            return None;
        }
        self.seen.clone_from(&text);
        Some(text.trim_end().to_owned())
    }

    /// Waits a while for a save.
    pub fn wait(&mut self) -> Option<String> {
        self.changes.recv_timeout(POLL_INTERVAL).ok()?;
        std::thread::sleep(SETTLE);
        while self.changes.try_recv().is_ok() {}
        self.new_text()
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What has the next look taken at once.
    pub fn nudge(&self) -> Sender<()> {
        self.nudge.clone()
    }

    /// Whether it held this text when it was last looked at.
    pub fn holds(&self, text: &str) -> bool {
        self.seen.trim_end() == text.trim_end()
    }

    /// Puts another text into it, unless something was saved that is not seen yet: what was typed at the prompt is newer than
    /// what was saved before.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn take_over(&mut self, text: &str) -> anyhow::Result<()> {
        let held = read(&self.path).unwrap_or_default();
        if held == self.seen && held.trim_end() != text.trim_end() {
            self.replace(text).with_context(|| format!("cannot write {}", self.path.display()))?;
        }
        Ok(())
    }

    /// Puts another text into it.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn replace(&mut self, text: &str) -> io::Result<()> {
        write(&self.path, text)?;
        self.seen = read(&self.path).unwrap_or_default();
        Ok(())
    }
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    files::replace_private(path, format!("{}\n", text.trim_end()).as_bytes())
}

fn read(path: &Path) -> Option<String> {
    source_file::read(path, Origin::Referenced, UNINTERRUPTED).ok()
}

/// How `:edit` went.
pub enum Edited {
    /// This is to be said.
    Said(String),
    /// The editor had the terminal, and is left again.
    Closed,
}

/// Opens the file in the learner's own editor.
pub fn edit_answer(path: &Path) -> Edited {
    let shown = plain_text(&path.display().to_string()).into_owned();
    let Some(editor) = external_editor::chosen() else {
        return Edited::Said(format!(
            "Your answer is in this file; open it in any editor:\n  {shown}\n\
             Each time you save it, it is checked and you see the result here.\n\
             To have :edit open it, set EDITOR before you start, such as EDITOR=nano.\n"
        ));
    };
    match external_editor::open(&editor, path) {
        Err(error) => Edited::Said(format!("{}\nThe file is {shown}\n", plain_text(&format!("{error:#}")))),
        Ok(Kind::Window) => Edited::Said(format!(
            "Your editor opens {shown}\nEach time you save it, it is checked and you see the result here.\n"
        )),
        Ok(Kind::Terminal) => Edited::Closed,
    }
}
