//! What tasks cost, beside peers that do the same in the same run: CPython's asyncio, uvloop, aiohttp and aiosqlite, Node,
//! plain Rhai. What is not installed is left out.
//!
//! `cargo bench --bench runtime` prints a table: seconds, the median of five, each in a process of its own, and ratios;
//! `cargo bench --bench runtime -- http` only the rows with that in their names. What is wanted is said in seconds of one
//! machine, and as the same share of what a peer took there; what cannot be had for less stands beside it. It is no test:
//! it fails nothing, for times depend on the machine.

#[path = "runtime/floor.rs"]
mod floor;
#[path = "runtime/server.rs"]
mod server;

use std::collections::HashMap;
use std::fs::File;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Instant;

use floor::Floor;
use meanwhile::runner::{Leftovers, Runner, Setup};
use meanwhile::runtime::{EventLoop, Limits, LoopOptions};
use meanwhile::script::{Answer, Entry, EntryEnd, Role, Session};
use meanwhile::trace::ClockKind;

/// How often each measurement is taken; the median counts.
const TIMES: usize = 5;

const YIELDS: &str = "fn work() { for i in 0..10000 { yield_now() } }
    let tasks = []; for i in 0..100 { tasks.push(spawn work()) } await tasks; ()";
/// The same for an interpreter alone, whose `yield_now` does nothing.
const YIELDS_INTERPRETED: &str =
    "fn work() { for i in 0..10000 { yield_now() } } for i in 0..100 { work() } ()";
const CHANNEL: &str = "let ch = channel(10);
    let sender = spawn || { for i in 0..100000 { ch.send(i) } ch.close() };
    let count = 0; for item in ch { count += 1 } await sender; if count != 100000 { throw count }";
/// The same for an interpreter alone, whose channel keeps nothing and gives numbers.
const CHANNEL_INTERPRETED: &str = "let ch = channel(10); for i in 0..100000 { ch.send(i) }
    let count = 0; for item in ch { count += 1 } if count != 100000 { throw count }";
const COMPUTE: &str = "fn work(i) { i * 2 }
    let tasks = []; for i in 0..100000 { tasks.push(spawn work(i)) } await tasks; ()";
