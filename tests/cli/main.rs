//! The program as a whole, without a terminal: what goes where, exit codes, files.

mod exports;
mod orders;
mod scripts;
mod words;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn meanwhile(arguments: &[&str], folder: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_meanwhile"));
    command.args(arguments).current_dir(folder).env_remove("NO_COLOR").stdin(Stdio::null());
    command.output().unwrap()
}

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons/examples").join(name)
}

/// Runs a script under the virtual clock and checks standard output, and that standard error holds a text.
fn check(script: &str, output: &str, error: &str, code: i32) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("script.rhai"), script).unwrap();
    let result = meanwhile(&["run", "script.rhai", "--clock", "virtual"], folder.path());
    assert_eq!(String::from_utf8_lossy(&result.stdout), output, "{script}");
    let said = String::from_utf8_lossy(&result.stderr);
    assert!(said.contains(error), "{script}: {said}");
    assert!(!error.is_empty() || said.is_empty(), "{script}: {said}");
    assert_eq!(result.status.code(), Some(code), "{script}");
}
