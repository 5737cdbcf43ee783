//! Python programs, recorded by the built program and run beside plain Python. Without a `python3` they are skipped, with a
//! word; in CI they must run.

#[cfg(unix)]
#[path = "../support/interrupts.rs"]
mod interrupts;
mod live;
#[allow(dead_code, reason = "other programs type more")]
#[path = "../support/pty.rs"]
mod pty;
mod same;
mod special;
mod traces;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Where the programs lie. Each does in well under a second what a page of asyncio's documentation, or a walkthrough, is about.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python/programs")
}

/// Whether Python is here. Where it is not, a test says so and passes, but never in CI.
pub fn has_python() -> bool {
    let found = Command::new("python3").arg("--version").output().is_ok_and(|it| it.status.success());
    if !found {
        assert!(std::env::var_os("CI").is_none(), "CI needs python3");
        eprintln!("skipped: there is no python3 here");
    }
    found
}

/// Runs `meanwhile` with these arguments in a folder, nothing on its standard input.
pub fn meanwhile(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_meanwhile"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null()).output().unwrap()
}

/// Runs plain Python with these arguments in a folder, nothing on its standard input.
pub fn python(folder: &Path, arguments: &[&str]) -> Output {
    with("python3", folder, arguments)
}

/// Runs the interpreter of that name or path with these arguments in a folder, nothing on its standard input.
pub fn with(python: &str, folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(python);
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    #[cfg(unix)]
    interrupts::interruptible(&mut command);
    command.output().unwrap()
}

/// What a program wrote and how it left, as texts.
pub fn outcome(output: &Output) -> (String, String, Option<i32>) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr), output.status.code())
}
