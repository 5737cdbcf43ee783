//! The keyboard's end of the terminal: waiting for keys.

use std::io;
use std::time::Duration;

use crossterm::event;

use super::{Size, size};

/// Enough for what is there already; with less, crossterm does not look. It looks all that time, at full speed, so it
/// is asked only where there may be something.
const AT_ONCE: Duration = Duration::from_millis(1);

/// Crossterm may hear of a changed window a little after its size has changed: this many waits ask all the same.
const LOOKS: u8 = 8;

/// Waits for keys and other events of the terminal.
#[derive(Debug)]
pub struct Waiter {
    /// In how many waits to ask crossterm, although nothing says that there is something.
    looks: u8,
    size: Size,
}

impl Default for Waiter {
    /// Crossterm may have read something that nobody has taken, or be about to hear of a change.
    fn default() -> Self {
        Waiter { looks: LOOKS, size: size() }
    }
}

impl Waiter {
    /// Waits until there is an event to read, or the time is over. Says whether there is one.
    ///
    /// # Errors
    /// [`io::ErrorKind::UnexpectedEof`] where the terminal is gone: to read from it would never end.
    pub fn wait(&mut self, timeout: Duration) -> io::Result<bool> {
        if self.looks > 0 && self.look()? {
            return Ok(true);
        }
        let is_there = wait_for_input(timeout)?;
        // A changed window is an event as well, and is not told on standard input.
        let before = std::mem::replace(&mut self.size, size());
        if self.size != before {
            self.looks = LOOKS;
        }
        if is_there || self.looks > 0 { self.look() } else { Ok(false) }
    }

    /// Whether there is an event to read by now.
    ///
    /// # Errors
    /// The terminal cannot be read.
    pub fn look(&mut self) -> io::Result<bool> {
        let is_there = event::poll(AT_ONCE)?;
        self.looks = if is_there { self.looks.max(1) } else { self.looks.saturating_sub(1) };
        Ok(is_there)
    }
}

/// Waits until there may be something to read, or the time is over. Says which.
#[cfg(unix)]
fn wait_for_input(timeout: Duration) -> io::Result<bool> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let stdin = io::stdin();
    let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
    let timeout =
        Timespec { tv_sec: timeout.as_secs().cast_signed(), tv_nsec: timeout.subsec_nanos().into() };
    match poll(&mut fds, Some(&timeout)) {
        // A signal: the window has another size, perhaps.
        Err(rustix::io::Errno::INTR) => return Ok(true),
        result => result?,
    };
    let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
    match fds[0].revents().intersects(gone) {
        true => Err(io::ErrorKind::UnexpectedEof.into()),
        false => Ok(!fds[0].revents().is_empty()),
    }
}

/// The same; crossterm waits well there.
#[cfg(not(unix))]
fn wait_for_input(timeout: Duration) -> io::Result<bool> {
    event::poll(timeout)
}
