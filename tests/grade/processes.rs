//! Judging processes do not outlive the grader, and believe nobody.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::class::text;

#[test]
fn a_job_that_is_none_is_refused() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_meanwhile"));
    let streams = command.arg("judge").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = streams.spawn().unwrap();
    process.stdin.take().unwrap().write_all(b"{\"lesson\": 1}\n").unwrap();
    let output = process.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("this is no job of `meanwhile grade`"));
    assert_eq!(text(&output.stdout), "");
}

/// The grader is killed in the way that it cannot notice.
#[cfg(target_os = "linux")]
#[test]
fn a_killed_grader_leaves_no_process_behind() {
    use std::fs;
    use std::path::Path;
    use std::thread::sleep;
    use std::time::Duration;

    let class = crate::class::Class::new();
    class.hand_in("ann.rhai", include_str!("hostile/slow/native-search.rhai"));
    let mut grader = class.command(&["--lesson", "two-fetches"]).stdout(Stdio::null()).spawn().unwrap();
    let tasks = format!("/proc/{}/task", grader.id());
    let child = || {
        let tasks = fs::read_dir(&tasks).unwrap().map(|it| it.unwrap().path().join("children"));
        let children: String = tasks.filter_map(|it| fs::read_to_string(it).ok()).collect();
        children.split_whitespace().next().map(str::to_owned)
    };
    // There is no other sign to wait for.
    let find = |sign: &mut dyn FnMut() -> bool| {
        (0..500).any(|_| {
            sign() || {
                sleep(Duration::from_millis(10));
                false
            }
        })
    };
    let mut judge = None;
    assert!(
        find(&mut || {
            judge = child();
            judge.is_some()
        }),
        "no process was started"
    );
    grader.kill().unwrap();
    grader.wait().unwrap();
    let status = format!("/proc/{}/stat", judge.unwrap());
    let is_gone = || fs::read_to_string(Path::new(&status)).map_or(true, |it| it.contains(") Z "));
    assert!(find(&mut || is_gone()), "the judging process lives on");
}
