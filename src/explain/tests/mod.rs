//! Real scripts under the virtual clock, and what is said of them.

mod deadlocks;
mod elsewhere;
mod loose_ends;
mod other_half;
mod programs;
mod rules;
mod sharing;
mod whys;

use std::path::PathBuf;
use std::sync::MutexGuard;

use super::{Finding, RunAnalysis};
use crate::host::permissions::Outside;
use crate::runner::{Leftovers, Record, Runner, Setup};
use crate::script::{Entry, EntryEnd, Role};
use crate::trace::ClockKind;

/// Runs a script to its end and hands on its account.
pub fn with_account<T>(script: &str, look: impl FnOnce(&RunAnalysis) -> T) -> T {
    let (runner, _) = run(script);
    let record: MutexGuard<'_, Record> = runner.record();
    let view = record.timeline().view_of_run(0);
    look(&RunAnalysis::new(&view, record.trace()))
}

pub fn run(script: &str) -> (Runner, EntryEnd) {
    run_under(ClockKind::Virtual, script)
}

pub fn run_under(clock: ClockKind, script: &str) -> (Runner, EntryEnd) {
    // What examples write goes with the folder.
    let folder = tempfile::tempdir().unwrap();
    let outside = Outside { folder: folder.path().to_owned(), ..Outside::default() };
    let runner = Runner::start(Setup::new(clock, Leftovers::Cancel).within(outside)).unwrap();
    let entry = Entry { name: "test".into(), text: script.into(), folder: PathBuf::new(), role: Role::Free };
    let end = runner.wait(&runner.begin(entry)).unwrap();
    (runner, end)
}

/// A finding as one line: `blocking-call, line 1: text try_this [estimate]`.
pub fn one_line(finding: &Finding) -> String {
    let Finding { rule, line, text, try_this, .. } = finding;
    let estimate = finding.estimate();
    let estimate = if estimate.is_empty() { estimate } else { format!(" [{estimate}]") };
    format!("{rule}, line {line}: {text} {try_this}{estimate}")
}

/// Checks all that the rules say about a script.
#[track_caller]
pub fn check(script: &str, expected: &[&str]) {
    let found: Vec<String> =
        with_account(script, |analysis| super::findings(analysis).iter().map(one_line).collect());
    assert_eq!(found, expected, "{script}");
}

/// Checks all that the rules say about a trace, told in the file's lines without the first.
#[track_caller]
pub fn check_trace(lines: &str, expected: &[&str]) {
    let header = r#"{"format":"meanwhile-trace","version":1,"clock":"virtual","source":"test"}"#;
    let (header, trace) = crate::trace::read(format!("{header}\n{lines}").as_bytes()).unwrap();
    let timeline = crate::timeline::Timeline::of(&trace, header.clock());
    let view = timeline.view_of_run(0);
    let found: Vec<String> = super::findings(&RunAnalysis::new(&view, &trace)).iter().map(one_line).collect();
    assert_eq!(found, expected, "{lines}");
}
