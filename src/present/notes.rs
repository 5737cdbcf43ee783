//! The speaker's notes in a second terminal: a talk tells them through a socket in the user's own folder.
//!
//! What goes through it is what the deck says, to programs of the same user alone.

use std::io;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Where the talk is, for the speaker.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notes {
    pub title: String,
    /// From 1.
    pub slide: usize,
    pub slides: usize,
    /// Seconds since the talk began, and since this slide came.
    pub seconds: u64,
    pub seconds_here: u64,
    /// Markdown.
    pub notes: String,
    /// What Enter does, in words.
    pub next: String,
    /// What will be typed; perhaps empty.
    pub code: String,
}

/// Between two looks at the clock.
const TICK: Duration = Duration::from_millis(250);

/// `03:07`, or `1:03:07`.
pub fn clock_text(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes:02}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

#[cfg(unix)]
mod system {
    use std::fs;
    use std::io::{self, BufRead, BufReader, Write};
    use std::os::unix::net::{UnixListener, UnixStream};
    use std::path::{Path, PathBuf};
    use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
    use std::sync::{Arc, Mutex, PoisonError};
    use std::thread;
    use std::time::Duration;

    use super::{Notes, TICK};
    use crate::files::create_private_folder;

    const ENDING: &str = "talk";
    /// A reader that takes nothing for so long is left alone.
    const WRITE_TIMEOUT: Duration = Duration::from_millis(200);
    const MAX_READERS: usize = 8;
    /// The most bytes of one message.
    const MAX_MESSAGE: u64 = 1 << 20;

    #[derive(Default)]
    struct Shared {
        readers: Vec<UnixStream>,
        latest: String,
    }

    /// Sends the notes to those who read along.
    pub struct Speaker {
        shared: Arc<Mutex<Shared>>,
        path: PathBuf,
    }

    impl Speaker {
        /// Opens the socket in this folder.
        ///
        /// # Errors
        /// The system has no such folder, or no socket.
        pub fn open(folder: &Path) -> io::Result<Speaker> {
            create_private_folder(folder)?;
            for path in sockets(folder) {
                // Of a talk that did not end by itself.
                if UnixStream::connect(&path).is_err() {
                    let _ = fs::remove_file(path);
                }
            }
            let path = folder.join(format!("{}.{ENDING}", std::process::id()));
            let listener = UnixListener::bind(&path)?;
            let shared = Arc::<Mutex<Shared>>::default();
            let theirs = shared.clone();
            thread::Builder::new().name("notes".into()).spawn(move || {
                for reader in listener.incoming().flatten() {
                    let _ = reader.set_write_timeout(Some(WRITE_TIMEOUT));
                    let mut shared = theirs.lock().unwrap_or_else(PoisonError::into_inner);
                    let latest = shared.latest.clone();
                    let mut reader = reader;
                    if shared.readers.len() < MAX_READERS && reader.write_all(latest.as_bytes()).is_ok() {
                        shared.readers.push(reader);
                    }
                }
            })?;
            Ok(Speaker { shared, path })
        }

        pub fn tell(&self, notes: &Notes) {
            let Ok(text) = serde_json::to_string(notes) else { return };
            let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
            shared.latest = format!("{text}\n");
            let latest = shared.latest.clone();
            shared.readers.retain_mut(|reader| reader.write_all(latest.as_bytes()).is_ok());
        }
    }

    impl Drop for Speaker {
        fn drop(&mut self) {
            let _ = fs::remove_file(&self.path);
        }
    }

    fn sockets(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|it| it.path()).filter(|it| it.extension().is_some_and(|it| it == ENDING)).collect()
    }

    /// Reads a talk's notes until it ends; `show` gets them, and each moment at which clocks go on.
    ///
    /// # Errors
    /// No talk is being given, or `show` fails.
    pub fn follow(folder: &Path, mut show: impl FnMut(&Notes, Duration) -> io::Result<()>) -> io::Result<()> {
        let stream = sockets(folder).iter().find_map(|path| UnixStream::connect(path).ok());
        let stream = stream.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        let (sender, receiver) = channel();
        thread::Builder::new().name("notes".into()).spawn(move || {
            let mut lines = BufReader::new(stream);
            loop {
                let mut line = String::new();
                match io::Read::take(&mut lines, MAX_MESSAGE).read_line(&mut line) {
                    Ok(1..) if line.ends_with('\n') => {}
                    _ => return,
                }
                let told = serde_json::from_str::<Notes>(&line).is_ok_and(|it| sender.send(it).is_ok());
                if !told {
                    return;
                }
            }
        })?;
        keep_showing(&receiver, &mut show)
    }

    fn keep_showing(
        receiver: &Receiver<Notes>,
        show: &mut impl FnMut(&Notes, Duration) -> io::Result<()>,
    ) -> io::Result<()> {
        let Ok(mut notes) = receiver.recv() else { return Ok(()) };
        let mut since = std::time::Instant::now();
        loop {
            show(&notes, since.elapsed())?;
            match receiver.recv_timeout(TICK) {
                Ok(newer) => (notes, since) = (newer, std::time::Instant::now()),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn who_comes_late_gets_the_latest_and_all_hear_of_the_end() {
            let folder = tempfile::tempdir().unwrap();
            assert_eq!(follow(folder.path(), |_, _| Ok(())).unwrap_err().kind(), io::ErrorKind::NotFound);
            // One that was left by a talk that was killed.
            drop(UnixListener::bind(folder.path().join("1.talk")).unwrap());
            let speaker = Speaker::open(folder.path()).unwrap();
            let notes = |slide| Notes { slide, notes: "Breathe.\nSmile.".into(), ..Notes::default() };
            speaker.tell(&notes(1));
            speaker.tell(&notes(2));
            let place = folder.path().to_path_buf();
            let (sender, receiver) = channel();
            let reader = thread::spawn(move || {
                follow(&place, |notes, _| {
                    let _ = sender.send(notes.clone());
                    Ok(())
                })
            });
            assert_eq!(receiver.recv().unwrap(), notes(2));
            speaker.tell(&notes(3));
            while receiver.recv().unwrap() != notes(3) {}
            let Speaker { shared, .. } = &speaker;
            shared.lock().unwrap().readers.clear();
            reader.join().unwrap().unwrap();
            assert_eq!(sockets(folder.path()).len(), 1);
        }
    }
}

#[cfg(not(unix))]
mod system {
    use std::io;
    use std::path::Path;
    use std::time::Duration;

    use super::Notes;

    /// There is no socket here.
    pub struct Speaker;

    impl Speaker {
        pub fn open(_folder: &Path) -> io::Result<Speaker> {
            Err(io::ErrorKind::Unsupported.into())
        }

        pub fn tell(&self, _notes: &Notes) {}
    }

    pub fn follow(_folder: &Path, _show: impl FnMut(&Notes, Duration) -> io::Result<()>) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

pub use system::{Speaker, follow};

/// The folder of the sockets, where the system names one.
pub fn socket_folder() -> Option<std::path::PathBuf> {
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").filter(|it| !it.is_empty());
    match runtime {
        Some(folder) => Some(std::path::PathBuf::from(folder).join("meanwhile")),
        None => Some(crate::course::progress::data_folder()?.join("run")),
    }
}

/// What could not be followed, in words.
pub fn trouble(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => {
            "no talk is being given here; start one in another terminal: meanwhile present DECK.md".to_owned()
        }
        io::ErrorKind::Unsupported => "notes in a second terminal need a system with Unix sockets".to_owned(),
        _ => format!("the talk cannot be followed: {error}"),
    }
}
