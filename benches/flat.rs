//! What one of something costs, against how many there have been: rests, spawns, awaits, deadlocks, entries.
//!
//! `cargo bench --bench flat` prints microseconds for one, for a thousand up to a million of them; `-- await` only the rows
//! with that in their names. A row that stays level is as it should be. It is no test: `runtime/tests/flat.rs` counts.

use std::io::Write;
use std::time::{Duration, Instant};

use meanwhile::runner::{Leftovers, Runner, Setup};
use meanwhile::script::{Answer, Entry, Role};
use meanwhile::trace::ClockKind;

const NUMBERS: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];
/// Tasks that wait at the same time need memory each.
const MAX_AT_ONCE: usize = 100_000;

/// Makes a script that does something `count` times.
type Script = fn(usize) -> String;

const ROWS: [(&str, usize, Script); 6] = [
    ("rest", usize::MAX, |number| format!("for i in 0..{number} {{ sleep(0.001) }}")),
    ("yield", usize::MAX, |number| format!("for i in 0..{number} {{ yield_now() }}")),
    ("spawn", usize::MAX, |number| {
        format!("fn f() {{}} for i in 0..{number} {{ spawn f(); if i % 100 == 0 {{ yield_now() }} }}")
    }),
    ("await", usize::MAX, |number| format!("fn f() {{}} for i in 0..{number} {{ await spawn f() }}")),
    ("await of many at once", MAX_AT_ONCE, |number| {
        format!("let t = []; for i in 0..{number} {{ t.push(spawn sleep(1)) }} for it in t {{ await it }}")
    }),
    ("deadlock", MAX_AT_ONCE, |number| {
        format!("let c = channel(1); for i in 0..{number} {{ spawn c.recv() }} c.recv()")
    }),
];

fn main() {
    let wanted = std::env::args().skip(1).find(|it| it != "--bench").unwrap_or_default();
    print!("{:<24}", "microseconds for one");
    NUMBERS.iter().for_each(|number| print!("{number:>12}"));
    println!();
    for (name, most, script) in ROWS.iter().filter(|(name, ..)| name.contains(&wanted)) {
        line(name, *most, |number| seconds(&[script(number)]));
    }
    if "entry".contains(&wanted) {
        line("entry", usize::MAX, |number| seconds(&vec!["1;".to_owned(); number]));
    }
}

fn line(name: &str, most: usize, seconds: impl Fn(usize) -> f64) {
    print!("{name:<24}");
    for number in NUMBERS.into_iter().filter(|number| *number <= most) {
        print!("{:>12.3}", seconds(number) * 1e6 / number as f64);
        // It may take a while until the line is full.
        let _ = std::io::stdout().flush();
    }
    println!();
}

/// How long these entries take, one after the other, recorded as in a session.
fn seconds(entries: &[String]) -> f64 {
    let runner = Runner::start(Setup::new(ClockKind::Virtual, Leftovers::Keep)).expect("a thread");
    let began = Instant::now();
    for text in entries {
        let entry =
            Entry { name: "bench".into(), text: text.clone(), folder: Default::default(), role: Role::Free };
        let running = runner.begin(entry);
        let end = loop {
            match running.end.recv_timeout(Duration::from_millis(33)) {
                Ok(end) => break end,
                Err(_) => drop(runner.record()),
            }
        };
        assert!(!matches!(end.answer, Answer::Stopped));
    }
    drop(runner.record());
    began.elapsed().as_secs_f64()
}