const FIBONACCI: &str = "fn fib(n) { if n < 2 { n } else { fib(n - 1) + fib(n - 2) } } fib(25); ()";
const LOOP: &str = "let x = 0; for i in 0..1000000 { x += i } ()";
const TABLE: &str = "let db = db::open(\":memory:\"); db.execute(\"CREATE TABLE t (a INTEGER, b TEXT)\");
    db.execute(\"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) \
    INSERT INTO t SELECT i, 'row ' || i FROM n\"); let began = timestamp();";

/// Who does the work of a row.
enum Who {
    Recorded(String),
    /// The script says how long its part took.
    Told(String),
    WithTrace(String),
    Bare(String),
    PlainRhai(String),
    /// The least that it can cost here.
    Floor(Floor),
    Start,
    Python(Vec<String>),
    Node(Vec<String>),
    /// This program's file alone, from its start to its end.
    Process(&'static str),
}

/// One measurement: its name, who does it, and the others that it is compared with.
struct Row {
    name: String,
    who: Who,
    /// What its ratio to another one is wanted to be at most, where anything is.
    compared: Vec<(&'static str, Option<f64>)>,
    /// Bytes of memory that are wanted at most, in MB.
    memory: Option<f64>,
    /// Seconds that are wanted at most.
    seconds: Option<f64>,
}

fn row(name: impl Into<String>, who: Who) -> Row {
    Row { name: name.into(), who, compared: Vec::new(), memory: None, seconds: None }
}

impl Row {
    fn at_most(mut self, ratio: f64, of: &'static str) -> Row {
        self.compared.push((of, Some(ratio)));
        self
    }

    fn beside(mut self, other: &'static str) -> Row {
        self.compared.push((other, None));
        self
    }

    /// What is done, without who does it.
    fn work(&self) -> &str {
        self.name.split(':').next().unwrap_or(&self.name)
    }

    fn within(self, seconds: f64) -> Row {
        Row { seconds: Some(seconds), ..self }
    }

    fn in_memory(self, megabytes: f64) -> Row {
        Row { memory: Some(megabytes), ..self }
    }
}

fn rows(server: &str) -> Vec<Row> {
    let script = |text: &str| text.to_owned();
    let python = |arguments: &[&str]| Who::Python(arguments.iter().map(|it| (*it).to_owned()).collect());
    let node = |arguments: &[&str]| Who::Node(arguments.iter().map(|it| (*it).to_owned()).collect());
    let slow = format!("{server}/slow");
    let quick = format!("{server}/");
    let requests = |url: &str, count: usize| {
        format!(
            "let tasks = []; for i in 0..{count} {{ tasks.push(spawn http::get(\"{url}\")) }} await tasks; ()"
        )
    };
    let in_turn = |url: &str, count: usize| format!("for i in 0..{count} {{ http::get(\"{url}\") }} ()");
    let selects =
        |word: &str| format!("{TABLE} for i in 0..2000 {{ db.{word}(\"SELECT 1 AS a\") }} began.elapsed");
    vec![
        row("yields: asyncio", python(&["yields"])),
        row("yields: uvloop", python(&["uvloop"])),
        row("yields: Node", node(&["yields"])),
        row("yields: floor", Who::Floor(Floor::Yields)),
        row("yields: floor, recorded", Who::Floor(Floor::RecordedYields)).beside("yields: floor"),
        row("yields: interpreter", Who::Floor(Floor::Interpreter(script(YIELDS_INTERPRETED)))),
        row("yields: not recorded", Who::Bare(script(YIELDS))),
        row("yields: recorded", Who::Recorded(script(YIELDS)))
            .at_most(0.25, "yields: asyncio")
            .at_most(1.0, "yields: Node")
            .at_most(1.15, "yields: not recorded")
            .beside("yields: floor")
            .beside("yields: interpreter"),
        row("yields: --trace", Who::WithTrace(script(YIELDS))).at_most(1.5, "yields: recorded"),
        row("100,000 sleepers: asyncio", python(&["sleepers", "100000"])),
        row("100,000 sleepers: Node", node(&["sleepers", "100000"])),
        row("100,000 sleepers: floor", Who::Floor(Floor::Sleepers { count: 100_000, pages: 2 })),
        row("100,000 sleepers: spawn f()", Who::Recorded(sleepers(100_000, "nap()")))
            .within(1.5)
            .in_memory(1100.0)
            .at_most(0.63, "100,000 sleepers: asyncio")
            .beside("100,000 sleepers: floor"),
        row("100,000 sleepers: spawn sleep(1)", Who::Recorded(sleepers(100_000, "sleep(1)")))
            .within(1.3)
            .in_memory(400.0)
            .at_most(0.54, "100,000 sleepers: asyncio"),
        row("10,000 sleepers: asyncio", python(&["sleepers", "10000"])),
        row("10,000 sleepers: Node", node(&["sleepers", "10000"])),
        row("10,000 sleepers: floor", Who::Floor(Floor::Sleepers { count: 10_000, pages: 2 })),
        row("10,000 sleepers: spawn f()", Who::Recorded(sleepers(10_000, "nap()")))
            .within(1.06)
            .at_most(0.93, "10,000 sleepers: asyncio")
            .beside("10,000 sleepers: floor"),
        row("100,000 tasks that compute: floor", Who::Floor(Floor::Tasks)),
        row("100,000 tasks that compute", Who::Recorded(script(COMPUTE))).in_memory(150.0),
        row("fib(25): plain Rhai", Who::PlainRhai(script(FIBONACCI))),
        row("fib(25)", Who::Recorded(script(FIBONACCI))).at_most(1.1, "fib(25): plain Rhai"),
        row("a loop of 1,000,000: plain Rhai", Who::PlainRhai(script(LOOP))),
        row("a loop of 1,000,000: with hooks", Who::Floor(Floor::Interpreter(script(LOOP))))
            .beside("a loop of 1,000,000: plain Rhai"),
        row("a loop of 1,000,000", Who::Recorded(script(LOOP)))
            .at_most(1.1, "a loop of 1,000,000: plain Rhai")
            .beside("a loop of 1,000,000: with hooks"),
        row("100,000 messages: asyncio", python(&["channel"])),
        row("100,000 messages: interpreter", Who::Floor(Floor::Interpreter(script(CHANNEL_INTERPRETED)))),
        row("100,000 messages", Who::Recorded(script(CHANNEL)))
            .within(0.12)
            .at_most(0.58, "100,000 messages: asyncio")
            .beside("100,000 messages: interpreter"),
        row("20,000 rows: sqlite3 as dicts", python(&["rows"])),
        row(
            "20,000 rows",
            Who::Told(format!("{TABLE} db.query_blocking(\"SELECT a, b FROM t\"); began.elapsed")),
        )
        .at_most(1.0, "20,000 rows: sqlite3 as dicts"),
        row("2,000 selects: sqlite3", python(&["selects"])),
        row("2,000 selects: aiosqlite", python(&["selects_waiting"])),
        row("2,000 selects: blocking", Who::Told(selects("query_blocking")))
            .at_most(3.0, "2,000 selects: sqlite3"),
        row("2,000 selects: waiting", Who::Told(selects("query"))).at_most(1.0, "2,000 selects: aiosqlite"),
        row("http, 1,500 at once: aiohttp", python(&["at_once", &slow, "1500"])),
        row("http, 1,500 at once", Who::Recorded(requests(&slow, 1_500)))
            .at_most(1.0, "http, 1,500 at once: aiohttp"),
        row("http, 1,000 in turn: aiohttp", python(&["in_turn", &quick, "1000"])),
        row("http, 1,000 in turn", Who::Recorded(in_turn(&quick, 1_000)))
            .at_most(1.0, "http, 1,000 in turn: aiohttp"),
        row("start: python3", Who::Process("python3")),
        row("start: node", Who::Process("node")),
        row("start: floor", Who::Process("true")),
        row("start", Who::Start)
            .within(0.005)
            .at_most(0.08, "start: node")
            .beside("start: python3")
            .beside("start: floor"),
    ]
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|it| it != "--bench").collect();
    if let [flag, name, server] = arguments.as_slice()
        && flag == "--row"
    {
        return measure_here(name, server);
    }
    let wanted = arguments.first().map_or("", String::as_str);
    let server = server::start();
    let mut known = HashMap::new();
    println!("{:<34} {:>9}  {:>8}  compared", "", "seconds", "memory");
    let rows: Vec<Row> = rows(&server).into_iter().filter(|it| it.name.contains(wanted)).collect();
    for compared in rows.chunk_by(|row, next| next.name.starts_with(row.work())) {
        for (row, median) in compared.iter().zip(medians(compared, &server)) {
            match median {
                Some((seconds, megabytes)) => {
                    known.insert(row.name.clone(), seconds);
                    println!("{}", line(row, seconds, megabytes, &known));
                }
                None => println!("{:<34} {:>9}", row.name, "absent"),
            }
        }
    }
}

/// `yields: recorded   0.204 s   130 MB   0.21 of asyncio (at most 0.25)`
fn line(row: &Row, seconds: f64, megabytes: Option<f64>, known: &HashMap<String, f64>) -> String {
    let memory = megabytes.map_or_else(String::new, |it| format!("{it:.0} MB"));
    let ratios = row.compared.iter().filter_map(|(other, most)| {
        let ratio = seconds / known.get(*other)?;
        let short = other.split_once(": ").map_or(*other, |(_, who)| who);
        let wanted = most.map_or_else(String::new, |most| format!(" (wanted: {most:.2})"));
        Some(format!("{ratio:.2} of {short}{wanted}"))
    });
    let seconds_wanted = row.seconds.map(|it| format!("wanted: {it} s"));
    let memory_wanted = row.memory.map(|it| format!("wanted: {it:.0} MB"));
    let compared: Vec<String> = ratios.chain(seconds_wanted).chain(memory_wanted).collect();
    format!("{:<34} {seconds:>7.4} s  {memory:>8}  {}", row.name, compared.join(", "))
}

/// Of each row the seconds, and the peak of memory in MB where it is one of this program's own. They take turns, so that a
/// computer that is slow for a while is slow for all.
fn medians(rows: &[Row], server: &str) -> Vec<Option<(f64, Option<f64>)>> {
    let mut all = vec![Vec::new(); rows.len()];
    for _ in 0..TIMES {
        rows.iter().zip(&mut all).for_each(|(row, of_row)| of_row.extend(measure(row, server)));
    }
    let median = |mut of_row: Vec<(f64, Option<f64>)>| {
        of_row.sort_by(|a, b| a.0.total_cmp(&b.0));
        of_row.get(of_row.len() / 2).copied()
    };
    all.into_iter().map(median).collect()
}

fn measure(row: &Row, server: &str) -> Option<(f64, Option<f64>)> {
    let peer = |program: &str, file: &str, arguments: &[String]| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/");
        let output = Command::new(program).arg(format!("{folder}{file}")).args(arguments).output().ok()?;
        Some((String::from_utf8_lossy(&output.stdout).trim().parse().ok()?, None))
    };
    let process = |program: &str, arguments: &[&str]| {
        let began = Instant::now();
        let ended = Command::new(program).args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).status();
        ended.is_ok_and(|it| it.success()).then(|| (began.elapsed().as_secs_f64(), None))
    };
    match &row.who {
        Who::Python(arguments) => peer("python3", "peers.py", arguments),
        Who::Node(arguments) => peer("node", "peers.js", arguments),
        Who::Process("node") => process("node", &["-e", ""]),
        Who::Process("true") => process("true", &[]),
        Who::Process(program) => process(program, &["-c", ""]),
        Who::Start => process(env!("CARGO_BIN_EXE_meanwhile"), &["run", "-"]),
        _ => {
            // In a process of its own, for its peak of memory.
            let me = std::env::current_exe().ok()?;
            let output = Command::new(me).args(["--row", &row.name, server]).output().ok()?;
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            let (seconds, memory) = text.trim().split_once(' ')?;
            Some((seconds.parse().ok()?, memory.parse().ok()))
        }
    }
}

