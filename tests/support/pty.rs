//! A program in a terminal that exists only in memory: type, resize, and read the screen as a person would.
//!
//! Nothing here sleeps: a test says what it waits for, and fails with a picture of the screen when that does not
//! come.
//!
//! ```no_run
//! let mut terminal = Pty::meanwhile(&[]).size(80, 24).start();
//! terminal.wait_for("›");
//! terminal.type_text("1 + 1").press(ENTER);
//! terminal.wait_for("2");
//! terminal.press(CTRL_D);
//! assert!(terminal.wait_for_exit().success());
//! ```

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, mpsc};
use std::time::{Duration, Instant};

pub const ENTER: &str = "\r";
pub const TAB: &str = "\t";
pub const ESCAPE: &str = "\x1b";
pub const UP: &str = "\x1b[A";
pub const DOWN: &str = "\x1b[B";
pub const RIGHT: &str = "\x1b[C";
pub const LEFT: &str = "\x1b[D";
pub const HOME: &str = "\x1b[H";
pub const END: &str = "\x1b[F";
pub const PAGE_DOWN: &str = "\x1b[6~";
pub const CTRL_C: &str = "\x03";
pub const CTRL_D: &str = "\x04";
pub const CTRL_L: &str = "\x0c";
pub const CTRL_R: &str = "\x12";
pub const CTRL_Z: &str = "\x1a";

/// A test waits this long for something that must come. Long, because a busy machine is no failure.
const PATIENCE: Duration = Duration::from_secs(20);

/// The lines that are kept after they have left the screen.
const SCROLLBACK: usize = 10_000;

/// How a program will be started.
pub struct Start {
    command: CommandBuilder,
    size: PtySize,
    home: tempfile::TempDir,
}

impl Start {
    /// So many columns and rows; 80 × 24 unless it is said.
    pub fn size(mut self, columns: u16, rows: u16) -> Start {
        self.size = size(columns, rows);
        self
    }

    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Start {
        self.command.env(name, value);
        self
    }

    pub fn folder(mut self, folder: &Path) -> Start {
        self.command.cwd(folder);
        self
    }

    pub fn start(self) -> Pty {
        let pair = native_pty_system().openpty(self.size).expect("a pseudo-terminal");
        let child = pair.slave.spawn_command(self.command).expect("the program starts");
        // The program has the only other end now: when it goes, reading ends.
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let mut writer = pair.master.take_writer().expect("a writer");
        // Writing waits where the program does not read, and the program may wait for its output to be read: so
        // neither the test nor the thread that reads must ever write.
        let (keys, typed) = mpsc::channel::<String>();
        std::thread::spawn(move || {
            // A program that has gone is no error here: the test sees that it has.
            while let Ok(keys) = typed.recv() {
                let _ = writer.write_all(keys.as_bytes()).and_then(|()| writer.flush());
            }
        });
        let parser =
            vt100::Parser::new_with_callbacks(self.size.rows, self.size.cols, SCROLLBACK, Replies::default());
        let shared = Arc::new((Mutex::new(State { parser, output: vec![], ended: false }), Condvar::new()));
        let (state, replies) = (shared.clone(), keys.clone());
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            // A program that ends is an error on some systems, and the end of the file on others.
            while let Ok(length @ 1..) = reader.read(&mut buffer) {
                let mut locked = lock(&state.0);
                locked.output.extend(&buffer[..length]);
                locked.parser.process(&buffer[..length]);
                let _ = replies.send(std::mem::take(&mut locked.parser.callbacks_mut().0));
                drop(locked);
                state.1.notify_all();
            }
            lock(&state.0).ended = true;
            state.1.notify_all();
        });
        Pty { shared, keys, master: pair.master, child, home: self.home }
    }
}

/// A program in a terminal. It is killed when this goes.
pub struct Pty {
    shared: Arc<(Mutex<State>, Condvar)>,
    keys: mpsc::Sender<String>,
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    home: tempfile::TempDir,
}

impl Pty {
    /// The program of this project, with these arguments.
    pub fn meanwhile(arguments: &[&str]) -> Start {
        Pty::program(Path::new(env!("CARGO_BIN_EXE_meanwhile")), arguments)
    }

    /// Any program. It sees a terminal with colours, and a home that is empty and its own.
    pub fn program(program: &Path, arguments: &[&str]) -> Start {
        let home = tempfile::tempdir().expect("a folder");
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        for name in ["NO_COLOR", "COLORTERM", "TERM_PROGRAM", "EDITOR", "VISUAL", "COLUMNS", "LINES"] {
            command.env_remove(name);
        }
        command.env("TERM", "xterm-256color");
        command.env("HOME", home.path());
        command.env("XDG_STATE_HOME", home.path().join("state"));
        command.env("XDG_DATA_HOME", home.path().join("data"));
        command.env("XDG_CONFIG_HOME", home.path().join("config"));
        command.cwd(home.path());
        Start { command, size: size(80, 24), home }
    }

    /// Types `text` as it is, without an Enter at its end.
    pub fn type_text(&mut self, text: &str) -> &mut Pty {
        self.press(text)
    }

    /// Presses a key: one of the constants above.
    pub fn press(&mut self, key: &str) -> &mut Pty {
        self.keys.send(key.into()).expect("a thread that types");
        self
    }

    /// Pastes `text`, as a terminal does for a program that has asked to be told about pastes.
    pub fn paste(&mut self, text: &str) -> &mut Pty {
        let text = text.replace('\n', "\r");
        self.wait_until("pastes are bracketed", |screen| screen.bracketed_paste());
        self.press(&format!("\x1b[200~{text}\x1b[201~"))
    }

