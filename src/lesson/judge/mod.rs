//! Judges an answer: runs it under the virtual clock in a sandbox, then asks the lesson's checks about the run.
//!
//! The same answer gets the same verdict everywhere. Nothing here draws, and nothing is kept.

mod check;
mod expect;
mod facts;
mod play;
mod run_object;
#[cfg(test)]
mod tests;
mod time;

pub use facts::{Facts, TaskFacts};
pub use play::{Bounds, Played, Stage, folder_with, play};

use std::io;

use super::document::{Check, Exercise, Lesson};
use super::verdict::{CheckOutcome, CheckResult, Trouble, TroubleKind, Verdict};
use crate::script::Answer;
use check::Checker;

/// A verdict, and the runs that it is about.
pub struct Judged {
    pub verdict: Verdict,
    /// The run with what the lesson gives.
    pub run: Played,
    /// The runs of scenarios, each with its check's name.
    pub scenarios: Vec<(String, Played)>,
}

/// Judges an answer to the lesson's exercise. Fails where the system has no thread or folder to give.
pub fn judge(lesson: &Lesson, exercise: &Exercise, answer: &str, bounds: &Bounds) -> io::Result<Judged> {
    let run = play(lesson, &exercise.given, answer, bounds)?;
    let mut trouble = trouble_of(&run);
    let ran = !matches!(trouble, Some(Trouble { kind: TroubleKind::NotAProgram | TroubleKind::Limit, .. }));
    let mut scenarios = Vec::new();
    let mut results = Vec::new();
    let checker = Checker::new();
    let facts = run.facts();
    for check in &exercise.checks {
        let outcome = match (&check.scenario, &facts) {
            (_, None) => CheckOutcome::NotRun,
            _ if !ran => CheckOutcome::NotRun,
            (None, Some(facts)) => checker.check(check, facts),
            (Some(given), _) => {
                let played = play(lesson, given, answer, bounds)?;
                let outcome = in_scenario(&checker, check, &played);
                if trouble.is_none() {
                    trouble = trouble_of(&played).filter(|it| it.kind == TroubleKind::Limit);
                }
                scenarios.push((check.name.clone(), played));
                outcome
            }
        };
        let Check { name, points, visibility, .. } = check.clone();
        results.push(CheckResult { name, points, visibility, outcome });
    }
    let verdict = Verdict { lesson: lesson.id.clone(), checks: results, trouble };
    Ok(Judged { verdict, run, scenarios })
}

fn in_scenario(checker: &Checker, check: &Check, played: &Played) -> CheckOutcome {
    let has_limit = trouble_of(played).is_some_and(|it| it.kind == TroubleKind::Limit);
    let Some(facts) = played.facts().filter(|_| !has_limit) else { return CheckOutcome::NotRun };
    match checker.check(check, &facts) {
        CheckOutcome::Failed(mut failure) => {
            failure.scenario = Some(check.name.clone());
            CheckOutcome::Failed(failure)
        }
        other => other,
    }
}

fn trouble_of(played: &Played) -> Option<Trouble> {
    let (kind, text) = match (&played.end.answer, played.end.main) {
        _ if played.used_up() => {
            (TroubleKind::Limit, played.report().unwrap_or_else(|| OUT_OF_TIME.to_owned()))
        }
        (Answer::Value(_), _) => return None,
        (_, None) => (TroubleKind::NotAProgram, played.report().unwrap_or_default()),
        (Answer::Failed(_), _) => (TroubleKind::Failed, played.report().unwrap_or_default()),
        (Answer::Stopped, _) => (TroubleKind::Limit, OUT_OF_TIME.to_owned()),
    };
    Some(Trouble { kind, text })
}

const OUT_OF_TIME: &str = "it was stopped, because it took too long. Does a loop have no end?";
