//! Recorded and plain, a program prints the same, fails with the same traceback, and leaves with the same code.

use std::fs;
use std::sync::Mutex;
use std::thread;

use crate::{folder, has_python, meanwhile, outcome, python};

/// A choice for every run of the tests: one of each kind of thing.
const SAMPLE: &[&str] = &[
    "blocking_classic",
    "cancel_me",
    "exception_never_retrieved",
    "executor_threads",
    "exit_code",
    "frames_inspect",
    "group_failure_uncaught",
    "main_module",
    "never_awaited",
    "os_exit",
    "sqlite",
    "streams_echo",
    "subprocess_exec",
    "syntax_error",
    "task_repr",
    "thread_fails",
    "unicode_and_bytes",
];

#[test]
fn a_sample_of_programs_does_recorded_what_it_does_plain() {
    if has_python() {
        compare(SAMPLE.iter().map(|name| format!("{name}.py")).collect());
    }
}

#[test]
#[ignore = "takes a minute: all programs"]
fn every_program_does_recorded_what_it_does_plain() {
    if has_python() {
        let files = fs::read_dir(folder()).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
        let mut files: Vec<String> = files.filter(|it| it.ends_with(".py")).collect();
        files.sort();
        assert!(files.len() >= 100, "only {} programs", files.len());
        compare(files);
    }
}

/// Runs each program both ways, several at a time.
fn compare(files: Vec<String>) {
    let rest = Mutex::new(files);
    let next = || rest.lock().unwrap().pop();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(file) = next() {
                    let plain = outcome(&python(&folder(), &[&file]));
                    let recorded = outcome(&meanwhile(&folder(), &["run", &file, "--timeline", "never"]));
                    assert_eq!(recorded, plain, "{file}");
                }
            });
        }
    });
}
