//! The program in a pseudo-terminal, as its users type at it: a file for each part of it that is typed at.

mod courses;
mod editor;
mod learn;
mod present;
#[path = "../support/pty.rs"]
mod pty;
mod repl;
#[cfg(unix)]
mod replay;
#[cfg(unix)]
#[allow(dead_code)] // The library's tests use all of it.
#[path = "../support/sampling.rs"]
mod sampling;
#[cfg(unix)]
mod steady;

use pty::{CTRL_D, Pty};

/// Waits for the prompt.
fn at_prompt(terminal: &mut Pty) {
    terminal.wait_until("a prompt", |screen| screen.contents().trim_end().ends_with('›'));
}

/// Leaves at the prompt. In between the terminal would take Ctrl-D for the end of a file that nobody reads.
fn leave(mut terminal: Pty) {
    at_prompt(&mut terminal);
    terminal.press(CTRL_D);
    assert!(terminal.wait_for_exit().success());
}
