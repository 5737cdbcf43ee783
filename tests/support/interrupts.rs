//! Programs that an interrupt reaches, also where the shell that began the tests has it ignored for all of its own.

use std::os::unix::process::CommandExt;
use std::process::Command;

/// The same command; what it starts does by an interrupt what programs do unless they are told otherwise.
pub fn interruptible(command: &mut Command) -> &mut Command {
    let listen = || {
        // SAFETY: between fork and exec nothing else of this process runs, and `signal` is allowed there.
        unsafe { libc::signal(libc::SIGINT, libc::SIG_DFL) };
        Ok(())
    };
    // SAFETY: `listen` neither allocates nor takes a lock.
    unsafe { command.pre_exec(listen) }
}
