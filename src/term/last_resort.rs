//! The terminal put right from within a signal handler.
//!
//! There nothing may be locked or allocated, so the settings are those from the program's beginning, kept in a static,
//! and all that is done are system calls.

use rustix::io::write;
use rustix::stdio::{stdin, stdout};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};
use std::sync::OnceLock;

use super::full::{LEAVE_FULL, is_full};
use super::raw::{ERASE_LIVE, PASTES_NOT_TOLD, is_live};

/// Of standard input, if that is a terminal.
static AT_FIRST: OnceLock<Termios> = OnceLock::new();

/// Remembers how the terminal is set. Call it before anything is changed.
pub fn remember() {
    if let Ok(settings) = tcgetattr(stdin()) {
        let _ = AT_FIRST.set(settings);
    }
}

/// Puts the terminal right. It may be called from a signal handler.
pub fn restore_in_handler() {
    if is_live() {
        put(ERASE_LIVE);
    }
    if is_full() {
        put(LEAVE_FULL);
    }
    let (Some(first), Ok(now)) = (AT_FIRST.get(), tcgetattr(stdin())) else { return };
    // A program in the background that sets what is set already would be stopped for it.
    if now.local_modes != first.local_modes || now.input_modes != first.input_modes {
        put(PASTES_NOT_TOLD);
        let _ = tcsetattr(stdin(), OptionalActions::Now, first);
    }
}

/// A terminal that is gone needs nothing any more.
fn put(text: &str) {
    let _ = write(stdout(), text.as_bytes());
}
