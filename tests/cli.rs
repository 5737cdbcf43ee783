//! The program as a whole, without a terminal: what goes where, exit codes, files.

use std::fs;
use std::io::Write;
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

#[test]
fn into_a_pipe_goes_what_the_script_prints_and_nothing_else() {
    check("print(1); sleep(1); print(\"two\", [3])", "1\ntwo [3]\n", "", 0);
    check("print(\"\\x1b[31mraw\")", "\x1b[31mraw\n", "", 0);
}

/// Nobody reads what it says, as when the reader of a pipe has had enough.
#[test]
fn a_reader_that_has_gone_is_no_defect() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("talk.md"), "```rhai +run\n1\n```\n").unwrap();
    let talk = "talk.md";
    for arguments in [
        &["jupyter", "install", "--prefix", "."][..],
        &["export", "book", "-o", "book"],
        &["course", "new", "course"],
        &["present", talk, "--check"],
        &["present", talk, "--check", "--accept"],
        &["learn", "--report"],
        &["learn", "--review"],
        &["learn", "--log", "on"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = Command::new(env!("CARGO_BIN_EXE_meanwhile"));
        command.args(arguments).current_dir(folder.path()).stdin(Stdio::null());
        command.env("HOME", folder.path()).env("XDG_DATA_HOME", folder.path()).stdout(writer);
        let result = command.stderr(Stdio::piped()).output().unwrap();
        let said = String::from_utf8_lossy(&result.stderr);
        assert_eq!((result.status.code(), said.as_ref()), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
fn errors_go_to_standard_error_with_place_and_code_1() {
    check("print(1);\nthrow \"boom\"", "1\n", "script.rhai, line 2, column 1", 1);
    check("let x = ;", "", "script.rhai, line 1", 1);
}

#[test]
fn tasks_nobody_awaited_are_named() {
    check("spawn sleep(9);\nprint(1)", "1\n", "sleep (line 1) had not ended when the script did", 0);
    check("fn bad() { throw \"boom\" }\nspawn bad(); sleep(1)", "", "bad failed, and nobody awaited it", 0);
    check("try { channel().sned(1) } catch { }", "", "A catch has hidden a mistake in the program itself", 0);
}

#[test]
fn files_that_are_no_scripts_are_said_to_be_none() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("latin1.rhai"), b"print(\"\xe9\")").unwrap();
    fs::create_dir(folder.path().join("folder")).unwrap();
    for (file, expected) in [
        ("missing.rhai", "there is no file missing.rhai"),
        ("folder", "folder is a folder; name the script in it"),
        ("latin1.rhai", "latin1.rhai is not text (byte 7 is no UTF-8)"),
    ] {
        let result = meanwhile(&["run", file], folder.path());
        let said = String::from_utf8_lossy(&result.stderr).into_owned();
        assert!(said.contains(expected), "{said}");
        assert_eq!(result.status.code(), Some(2));
    }
    assert_eq!(meanwhile(&["run"], folder.path()).status.code(), Some(2));
    assert_eq!(meanwhile(&["runn", "x"], folder.path()).status.code(), Some(2));
}

#[test]
fn a_lesson_that_does_not_exist_opens_no_course() {
    let folder = tempfile::tempdir().unwrap();
    for (wanted, said) in [
        ("nosuch", "There is no lesson `nosuch`; they are 1 to 19"),
        ("20", "There is no lesson 20; they are 1 to 19"),
        ("0", "There is no lesson 0; they are 1 to 19"),
        ("cancel", "There is no lesson `cancel`; did you mean `"),
    ] {
        let result = meanwhile(&["learn", "--lesson", wanted], folder.path());
        assert_eq!(result.status.code(), Some(2), "{wanted}");
        let error = String::from_utf8_lossy(&result.stderr);
        assert!(error.contains(said), "{error}");
        assert!(result.stdout.is_empty(), "{}", String::from_utf8_lossy(&result.stdout));
    }
}

#[test]
fn imports_are_found_beside_the_script() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("lib")).unwrap();
    fs::write(folder.path().join("lib/a.rhai"), "import \"b\" as b; fn twice(x) { sleep(1); b::double(x) }")
        .unwrap();
    fs::write(folder.path().join("lib/b.rhai"), "fn double(x) { 2 * x }").unwrap();
    fs::write(folder.path().join("main.rhai"), "import \"lib/a\" as a; print(await spawn a::twice(21))")
        .unwrap();
    let path = folder.path().join("main.rhai");
    let result = meanwhile(&["run", path.to_str().unwrap(), "--clock", "virtual"], Path::new("/"));
    assert_eq!(
        String::from_utf8_lossy(&result.stdout),
        "42\n",
        "{}",
        String::from_utf8_lossy(&result.stderr)
    );
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
fn a_reader_that_leaves_early_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_meanwhile"))
        .args(["run", "-", "--clock", "virtual"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"for i in 0..1000000 { print(i) }").unwrap();
    drop(input);
    drop(child.stdout.take());
    let result = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&result.stderr), "");
    assert_eq!(result.status.code(), Some(0));
}

