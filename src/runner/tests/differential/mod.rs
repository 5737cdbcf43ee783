//! Random programs of locks, semaphores, channels, events, barriers, groups, timeouts, select and cancels, run here
//! under the virtual clock and in CPython under a stepping loop: equal in lines, order and time.
//!
//! What is known to differ the programs leave out; `README.md` and `:help` say it: a group of which only the closure
//! fails throws that error as it is; a task that awaits a cancelled one fails; a barrier's numbers after a cancel.

mod program;

use super::asyncio::python;
use super::run_program;
use crate::sampling::Numbers;
use crate::script::Answer;
use crate::trace::ClockKind;
use program::Program;

/// How many programs a batch for one process of Python has.
const BATCH: usize = 500;

fn ours(program: &Program) -> Vec<String> {
    let (mut said, end, _) = run_program(ClockKind::Virtual, &program.rhai());
    if !matches!(end.answer, Answer::Value(_)) {
        said.push(format!("error {:?}", end.answer));
    }
    said
}

/// Whether these are the same lines at the same times. Times are rounded, and operations cost other times there.
fn is_same(ours: &[String], theirs: &[String]) -> bool {
    let parts = |line: &str| {
        let (at, text) = line.split_once(' ').unwrap_or(("", line));
        (at.parse::<f64>().unwrap_or_default(), text.to_owned())
    };
    let is_same = |(ours, theirs): (&String, &String)| {
        let ((at, text), (other_at, other_text)) = (parts(ours), parts(theirs));
        text == other_text && (at - other_at).abs() < 0.015
    };
    ours.len() == theirs.len() && ours.iter().zip(theirs).all(is_same)
}

/// Compares programs. Those where CPython does what we are known not to do are left out, and are the lesser part.
fn compare(seeds: std::ops::Range<u64>) {
    let programs: Vec<_> = seeds.clone().map(|seed| Program::random(&mut Numbers(seed))).collect();
    let (mut different, mut left_out) = (Vec::new(), 0);
    for (batch, first) in programs.chunks(BATCH).zip((seeds.start..).step_by(BATCH)) {
        let texts: Vec<_> = batch.iter().map(Program::python).collect();
        let Some(theirs) = python(&texts, &["differences"]) else {
            eprintln!("skipped: there is no python3 of version 3.11 or later here");
            return;
        };
        assert_eq!(theirs.len(), batch.len());
        for ((program, theirs), seed) in batch.iter().zip(theirs).zip(first..) {
            if theirs.contains("\n# ") || theirs.starts_with("# ") {
                left_out += 1;
                continue;
            }
            let theirs: Vec<String> = theirs.lines().map(str::to_owned).collect();
            let ours = ours(program);
            if !is_same(&ours, &theirs) {
                different.push(format!(
                    "seed {seed}\n--- ours\n{}\n--- CPython\n{}\n--- program\n{}\n{}",
                    ours.join("\n"),
                    theirs.join("\n"),
                    program.rhai(),
                    program.python()
                ));
            }
        }
    }
    let most = std::env::var("SHOW_DIFFERENT").ok().and_then(|it| it.parse().ok()).unwrap_or(3);
    let shown: Vec<_> = different.iter().take(most).cloned().collect();
    let (count, compared) = (programs.len(), programs.len() - left_out);
    assert!(different.is_empty(), "{} of {compared} differ\n{}", different.len(), shown.join("\n\n"));
    assert!(left_out * 2 < count, "{left_out} of {count} are left out");
}

#[test]
fn random_programs_do_what_cpython_does() {
    compare(0..40);
}

#[test]
#[ignore = "a long run"]
fn long_two_thousand_random_programs_do_what_cpython_does() {
    compare(100..2_100);
}
