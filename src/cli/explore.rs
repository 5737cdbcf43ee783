//! `meanwhile explore FILE`: every order in which it could go, and what the others come to.

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{anyhow, bail, ensure};
use clap::Args;

use super::arguments::Common;
use super::{outcome, script_file};
use crate::explore::{Budget, Exploration, NamedFiles, Program, Surroundings, refusal};
use crate::show;

#[derive(Debug, Args)]
pub struct ExploreArguments {
    /// The script (.rhai); `-` reads it from standard input
    pub file: PathBuf,
    /// How much to try at most: a number of runs, or a time such as 10s
    #[arg(long, value_name = "RUNS|TIME", value_parser = read_budget)]
    pub budget: Option<Budget>,
    /// Also try which of two sleeps ends first that are due within SECONDS of each other
    #[arg(long, value_name = "SECONDS", value_parser = read_seconds)]
    pub slack: Option<u64>,
}

/// A number of runs, or a time in seconds.
fn read_budget(text: &str) -> Result<Budget, String> {
    let wrong = || "give a number of runs, such as 5000, or a time, such as 10s".to_owned();
    if let Some(seconds) = text.strip_suffix('s') {
        let seconds: f64 = seconds.trim().parse().map_err(|_| wrong())?;
        let time = Duration::try_from_secs_f64(seconds).ok().filter(|it| !it.is_zero()).ok_or_else(wrong)?;
        return Ok(Budget { runs: usize::MAX / 2, time: Some(time) });
    }
    let runs: usize = text.trim().parse().ok().filter(|it| *it > 0).ok_or_else(wrong)?;
    Ok(Budget { runs, time: None })
}

/// A time in seconds, as nanoseconds.
fn read_seconds(text: &str) -> Result<u64, String> {
    let wrong = || "give a number of seconds, such as 0.05".to_owned();
    let seconds: f64 = text.trim().trim_end_matches('s').parse().map_err(|_| wrong())?;
    let time = Duration::try_from_secs_f64(seconds).map_err(|_| wrong())?;
    u64::try_from(time.as_nanos()).map_err(|_| wrong())
}

/// Explores the script. Gives the exit code: 1 where not all orders come to the same, or one fails.
pub fn run(common: &Common, arguments: &ExploreArguments) -> anyhow::Result<i32> {
    common.refuse_order()?;
    let look = common.look();
    let file = &arguments.file;
    ensure!(
        !crate::python::is_python(file),
        "orders are explored of scripts (.rhai), not of Python programs"
    );
    ensure!(
        !common.wants_trace(),
        "exploring makes many runs; run one of them with --schedule to write its trace"
    );
    let entry = script_file::read(file)?;
    if let Some(why) = refusal(&entry.text) {
        bail!("{}: {why}", file.display());
    }
    let interrupts = show::noticed_interrupts();
    let slack = arguments.slack.unwrap_or(0);
    let is_sandbox = common.sandbox.outside()?.permissions.is_sandbox();
    let named = if is_sandbox { NamedFiles::Closed } else { NamedFiles::Copied };
    let surroundings =
        Surroundings { slack, named, interrupted: interrupts.flag(), ..Surroundings::default() };
    let mut program = Program::new(entry, surroundings)?;
    let budget = arguments.budget.unwrap_or_default();
    let Some(exploration) = show::explore(&mut program, budget) else {
        if let Some((report, sources)) = program.unreadable() {
            eprint!("{}", show::report_text(report, sources, &look));
            return Ok(outcome::FAILED);
        }
        if interrupts.has_come() {
            eprintln!("Interrupted before the first run had ended.");
            return Ok(outcome::STOPPED);
        }
        return Err(anyhow!("the program did not come to an end, so there is nothing to compare"));
    };
    let shown = file.display().to_string();
    let named = if shown.contains(' ') { format!("{shown:?}") } else { shown };
    let repeat = |code: &str| format!("The same order again: meanwhile run --schedule {code} {named}");
    let text = show::explored(&program, &exploration, &look, repeat)?;
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(code(&exploration))
}

fn code(exploration: &Exploration) -> i32 {
    let is_fine = exploration.found.len() == 1 && !exploration.found[0].outcome.is_failure();
    if is_fine { 0 } else { outcome::FAILED }
}
