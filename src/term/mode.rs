//! How the terminal behaves while the program has it, put right again whatever happens.
//!
//! Keys are not echoed and wait in the terminal until somebody reads them, so what is typed while something runs is
//! there, in its order, at the next prompt. Ctrl-C and Ctrl-Z are signals; no key quits the program.

use std::io;
use std::time::Duration;

use crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};

use super::raw::{
    PASTES_NOT_TOLD, PASTES_TOLD, is_quiet, is_raw, restore_raw, resume_raw, set_quiet, write_at_once,
};
use super::typing::show_typing;

/// The terminal behaves as described above while this lives.
#[derive(Debug)]
pub struct QuietMode(());

impl QuietMode {
    /// Enters the mode.
    ///
    /// # Errors
    /// There is no terminal.
    pub fn enter() -> io::Result<QuietMode> {
        system::enter()?;
        set_quiet(true);
        write_at_once(PASTES_TOLD);
        Ok(QuietMode(()))
    }
}

impl Drop for QuietMode {
    fn drop(&mut self) {
        leave();
    }
}

fn leave() {
    if set_quiet(false) {
        write_at_once(PASTES_NOT_TOLD);
        system::leave();
    }
}

/// Puts the terminal right: for a panic hook, or before the process leaves without unwinding. Does nothing
/// where nothing is to be put right, and may be called from any thread and more than once.
pub fn restore() {
    restore_raw();
    leave();
    show_typing();
}

/// Lets another program have the terminal as it was at first while `work` goes on.
pub fn lend<T>(work: impl FnOnce() -> T) -> T {
    let (was_raw, was_quiet) = (is_raw(), is_quiet());
    restore();
    let result = work();
    if was_quiet && system::enter().is_ok() {
        set_quiet(true);
        write_at_once(PASTES_TOLD);
    }
    if was_raw {
        // A terminal that is gone is noticed by whoever reads it next.
        let _ = resume_raw();
    }
    result
}

/// Suspends the program, as Ctrl-Z does, with the terminal as it was at first. Comes back when the program is to go
/// on. Does nothing where nobody could have it go on.
pub fn suspend() {
    if system::can_be_resumed() {
        lend(system::stop);
    }
}

/// Takes what was typed ahead out of the terminal. Enter is a `\r`, a line break within a paste a `\n`.
pub fn take_typed() -> String {
    let mut typed = String::new();
    while event::poll(Duration::from_millis(1)).unwrap_or(false) {
        match event::read() {
            Ok(Event::Paste(text)) => typed.push_str(&text.replace("\r\n", "\n").replace('\r', "\n")),
            Ok(Event::Key(key)) if key.kind != KeyEventKind::Release => match key.code {
                KeyCode::Enter if key.modifiers.contains(KeyModifiers::ALT) => typed.push('\n'),
                KeyCode::Enter => typed.push('\r'),
                KeyCode::Backspace => drop(typed.pop()),
                KeyCode::Char(it) if !key.modifiers.contains(KeyModifiers::CONTROL) => typed.push(it),
                _ => {}
            },
            Ok(_) => {}
            Err(_) => break,
        }
    }
    typed
}

/// Forgets what was typed ahead.
pub fn forget_typed() {
    system::forget_typed();
}

/// Whether the terminal is gone.
pub fn is_gone() -> bool {
    system::is_gone()
}

#[cfg(unix)]
mod system {
    use std::io::{self, stdin};
    use std::sync::{Mutex, PoisonError};

    use nix::unistd::{getpgid, getppid, getsid};
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::process::{Signal, getpid, kill_process};
    use rustix::termios::{
        InputModes, LocalModes, OptionalActions, QueueSelector, SpecialCodeIndex, Termios, tcflush,
        tcgetattr, tcsetattr,
    };

    /// What a key is set to that has no special meaning.
    const NO_KEY: u8 = if cfg!(target_os = "linux") { 0 } else { 0xff };

    /// How the terminal was at first.
    static FIRST: Mutex<Option<Termios>> = Mutex::new(None);

    fn first() -> Option<Termios> {
        FIRST.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn enter() -> io::Result<()> {
        let now = tcgetattr(stdin())?;
        let mut quiet = FIRST.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(now).clone();
        quiet.local_modes.remove(LocalModes::ECHO | LocalModes::ICANON | LocalModes::IEXTEN);
        // A signal must not make the terminal drop what is being drawn.
        quiet.local_modes.insert(LocalModes::ISIG | LocalModes::NOFLSH);
        quiet.input_modes.remove(InputModes::ICRNL | InputModes::IXON | InputModes::ISTRIP);
        quiet.special_codes[SpecialCodeIndex::VQUIT] = NO_KEY;
        quiet.special_codes[SpecialCodeIndex::VMIN] = 1;
        quiet.special_codes[SpecialCodeIndex::VTIME] = 0;
        Ok(tcsetattr(stdin(), OptionalActions::Now, &quiet)?)
    }

    pub fn leave() {
        if let Some(first) = first() {
            let _ = tcsetattr(stdin(), OptionalActions::Now, &first);
        }
    }

    /// A shell's child can be resumed by it; one that nobody looks after cannot.
    ///
    /// In a container the leader of the parent's session may be a process that cannot be seen from inside; its
    /// number is then 0, which rustix holds for impossible and nix does not.
    pub fn can_be_resumed() -> bool {
        let parent = getppid();
        let same_session = getsid(Some(parent)).is_ok_and(|it| getsid(None) == Ok(it));
        let same_group = getpgid(Some(parent)).is_ok_and(|it| getpgid(None) == Ok(it));
        parent.as_raw() != 0 && same_session && !same_group
    }

    pub fn stop() {
        let _ = kill_process(getpid(), Signal::STOP);
    }

    pub fn forget_typed() {
        let _ = tcflush(stdin(), QueueSelector::IFlush);
    }

    pub fn is_gone() -> bool {
        let stdin = stdin();
        let mut fds = [PollFd::new(&stdin, PollFlags::empty())];
        let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
        let gone = PollFlags::HUP | PollFlags::ERR;
        poll(&mut fds, Some(&at_once)).is_ok_and(|count| count > 0) && fds[0].revents().intersects(gone)
    }
}

#[cfg(not(unix))]
mod system {
    use std::io;

    pub fn enter() -> io::Result<()> {
        Ok(())
    }

    pub fn leave() {}

    pub fn can_be_resumed() -> bool {
        false
    }

    pub fn stop() {}

    pub fn forget_typed() {}

    pub fn is_gone() -> bool {
        false
    }
}
