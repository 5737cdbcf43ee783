//! The lessons' own programs, judged as answers are: to prove an overlay before anybody is graded by it, and to compare
//! a class with the mistakes that a lesson expects.

use std::collections::BTreeSet;

use anyhow::{bail, ensure};

use super::judging::{Judging, Task};
use crate::course::document::{Exercise, Lesson};
use crate::course::verdict::{CheckOutcome, Verdict, Visibility};
use crate::grading::Gradebook;
use crate::grading::class_report::Samples;
use crate::grading::conduct::Judgement;

/// Asks the checks of an overlay about programs whose ways are known.
///
/// # Errors
/// Where a check does not work, or the lesson's own solution does not pass it: a grade by it would be wrong.
pub fn check_overlay(judging: &Judging, lessons: &[&Lesson]) -> anyhow::Result<()> {
    let mut tasks = Vec::new();
    let mut solutions = Vec::new();
    for lesson in lessons {
        let Some(exercise) = lesson.exercise.as_ref().filter(|it| has_overlay(it)) else { continue };
        let texts = exercise.solutions.iter().map(|it| (true, it.code.text.as_str()));
        let others = [exercise.starter.text.as_str(), ""].into_iter();
        let wrongs = exercise.wrongs.iter().map(|it| it.code.text.as_str());
        for (is_solution, text) in texts.chain(others.chain(wrongs).map(|it| (false, it))) {
            tasks.push(Task { lesson: lesson.id.clone(), answer: Ok(text.to_owned()) });
            solutions.push(is_solution);
        }
    }
    let judgements = judging.all(&tasks)?;
    check_answers(&judgements)?;
    let of_solutions = judgements.iter().zip(solutions).filter(|(_, is_solution)| *is_solution);
    let failed: BTreeSet<String> = of_solutions
        .flat_map(|(it, _)| of_overlay(&it.verdict).map(move |check| (&it.verdict.lesson, check)))
        .filter_map(|(lesson, (name, outcome))| match outcome {
            CheckOutcome::Failed(failure) => Some(format!("{lesson}, \"{name}\": {}", failure.message)),
            _ => None,
        })
        .collect();
    ensure!(
        failed.is_empty(),
        "nothing was graded: the lesson's own solution does not pass a check of the overlay ({}). `meanwhile course \
         check --overlay DIR` tells more",
        failed.into_iter().collect::<Vec<_>>().join("; ")
    );
    Ok(())
}

/// Whether the checks of an overlay could all be asked.
pub fn check_answers<'a>(judgements: impl IntoIterator<Item = &'a Judgement>) -> anyhow::Result<()> {
    let broken: BTreeSet<String> = judgements
        .into_iter()
        .flat_map(|it| of_overlay(&it.verdict).map(move |check| (&it.verdict.lesson, check)))
        .filter_map(|(lesson, (name, outcome))| match outcome {
            CheckOutcome::Broken(text) => Some(format!("{lesson}, \"{name}\": {text}")),
            _ => None,
        })
        .collect();
    if broken.is_empty() {
        return Ok(());
    }
    bail!(
        "there are no grades: a check of the overlay does not work ({}). `meanwhile course check --overlay DIR` \
         proves one",
        broken.into_iter().collect::<Vec<_>>().join("; ")
    )
}

/// What the lessons' own programs come to.
pub fn of_lessons(judging: &Judging, lessons: &[&Lesson]) -> anyhow::Result<Vec<Samples>> {
    let programs = |exercise: &Exercise| -> Vec<String> {
        let solution = exercise.solutions.first().map(|it| it.code.text.clone()).unwrap_or_default();
        [solution].into_iter().chain(exercise.wrongs.iter().map(|it| it.code.text.clone())).collect()
    };
    let mut tasks = Vec::new();
    for lesson in lessons {
        let programs = lesson.exercise.as_ref().map(programs).unwrap_or_default();
        tasks.extend(programs.into_iter().map(|it| Task { lesson: lesson.id.clone(), answer: Ok(it) }));
    }
    let judgements = judging.all(&tasks)?;
    let of_lesson = |lesson: &&Lesson| {
        let mut own = judgements.iter().filter(|it| it.verdict.lesson == lesson.id).cloned();
        Samples { lesson: lesson.id.clone(), solution: own.next(), wrongs: own.collect() }
    };
    Ok(lessons.iter().map(of_lesson).collect())
}

/// Defects of the course itself, which cost points.
pub fn broken_in_course(book: &Gradebook) -> BTreeSet<String> {
    let works = book.rows.iter().flat_map(|it| &it.grades).filter_map(|it| it.work.as_ref());
    let checks = works.flat_map(|it| it.verdict.checks.iter().map(move |check| (&it.verdict.lesson, check)));
    let broken = checks.filter_map(|(lesson, check)| match &check.outcome {
        CheckOutcome::Broken(text) => Some(format!(
            "a check of the course does not work, so grades are too low: {lesson}, {}: {text}",
            check.name
        )),
        _ => None,
    });
    broken.collect()
}

fn has_overlay(exercise: &Exercise) -> bool {
    exercise.checks.iter().any(|it| it.visibility == Visibility::Overlay)
}

fn of_overlay(verdict: &Verdict) -> impl Iterator<Item = (&str, &CheckOutcome)> {
    let own = verdict.checks.iter().filter(|it| it.visibility == Visibility::Overlay);
    own.map(|it| (it.name.as_str(), &it.outcome))
}
