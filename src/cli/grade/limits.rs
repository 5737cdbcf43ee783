//! What the system itself allows a judging process: the last fence, should all others fail.
//!
//! The process sets them for itself before it reads what it judges, and cannot raise them again. Address space is not
//! among them: each task's stack reserves much more than it uses.

/// Bytes of a file. Lessons' files are small.
#[cfg(unix)]
const LARGEST_FILE: u64 = 64 << 20;

/// Sets the limits where the system knows such: processor time, the size of files, no dump of memory.
#[cfg(unix)]
pub fn set(processor_seconds: u64) {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let limits = [(Resource::Core, 0), (Resource::Fsize, LARGEST_FILE), (Resource::Cpu, processor_seconds)];
    for (resource, most) in limits {
        // A system that refuses has stricter ones of its own.
        let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
    }
}

#[cfg(not(unix))]
pub fn set(_processor_seconds: u64) {}

/// Whether a process that ended so had used up its processor time.
#[cfg(unix)]
pub fn is_processor_time_over(status: std::process::ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;

    // With soft and hard limit alike, one system sends the first signal and another the second.
    let used_up = [rustix::process::Signal::XCPU, rustix::process::Signal::KILL].map(|it| it.as_raw());
    status.signal().is_some_and(|it| used_up.contains(&it))
}

#[cfg(not(unix))]
pub fn is_processor_time_over(_status: std::process::ExitStatus) -> bool {
    false
}

/// How it ended, in words: `with signal 11`, `with code 3`.
pub fn end_text(status: std::process::ExitStatus) -> String {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return format!("with signal {signal}");
    }
    status.code().map_or("without a code".to_owned(), |it| format!("with code {it}"))
}
