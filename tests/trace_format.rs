//! The trace format is what `assets/trace.schema.json` and `assets/trace.md` say it is: both recorders write it, and the
//! reader takes it, or refuses it by line.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use boon::{Compiler, SchemaIndex, Schemas};
use meanwhile::trace::{EventKind, ReadError, Wait};
use serde_json::Value;

const SCHEMA: &str = include_str!("../assets/trace.schema.json");
const PAGE: &str = include_str!("../assets/trace.md");
const HEADER: &str = r#"{"format":"meanwhile-trace","version":1,"clock":"virtual","source":"x"}"#;

/// One event of each kind, and one wait of each.
const EVERY: &[&str] = &[
    r#"{"at":0,"task":0,"event":"spawned","name":"main"}"#,
    r#"{"at":0,"task":0,"event":"resumed","line":7}"#,
    r#"{"at":1,"task":1,"event":"spawned","line":2,"name":"f","parent":0}"#,
    r#"{"at":1,"task":1,"event":"named","name":"g"}"#,
    r#"{"at":1,"task":1,"event":"thread"}"#,
    r#"{"at":2,"task":0,"event":"blocking","line":3,"what":"time.sleep"}"#,
    r#"{"at":3,"task":0,"event":"unblocked"}"#,
    r#"{"at":3,"task":0,"event":"printed","text":"a\nb"}"#,
    r#"{"at":3,"task":0,"event":"noted","text":"a note"}"#,
    r#"{"at":3,"task":0,"event":"awaited","id":1}"#,
    r#"{"at":3,"task":0,"event":"read","variable":"n"}"#,
    r#"{"at":3,"task":0,"event":"checked","line":4,"variable":"n","until":9}"#,
    r#"{"at":3,"task":0,"event":"wrote","variable":"n"}"#,
    r#"{"at":3,"task":0,"event":"updated","variable":"n"}"#,
    r#"{"at":3,"task":0,"event":"holds","variable":"n","value":"[1, 2]"}"#,
    r#"{"at":3,"task":0,"event":"remarked","rule":"never-awaited","text":"It is not awaited.","try":"Await it."}"#,
    r#"{"at":3,"task":0,"event":"called","name":"fetch","arguments":[1,"x",null]}"#,
    r#"{"at":3,"task":0,"event":"returned","name":"fetch","value":{"a":[1]}}"#,
    r#"{"at":3,"task":0,"event":"returned","name":"fetch","error":"no"}"#,
    r#"{"at":3,"task":0,"event":"sent","object":"channel jobs","value":"1"}"#,
    r#"{"at":3,"task":0,"event":"received","object":"channel jobs","value":"1"}"#,
    r#"{"at":3,"task":0,"event":"closed","object":"channel jobs"}"#,
    r#"{"at":3,"task":0,"event":"took","object":"mutex m"}"#,
    r#"{"at":3,"task":0,"event":"gave_back","object":"mutex m"}"#,
    r#"{"at":3,"task":0,"event":"mark","label":"here"}"#,
    r#"{"at":4,"task":0,"event":"suspended","line":5,"on":{"kind":"sleep","until":9}}"#,
    r#"{"at":9,"task":0,"event":"woken"}"#,
    r#"{"at":9,"task":0,"event":"suspended","on":{"kind":"task","id":1}}"#,
    r#"{"at":9,"task":0,"event":"woken","by":1}"#,
    r#"{"at":9,"task":0,"event":"suspended","on":{"kind":"tasks","ids":[1,2]}}"#,
    r#"{"at":9,"task":0,"event":"suspended","on":{"kind":"timeout","id":1,"until":12}}"#,
    r#"{"at":9,"task":0,"event":"suspended","on":{"kind":"yield"}}"#,
    r#"{"at":9,"task":0,"event":"suspended","on":{"kind":"io","what":"a file"}}"#,
    r#"{"at":9,"task":0,"event":"suspended","on":{"kind":"object","object":"mutex","name":"m","holder":1}}"#,
    r#"{"at":9,"task":1,"event":"finished","line":6,"outcome":"failed","error":"ValueError: no"}"#,
    r#"{"at":9,"task":1,"event":"unseen"}"#,
    r#"{"at":9,"task":0,"event":"finished","outcome":"done","value":"42"}"#,
    r#"{"at":9,"task":0,"event":"over"}"#,
    r#"{"at":9,"task":0,"event":"clock","clock":"real"}"#,
];

