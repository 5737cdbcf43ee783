//! What the system itself allows a judging process: the last fence, should all others fail.
//!
//! The process sets them for itself before it reads what it judges, and cannot raise them again. Address space is not
//! among them: each task's stack reserves much more than it uses.

#[cfg(unix)]
use super::disk;

/// Sets the limits where the system knows such: processor time, the size of files, no dump of memory.
#[cfg(unix)]
pub fn set(processor_seconds: u64) {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let limits =
        [(Resource::Core, 0), (Resource::Fsize, disk::MAX_BYTES), (Resource::Cpu, processor_seconds)];
    for (resource, most) in limits {
        // At the first limit there is a signal that says which it was; at the second, a second later, it is killed.
        let limit = Rlimit { current: Some(most), maximum: Some(most + 1) };
        // A system that refuses has stricter ones of its own.
        let _ = setrlimit(resource, limit);
    }
}

#[cfg(not(unix))]
pub fn set(_processor_seconds: u64) {}

/// What a process did that ended so, as far as the system says.
#[cfg(unix)]
pub fn cause(status: std::process::ExitStatus) -> Option<String> {
    use rustix::process::Signal;
    use std::os::unix::process::ExitStatusExt;

    let signal = status.signal()?;
    let is = |it: Signal| it.as_raw() == signal;
    if is(Signal::XCPU) {
        let most = super::PROCESSOR_SECONDS;
        Some(format!("this computes too long: judging it used more than {most} s of processor time"))
    } else if is(Signal::XFSZ) {
        Some(disk::excess_text())
    } else if is(Signal::KILL) {
        Some("the system killed the judging process".to_owned())
    } else {
        Some(format!("the judging process fell with signal {signal}"))
    }
}

#[cfg(not(unix))]
pub fn cause(_status: std::process::ExitStatus) -> Option<String> {
    None
}
