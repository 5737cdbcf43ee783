//! The judging process: a job comes in on standard input, a verdict goes out on standard output.
//!
//! It is started by `grade` alone. What it judges may do whatever it likes to this process.

use std::env;
use std::io::{self, BufRead, Read};
use std::path::Path;
use std::process::exit;
use std::thread;
use std::time::Duration;

use anyhow::{Context, bail, ensure};

use super::job::{self, Job};
use super::{courses, disk, fence, limits, troubles};
use crate::course::judge::{Bounds, judge};
use crate::course::verdict::{CheckOutcome, TroubleKind, Verdict};
use crate::grading::conduct::Judgement;
use crate::runtime;

/// The heap of the whole process. A script is stopped long before; this is for single native calls that ask for very
/// much.
const MAX_MEMORY: usize = 768 << 20;
const LOOK: Duration = Duration::from_millis(2);
/// Files are looked at after so many looks at the memory.
const LOOKS_AT_FILES: usize = 5;
const MAX_CHARACTERS: usize = 4_000;
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
    let (token, watched, folder) = (job.token.clone(), lesson.clone(), env::current_dir()?);
    // All that is needed from outside has been read. Threads that are started from here on are within the fence.
    fence::raise(&folder);
    thread::spawn(end_with_the_grader);
    thread::spawn(move || {
        let verdict = troubles::verdict(&watched, TroubleKind::Limit, excess(&folder));
        finish(&token, Judgement::unseen(verdict))
    });
    // The grader loses patience first, and can say so.
    let bounds = Bounds { patience: super::JUDGE_TIMEOUT * 2, ..Bounds::default() };
    finish(&job.token, Judgement::of(judge(lesson, exercise, &job.answer, &bounds)?))
}

/// Standard input ends when the grader ends, however it does.
fn end_with_the_grader() {
    let mut rest = [0; 64];
    while io::stdin().lock().read(&mut rest).is_ok_and(|it| it > 0) {}
    exit(ORPHANED)
}

/// Waits until the process has used too much, and says what.
fn excess(folder: &Path) -> String {
    for count in 0_usize.. {
        if runtime::memory_in_use() > MAX_MEMORY {
            // Which of the two limits is met first must not show.
            let most = Bounds::default().limits.memory >> 20;
            return format!("this uses too much memory (more than {most} MB in one run)");
        }
        // All that it may write lies in this folder, the files that come with the lesson included.
        if count.is_multiple_of(LOOKS_AT_FILES) && disk::is_over(folder) {
            return disk::excess_text();
        }
        thread::sleep(LOOK);
    }
    String::new()
}

/// Tells the judgement and leaves, without clearing up what a hostile answer may have left.
fn finish(token: &str, judgement: Judgement) -> ! {
    let judgement = Judgement { verdict: shortened(judgement.verdict), ..judgement };
    let code = job::tell(token, &judgement).map_or(1, |()| 0);
    exit(code)
}

/// Nobody reads an error of a million characters.
fn shortened(mut verdict: Verdict) -> Verdict {
    let cut = |text: &mut String| {
        *text = without_folders(text);
        if let Some((at, _)) = text.char_indices().nth(MAX_CHARACTERS) {
            text.replace_range(at.., "…");
        }
    };
    verdict.trouble.iter_mut().for_each(|it| cut(&mut it.text));
    for check in &mut verdict.checks {
        if let CheckOutcome::Failed(failure) = &mut check.outcome {
            [&mut failure.message, &mut failure.expected, &mut failure.happened].into_iter().for_each(cut);
        }
    }
    verdict
}

/// The text without the names of folders that are made for each run anew.
fn without_folders(text: &str) -> String {
    let mut text = text.to_owned();
    let folders = [env::current_dir().ok(), Some(env::temp_dir())];
    for folder in folders.into_iter().flatten().map(|it| it.display().to_string()).filter(|it| it.len() > 1) {
        while let Some(begin) = text.find(&folder) {
            let rest = &text[begin + folder.len()..];
            // The answer's own folder lies in it and has a name by chance.
            let own = rest
                .strip_prefix("/meanwhile-")
                .map_or(rest, |it| it.trim_start_matches(char::is_alphanumeric));
            text = format!("{}…{own}", &text[..begin]);
        }
    }
    text
}
