//! Random programs of locks, semaphores, channels, events, barriers, groups, timeouts, select and cancels, run here
//! under the virtual clock and in CPython under a stepping loop: equal in lines, order and time.
//!
//! What is known to differ the programs leave out; `README.md` and `:help` say it: a group of which only the closure
//! fails throws that error as it is; a task that awaits a cancelled one fails; a barrier's numbers after a cancel.

mod program;

use super::asyncio::python;
use super::run_program;
use crate::script::Answer;
use crate::trace::ClockKind;
use program::Program;

/// How many programs a batch for one process of Python has.
const BATCH: usize = 500;

/// Numbers that a seed alone decides (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % end
    }
}

fn ours(program: &Program) -> Vec<String> {
    let (mut said, end, _) = run_program(ClockKind::Virtual, &program.rhai());
    if !matches!(end.answer, Answer::Value(_)) {
        said.push(format!("error {:?}", end.answer));
    }
    said
}

fn compare(seeds: std::ops::Range<u64>) {
    let programs: Vec<_> = seeds.clone().map(|seed| Program::random(&mut Numbers(seed))).collect();
    let mut different = Vec::new();
    for (batch, first) in programs.chunks(BATCH).zip((seeds.start..).step_by(BATCH)) {
        let texts: Vec<_> = batch.iter().map(Program::python).collect();
        let Some(theirs) = python(&texts) else {
            eprintln!("skipped: there is no python3 of version 3.11 or later here");
            return;
        };
        assert_eq!(theirs.len(), batch.len());
        for ((program, theirs), seed) in batch.iter().zip(theirs).zip(first..) {
            let theirs: Vec<String> = theirs.lines().map(str::to_owned).collect();
            let ours = ours(program);
            if ours != theirs {
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
    let shown: Vec<_> = different.iter().take(3).cloned().collect();
    assert!(different.is_empty(), "{} of {} differ\n{}", different.len(), programs.len(), shown.join("\n\n"));
}

#[test]
fn a_hundred_random_programs_do_what_cpython_does() {
    compare(0..100);
}

#[test]
#[ignore = "a long run"]
fn two_thousand_random_programs_do_what_cpython_does() {
    compare(100..2_100);
}
