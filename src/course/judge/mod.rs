//! Judges an answer: runs it under the virtual clock in a sandbox, then asks the lesson's checks about the run.
//!
//! The same answer gets the same verdict everywhere. Nothing here draws, and nothing is kept.

mod always;
mod call_object;
mod calls;
mod check;
mod expect;
mod facts;
mod play;
mod run_object;
#[cfg(test)]
mod tests;
mod time;
mod unmet;

pub use calls::{CallFacts, CallOutcome};
pub use facts::{Facts, TaskFacts};
pub use play::{AnswerRun, Bounds, Stage, folder_with, play};

use std::io;

use super::document::{Check, ENDS_WELL, Exercise, Lesson, Variant};
use super::verdict::{CheckOutcome, CheckResult, Failure, Trouble, TroubleKind, Verdict};
use crate::script::Answer;
use always::{OtherOrder, other_orders};
use check::Checker;

/// A verdict, and the runs that it is about.
pub struct Judged {
    pub verdict: Verdict,
    /// The run with what the lesson gives.
    pub run: AnswerRun,
    /// The runs of scenarios, each with its check's name.
    pub scenarios: Vec<(String, AnswerRun)>,
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
    let variants = match (&facts, ran) {
        (Some(_), true) => play_variants(lesson, exercise, answer, bounds)?,
        _ => Vec::new(),
    };
    let mut others: Option<Vec<OtherOrder>> = None;
    let limit_in = |played: &AnswerRun| trouble_of(played).filter(|it| it.kind == TroubleKind::Limit);
    if trouble.is_none() {
        trouble = variants.iter().find_map(|(_, played)| limit_in(played));
    }
    for check in &exercise.checks {
        let outcome = match (&check.scenario, &facts) {
            (_, None) => CheckOutcome::NotRun,
            _ if !ran => CheckOutcome::NotRun,
            (None, Some(facts)) => {
                let varied = variants.iter().map(|(name, played)| (name.as_str(), played));
                let outcome = everywhere(&checker, check, facts, varied);
                match (outcome, check.orders) {
                    (CheckOutcome::Passed, Some(_)) => {
                        if others.is_none() {
                            let orders = exercise.checks.iter().filter_map(|it| it.orders).max().unwrap_or(1);
                            let orders = orders.min(bounds.orders);
                            others = Some(other_orders(lesson, exercise, answer, bounds, orders)?);
                        }
                        in_every_order(&checker, check, others.as_deref().unwrap_or_default())
                    }
                    (outcome, _) => outcome,
                }
            }
            (Some(given), _) => {
                let played = play(lesson, given, answer, bounds)?;
                let outcome = in_scenario(&checker, check, &played);
                if trouble.is_none() {
                    trouble = limit_in(&played);
                }
                scenarios.push((check.name.clone(), played));
                outcome
            }
        };
        let Check { name, points, visibility, .. } = check.clone();
        results.push(CheckResult { name, points, visibility, outcome });
    }
    scenarios.extend(variants);
    scenarios.extend(others.into_iter().flatten().map(|it| (in_order(&it.what), it.played)));
    point_with_others(&mut results);
    let verdict = Verdict { lesson: lesson.id.clone(), checks: results, trouble };
    Ok(Judged { verdict, run, scenarios })
}

/// Runs the answer with each of the other things given.
fn play_variants(
    lesson: &Lesson,
    exercise: &Exercise,
    answer: &str,
    bounds: &Bounds,
) -> io::Result<Vec<(String, AnswerRun)>> {
    let played =
        |variant: &Variant| Ok((variant.name.clone(), play(lesson, &variant.given.text, answer, bounds)?));
    exercise.variants.iter().map(played).collect()
}

/// A check without a scenario of its own holds whatever is given.
fn everywhere<'a>(
    checker: &Checker,
    check: &Check,
    facts: &Facts,
    variants: impl Iterator<Item = (&'a str, &'a AnswerRun)>,
) -> CheckOutcome {
    let first = checker.check(check, facts);
    if first != CheckOutcome::Passed {
        return first;
    }
    for (name, played) in variants {
        match in_scenario(checker, check, played) {
            CheckOutcome::Passed => {}
            CheckOutcome::Failed(mut failure) => {
                failure.message = format!("Checked once more with {name}. {}", failure.message);
                failure.scenario = Some(name.to_owned());
                return CheckOutcome::Failed(failure);
            }
            other => return other,
        }
    }
    CheckOutcome::Passed
}

/// A check that must hold in every order holds in these, too.
fn in_every_order(checker: &Checker, check: &Check, others: &[OtherOrder]) -> CheckOutcome {
    for other in others {
        match in_scenario(checker, check, &other.played) {
            CheckOutcome::Failed(mut failure) => {
                failure.message = format!(
                    "It holds in the usual order of who goes next, but not in every one: {}. {}",
                    other.what, failure.message
                );
                failure.scenario = Some(in_order(&other.what));
                return CheckOutcome::Failed(failure);
            }
            CheckOutcome::Passed => {}
            other => return other,
        }
    }
    CheckOutcome::Passed
}

/// What a run in another order is called.
fn in_order(what: &str) -> String {
    format!("another order: {what}")
}

/// To end well is worth something together with what was asked for; a program that does nothing ends well, too.
fn point_with_others(results: &mut [CheckResult]) {
    let of_others = || |it: &&CheckResult| it.name != ENDS_WELL;
    let most: u32 = results.iter().filter(of_others()).map(|it| it.points).sum();
    let passed = results.iter().filter(of_others()).filter(|it| it.outcome == CheckOutcome::Passed);
    let earned: u32 = passed.map(|it| it.points).sum();
    if earned * 2 >= most && most > 0 {
        return;
    }
    for result in results.iter_mut().filter(|it| it.name == ENDS_WELL && it.outcome == CheckOutcome::Passed) {
        result.outcome = CheckOutcome::Failed(Failure {
            message: "It comes to its end, and this counts when half of the other points are there."
                .to_owned(),
            expected: String::new(),
            happened: String::new(),
            focus: None,
            scenario: None,
        });
    }
}

fn in_scenario(checker: &Checker, check: &Check, played: &AnswerRun) -> CheckOutcome {
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

fn trouble_of(played: &AnswerRun) -> Option<Trouble> {
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
