//! What was graded already, kept while a command runs: after Ctrl-C, a full disk or a crash the same command goes on from
//! there. The file goes away when the command has written its reports.
//!
//! A line is one judgement, found again by what was judged. So a changed answer is judged again, and a line that was cut
//! off is worth nothing.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use anyhow::Context;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::course::verdict::TroubleKind;
use crate::grading::conduct::Judgement;

/// Journals of commands that nobody gave again are cleared away after this time.
const OLDEST: Duration = Duration::from_secs(30 * 24 * 3600);

/// The journal of a command.
pub struct Journal {
    path: PathBuf,
    file: Mutex<File>,
    kept: HashMap<String, Judgement>,
}

#[derive(Serialize, Deserialize)]
struct Line {
    key: String,
    judgement: Judgement,
}

impl Journal {
    /// Opens the journal in this folder of the command that these texts tell from all others.
    pub fn open(folder: &Path, command: &[&str]) -> anyhow::Result<Journal> {
        let path = folder.join(format!("{}.jsonl", digest(command)));
        let problem = || format!("cannot keep what is graded in {}", path.display());
        fs::create_dir_all(folder).with_context(problem)?;
        clear_old(folder);
        let text = match fs::read(&path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error).with_context(problem),
        };
        let lines = text.lines().filter_map(|it| serde_json::from_str::<Line>(it).ok());
        let kept = lines.map(|it| (it.key, it.judgement)).collect();
        let mut file = options().open(&path).with_context(problem)?;
        // A line that was cut off must not swallow the next one.
        if !text.is_empty() && !text.ends_with('\n') {
            file.write_all(b"\n").with_context(problem)?;
        }
        Ok(Journal { file: Mutex::new(file), kept, path })
    }

    /// What was kept of this answer.
    pub fn judgement(&self, lesson: &str, answer: &str) -> Option<Judgement> {
        self.kept.get(&digest(&[lesson, answer])).cloned()
    }

    /// Keeps a judgement, unless it may be another one the next time.
    pub fn keep(&self, lesson: &str, answer: &str, judgement: &Judgement) -> anyhow::Result<()> {
        if judgement.verdict.trouble.as_ref().is_some_and(|it| it.kind == TroubleKind::Crashed) {
            return Ok(());
        }
        let line = Line { key: digest(&[lesson, answer]), judgement: judgement.clone() };
        let text = serde_json::to_string(&line)? + "\n";
        let mut file = self.file.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        // At once, so that nothing waits in this process when it is killed.
        file.write_all(text.as_bytes())
            .with_context(|| format!("cannot keep what is graded in {}", self.path.display()))
    }

    /// Everything is reported.
    pub fn finish(self) {
        // What is left behind would only save work.
        let _ = fs::remove_file(&self.path);
    }
}

/// Only its owner may read it: it tells of students.
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn clear_old(folder: &Path) {
    let is_old = |it: &fs::DirEntry| {
        let about = it.metadata().and_then(|it| it.modified());
        about.is_ok_and(|it| SystemTime::now().duration_since(it).is_ok_and(|age| age > OLDEST))
    };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten().filter(is_old) {
        let _ = fs::remove_file(entry.path());
    }
}

fn digest(texts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        // With its length before it, no text can be taken for two.
        hash.update(text.len().to_le_bytes());
        hash.update(text);
    }
    hash.finalize().iter().take(16).map(|it| format!("{it:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::verdict::{Trouble, Verdict};

    fn judgement(kind: Option<TroubleKind>) -> Judgement {
        let trouble = kind.map(|kind| Trouble { kind, text: "why".to_owned() });
        Judgement::unseen(Verdict { lesson: "two".to_owned(), checks: vec![], trouble })
    }

    #[test]
    fn the_same_command_finds_what_was_kept() {
        let folder = tempfile::tempdir().unwrap();
        let open = |command: &str| Journal::open(folder.path(), &[command]).unwrap();
        let journal = open("grade a");
        journal.keep("two", "an answer", &judgement(None)).unwrap();
        journal.keep("two", "unlucky", &judgement(Some(TroubleKind::Crashed))).unwrap();
        // The process is killed while it writes.
        fs::OpenOptions::new().append(true).open(&journal.path).unwrap().write_all(b"{\"key\":\"12").unwrap();
        drop(journal);
        let journal = open("grade a");
        assert_eq!(journal.judgement("two", "an answer"), Some(judgement(None)));
        for (lesson, answer) in
            [("one", "an answer"), ("two", "another"), ("two", "unlucky"), ("twoan", " answer")]
        {
            assert_eq!(journal.judgement(lesson, answer), None, "{lesson} {answer}");
        }
        journal.keep("two", "another", &judgement(None)).unwrap();
        assert!(open("grade a").judgement("two", "another").is_some(), "the next line is whole");
        assert!(open("grade b").judgement("two", "an answer").is_none());
        journal.finish();
        assert!(open("grade a").judgement("two", "an answer").is_none());
    }
}