#[test]
fn a_session_can_be_piped() {
    let home = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_meanwhile"))
        .args(["--clock", "virtual"])
        .env("HOME", home.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let entries = b"let x = 20;\nfn f(n) {\n  sleep(1);\n  n + 1\n}\nprint(\"hi\");\nx + await spawn f(21)\n";
    child.stdin.take().unwrap().write_all(entries).unwrap();
    let result = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&result.stdout), "hi\n42\n");
    assert_eq!(result.status.code(), Some(0));
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

const LOCKS: &str = "let left = mutex(0);
let right = mutex(0);
fn move(from, to) { from.lock(|a| { yield_now(); to.lock(|b| b += 1) }) }
let one = spawn move(left, right);
let two = spawn { yield_now(); yield_now(); move(right, left) };
await [one, two];
print(\"moved\");
";

#[test]
fn every_order_of_a_program_is_told_and_each_can_be_repeated() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("locks.rhai"), LOCKS).unwrap();
    let explored =
        meanwhile(&["explore", "locks.rhai", "--budget", "2000", "--timeline", "always"], folder.path());
    let said = String::from_utf8_lossy(&explored.stdout);
    for part in [
        "Tried all",
        "prints moved",
        "ends in a deadlock",
        "   ← move waits for the mutex #2",
        "the usual order",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(explored.status.code(), Some(1));
    let code = said.split("--schedule ").nth(1).unwrap().split_whitespace().next().unwrap();
    let again = meanwhile(&["run", "--schedule", code, "locks.rhai"], folder.path());
    assert!(String::from_utf8_lossy(&again.stderr).contains("deadlock: "), "{again:?}");
    let usual = meanwhile(&["run", "--schedule", &code[..4], "locks.rhai"], folder.path());
    assert_eq!(String::from_utf8_lossy(&usual.stdout), "moved\n");
    let two = meanwhile(&["compare", "--schedule", code, "locks.rhai", "locks.rhai"], folder.path());
    assert!(String::from_utf8_lossy(&two.stderr).contains("repeats an order of one script"), "{two:?}");
    let other = meanwhile(&["run", "--schedule", "zzzz", "locks.rhai"], folder.path());
    assert!(String::from_utf8_lossy(&other.stderr).contains("this is no code of an order"), "{other:?}");
    fs::write(folder.path().join("locks.rhai"), LOCKS.replace("moved", "done")).unwrap();
    let changed = meanwhile(&["run", "--schedule", code, "locks.rhai"], folder.path());
    let said = String::from_utf8_lossy(&changed.stderr);
    assert!(
        said.contains("the program has been changed since") && changed.status.code() == Some(2),
        "{said}"
    );
}