/// Does the work of a row in this process, and prints seconds and the peak of memory in MB.
fn measure_here(name: &str, server: &str) {
    let Some(row) = rows(server).into_iter().find(|it| it.name == name) else { return };
    let seconds = match &row.who {
        Who::Recorded(script) => with_record(script, None).0,
        Who::Told(script) => with_record(script, None).1.parse().unwrap_or(f64::NAN),
        Who::WithTrace(script) => {
            let file = tempfile::NamedTempFile::new().expect("a folder for temporary files");
            with_record(script, file.reopen().ok()).0
        }
        Who::Bare(script) => without_recording(script),
        Who::PlainRhai(script) => plain_rhai(script),
        Who::Floor(floor) => floor.seconds(),
        Who::Python(_) | Who::Node(_) | Who::Process(_) | Who::Start => return,
    };
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = peak.and_then(|it| it.trim().trim_end_matches("kB").trim().parse::<f64>().ok());
    println!("{seconds} {}", kilobytes.map_or_else(|| "-".to_owned(), |it| (it / 1024.0).to_string()));
}

fn sleepers(count: usize, call: &str) -> String {
    format!(
        "fn nap() {{ sleep(1) }}
        let tasks = []; for i in 0..{count} {{ tasks.push(spawn {call}) }} await tasks; ()"
    )
}