/// Lines that are refused, by the schema and by the reader, and what the reader says.
const REFUSED: &[(&str, &str)] = &[
    (r#"{"task":0,"event":"resumed"}"#, "`at` is missing"),
    (r#"{"at":null,"task":0,"event":"resumed"}"#, "`at` is missing"),
    (r#"{"at":-1,"task":0,"event":"resumed"}"#, "`at` is not a whole number"),
    (r#"{"at":0.5,"task":0,"event":"resumed"}"#, "`at` is not a whole number"),
    (r#"{"at":0,"event":"resumed"}"#, "`task` is missing"),
    (r#"{"at":0,"task":4294967296,"event":"resumed"}"#, "`task` is too large"),
    (r#"{"at":0,"task":0}"#, "`event` is missing"),
    (r#"{"at":0,"task":0,"event":7}"#, "`event` is not a text"),
    (r#"{"at":0,"task":0,"event":"resumed","line":"3"}"#, "`line` is not a whole number"),
    (r#"{"at":0,"task":0,"event":"spawned"}"#, "`name` is missing"),
    (r#"{"at":0,"task":0,"event":"spawned","name":"f","parent":"main"}"#, "`parent` is not a whole number"),
    (r#"{"at":0,"task":0,"event":"suspended"}"#, "`on` is missing"),
    (r#"{"at":0,"task":0,"event":"suspended","on":{}}"#, "`kind` is missing"),
    (r#"{"at":0,"task":0,"event":"suspended","on":{"kind":"sleep"}}"#, "`until` is missing"),
    (r#"{"at":0,"task":0,"event":"suspended","on":{"kind":"tasks","ids":[-1]}}"#, "no task's number"),
    (r#"{"at":0,"task":0,"event":"suspended","on":{"kind":"tasks"}}"#, "`ids` is no list"),
    (r#"{"at":0,"task":0,"event":"finished","outcome":"lost"}"#, "no outcome is called `lost`"),
    (r#"{"at":0,"task":0,"event":"printed","text":["x"]}"#, "`text` is not a text"),
    (r#"{"at":0,"task":0,"event":"clock","clock":"sundial"}"#, "no clock is called `sundial`"),
    (r#"[1,2]"#, "invalid type"),
];

/// The schemas of the two kinds of lines.
struct Format {
    schemas: Schemas,
    header: SchemaIndex,
    event: SchemaIndex,
    line: SchemaIndex,
}

impl Format {
    fn new() -> Format {
        const AT: &str = "https://example.invalid/trace.schema.json";
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource(AT, serde_json::from_str(SCHEMA).unwrap()).unwrap();
        let mut compile = |part: &str| compiler.compile(&format!("{AT}{part}"), &mut schemas).unwrap();
        let (header, event, line) = (compile("#/$defs/header"), compile("#/$defs/event"), compile(""));
        Format { schemas, header, event, line }
    }

    fn allows(&self, line: &str, as_what: SchemaIndex) -> Result<(), String> {
        let value: Value = serde_json::from_str(line).unwrap();
        self.schemas.validate(&value, as_what).map_err(|error| format!("{line}\n{error:#}"))
    }

    /// Fails where a line of a trace is not as the schema says.
    fn check(&self, trace: &str) {
        let mut lines = trace.lines();
        self.allows(lines.next().expect("a header"), self.header).unwrap_or_else(|error| panic!("{error}"));
        let mut count = 0;
        for line in lines {
            self.allows(line, self.event).unwrap_or_else(|error| panic!("{error}"));
            count += 1;
        }
        assert!(count > 2, "{trace}");
    }
}

/// The events' words in a page's table under a heading.
fn words_under(heading: &str) -> BTreeSet<String> {
    let (_, part) = PAGE.split_once(&format!("\n## {heading}\n")).unwrap();
    let part = part.split("\n## ").next().unwrap();
    let cells = part.lines().filter_map(|row| row.strip_prefix("| `")?.split(" |").next());
    cells.flat_map(|cell| cell.split(", ")).map(|word| word.trim_matches('`').to_owned()).collect()
}

#[test]
fn every_event_and_wait_is_in_the_schema_on_the_page_and_comes_back_as_it_was() {
    let format = Format::new();
    let text = format!("{HEADER}\n{}\n", EVERY.join("\n"));
    format.check(&text);
    let (header, trace) = meanwhile::trace::read(text.as_bytes()).unwrap();
    let mut again = Vec::new();
    meanwhile::trace::write(&trace, &header, &mut again).unwrap();
    assert_eq!(String::from_utf8(again).unwrap(), text);
    let (mut kinds, mut waits) = (BTreeSet::new(), BTreeSet::new());
    for (event, line) in trace.events().iter().zip(EVERY) {
        let value: Value = serde_json::from_str(line).unwrap();
        kinds.insert(value["event"].as_str().unwrap().to_owned());
        match event.kind {
            EventKind::Unknown { .. } => panic!("{line}"),
            EventKind::Suspended { on: Wait::Unknown { .. } } => panic!("{line}"),
            EventKind::Suspended { .. } => {
                waits.insert(value["on"]["kind"].as_str().unwrap().to_owned());
            }
            _ => {}
        }
    }
    // This one becomes part of the header.
    kinds.insert("source".to_owned());
    assert_eq!(words_under("Events"), kinds);
    assert_eq!(words_under("Waits"), waits);
}

#[test]
fn wrong_lines_are_refused_with_their_number() {
    let format = Format::new();
    for (line, problem) in REFUSED {
        assert!(format.allows(line, format.line).is_err(), "the schema allows {line}");
        let text = format!("{HEADER}\n\n{}\n{line}\n", EVERY[0]);
        match meanwhile::trace::read(text.as_bytes()) {
            Err(error @ ReadError::Line { line: 4, .. }) if error.to_string().contains(problem) => {}
            other => panic!("{line}: {:?}", other.map(|_| "read")),
        }
    }
    let back = format!("{HEADER}\n{}\n{}\n", EVERY[24], EVERY[0]);
    let error = meanwhile::trace::read(back.as_bytes()).unwrap_err();
    assert_eq!(error.to_string(), "line 3 of the trace: `at` goes back in time");
    let cut = format!("{HEADER}\n{}\n{{\"at\":5,\"ta", EVERY[0]);
    assert!(matches!(meanwhile::trace::read(cut.as_bytes()), Err(ReadError::Line { line: 3, .. })));
    for header in ["", "{}", "fn main() {}", r#"{"format":"other","version":1,"clock":"real","source":"x"}"#]
    {
        assert!(matches!(meanwhile::trace::read(header.as_bytes()), Err(ReadError::NoHeader)), "{header}");
    }
    let newer = HEADER.replace("\"version\":1", "\"version\":2");
    assert!(matches!(meanwhile::trace::read(newer.as_bytes()), Err(ReadError::Version(2))));
}

#[test]
fn what_is_unknown_or_null_is_read_and_kept() {
    let format = Format::new();
    let header = r#"{"format":"meanwhile-trace","version":1,"clock":"real","source":"app.js","language":"javascript","sources":[{"name":"app.js","line":3,"text":"x()\n"}],"schedule":"7f3a-4.1"}"#;
    let lines = [
        r#"{"at":0,"task":0,"event":"spawned","name":"main"}"#,
        r#"{"at":1,"task":0,"event":"teleported","to":{"x":[1,2]},"line":3}"#,
        r#"{"at":2,"task":0,"event":"suspended","on":{"kind":"moon","phase":"full"}}"#,
    ];
    let text = format!("{header}\n{}\n", lines.join("\n"));
    format.check(&text);
    let (read, trace) = meanwhile::trace::read(text.as_bytes()).unwrap();
    let mut again = Vec::new();
    meanwhile::trace::write(&trace, &read, &mut again).unwrap();
    assert_eq!(String::from_utf8(again).unwrap(), text);

    let null = r#"{"at":0,"task":0,"event":"spawned","name":"main","parent":null,"line":null}"#;
    let header = HEADER
        .replace("\"x\"}", "\"x\",\"language\":null,\"sources\":null,\"schedule\":null,\"left_out\":null}");
    format.allows(null, format.event).unwrap();
    let (_, trace) = meanwhile::trace::read(format!("{header}\n{null}\n").as_bytes()).unwrap();
    assert!(matches!(trace.events()[0].kind, EventKind::Spawned { parent: None, .. }));
}

fn meanwhile(arguments: &[&str], folder: &Path) -> std::process::Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_meanwhile"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null()).output().unwrap()
}

/// The trace that a program's run under the virtual clock leaves.
fn trace_of(program: &Path) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = program.to_str().unwrap();
    let output = meanwhile(
        &["run", path, "--clock", "virtual", "--timeline", "never", "--trace", "t.jsonl"],
        folder.path(),
    );
    fs::read_to_string(folder.path().join("t.jsonl")).unwrap_or_else(|_| panic!("{path}: {output:?}"))
}

/// Events in an order that makes no sense are read; what is drawn of them is not asked, but it is drawn.
#[test]
fn events_in_any_order_are_drawn_without_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    let events: Vec<Value> = EVERY.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    for step in [1, 3, 5, 7, 11, 13, 17, 23, 29, 31] {
        let order = (0..events.len()).map(|index| (index * step + step) % events.len());
        let mut text = format!("{HEADER}\n");
        for (at, index) in order.enumerate() {
            let mut event = events[index].clone();
            event["at"] = at.into();
            text.push_str(&format!("{event}\n"));
        }
        fs::write(folder.path().join("t.jsonl"), text).unwrap();
        for kind in ["svg", "trace-json"] {
            let output = meanwhile(&["export", kind, "t.jsonl", "-o", "-"], folder.path());
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(matches!(output.status.code(), Some(0 | 2)) && !said.contains("panic"), "{step}: {said}");
        }
    }
}

#[test]
fn what_scripts_leave_is_as_the_schema_says_and_shows_its_code() {
    let (format, root) = (Format::new(), Path::new(env!("CARGO_MANIFEST_DIR")));
    let folder = tempfile::tempdir().unwrap();
    let words = folder.path().join("words.rhai");
    let script = "let total = 0; let m = mutex(\"m\"); let jobs = channel(1);
        fn fail() { throw \"no\" }
        let a = spawn || { for i in 0..3 { jobs.send(i); let t = total; sleep(0.1); total = t + 1; } jobs.close(); };
        let b = spawn || { while true { let got = jobs.recv(); if got == () { break; } print(got); yield_now(); } };
        let c = spawn fail(); let d = spawn sleep(9); mark(\"here\"); sleep_blocking(0.2);
        let e = spawn_thread(|| busy(0.01)); await [a, b, e]; d.cancel();
        try { timeout(0.1, spawn sleep(5)) } catch { }";
    fs::write(&words, script).unwrap();
    for program in
        [words, root.join("lessons/examples/blocking.rhai"), root.join("lessons/examples/sequential.rhai")]
    {
        let (trace, text) = (trace_of(&program), fs::read_to_string(&program).unwrap());
        format.check(&trace);
        let header: Value = serde_json::from_str(trace.lines().next().unwrap()).unwrap();
        let name = program.file_name().unwrap().to_str().unwrap();
        assert_eq!(header["sources"], serde_json::json!([{"name": name, "text": text}]));
    }
}

#[test]
fn a_saved_trace_is_drawn_as_the_run_was() {
    let folder = tempfile::tempdir().unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons/examples/blocking.rhai");
    let look = ["--clock", "virtual", "--timeline", "always", "--width", "90"];
    let run = ["run", script.to_str().unwrap(), "--trace", "t.jsonl"];
    let drawn = meanwhile(&[&run[..], &look[..]].concat(), folder.path());
    let again = meanwhile(&[&["run", "t.jsonl"], &look[..]].concat(), folder.path());
    assert_eq!(String::from_utf8_lossy(&again.stdout), String::from_utf8_lossy(&drawn.stdout));
    assert_eq!(again.status.code(), Some(0));
}

/// The sources that the header of a file names.
fn sources(path: PathBuf) -> Value {
    let trace = fs::read_to_string(path).unwrap();
    Format::new().check(&trace);
    let header: Value = serde_json::from_str(trace.lines().next().unwrap()).unwrap();
    header["sources"].clone()
}

#[test]
fn each_entry_of_a_session_adds_its_text() {
    use std::io::Write;

    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_meanwhile"));
    command.args(["--clock", "virtual", "--trace", "live.jsonl"]).current_dir(folder.path());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let entries = "let t = spawn sleep(1)\nawait t\n:save 1 one.jsonl\n)\nspawn sleep(2)\n:save all.jsonl\n";
    child.stdin.take().unwrap().write_all(entries.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    let entry = |line: u32, text: &str| serde_json::json!({"name": "repl", "line": line, "text": text});
    let mut first = entry(1, "let t = spawn sleep(1)");
    first.as_object_mut().unwrap().remove("line");
    assert_eq!(sources(folder.path().join("one.jsonl")), serde_json::json!([entry(2, "await t")]));
    let all = serde_json::json!([first, entry(2, "await t"), entry(4, "spawn sleep(2)")]);
    assert_eq!(sources(folder.path().join("all.jsonl")), all);

    // A trace that is written while the session goes on knows the first entry alone when it begins.
    let written = fs::read(folder.path().join("live.jsonl")).unwrap();
    Format::new().check(&String::from_utf8_lossy(&written));
    let (header, trace) = meanwhile::trace::read(&written[..]).unwrap();
    let mut again = Vec::new();
    meanwhile::trace::write(&trace, &header, &mut again).unwrap();
    fs::write(folder.path().join("again.jsonl"), again).unwrap();
    assert_eq!(sources(folder.path().join("again.jsonl")), all);
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn what_python_programs_leave_is_as_the_schema_says() {
    if !Command::new("python3").arg("--version").output().is_ok_and(|it| it.status.success()) {
        assert!(std::env::var_os("CI").is_none(), "CI needs python3");
        return;
    }
    let (format, root) = (Format::new(), Path::new(env!("CARGO_MANIFEST_DIR")));
    for name in
        ["garbage_collected", "group_failure", "never_awaited", "semaphore", "to_thread", "unicode_and_bytes"]
    {
        format.check(&trace_of(&root.join(format!("tests/python/programs/{name}.py"))));
    }
}
