//! What tasks cost, measured against a peer in the same run: CPython's asyncio.
//!
//! `cargo bench --bench runtime` prints seconds and ratios. It is no test: times depend on the machine.

use std::process::Command;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use meanwhile::runner::{Leftovers, Runner, Setup};
use meanwhile::runtime::{EventLoop, Limits, LoopOptions};
use meanwhile::script::{Answer, Entry, EntryEnd, Role, Session};
use meanwhile::trace::ClockKind;

const YIELDS: &str = "fn work() { for i in 0..10000 { yield_now() } }
    let tasks = []; for i in 0..100 { tasks.push(spawn work()) } await tasks; ()";

/// How often each measurement is taken; the best counts.
const TIMES: usize = 5;

fn main() {
    if let Some(count) = std::env::args().nth(1).and_then(|it| it.parse::<usize>().ok()) {
        return report_sleepers(count);
    }
    println!("1,000,000 yields over 100 tasks");
    let bare = best(|| seconds_without_recording(YIELDS));
    let recorded = best(|| seconds_with_record(YIELDS));
    let asyncio = best(|| peer(&["yields"]));
    println!("  asyncio            {asyncio:.3} s");
    println!("  without recording  {bare:.3} s");
    println!(
        "  recorded           {recorded:.3} s   {:.2} of asyncio (at most 0.50), {:.2} of bare (at most 1.30)",
        recorded / asyncio,
        recorded / bare
    );
    for count in [10_000, 100_000] {
        println!("{count} tasks that sleep one second");
        // In a process of its own, for its peak of memory.
        let me = std::env::current_exe().expect("this program has a path");
        let output = Command::new(me).arg(count.to_string()).output().expect("this program can start itself");
        print!("  meanwhile  {}", String::from_utf8_lossy(&output.stdout));
        println!("  asyncio    {:.3} s", peer(&["sleepers", &count.to_string()]));
    }
}

fn peer(arguments: &[&str]) -> f64 {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peer_asyncio.py");
    let output = Command::new("python3").arg(script).args(arguments).output().expect("python3 is installed");
    String::from_utf8_lossy(&output.stdout).trim().parse().expect("the peer prints seconds")
}

fn best(mut measure: impl FnMut() -> f64) -> f64 {
    (0..TIMES).map(|_| measure()).fold(f64::INFINITY, f64::min)
}

fn sleepers(count: usize) -> String {
    format!("let tasks = []; for i in 0..{count} {{ tasks.push(spawn sleep(1)) }} await tasks; ()")
}

fn report_sleepers(count: usize) {
    let seconds = seconds_with_record(&sleepers(count));
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("not known").trim();
    println!("{seconds:.3} s, peak of memory {peak}");
}

fn entry(script: &str) -> Entry {
    Entry { name: "bench".into(), text: script.into(), folder: Default::default(), role: Role::Free }
}

/// As the program does it: recorded, and folded into a timeline while it runs.
fn seconds_with_record(script: &str) -> f64 {
    let runner = Runner::start(Setup::new(ClockKind::Real, Leftovers::Keep)).expect("a thread");
    let began = Instant::now();
    let end = runner.begin(entry(script)).end;
    let end = loop {
        match end.recv_timeout(Duration::from_millis(33)) {
            Ok(end) => break end,
            Err(_) => drop(runner.record()),
        }
    };
    let seconds = began.elapsed().as_secs_f64();
    assert!(matches!(end.answer, Answer::Value(_)), "{:?}", end.answer);
    drop(runner.record());
    seconds
}

fn seconds_without_recording(script: &str) -> f64 {
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
