//! Runs in words: compared, told, explained.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::{example, meanwhile};

#[test]
fn compare_says_how_two_scripts_differ() {
    let (slow, fast) = (example("blocking.rhai"), example("nonblocking.rhai"));
    let arguments = ["compare", slow.to_str().unwrap(), fast.to_str().unwrap(), "--clock", "virtual"];
    let result = meanwhile(&[&arguments[..], &["--width", "120"]].concat(), Path::new("/"));
    let text = String::from_utf8_lossy(&result.stdout).into_owned();
    let said = "blocking.rhai 4.00 s · nonblocking.rhai 2.00 s · 2.0× faster: 2.00 s of waiting overlapped";
    assert!(text.lines().any(|line| line.starts_with(said)), "{text}");
    let last = text.lines().last().unwrap_or_default();
    assert!(last.starts_with("  all tasks together: blocking 4.00 s → 0 ms"), "{text}");
}

#[test]
fn a_run_can_be_told_in_words() {
    let script = example("nonblocking.rhai");
    let result = meanwhile(
        &["run", script.to_str().unwrap(), "--clock", "virtual", "--timeline", "words"],
        Path::new("/"),
    );
    let expected = "\
0.00 s: main begins.
0.00 s: main starts fetch_data (line 10).
0.00 s: main starts fetch_data #2 (line 11).
0.00 s: main waits 2.00 s for fetch_data (line 13).
0.00 s: fetch_data prints “Start fetching…”.
0.00 s: fetch_data waits 2.00 s for sleep (line 5).
0.00 s: fetch_data #2 prints “Start fetching…”.
0.00 s: fetch_data #2 waits 2.00 s for sleep (line 5).
2.00 s: fetch_data prints “Data fetched”.
2.00 s: fetch_data is done: 42.
2.00 s: fetch_data #2 prints “Data fetched”.
2.00 s: fetch_data #2 is done: 42.
2.00 s: main is done: 42.
2.00 s · 2 tasks · 4.00 s of waiting overlapped into 2.00 s · thread <1 % busy · virtual time
";
    assert_eq!(String::from_utf8_lossy(&result.stdout), expected);
}

#[test]
fn words_tell_once_what_happens_often() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("s.rhai"), "for i in 0..10000 { sleep(0.01); yield_now() }").unwrap();
    let result = meanwhile(&["run", "s.rhai", "--clock", "virtual", "--timeline", "words"], folder.path());
    let text = String::from_utf8_lossy(&result.stdout).into_owned();
    assert!(text.contains("main waits 9,998 more times for sleep (line 1), 1 m 40 s in all."), "{text}");
    assert!(text.lines().count() < 8, "{text}");
}

#[test]
fn hints_stand_under_the_frame_unless_they_are_off() {
    let folder = tempfile::tempdir().unwrap();
    let script = example("blocking.rhai");
    let run = |hints: &str| {
        let script = script.to_str().unwrap();
        let common = ["--clock", "virtual", "--timeline", "always", "--width", "200", "--hints", hints];
        let arguments: Vec<&str> = ["run", script].into_iter().chain(common).collect();
        String::from_utf8(meanwhile(&arguments, folder.path()).stdout).unwrap()
    };
    let hint =
        "▸ line 5: fetch_data and fetch_data #2 held the thread with sleep_blocking(2), 4.00 s in all.";
    assert!(run("on").contains(hint) && run("on").contains("About 2.00 s sooner (an estimate)."));
    assert!(!run("off").contains('▸'));
}