    /// Waits until the screen shows `text`, and gives the screen.
    pub fn wait_for(&mut self, text: &str) -> String {
        self.wait_until(&format!("{text:?} is on the screen"), |screen| shown(screen).contains(text))
    }

    /// Waits until the screen no longer shows `text`, and gives the screen.
    pub fn wait_until_gone(&mut self, text: &str) -> String {
        self.wait_until(&format!("{text:?} is gone"), |screen| !shown(screen).contains(text))
    }

    /// Waits until `test` holds for [`everything`](Pty::everything). `what` is for the one who reads the failure.
    pub fn wait_for_everything(&mut self, what: &str, test: impl Fn(&str) -> bool) -> String {
        self.wait(what, |state| test(&everything(state)));
        self.everything()
    }

    /// Waits until `test` holds for the screen, and gives the screen. `what` is for the one who reads the failure.
    pub fn wait_until(&mut self, what: &str, test: impl Fn(&vt100::Screen) -> bool) -> String {
        self.wait(what, |state| test(state.parser.screen()));
        self.screen()
    }

    /// Whether `test` holds for the screen and all that was written, within this time.
    pub fn comes_within(&self, patience: Duration, test: impl Fn(&vt100::Screen, &[u8]) -> bool) -> bool {
        let end = Instant::now() + patience;
        let mut state = lock(&self.shared.0);
        loop {
            if test(state.parser.screen(), &state.output) {
                return true;
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() || state.ended {
                return false;
            }
            state = self.shared.1.wait_timeout(state, left).expect("no panic in the reader").0;
        }
    }

    /// The screen as text: without space at the end of its lines, and without the empty lines at its end.
    pub fn screen(&self) -> String {
        shown(lock(&self.shared.0).parser.screen())
    }

    /// The screen as vt100 sees it, for colours, the cursor and modes.
    pub fn look<T>(&self, look: impl FnOnce(&vt100::Screen) -> T) -> T {
        look(lock(&self.shared.0).parser.screen())
    }

    /// The lines that have left the screen, and the screen.
    pub fn everything(&self) -> String {
        everything(&mut lock(&self.shared.0))
    }

    /// Every byte the program has written.
    pub fn output(&self) -> Vec<u8> {
        lock(&self.shared.0).output.clone()
    }

    /// Changes the size of the terminal; the program is told.
    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Pty {
        // Before the program hears of it, so that what it draws then is read in the new size.
        lock(&self.shared.0).parser.screen_mut().set_size(rows, columns);
        self.master.resize(size(columns, rows)).expect("a new size");
        self
    }

    /// Waits until the program has ended.
    pub fn wait_for_exit(&mut self) -> ExitStatus {
        self.wait("the program has ended", |state| state.ended);
        self.child.wait().expect("how it ended")
    }

    /// The program's home: empty, unless the program has put something there.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    pub fn process_id(&self) -> Option<u32> {
        self.child.process_id()
    }

    /// Whether the terminal shows what is typed, as it does before a program changes that.
    #[cfg(unix)]
    #[allow(dead_code)]
    pub fn echoes(&self) -> bool {
        self.master.get_termios().is_some_and(|it| it.local_flags.bits() & libc::ECHO != 0)
    }

    fn wait(&mut self, what: &str, test: impl Fn(&mut State) -> bool) {
        let end = Instant::now() + PATIENCE;
        let mut state = lock(&self.shared.0);
        while !test(&mut state) {
            let left = end.saturating_duration_since(Instant::now());
            let reason = match state.ended {
                true => "the program has ended",
                false if left.is_zero() => "time is up",
                false => {
                    state = self.shared.1.wait_timeout(state, left).expect("no panic in the reader").0;
                    continue;
                }
            };
            let picture = everything(&mut state);
            drop(state);
            panic!("waiting until {what}, but {reason}. The screen, and what has left it:\n{picture}\n");
        }
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        // A test that fails must not leave its program behind. It may have ended long ago.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct State {
    parser: vt100::Parser<Replies>,
    output: Vec<u8>,
    /// The program has closed the terminal.
    ended: bool,
}

/// What the terminal answers, as a real one does: where the cursor is, and that it is a terminal.
#[derive(Default)]
struct Replies(String);

impl vt100::Callbacks for Replies {
    fn unhandled_csi(
        &mut self,
        screen: &mut vt100::Screen,
        first: Option<u8>,
        _: Option<u8>,
        parameters: &[&[u16]],
        command: char,
    ) {
        match (first, command, parameters) {
            (None, 'n', [[6]]) => {
                let (row, column) = screen.cursor_position();
                self.0.push_str(&format!("\x1b[{};{}R", row + 1, column + 1));
            }
            (None, 'n', [[5]]) => self.0.push_str("\x1b[0n"),
            (None, 'c', _) => self.0.push_str("\x1b[?62;22c"),
            _ => {}
        }
    }
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("no panic elsewhere")
}

fn rows(screen: &vt100::Screen) -> impl Iterator<Item = String> {
    let (_, columns) = screen.size();
    screen.rows(0, columns).map(|row| row.trim_end().to_string())
}

fn shown(screen: &vt100::Screen) -> String {
    rows(screen).collect::<Vec<_>>().join("\n").trim_end().to_string()
}

fn everything(state: &mut State) -> String {
    let screen = state.parser.screen_mut();
    screen.set_scrollback(usize::MAX);
    let mut lines = vec![];
    for offset in (1..=screen.scrollback()).rev() {
        screen.set_scrollback(offset);
        lines.extend(rows(screen).next());
    }
    screen.set_scrollback(0);
    lines.extend(rows(screen));
    lines.join("\n").trim_end().to_string()
}
