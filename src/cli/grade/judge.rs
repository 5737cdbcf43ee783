//! The judging process: a job comes in on standard input, a verdict goes out on standard output.
//!
//! It is started by `grade` alone. What it judges may do whatever it likes to this process.

use std::io::{self, BufRead, Read};
use std::process::exit;
use std::thread;
use std::time::Duration;

use anyhow::{Context, bail, ensure};

use super::job::{self, Job};
use super::{courses, limits, troubles};
use crate::lesson::document::Lesson;
use crate::lesson::judge::{Bounds, judge};
use crate::lesson::verdict::{TroubleKind, Verdict};
use crate::runtime;

/// The heap of the whole process. A script is stopped long before; this is for single native calls that ask for very
/// much.
const MOST_MEMORY: usize = 768 << 20;
const LOOK: Duration = Duration::from_millis(2);
/// The grader is gone, so nobody wants the verdict.
const ORPHANED: i32 = 3;

/// Judges one answer. Gives the exit code.
pub fn run() -> anyhow::Result<i32> {
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    let job: Job = serde_json::from_str(&line).context("this is no job of `meanwhile grade`")?;
    limits::set(job.processor_seconds);
    let course = courses::load(job.course.as_deref(), job.overlay.as_deref())?;
    ensure!(courses::hashes(&course) == job.hash, "the course has changed while it was graded");
    let Some(lesson) = course.lesson(&job.lesson) else { bail!("the course has no lesson {}", job.lesson) };
    let Some(exercise) = &lesson.exercise else { bail!("the lesson {} has no exercise", job.lesson) };
    thread::spawn(end_with_the_grader);
    let (token, watched) = (job.token.clone(), lesson.clone());
    thread::spawn(move || watch_memory(&token, &watched));
    let bounds = Bounds { patience: super::PATIENCE * 2, ..Bounds::default() };
    let verdict = judge(lesson, exercise, &job.answer, &bounds)?.verdict;
    finish(&job.token, &verdict)
}

/// Standard input ends when the grader ends, however it does.
fn end_with_the_grader() {
    let mut rest = [0; 64];
    while io::stdin().lock().read(&mut rest).is_ok_and(|it| it > 0) {}
    exit(ORPHANED)
}

fn watch_memory(token: &str, lesson: &Lesson) {
    while runtime::memory_in_use() <= MOST_MEMORY {
        thread::sleep(LOOK);
    }
    let text = format!("this uses too much memory (more than {} MB in one step)", MOST_MEMORY >> 20);
    finish(token, &troubles::verdict(lesson, TroubleKind::Limit, text));
}

/// Tells the verdict and leaves, without clearing up what a hostile answer may have left.
fn finish(token: &str, verdict: &Verdict) -> ! {
    let code = job::tell(token, verdict).map_or(1, |()| 0);
    exit(code)
}
