//! Keeps what is typed off the screen while something is drawn there for another program, which reads its lines from the
//! terminal by itself. What is typed meanwhile waits there for that program.

use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the terminal's echo is off because of us.
static IS_HIDDEN: AtomicBool = AtomicBool::new(false);

/// Shows again what is typed when this goes.
#[derive(Debug, Default)]
pub struct HiddenTyping(());

impl HiddenTyping {
    /// What is typed from here on is not shown. Does nothing where a program has the keyboard key by key, where nothing was
    /// shown before, or where the terminal belongs to others just now.
    pub fn hide(&self) {
        if !IS_HIDDEN.load(Ordering::Relaxed) && system::set_echo(Echo::Off) {
            IS_HIDDEN.store(true, Ordering::Relaxed);
        }
    }

    /// What is typed is shown.
    pub fn show(&self) {
        show_typing();
    }
}

impl Drop for HiddenTyping {
    fn drop(&mut self) {
        show_typing();
    }
}

/// Puts the terminal's echo right; does nothing where it is.
pub(super) fn show_typing() {
    if IS_HIDDEN.swap(false, Ordering::Relaxed) {
        system::set_echo(Echo::On);
    }
}

/// Whether the terminal hands lines over, as it does by itself, and not key by key, as full-screen programs want it.
pub fn reads_lines() -> bool {
    system::reads_lines()
}

/// Whether the terminal shows what is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Echo {
    On,
    Off,
}

#[cfg(unix)]
mod system {
    use std::io::stdin;

    use rustix::process::getpgrp;
    use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcgetpgrp, tcsetattr};

    use super::Echo;

    /// Whether it has been done.
    pub fn set_echo(echo: Echo) -> bool {
        let Ok(mut mode) = tcgetattr(stdin()) else { return false };
        // Whoever sets the terminal from the background is stopped by the system.
        let is_ours = tcgetpgrp(stdin()).is_ok_and(|it| it == getpgrp());
        let is_due = echo == Echo::On || mode.local_modes.contains(LocalModes::ICANON | LocalModes::ECHO);
        if !is_ours || !is_due {
            return false;
        }
        mode.local_modes.set(LocalModes::ECHO, echo == Echo::On);
        tcsetattr(stdin(), OptionalActions::Now, &mode).is_ok()
    }

    pub fn reads_lines() -> bool {
        tcgetattr(stdin()).is_ok_and(|it| it.local_modes.contains(LocalModes::ICANON))
    }
}

#[cfg(not(unix))]
mod system {
    use super::Echo;

    pub fn set_echo(_: Echo) -> bool {
        false
    }

    pub fn reads_lines() -> bool {
        true
    }
}
