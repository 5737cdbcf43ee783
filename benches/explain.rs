//! What explaining costs: all rules and the scorecard over runs of 100,000 events.
//!
//! `cargo bench --bench explain` prints milliseconds; the bound is 100. It is no test: times depend on the
//! machine.

use std::time::Instant;

use meanwhile::explain::{RunAnalysis, Scorecard, findings};
use meanwhile::runner::{Leftovers, Runner, Setup};
use meanwhile::script::{Entry, Role};
use meanwhile::trace::ClockKind;

const PROGRAMS: &[(&str, &str)] = &[
    (
        "yields",
        "fn f() { for i in 0..500 { yield_now() } } let t = []; for i in 0..100 { t.push(spawn f()) } await t; ()",
    ),
    ("sleepers", "let t = []; for i in 0..20000 { t.push(spawn sleep(1)) } await t; ()"),
    ("blockers", "let t = []; for i in 0..16000 { t.push(spawn sleep_blocking(0.001)) } await t; ()"),
    ("one by one", "for i in 0..12500 { await spawn sleep(1) }"),
    (
        "polling",
        "fn f(t) { while !t.is_done { sleep(0.05) } } let t = spawn sleep(100); let all = []; for i in 0..25 { all.push(spawn f(t)) } await all; ()",
    ),
    (
        "computing",
        "fn f() { busy(0.2); sleep(0.1) } let t = []; for i in 0..16000 { t.push(spawn f()) } await t; ()",
    ),
    (
        "channel",
        "fn take(c) { for m in c { sleep(0.001) } } let c = channel(1); let all = []; for i in 0..100 { all.push(spawn take(c)) } let p = []; for i in 0..100 { p.push(spawn || { for i in 0..120 { c.send(i) } }) } await p; c.close(); await all; ()",
    ),
    (
        "shared",
        "let n = 0; let all = []; for i in 0..100 { all.push(spawn || { for i in 0..200 { let old = n; yield_now(); n = old + 1 } }) } await all; ()",
    ),
];

fn main() {
    for (name, script) in PROGRAMS {
        let runner = Runner::start(Setup::new(ClockKind::Virtual, Leftovers::Cancel)).expect("a thread");
        let entry = Entry {
            name: "bench".into(),
            text: (*script).into(),
            folder: Default::default(),
            role: Role::Free,
        };
        runner.wait(&runner.begin(entry)).expect("an end");
        let record = runner.record();
        let view = record.timeline().view_of_run(0);
        let began = Instant::now();
        let analysis = RunAnalysis::new(&view, record.trace());
        let found = findings(&analysis);
        let card = Scorecard::of(&analysis);
        let millis = began.elapsed().as_secs_f64() * 1e3;
        let events = record.trace().events().len();
        println!(
            "{name:<12} {events:>7} events  {millis:>6.1} ms  {:.1} ms for 100,000   {} findings, {:?}",
            millis * 1e5 / events as f64,
            found.len(),
            card.limit
        );
    }
}