#[test]
fn a_trace_keeps_its_order_and_every_export_repeats_one() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(example("deposits.rhai"), folder.path().join("deposits.rhai")).unwrap();
    let explored = meanwhile(&["explore", "deposits.rhai", "--budget", "300"], folder.path());
    let said = String::from_utf8_lossy(&explored.stdout);
    let code = said.split("--schedule ").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let ran = meanwhile(
        &["run", "deposits.rhai", "--schedule", &code, "--trace", "t.jsonl", "--timeline", "always"],
        folder.path(),
    );
    assert!(String::from_utf8_lossy(&ran.stdout).contains("ben before ann"), "{ran:?}");
    let header = read("t.jsonl").lines().next().unwrap().to_owned();
    assert!(header.contains(&format!("\"schedule\":\"{code}\"")), "{header}");
    let drawn = meanwhile(&["run", "t.jsonl", "--timeline", "always"], folder.path());
    let drawn = String::from_utf8_lossy(&drawn.stdout);
    assert!(drawn.contains(&format!("It went in the order {code}.")), "{drawn}");
    assert!(drawn.contains("ben before ann"), "{drawn}");
    let again = meanwhile(&["run", "t.jsonl", "--schedule", &code], folder.path());
    assert_eq!(again.status.code(), Some(2), "{again:?}");

    // What is made of the script in that order is what is made of its trace.
    for ending in ["svg", "html", "cast", "json"] {
        let (own, of_trace, usual) =
            (format!("own.{ending}"), format!("of-trace.{ending}"), format!("usual.{ending}"));
        let exported =
            meanwhile(&["export", "deposits.rhai", "--schedule", &code, "-o", &own], folder.path());
        assert!(exported.status.success(), "{exported:?}");
        meanwhile(&["export", "t.jsonl", "-o", &of_trace], folder.path());
        meanwhile(&["export", "deposits.rhai", "--clock", "virtual", "-o", &usual], folder.path());
        assert_eq!(read(&own), read(&of_trace), "{ending}");
        assert!(read(&own).contains("ben before ann") || ending == "cast", "{ending}");
        assert!(read(&own).contains("120") && read(&own) != read(&usual), "{ending}");
        assert!(read(&own).contains(&code) || ["svg", "cast"].contains(&ending), "{ending}");
    }
    let refused = meanwhile(&["export", "t.jsonl", "--schedule", &code, "-o", "x.svg"], folder.path());
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(said.contains("a trace keeps the order that it was recorded in"), "{said}");
}

#[test]
fn what_cannot_be_explored_is_said() {
    let folder = tempfile::tempdir().unwrap();
    for (script, expected, code) in [
        ("let x = ;", "script.rhai, line 1", 1),
        ("process::run(\"ls\", [])", "line 1 starts another program", 2),
        ("let a = spawn sleep(1); await a; print(1)", "", 0),
    ] {
        fs::write(folder.path().join("script.rhai"), script).unwrap();
        let result = meanwhile(&["explore", "script.rhai"], folder.path());
        let said = String::from_utf8_lossy(&result.stderr);
        assert!(said.contains(expected) && result.status.code() == Some(code), "{script}: {result:?}");
    }
    let result = meanwhile(&["explore", "script.rhai", "--budget", "many"], folder.path());
    assert!(String::from_utf8_lossy(&result.stderr).contains("give a number of runs"), "{result:?}");
}

#[test]
fn packages_get_completions_and_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    for (shell, part) in
        [("bash", "complete -F _meanwhile"), ("zsh", "#compdef meanwhile"), ("fish", "complete -c meanwhile")]
    {
        let output = meanwhile(&["completions", shell], folder.path());
        assert!(String::from_utf8_lossy(&output.stdout).contains(part), "{shell}: {output:?}");
    }
    let manual = meanwhile(&["manual"], folder.path());
    let text = String::from_utf8_lossy(&manual.stdout).into_owned();
    assert!(
        text.starts_with(".ie") && text.contains("MEANWHILE EXPLORE") && !text.contains("MEANWHILE JUDGE"),
        "{text}"
    );
}
