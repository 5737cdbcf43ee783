//! Runs as files: traces, pictures, pages, recordings.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use crate::{example, meanwhile};

#[test]
fn a_script_and_its_trace_give_the_same_exports() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let script = example("blocking.rhai").to_str().unwrap().to_owned();
    let run = ["run", &script, "--clock", "virtual", "--trace", &path("trace.jsonl")];
    assert_eq!(meanwhile(&run, folder.path()).status.code(), Some(0));
    for kind in ["svg", "trace-json"] {
        let exported = |from: &str, to: &str| {
            let arguments = ["export", kind, from, "-o", to, "--clock", "virtual", "--width", "90"];
            let result = meanwhile(&arguments, folder.path());
            assert_eq!(String::from_utf8_lossy(&result.stderr), "");
            assert_eq!(result.status.code(), Some(0));
            result.stdout
        };
        let one = path(&format!("one.{kind}"));
        exported(&script, &one);
        let one = fs::read(one).unwrap();
        assert!(one.len() > 1000);
        assert!(one == exported(&path("trace.jsonl"), "-"), "{kind}");
    }
}

#[test]
fn an_export_goes_by_the_ending_of_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let script = example("nonblocking.rhai").to_str().unwrap().to_owned();
    let exported = |arguments: &[&str]| {
        let result = meanwhile(&[&["export", "--clock", "virtual"], arguments].concat(), folder.path());
        (result.status.code(), String::from_utf8_lossy(&result.stderr).into_owned())
    };
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let kinds = [("svg", "svg"), ("html", "html"), ("HTM", "html"), ("cast", "cast"), ("json", "trace-json")];
    for (ending, kind) in kinds {
        let (short, long) = (format!("short.{ending}"), format!("long.{ending}"));
        assert_eq!(exported(&[&script, "-o", &short]), (Some(0), String::new()));
        assert_eq!(exported(&[kind, &script, "-o", &long]), (Some(0), String::new()));
        assert!(read(&short) == read(&long), "{ending}");
    }
    assert!(read("long.html").contains("Content-Security-Policy"));
    for name in ["a.png", "none", "-"] {
        let (code, said) = exported(&[&script, "-o", name]);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("the ending should be .svg (a picture), .html (a page)"), "{said}");
    }
    let (code, said) = exported(&[&script, &script, "-o", "two.svg"]);
    assert!(code == Some(2) && said.contains("meanwhile compare A B --svg"), "{said}");
    let (code, said) = exported(&[&script, "-o", "a.cast", "--from", "1"]);
    assert!(code == Some(2) && said.contains("a.cast holds all of a run; --from"), "{said}");
    assert!(exported(&[]).1.contains("Usage: meanwhile export"), "{}", exported(&[]).1);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 10);
}

#[test]
fn a_part_of_a_run_is_exported() {
    let folder = tempfile::tempdir().unwrap();
    let script = example("blocking.rhai").to_str().unwrap().to_owned();
    let exported = |arguments: &[&str]| {
        let all = [&["export", "svg", &script, "-o", "-", "--clock", "virtual"], arguments].concat();
        let result = meanwhile(&all, folder.path());
        (result.status.code(), String::from_utf8_lossy(&[result.stdout, result.stderr].concat()).into_owned())
    };
    let (code, picture) = exported(&["--from", "1.0", "--to", "2500ms", "--tasks", "main, fetch_data #2"]);
    assert_eq!(code, Some(0), "{picture}");
    assert!(picture.contains("From 1.00 s to 2.50 s of the whole run: 4.00 s"), "{picture}");
    assert!(!picture.contains(" fetch_data: ") && picture.contains(" fetch_data #2: "), "{picture}");
    for (arguments, expected) in [
        (["--from", "99"], "blocking.rhai ends at 4.00 s; there is nothing after it."),
        (["--to", "0"], "0 ms is not after 0 ms"),
        (["--from", "-1"], "an instant is written like 1.5 or 350ms"),
        (["--to", "soon"], "an instant is written like 1.5 or 350ms"),
        (["--tasks", "nobody"], "The run has no task nobody. It has: main, fetch_data, fetch_data #2."),
        (["--run", "7"], "blocking.rhai has no run 7, only run 1"),
    ] {
        let (code, said) = exported(&arguments);
        assert!(code == Some(2) && said.contains(expected), "{arguments:?}: {said}");
    }
}