#[test]
fn traces_are_compared_as_scripts_are() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["blocking", "nonblocking"] {
        let (script, trace) = (example(&format!("{name}.rhai")), format!("{name}.jsonl"));
        let script = script.to_str().unwrap();
        meanwhile(&["run", script, "--clock", "virtual", "--trace", &trace], folder.path());
    }
    let common = ["--clock", "virtual", "--timeline", "always", "--width", "120"];
    let compare = |first: &str, second: &str| {
        let arguments: Vec<&str> = ["compare", first, second].into_iter().chain(common).collect();
        String::from_utf8(meanwhile(&arguments, folder.path()).stdout).unwrap()
    };
    let said = compare("blocking.jsonl", "nonblocking.jsonl");
    assert!(said.contains("2.0× faster: 2.00 s of waiting overlapped"), "{said}");
    assert!(said.contains("main: ends 2.00 s sooner, at 2.00 s (2.00 s less ready)"), "{said}");
    let scripts = ["blocking.rhai", "nonblocking.rhai"].map(|name| example(name).display().to_string());
    let lanes = |said: &str| said.lines().filter(|it| it.contains('│')).count();
    assert_eq!(lanes(&said), lanes(&compare(&scripts[0], &scripts[1])));
}

#[test]
fn plain_characters_are_plain_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    let script = "fn work() { sleep_blocking(0.3); }\nlet t = spawn work(); let u = spawn work();\nsleep(0.1);\n\
                  await t; print(\"a\" * 3)";
    fs::write(folder.path().join("script.rhai"), script).unwrap();
    let entries = ":demo\n:help\n:help spawn\n:help keys\nsleep(0.2)\n:compare\n:why\n:vars\nlet x = ;\n\
                   for i in 0..900 { i }\n[1, 2].map(|x| \"a long text of many words\" + x)\n:timeline\n:output\n:nosuch\n";
    let mut runs = Vec::new();
    for timeline in ["always", "words"] {
        let options = ["--glyphs", "ascii", "--clock", "virtual", "--timeline", timeline];
        runs.push(meanwhile(&[&["run", "script.rhai"][..], &options].concat(), folder.path()));
        runs.push(meanwhile(
            &[&["compare", "script.rhai", "script.rhai"][..], &options].concat(),
            folder.path(),
        ));
        let mut session = Command::new(env!("CARGO_BIN_EXE_meanwhile"));
        session.args(options).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut session = session.spawn().unwrap();
        session.stdin.take().unwrap().write_all(entries.as_bytes()).unwrap();
        runs.push(session.wait_with_output().unwrap());
    }
    for run in runs {
        for text in [&run.stdout, &run.stderr] {
            let text = String::from_utf8_lossy(text);
            let odd: Vec<&str> = text.lines().filter(|line| !line.is_ascii()).collect();
            assert!(odd.is_empty(), "{odd:#?}\n{text}");
        }
    }
}

#[test]
fn at_the_end_of_time_the_clock_stands_still() {
    let folder = tempfile::tempdir().unwrap();
    let script = "for i in 0..3 { sleep(8e9) } sleep(1); let t = spawn sleep(2); await t; print(\"after\")";
    fs::write(folder.path().join("script.rhai"), script).unwrap();
    for form in [&["--timeline", "always"][..], &["--timeline", "words"]] {
        let arguments = [&["run", "script.rhai", "--clock", "virtual"], form].concat();
        let result = meanwhile(&arguments, folder.path());
        assert!(String::from_utf8_lossy(&result.stdout).contains("after"), "{result:?}");
        assert_eq!(result.status.code(), Some(0));
    }
}

#[test]
fn tasks_that_block_on_threads_of_their_own_are_counted_where_they_have_no_lane() {
    let folder = tempfile::tempdir().unwrap();
    let script = "fn scan() { sleep_blocking(1) }\nlet all = [];\n\
                  for i in 0..40 { all.push(spawn_thread(|| scan())) }\nawait all;";
    fs::write(folder.path().join("script.rhai"), script).unwrap();
    let arguments = ["run", "script.rhai", "--clock", "virtual", "--timeline", "always", "--width", "80"];
    let result = meanwhile(&arguments, folder.path());
    let drawn = String::from_utf8_lossy(&result.stdout);
    // As many as have no lane of their own, in a row of their own: `25 blocking`.
    let counted = drawn.split(" blocking").next().unwrap_or_default();
    assert!(counted.ends_with(|it: char| it.is_ascii_digit()), "{drawn}");
}
