//! The file in which a learner writes an answer with an editor of their own: each save is checked.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{JoinHandle, spawn};
use std::time::Duration;

use anyhow::Context;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use super::Learning;
use super::flow::Event;
use crate::editor::Printer;
use crate::files::{self, Origin, UNINTERRUPTED};
use crate::host::source_file;
use crate::plain::plain_text;
use crate::repl::external_editor::{self, Kind};
use crate::repl::session::Session;
use crate::show::Look;

/// After a save, editors are given this long to finish writing.
const SETTLE: Duration = Duration::from_millis(60);
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// A file that is watched.
pub(super) struct AnswerFile {
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
    fn open(path: PathBuf, text: &str) -> anyhow::Result<AnswerFile> {
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
    fn new_text(&mut self) -> Option<String> {
        let text = read(&self.path)?;
        if text == self.seen || text.trim().is_empty() {
            return None;
        }
        self.seen.clone_from(&text);
        Some(text.trim_end().to_owned())
    }

    /// Waits a while for a save.
    fn wait(&mut self) -> Option<String> {
        self.changes.recv_timeout(POLL_INTERVAL).ok()?;
        std::thread::sleep(SETTLE);
        while self.changes.try_recv().is_ok() {}
        self.new_text()
    }

    /// Puts another text into it.
    fn replace(&mut self, text: &str) -> io::Result<()> {
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

/// A thread that checks saves while the prompt waits.
pub(in crate::repl) struct AnswerWatcher {
    thread: JoinHandle<Learning>,
    leaving: Arc<AtomicBool>,
    nudge: Option<Sender<()>>,
}

/// Starts to check saves. What comes of them is printed above the prompt.
pub(in crate::repl) fn attend_answers(mut learning: Learning, printer: Printer, look: Look) -> AnswerWatcher {
    let leaving = Arc::new(AtomicBool::new(false));
    let told = leaving.clone();
    let nudge = learning.file.as_ref().map(|it| it.nudge.clone());
    let thread = spawn(move || {
        while !told.load(Ordering::Acquire) {
            let Some(answer) = learning.file.as_mut().and_then(AnswerFile::wait) else {
                if learning.file.is_none() {
                    break;
                }
                continue;
            };
            let text = learning.check_saved(answer, &look);
            printer.print(&text);
        }
        learning
    });
    AnswerWatcher { thread, leaving, nudge }
}

impl AnswerWatcher {
    /// Ends the watch, and gives the course back. None after a defect.
    pub fn leave(self) -> Option<Learning> {
        self.leaving.store(true, Ordering::Release);
        if let Some(nudge) = self.nudge {
            let _ = nudge.send(());
        }
        self.thread.join().ok()
    }
}

impl Session {
    /// `:edit` in an exercise: the answer in the learner's own editor.
    pub(in crate::repl) fn edit_answer(&mut self) -> anyhow::Result<()> {
        let path = match self.open_answer_file() {
            Ok(path) => path,
            Err(error) => return self.say(&format!("{}\n", plain_text(&format!("{error:#}")))),
        };
        let shown = plain_text(&path.display().to_string()).into_owned();
        let Some(editor) = external_editor::chosen() else {
            return self.say(&format!(
                "Your answer is in this file; open it in any editor:\n  {shown}\n\
                 Each time you save it, it is checked and you see the result here.\n\
                 To have :edit open it, set EDITOR before you start, such as EDITOR=nano.\n"
            ));
        };
        match external_editor::open(&editor, &path) {
            Err(error) => self.say(&format!("{}\nThe file is {shown}\n", plain_text(&format!("{error:#}")))),
            Ok(Kind::Window) => self.say(&format!(
                "Your editor opens {shown}\nEach time you save it, it is checked and you see the result here.\n"
            )),
            Ok(Kind::Terminal) => {
                let file = self.learning.as_mut().and_then(|it| it.file.as_mut());
                match file.and_then(AnswerFile::new_text) {
                    None => self.say("Nothing was changed, so nothing is checked.\n"),
                    Some(answer) => {
                        self.say(&format!("{}\n", answer.lines().map(plain_text).collect::<Vec<_>>().join("\n")))?;
                        self.tell(Event::Typed(answer, super::words::Word::Known))
                    }
                }
            }
        }
    }

    /// The file of the present exercise, watched, with the learner's latest answer in it.
    fn open_answer_file(&mut self) -> anyhow::Result<PathBuf> {
        let learning = self.learning.as_mut().context("no course is open")?;
        let draft = learning.flow.draft().unwrap_or_default();
        if let Some(file) = &mut learning.file {
            // What was typed at the prompt since is newer than what was saved, unless that is not seen yet.
            let held = read(&file.path).unwrap_or_default();
            if held == file.seen && held.trim_end() != draft.trim_end() {
                file.replace(&draft).with_context(|| format!("cannot write {}", file.path.display()))?;
            }
            return Ok(file.path.clone());
        }
        let data = match &learning.data {
            Some(data) => data.clone(),
            // A name that nobody can have taken before; it stays, so that no answer is lost.
            None => tempfile::Builder::new().prefix("meanwhile-answers-").tempdir()?.keep(),
        };
        learning.data = Some(data.clone());
        let work = learning.flow.work();
        let path = data
            .join("answers")
            .join(&learning.flow.course.id)
            .join(format!("{}.rhai", work.replace('/', "-")));
        let mut file = AnswerFile::open(path.clone(), &draft)?;
        let progress = learning.store.progress().lesson(&work);
        let held = file.seen.trim_end();
        // What is in the file and known here may be replaced; what is not known was saved elsewhere, and stays.
        let known =
            [progress.passed_answer.as_deref(), learning.flow.exercise().map(|it| it.starter.text.as_str())];
        if known.into_iter().flatten().any(|it| it.trim_end() == held) {
            file.replace(&draft)?;
        }
        learning.file = Some(file);
        Ok(path)
    }
}