fn entry(script: &str) -> Entry {
    Entry { name: "bench".into(), text: script.into(), folder: Default::default(), role: Role::Free }
}

/// As the program does it: recorded, and folded into a timeline while it runs; with a file, the trace is written there.
/// Gives the seconds and the value, shown.
fn with_record(script: &str, trace: Option<File>) -> (f64, String) {
    let runner = Runner::start(Setup::new(ClockKind::Real, Leftovers::Keep)).expect("a thread");
    if let Some(file) = trace {
        runner.record().stream_to("bench", Box::new(std::io::BufWriter::new(file)));
    }
    let began = Instant::now();
    let running = runner.begin(entry(script));
    let end = runner.wait(&running).expect("an end");
    runner.record().end_stream().expect("room for a trace");
    let seconds = began.elapsed().as_secs_f64();
    match end.answer {
        Answer::Value(value) => (seconds, value.map_or_else(String::new, |it| it.to_string())),
        other => panic!("{other:?}"),
    }
}

fn without_recording(script: &str) -> f64 {
    let options = LoopOptions {
        clock: ClockKind::Real,
        limits: Limits::default(),
        recorder: None,
        output: Box::new(|_| {}),
        backlog: None,
    };
    let event_loop = EventLoop::start(options, Session::new).expect("a thread");
    let (sender, end) = mpsc::channel();
    let entry = entry(script);
    let began = Instant::now();
    event_loop.submit(move |_, session: &mut Session| {
        session.start(&entry, |_| {}, move |_, end: EntryEnd| sender.send(end).expect("somebody waits"))
    });
    end.recv().expect("an end");
    began.elapsed().as_secs_f64()
}

/// Rhai as it comes, but for the limits that `meanwhile` does not set either.
fn plain_rhai(script: &str) -> f64 {
    let mut engine = rhai::Engine::new();
    engine.set_optimization_level(rhai::OptimizationLevel::None);
    engine.set_max_call_levels(usize::MAX);
    let began = Instant::now();
    engine.run(script).expect("it runs");
    began.elapsed().as_secs_f64()
}
