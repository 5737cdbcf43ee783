//! Progress on disk: each change is applied to the freshly read file under a lock, written beside it, and put in
//! its place in one step.
//!
//! So a crash leaves the file of before or of after, and two sessions at once merge. What could not be written is
//! kept in memory and written with the next change that can be.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::file::{self, Contents};
use super::{Change, Progress};
use crate::files::{self, Origin, ReadError, UNINTERRUPTED};

/// How long another session may hold the lock; a change takes it some milliseconds.
const LOCK_TIMEOUT: Duration = Duration::from_secs(1);
const LOOK: Duration = Duration::from_millis(5);
/// Characters of a course's id that become part of a file's name.
const LONGEST_NAME: usize = 80;
/// The most bytes of a file with progress. The largest that is written has some hundred kilobytes.
const MAX_BYTES: u64 = 64 << 20;

/// Something the learner should know about how progress is kept.
#[derive(Debug, thiserror::Error)]
pub enum Notice {
    #[error("The file with your progress was damaged. It is kept as {}, and a new one is begun.", .0.display())]
    SetAside(PathBuf),
    #[error(
        "Your progress in {} was kept by a newer meanwhile. It is left as it is, and what you do now is not kept.",
        .0.display()
    )]
    Newer(PathBuf),
    #[error("Your progress cannot be kept at the moment: {}: {}. It is tried again with your next step.", .0.display(), .1)]
    Unwritable(PathBuf, io::Error),
    #[error("This system names no folder for your data, so your progress is not kept.")]
    NoFolder,
}

/// The progress of one learner in one course, kept in a file where that is possible.
#[derive(Debug)]
pub struct Store {
    course: String,
    /// None where nothing is to be written (any more).
    path: Option<PathBuf>,
    progress: Progress,
    /// What the file held last; where it is gone or damaged, that is what goes on.
    saved: Progress,
    /// Changes that are not in the file yet.
    pending: Vec<Change>,
    /// The learner knows that the file cannot be written.
    has_complained: bool,
}

/// What came of a look at the file under the lock.
enum Kept {
    Written(Progress, Option<PathBuf>),
    Newer,
}

/// The folder of this user's data; none where the system names none.
pub fn data_folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    Some(etcetera::choose_base_strategy().ok()?.data_dir().join("meanwhile"))
}

impl Store {
    /// The progress in a course, by its id. `folder` is usually [`data_folder`]; without one, progress lives as
    /// long as the store.
    pub fn open(folder: Option<&Path>, course: &str) -> (Store, Option<Notice>) {
        let path = folder.map(|it| it.join("progress").join(format!("{}.json", file_stem(course))));
        let notice = path.is_none().then_some(Notice::NoFolder);
        let mut store = Store {
            course: course.to_owned(),
            path,
            progress: Progress::default(),
            saved: Progress::default(),
            pending: Vec::new(),
            has_complained: false,
        };
        let notice = notice.or_else(|| store.keep());
        if matches!(notice, Some(Notice::Unwritable(..))) {
            store.look();
        }
        (store, notice)
    }

    /// As of the last change, with what other sessions had done by then.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Carries a change out and keeps it.
    pub fn change(&mut self, change: Change) -> Option<Notice> {
        self.progress.apply(&change);
        self.pending.push(change);
        self.keep()
    }

    /// Whether all that was done is on disk.
    pub fn is_kept(&self) -> bool {
        self.path.is_some() && self.pending.is_empty()
    }

    /// Takes over what the file holds where no lock can be had, as on a disk that is read only.
    fn look(&mut self) {
        let bytes = self.path.as_ref().and_then(|path| read_file(path).ok());
        if let Some(Contents::Progress(read)) = bytes.map(|it| file::read(&it)) {
            (self.saved, self.progress) = (read.clone(), read);
        }
    }

    fn keep(&mut self) -> Option<Notice> {
        let path = self.path.clone()?;
        match keep(&path, &self.course, &self.saved, &self.pending) {
            Ok(Kept::Written(progress, set_aside)) => {
                self.saved = progress.clone();
                self.progress = progress;
                self.pending.clear();
                self.has_complained = false;
                set_aside.map(Notice::SetAside)
            }
            Ok(Kept::Newer) => {
                self.path = None;
                Some(Notice::Newer(path))
            }
            Err(_) if self.has_complained => None,
            Err(error) => {
                self.has_complained = true;
                Some(Notice::Unwritable(path, error))
            }
        }
    }
}

/// Applies the changes to what the file holds now. A file that is whole and has nothing to be changed is not
/// touched.
fn keep(path: &Path, course: &str, saved: &Progress, changes: &[Change]) -> io::Result<Kept> {
    let folder = path.parent().unwrap_or(Path::new("."));
    files::create_private_folder(folder)?;
    let _lock = lock(&path.with_extension("lock"))?;
    let (mut progress, mut set_aside) = (saved.clone(), None);
    match read_file(path) {
        Err(error) if error.is_missing() => {}
        Err(error) => return Err(io::Error::other(error.to_string())),
        Ok(bytes) => match file::read(&bytes) {
            Contents::Progress(read) => progress = read,
            Contents::Newer => return Ok(Kept::Newer),
            Contents::Damaged => {
                let to = free_name(path);
                fs::rename(path, &to)?;
                set_aside = Some(to);
            }
        },
    }
    if !changes.is_empty() {
        changes.iter().for_each(|change| progress.apply(change));
        files::replace_private(path, file::write(course, &progress).as_bytes())?;
    }
    Ok(Kept::Written(progress, set_aside))
}

fn read_file(path: &Path) -> Result<Vec<u8>, ReadError> {
    files::read(path, Origin::Referenced, MAX_BYTES, UNINTERRUPTED)
}

/// Holds the lock until it is dropped, or the process ends in whatever way.
fn lock(path: &Path) -> io::Result<File> {
    let file = private(OpenOptions::new().create(true).truncate(false).write(true)).open(path)?;
    let end = Instant::now() + LOCK_TIMEOUT;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            // Some network folders know no locks; one session at a time is safe there.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) if Instant::now() > end => {
                return Err(io::Error::new(io::ErrorKind::TimedOut, "another session is using it"));
            }
            Err(TryLockError::WouldBlock) => std::thread::sleep(LOOK),
        }
    }
}

/// Only the user may read what the user writes.
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// A name beside a damaged file that nothing has yet.
fn free_name(path: &Path) -> PathBuf {
    let name = |number: u32| path.with_extension(format!("damaged-{number}.json"));
    (1..).map(name).find(|it| !it.exists()).unwrap_or_else(|| name(0))
}

/// A course's id as the name of a file, whatever it is made of. Ids that differ have names that differ.
fn file_stem(course: &str) -> String {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let stem: String = course.chars().filter(|c| is_plain(*c)).take(LONGEST_NAME).collect();
    if stem == course && !stem.is_empty() {
        return stem;
    }
    let hash = super::super::fnv::hash(course.as_bytes());
    format!("{stem}_{hash:016x}")
}
