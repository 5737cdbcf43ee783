//! The keyboard's end of the terminal: waiting for keys.

use std::io;
use std::time::Duration;

/// Waits until there is something to read, the window has changed, or the time is over.
///
/// # Errors
/// [`io::ErrorKind::UnexpectedEof`] where the terminal is gone: to read from it would never end.
#[cfg(unix)]
pub fn wait_for_input(timeout: Duration) -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let stdin = io::stdin();
    let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
    let timeout =
        Timespec { tv_sec: timeout.as_secs().cast_signed(), tv_nsec: timeout.subsec_nanos().into() };
    match poll(&mut fds, Some(&timeout)) {
        // A signal: the window has another size, perhaps.
        Err(rustix::io::Errno::INTR) => return Ok(()),
        result => result?,
    };
    let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
    match fds[0].revents().intersects(gone) {
        true => Err(io::ErrorKind::UnexpectedEof.into()),
        false => Ok(()),
    }
}

/// Waits until there is something to read, the window has changed, or the time is over.
///
/// # Errors
/// Those of the terminal.
#[cfg(not(unix))]
pub fn wait_for_input(timeout: Duration) -> io::Result<()> {
    crossterm::event::poll(timeout).map(drop)
}
