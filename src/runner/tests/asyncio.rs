//! The programs of asyncio's documentation, and of what it says in words, in `tests/asyncio`: each in Python and in
//! Rhai. Both print the same lines in the same order at the same times.
//!
//! `expected/` holds what CPython printed under a loop whose time only jumps (`stepping.py`). The long run asks it
//! again; with `UPDATE_ASYNCIO=1` in the environment that writes the files anew.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::run_program;
use crate::script::Answer;
use crate::trace::ClockKind;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/asyncio")
}

/// The names of the programs, in order.
fn names() -> Vec<String> {
    let entries = fs::read_dir(folder()).unwrap();
    let names = entries.filter_map(|entry| {
        let path = entry.unwrap().path();
        (path.extension()? == "rhai").then(|| path.file_stem().unwrap().to_string_lossy().into_owned())
    });
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

fn read(name: &str) -> String {
    // A checkout on Windows may have other line ends.
    fs::read_to_string(folder().join(name)).unwrap().replace("\r\n", "\n")
}

/// What CPython says to each of the programs. None where there is no Python 3.11 or later.
pub(super) fn python(programs: &[String], arguments: &[&str]) -> Option<Vec<String>> {
    let probe =
        Command::new("python3").args(["-c", "import sys; sys.exit(sys.version_info < (3, 11))"]).status();
    if !probe.is_ok_and(|status| status.success()) {
        return None;
    }
    let mut child = Command::new("python3")
        .arg(folder().join("stepping.py"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let text: String = programs.iter().map(|program| format!("# begin\n{program}\n# end\n")).collect();
    let mut input = child.stdin.take()?;
    let writer = std::thread::spawn(move || drop(input.write_all(text.as_bytes())));
    let output = child.wait_with_output().ok()?;
    writer.join().ok()?;
    let said = String::from_utf8_lossy(&output.stdout).replace("\r\n", "\n");
    Some(said.split("# end\n").take(programs.len()).map(str::to_owned).collect())
}

#[test]
fn programs_of_asyncios_documentation_do_the_same_here() {
    let mut different = Vec::new();
    let names = names();
    assert!(names.len() > 80, "{}", names.len());
    for name in &names {
        let (said, end, _) = run_program(ClockKind::Virtual, &read(&format!("{name}.rhai")));
        let mut said: String = said.iter().map(|line| format!("{line}\n")).collect();
        if let Answer::Failed(report) = &end.answer {
            said.push_str(&format!("failed: {}\n", report.title));
        }
        let expected = read(&format!("expected/{name}.txt"));
        if said != expected {
            different.push(format!("{name}\n--- here\n{said}--- CPython\n{expected}"));
        }
    }
    assert!(different.is_empty(), "{} of {} differ\n{}", different.len(), names.len(), different.join("\n"));
}

#[test]
#[ignore = "a long run"]
fn long_cpython_prints_what_is_expected() {
    let names = names();
    let programs: Vec<_> = names.iter().map(|name| read(&format!("{name}.py"))).collect();
    let Some(said) = python(&programs, &[]) else {
        eprintln!("skipped: there is no python3 of version 3.11 or later here");
        return;
    };
    for (name, said) in names.iter().zip(said) {
        if std::env::var_os("UPDATE_ASYNCIO").is_some() {
            fs::write(folder().join(format!("expected/{name}.txt")), &said).unwrap();
        }
        assert_eq!(said, read(&format!("expected/{name}.txt")), "{name}");
    }
}
