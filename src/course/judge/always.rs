//! Checks that must hold in every order of who goes next: an answer that is lucky does not pass.
//!
//! How much is tried is a number of runs, never a time, so that an answer gets the same verdict everywhere.

use std::io;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use super::play::play_in_order;
use super::{AnswerRun, Bounds};
use crate::course::document::{Exercise, Lesson};
use crate::explore::{Budget, NamedFiles, Program, Surroundings, difference, explore};
use crate::runner::Order;
use crate::script::{Entry, Role};

/// Outcomes of which the checks are asked.
const MAX_OUTCOMES: usize = 12;

/// A run in another order than the usual one.
pub(super) struct OtherOrder {
    /// Where it parts from the usual one, in a few words.
    pub what: String,
    pub played: AnswerRun,
}

/// One run of each thing that the answer can come to in another order, the simplest orders first. At most so many
/// orders are tried.
///
/// # Errors
/// Where the system has no thread or folder to give.
pub(super) fn other_orders(
    lesson: &Lesson,
    exercise: &Exercise,
    answer: &str,
    bounds: &Bounds,
    orders: usize,
) -> io::Result<Vec<OtherOrder>> {
    let entry = |name: &str, text: &str, role| Entry {
        name: name.to_owned(),
        text: text.to_owned(),
        folder: Default::default(),
        role,
    };
    let given = (!exercise.given.trim().is_empty()).then(|| entry("given", &exercise.given, Role::Given));
    let files =
        lesson.files.iter().map(|it| (it.name.clone().into(), it.text.clone().into_bytes())).collect();
    let interrupted = bounds.interrupted.clone();
    let surroundings = Surroundings { slack: 0, given, files, named: NamedFiles::Closed, interrupted };
    let mut program = Program::new(entry("answer", answer, Role::Answer), surroundings)?;
    let (budget, is_noted) = (Budget { runs: orders, time: None }, program.is_noted());
    let Some(exploration) = explore(&mut program, budget, is_noted, &mut |_| ()) else {
        // Nobody passes because other orders were not looked at.
        let has_reason = program.unreadable().is_some() || bounds.interrupted.load(Ordering::Acquire);
        let problem = || io::Error::other("the answer could not be run in other orders");
        return if has_reason { Ok(Vec::new()) } else { Err(problem()) };
    };
    let mut found: Vec<_> = exploration.found.into_iter().filter(|it| !it.deviations.is_empty()).collect();
    found.sort_by_key(|it| it.deviations.len());
    let mut others = Vec::new();
    for it in found.into_iter().take(MAX_OUTCOMES) {
        let marks = it.deviations.first().copied().into_iter().collect();
        let order = Order { schedule: program.schedule(it.deviations), marks };
        let played = play_in_order(lesson, &exercise.given, answer, bounds, Some(order))?;
        others.push(OtherOrder { what: parting(&played), played });
    }
    Ok(others)
}

/// Where a run parts from the usual one: `at 0.01 s b goes before a`.
fn parting(played: &AnswerRun) -> String {
    let record = played.record.lock().unwrap_or_else(PoisonError::into_inner);
    let run = record.timeline().runs().iter().rposition(|run| Some(run.main) == played.end.main);
    let view = run.map(|run| record.timeline().view_of_run(run));
    let found = view.and_then(|view| difference(&view, record.trace()));
    match found {
        Some((at, who)) => {
            format!(
                "at {} s {}",
                crate::timeline::instant_text(at),
                who.replacen(" before ", " goes before ", 1)
            )
        }
        None => "another task goes first".to_owned(),
    }
}
