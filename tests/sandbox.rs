//! `--sandbox` and its doors on the command line.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn run(folder: &Path, script: &str, options: &[&str]) -> Output {
    fs::write(folder.join("script.rhai"), script).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_meanwhile"));
    command.args(["run", "script.rhai"]).args(options);
    command.current_dir(folder).stdin(Stdio::null()).output().unwrap()
}

/// Checks standard output, and what standard error holds.
fn check(script: &str, options: &[&str], output: &str, error: &str) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    fs::write(folder.path().join("data/file"), "open").unwrap();
    fs::write(folder.path().join("module.rhai"), "").unwrap();
    let result = run(folder.path(), script, options);
    let said = String::from_utf8_lossy(&result.stderr);
    assert_eq!(String::from_utf8_lossy(&result.stdout), output, "{script}: {said}");
    assert!(said.contains(error), "{script}: {said}");
}

#[test]
fn doors_are_closed_until_they_are_opened() {
    let closed = "the sandbox is closed";
    let read = "print(fs::read(\"data/file\"))";
    check(read, &[], "open\n", "");
    check(read, &["--sandbox"], "", closed);
    check(read, &["--sandbox", "--allow-read", "data"], "open\n", "");
    check(read, &["--sandbox", "--allow-write", "data"], "", closed);
    check("fs::write(\"data/new\", \"\")", &["--sandbox", "--allow-read", "data"], "", closed);
    check("fs::write(\"data/new\", \"\")", &["--sandbox", "--allow-write", "data"], "", "");
    check("fs::read(\"data/../script.rhai\")", &["--sandbox", "--allow-read", "data"], "", closed);
    check("import \"module\" as m", &["--sandbox"], "", closed);
    check("import \"module\" as m", &["--sandbox", "--allow-read", "."], "", "");
    check("http::get(\"http://127.0.0.1:1\")", &["--sandbox"], "", closed);
    let open = &["--sandbox", "--allow-net"];
    check("http::get(\"http://127.0.0.1:1\")", open, "", "connection refused");
}

#[test]
fn doors_belong_to_the_sandbox_and_must_exist() {
    let run = "print(process::run(\"cargo\", [\"--version\"]).status)";
    check(run, &["--sandbox"], "", "no other program may be");
    check(run, &["--sandbox", "--allow-run"], "0\n", "");
    check("", &["--allow-net"], "", "opens a door of --sandbox");
    check("", &["--sandbox", "--allow-read", "none"], "", "the sandbox cannot open a folder: none");
}

#[test]
fn memory_has_a_limit() {
    let grow = "let s = \"abcdefgh\"; loop { s += s }";
    check(grow, &["--sandbox"], "", "too much memory (more than 256 MB in one run)");
}
