//! Recorded and plain, a program prints the same, fails with the same traceback, and leaves with the same code.

use std::fs;
use std::sync::Mutex;
use std::thread;

use crate::{folder, has_python, meanwhile, outcome, with};

/// A choice for every run of the tests: one of each kind of thing.
const SAMPLE: &[&str] = &[
    "blocking_classic",
    "called_at_exit",
    "cancel_me",
    "exception_never_retrieved",
    "exec_another",
    "executor_threads",
    "exit_code",
    "frames_inspect",
    "group_failure_uncaught",
    "loops_in_threads",
    "main_module",
    "never_awaited",
    "never_awaited_debug",
    "odd_callbacks",
    "os_exit",
    "replaced_builtins",
    "shared_values",
    "sqlite",
    "streams_echo",
    "subprocess_exec",
    "syntax_error",
    "task_repr",
    "thread_fails",
    "unicode_and_bytes",
    "warning_levels",
];

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn a_sample_of_programs_does_recorded_what_it_does_plain() {
    if has_python() {
        compare("python3", SAMPLE.iter().map(|name| format!("{name}.py")).collect());
    }
}

#[test]
#[ignore = "takes a minute: all programs"]
fn long_every_program_does_recorded_what_it_does_plain() {
    if has_python() {
        let files = fs::read_dir(folder()).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
        let mut files: Vec<String> = files.filter(|it| it.ends_with(".py")).collect();
        files.sort();
        assert!(files.len() >= 100, "only {} programs", files.len());
        // Other Pythons than the one on the path, with a blank between two.
        let pythons = std::env::var("MEANWHILE_PYTHONS").unwrap_or_else(|_| "python3".to_owned());
        for python in pythons.split_whitespace() {
            compare(python, files.clone());
        }
    }
}

/// Addresses of objects are others in every run.
fn without_addresses(text: &str) -> String {
    let mut parts = text.split(" at 0x");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |said, part| said + " at …" + part.trim_start_matches(|c: char| c.is_ascii_hexdigit()))
}

/// Runs each program both ways, several at a time.
fn compare(python: &str, files: Vec<String>) {
    let rest = Mutex::new(files);
    let next = || rest.lock().unwrap().pop();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(file) = next() {
                    let plain = with(python, &folder(), &[&file]);
                    let recorded = &["run", &file, "--timeline", "never", "--python", python];
                    let [recorded, plain] = [meanwhile(&folder(), recorded), plain].map(|it| {
                        let (output, errors, code) = outcome(&it);
                        (without_addresses(&output), without_addresses(&errors), code)
                    });
                    assert_eq!(recorded, plain, "{python} {file}");
                }
            });
        }
    });
}