#[test]
fn a_run_of_a_session_can_be_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_meanwhile"))
        .args(["--clock", "virtual", "--trace", "session.jsonl"])
        .current_dir(folder.path())
        .env("HOME", folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"sleep(1)\nlet x = 1\nsleep(3)\nprint(x)\n").unwrap();
    assert!(child.wait_with_output().unwrap().status.success());
    let exported = |run: &[&str]| {
        let arguments = [&["export", "svg", "session.jsonl", "-o", "-"], run].concat();
        let result = meanwhile(&arguments, folder.path());
        String::from_utf8_lossy(&[result.stdout, result.stderr].concat()).into_owned()
    };
    assert!(exported(&["--run", "1"]).contains("waiting 1.00 s"));
    assert!(exported(&["--run", "2"]).contains("waiting 3.00 s"));
    assert!(exported(&[]).contains("waiting 3.00 s"));
    assert!(exported(&["--run", "3"]).contains("repl has no run 3, only 1 to 2"));
    // Each kind takes a number, and a page two of them.
    let by_ending = |ending: &str, run: &str| {
        let out = format!("out.{ending}");
        let result =
            meanwhile(&["export", "session.jsonl", "-o", &out, "--force", "--run", run], folder.path());
        let said = String::from_utf8_lossy(&result.stderr).into_owned();
        if result.status.success() { fs::read_to_string(folder.path().join(out)).unwrap() } else { said }
    };
    assert!(by_ending("json", "2").contains("\"dur\":3000"), "{}", by_ending("json", "2"));
    assert!(!by_ending("json", "1").contains("\"dur\":3000"));
    assert!(by_ending("cast", "1").contains("repl, run 1"));
    let both = by_ending("html", "1,2");
    assert!(both.contains("repl, run 1 and repl, run 2"), "{both}");
    assert!(by_ending("svg", "1,2").contains("out.svg shows one run"));
    assert!(by_ending("html", "1,2,1").contains("at most two runs go together, but --run names 3"));
    assert!(by_ending("cast", "3").contains("repl has no run 3, only 1 to 2"));
}

#[test]
fn a_script_that_fails_is_drawn_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("bad.rhai"), "print(1); throw \"boom\"").unwrap();
    let arguments = ["export", "svg", "bad.rhai", "-o", "bad.svg", "--clock", "virtual"];
    let result = meanwhile(&arguments, folder.path());
    assert!(String::from_utf8_lossy(&result.stderr).contains("boom"));
    assert_eq!(result.status.code(), Some(1));
    assert!(fs::read_to_string(folder.path().join("bad.svg")).unwrap().contains(">failed<"));
}

#[test]
fn what_cannot_be_exported_is_said_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let header = "{\"format\":\"meanwhile-trace\",\"version\":1,\"clock\":\"virtual\",\"source\":\"x\"}\n";
    fs::write(folder.path().join("new.jsonl"), header.replace("\"version\":1", "\"version\":9")).unwrap();
    fs::write(folder.path().join("torn.jsonl"), format!("{header}{{\"at\":")).unwrap();
    fs::write(folder.path().join("empty.jsonl"), header).unwrap();
    fs::write(folder.path().join("typo.rhai"), "let x = ;").unwrap();
    for (file, expected, code) in [
        ("missing.rhai", "there is no file missing.rhai", 2),
        ("new.jsonl", "this trace has version 9", 2),
        ("torn.jsonl", "line 2 of the trace", 2),
        ("empty.jsonl", "no run is recorded", 2),
        ("typo.rhai", "typo.rhai, line 1", 1),
    ] {
        let result = meanwhile(&["export", "svg", file, "-o", "out.svg"], folder.path());
        let said = String::from_utf8_lossy(&result.stderr).into_owned();
        assert!(said.contains(expected), "{said}");
        assert_eq!(result.status.code(), Some(code), "{said}");
        assert!(!folder.path().join("out.svg").exists(), "{file}");
    }
}

#[test]
fn a_trace_is_asked_for_where_a_run_is_made() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.rhai"), "print(1)").unwrap();
    for line in
        ["compare a.rhai a.rhai", "export svg a.rhai -o a.svg", "replay a.rhai", "course check .", "grade ."]
    {
        let arguments: Vec<&str> = line.split(' ').chain(["--trace", "t.jsonl"]).collect();
        let output = meanwhile(&arguments, folder.path());
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.code() == Some(2) && error.contains("--trace keeps what runs now"),
            "{line}: {error}"
        );
        assert!(!folder.path().join("t.jsonl").exists() && !folder.path().join("a.svg").exists());
    }
}

#[test]
fn two_virtual_runs_write_the_same_trace_and_it_reads_back() {
    let folder = tempfile::tempdir().unwrap();
    let script =
        "fn work(n) { for i in 0..20 { busy(0.001 * n); sleep(0.1 * n); yield_now(); print(n, i) } n }
        let tasks = [1, 2, 3].map(|n| spawn work(n)); mark(\"all spawned\"); print(await tasks);
        let c = spawn sleep(9); sleep(1); c.cancel(); spawn || { let x = #{a: 1, b: [2]}; x };";
    fs::write(folder.path().join("s.rhai"), script).unwrap();
    for trace in ["one", "two"] {
        let result = meanwhile(&["run", "s.rhai", "--clock", "virtual", "--trace", trace], folder.path());
        assert!(result.status.success(), "{}", String::from_utf8_lossy(&result.stderr));
    }
    let one = fs::read(folder.path().join("one")).unwrap();
    assert_eq!(one, fs::read(folder.path().join("two")).unwrap());
    let (header, trace) = meanwhile::trace::read(&one[..]).unwrap();
    assert_eq!(header.source, "s.rhai");
    assert!(trace.events().len() > 300);
    let mut again = Vec::new();
    meanwhile::trace::write(&trace, &header, &mut again).unwrap();
    assert_eq!(String::from_utf8(again).unwrap(), String::from_utf8(one).unwrap());
}
