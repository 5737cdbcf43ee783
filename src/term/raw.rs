//! Raw mode, left again whatever happens.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

/// Whether the terminal is in raw mode because of us.
static RAW: AtomicBool = AtomicBool::new(false);
/// Whether a live region is on the screen, with the cursor hidden at its top.
static LIVE: AtomicBool = AtomicBool::new(false);
/// Whether the terminal is quiet.
static QUIET: AtomicBool = AtomicBool::new(false);

/// Ends a synchronised update, wraps lines again and shows the cursor.
pub(super) const NORMAL: &str = "\x1b[?7h\x1b[?25h\x1b[?2026l";
/// Erases a live region, then as [`NORMAL`].
pub(super) const ERASE_LIVE: &str = "\r\x1b[J\x1b[?7h\x1b[?25h\x1b[?2026l";

/// The terminal tells pastes from keys.
pub(super) const PASTES_TOLD: &str = "\x1b[?2004h";
pub(super) const PASTES_NOT_TOLD: &str = "\x1b[?2004l";

/// The terminal is in raw mode while this lives: keys come at once and are not echoed, and a paste comes as one.
#[derive(Debug)]
pub struct RawMode(());

impl RawMode {
    /// Enters raw mode. The error is the system's, where there is no terminal.
    pub fn enter() -> io::Result<RawMode> {
        resume_raw()?;
        Ok(RawMode(()))
    }
}

pub(super) fn is_raw() -> bool {
    RAW.load(Ordering::SeqCst)
}

/// Enters raw mode, whoever is to leave it.
pub(super) fn resume_raw() -> io::Result<()> {
    enable_raw_mode()?;
    RAW.store(true, Ordering::SeqCst);
    write_at_once(PASTES_TOLD);
    Ok(())
}

impl Drop for RawMode {
    fn drop(&mut self) {
        leave();
    }
}

fn leave() {
    if RAW.swap(false, Ordering::SeqCst) {
        if !is_quiet() {
            write_at_once(PASTES_NOT_TOLD);
        }
        let _ = disable_raw_mode();
    }
}

/// A terminal that is gone needs nothing any more.
pub(super) fn write_at_once(text: &str) {
    let mut out = io::stdout();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Whether the terminal is in the mode of `mode.rs`, in which pastes are marked all the time.
pub(super) fn is_quiet() -> bool {
    QUIET.load(Ordering::SeqCst)
}

/// Says whether the terminal is in that mode; gives whether it was.
pub(super) fn set_quiet(is_quiet: bool) -> bool {
    QUIET.swap(is_quiet, Ordering::SeqCst)
}

pub(super) fn set_live(is_live: bool) {
    LIVE.store(is_live, Ordering::SeqCst);
}

pub(super) fn is_live() -> bool {
    LIVE.load(Ordering::SeqCst)
}

/// Takes a live region from the screen, gives the window back and leaves raw mode, where there is any of it.
pub(super) fn restore_raw() {
    super::full::restore_full();
    if LIVE.swap(false, Ordering::SeqCst) {
        write_at_once(ERASE_LIVE);
    }
    leave();
}
