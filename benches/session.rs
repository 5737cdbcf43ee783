//! What a long session costs: an entry's time at first and after thousands of entries, and what the process
//! holds after many entries and after many tasks.
//!
//! `cargo bench --bench session` prints milliseconds for an entry, first and last, and megabytes. It is no test: times
//! depend on the machine.

use std::time::Instant;

use meanwhile::runner::{Leftovers, Runner, Setup};
use meanwhile::script::{Entry, Role};
use meanwhile::trace::ClockKind;

/// What is entered: a name, the number of entries, and the entry, whose `{n}` is its number.
const SESSIONS: &[(&str, usize, &str)] = &[
    ("values", 6_000, "let x = {n}; x + 1"),
    ("closures", 6_000, "let f = |a| a + {n}; f.call(1)"),
    ("tasks", 6_000, "let t = spawn || { sleep(0.1); {n} }; await t"),
    ("functions", 2_000, "fn f{n}(a) { a + 1 } f{n}(1)"),
    (
        "crowds of 10,000",
        1_000,
        "let all = []; for i in 0..10000 { all.push(spawn sleep(0.01)); } await all; ()",
    ),
];

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|it| !it.starts_with('-')).collect();
    for (name, count, entry) in SESSIONS {
        if !wanted.is_empty() && !wanted.iter().any(|it| name.contains(it.as_str())) {
            continue;
        }
        let runner = Runner::start(Setup::new(ClockKind::Virtual, Leftovers::Keep)).expect("a thread");
        let before = resident();
        let tenth = count / 10;
        let mut times = Vec::with_capacity(*count);
        let mut early = 0.0;
        for n in 0..*count {
            let text = entry.replace("{n}", &n.to_string());
            let entry = Entry { name: String::new(), text, folder: Default::default(), role: Role::Free };
            let began = Instant::now();
            runner.wait(&runner.begin(entry)).expect("an end");
            times.push(began.elapsed().as_secs_f64() * 1e3);
            if n == tenth {
                early = resident();
            }
        }
        println!(
            "{name:<18} {count:>6} entries: {:.2} ms each at first, {:.2} ms at last; {:.0} MB before, {early:.0} MB after a tenth, {:.0} MB at the end",
            median(&mut times[..tenth].to_vec()),
            median(&mut times[count - tenth..].to_vec()),
            before,
            resident(),
        );
    }
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Megabytes of the process in memory; 0 where the system does not say.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|it| it.trim().trim_end_matches(" kB").parse::<f64>().ok()).map_or(0.0, |it| it / 1024.0)
}
