//! The exercise: what is said of an answer.

use super::desk::Desk;
use super::recall::plan_review;
use crate::course::progress::{Change, Passed};
use crate::course::verdict::{CheckOutcome, CheckResult, Failure, Trouble, TroubleKind, Verdict, Visibility};
use crate::learn::piece::Block;

/// Longer programs are not shown unasked.
pub const MAX_SHOWN: usize = 10;

/// An answer was judged.
pub fn judged(desk: &mut Desk, answer: String, verdict: &Verdict) {
    if let Some(Trouble { kind: TroubleKind::NotAProgram, .. }) = &verdict.trouble {
        return not_judged(desk, answer);
    }
    let (lesson, points) = (desk.work(), verdict.points());
    let result = if verdict.has_passed() { Passed::Yes } else { Passed::No };
    desk.keep(Change::Answered { lesson, answer: answer.clone(), points, passed: result });
    match result {
        Passed::Yes => passed(desk, &answer, verdict),
        Passed::No => failed(desk, &answer, verdict),
    }
}

/// Keeps an answer of several lines that was not entered: the up arrow brings it.
pub fn put_away(desk: &mut Desk, text: String) {
    if text.lines().count() > 1 {
        desk.words("Not checked, but kept: ↑ brings it back.");
        let lesson = desk.work();
        desk.keep(Change::Drafted { lesson, answer: text });
    }
}

/// Keeps an answer that could not be run to its end, without counting it.
pub fn not_judged(desk: &mut Desk, answer: String) {
    desk.words("So nothing is checked yet, and it does not count as an attempt.");
    let lesson = desk.work();
    desk.keep(Change::Drafted { lesson, answer });
}

fn passed(desk: &mut Desk, answer: &str, verdict: &Verdict) {
    let is_make = desk.is_make();
    let points = points_text(verdict.points(), verdict.max_points());
    desk.say(Block::Gap);
    desk.say(Block::Right(match is_make {
        true => "Passed: all checks. You wrote this one from nothing.".to_owned(),
        false => format!("Passed: {points}."),
    }));
    if !is_make {
        plan_review(desk);
    }
    let solution = desk.exercise().and_then(|it| it.solutions.first()).map(|it| it.code.text.clone());
    match solution {
        Some(solution) if is_same_code(&solution, answer) => {
            desk.words("That is how we would write it, too.");
        }
        Some(_) if desk.progress.lesson(&desk.work()).gave_up => {}
        // The picture of what passed should stay on the screen.
        Some(solution) if solution.lines().count() > MAX_SHOWN => {
            desk.words(":solution shows one way to write it.");
        }
        Some(solution) => {
            desk.words("One way to write it:");
            desk.show_code(&solution);
        }
        None => {}
    }
}

fn failed(desk: &mut Desk, answer: &str, verdict: &Verdict) {
    desk.say(Block::Gap);
    if verdict.trouble.as_ref().is_some_and(|it| it.kind == TroubleKind::Failed) {
        desk.words("It ended with the error above; look at that first. What the checks say:");
    }
    if let Some(result) = verdict.first_failed() {
        say_failed(desk, result, verdict);
    }
    let passed = verdict.checks.iter().filter(|it| it.outcome == CheckOutcome::Passed).count();
    if passed > 0 {
        let points = match desk.is_make() {
            true => String::new(),
            false => format!(", {}", points_text(verdict.points(), verdict.max_points())),
        };
        desk.words(format!("  {passed} of {} checks passed so far{points}.", verdict.checks.len()));
    }
    if desk.whole_program_behind(answer).is_some() {
        desk.words("An answer is the whole program, not one line of it: press ↑ twice to bring that.");
    }
}

fn say_failed(desk: &mut Desk, result: &CheckResult, verdict: &Verdict) {
    let name = &result.name;
    match &result.outcome {
        CheckOutcome::Failed(failure) => say_failure(desk, name, failure, result.visibility),
        CheckOutcome::Broken(text) => {
            desk.say(Block::NotYet(format!(
                "{name}: there is a mistake in this check itself, not in your answer. Tell your teacher: {text}"
            )));
        }
        CheckOutcome::NotRun | CheckOutcome::Passed => {
            desk.say(Block::NotYet(format!(
                "{name}: it did not run to its end, so this could not be checked."
            )));
            for line in verdict.trouble.iter().flat_map(|it| it.text.lines()) {
                desk.say(Block::Row(format!("  {line}")));
            }
        }
    }
}

fn say_failure(desk: &mut Desk, name: &str, failure: &Failure, visibility: Visibility) {
    // What a teacher keeps to himself stays with him.
    if visibility == Visibility::Overlay {
        return desk.say(Block::NotYet(name.to_owned()));
    }
    if visibility == Visibility::Hidden {
        let text = "this check is hidden, so its name is all there is to see";
        return desk.say(Block::NotYet(format!("{name}: {text}.")));
    }
    let says_so = failure.message.starts_with("Checked ");
    if failure.scenario.is_some() && !says_so {
        desk.say(Block::NotYet(format!("{name} (it was run again with other inputs): {}", failure.message)));
    } else {
        desk.say(Block::NotYet(format!("{name}: {}", failure.message)));
    }
    if !failure.expected.is_empty() {
        desk.say(Block::Row(format!("  expected  {}", failure.expected)));
    }
    if !failure.happened.is_empty() {
        desk.say(Block::Row(format!("  happened  {}", failure.happened)));
    }
}

fn points_text(points: u32, most: u32) -> String {
    format!("{points} of {most} {}", if most == 1 { "point" } else { "points" })
}

/// Whether two texts are the same program but for blanks and comments.
pub fn is_same_code(one: &str, other: &str) -> bool {
    let code = |line: &str| line.split_once("//").map_or(line, |(code, _)| code).to_owned();
    let words = |text: &str| -> String {
        text.lines().map(code).collect::<String>().chars().filter(|c| !c.is_whitespace()).collect()
    };
    words(one).trim_end_matches(';') == words(other).trim_end_matches(';')
}
