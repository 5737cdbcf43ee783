//! What is asked for at the prompt, and the line above it that says what may be done next.

use super::desk::Desk;
use super::overview::new_cards;
use super::question::{letters_invitation, order_invitation, quiz_invitation};
use super::scheduling::is_puzzle;
use super::stage::Stage;
use crate::editor::Wanted;
use crate::workbench::PromptSpec;

/// Rows of the window that an answer at the prompt cannot have.
pub const NOT_FOR_ANSWERS: usize = 3;
/// What is asked for.
pub fn asked(desk: &Desk, stage: &Stage) -> PromptSpec {
    let answer = |prompt| PromptSpec { prompt: Some(prompt), wanted: Wanted::Answer };
    match stage {
        Stage::Order(_) => answer("order › "),
        Stage::Time(_) => answer("seconds › "),
        Stage::Quiz(_) if desk.quiz().is_some_and(|it| it.choices.is_empty()) => answer("your answer › "),
        Stage::Quiz(_) | Stage::Why(..) => answer("letter › "),
        Stage::Arrange(_) => answer("numbers › "),
        Stage::Schedule => answer("who next › "),
        Stage::ConfirmSolution => answer("y or n › "),
        Stage::Exercise => PromptSpec { prompt: Some("answer › "), wanted: Wanted::Code },
        _ => PromptSpec { prompt: None, wanted: Wanted::Code },
    }
}

/// Where the learner is and what may be done now, in one line.
pub fn invitation(desk: &Desk, stage: &Stage) -> String {
    let text = what_may_be_done(desk, stage);
    let count = desk.current().map_or(0, |it| it.steps.len());
    match stage {
        Stage::Welcome | Stage::Busy(_) | Stage::ConfirmSolution | Stage::End => text,
        _ if count == 0 => text,
        _ => {
            let what = if desk.recalled.is_some() { "Question" } else { "Step" };
            format!("{what} {} of {count} · {text}", desk.step + 1)
        }
    }
}

fn what_may_be_done(desk: &Desk, stage: &Stage) -> String {
    match stage {
        Stage::Welcome => "Enter begins.".to_owned(),
        Stage::Read => what_enter_does(desk),
        Stage::ReadyToRun if is_puzzle(desk) => "Enter begins, :next goes on without.".to_owned(),
        Stage::ReadyToRun => "Enter runs it.".to_owned(),
        Stage::Schedule => "A number, undo, again, go (rest as usual), hint. ? shows one way.".to_owned(),
        Stage::Busy(_) => String::new(),
        Stage::Order(puzzle) => order_invitation(puzzle),
        Stage::Time(_) => "How many seconds in all? A guess is fine. ? skips.".to_owned(),
        Stage::Quiz(tried) => quiz_invitation(desk, tried),
        Stage::Why(reasons, tried) => letters_invitation(reasons.choices.len(), tried),
        Stage::Arrange(_) => "Type the numbers, like 2 4 1. ? shows one way.".to_owned(),
        Stage::Exercise => exercise_invitation(desk),
        Stage::ConfirmSolution => {
            "See a solution before yours has passed? You can still pass afterwards. y or n".to_owned()
        }
        Stage::End if desk.recalled.is_some() => {
            format!(":quit leaves, `{}` goes on with the course.", desk.command)
        }
        Stage::End => {
            ":lessons lists what you have done, :learn 1 goes to lesson 1, :quit leaves.".to_owned()
        }
    }
}

fn what_enter_does(desk: &Desk) -> String {
    let Some(lesson) = desk.current() else { return String::new() };
    if desk.step + 1 < lesson.steps.len() {
        let more = new_cards(desk).unwrap_or_else(|| "You may also try things here.".to_owned());
        return format!("Enter goes on. {more}");
    }
    what_enter_does_at_the_end(desk)
}

fn what_enter_does_at_the_end(desk: &Desk) -> String {
    match desk.course.lessons.get(desk.lesson + 1) {
        Some(next) => {
            let stop = if next.title.ends_with(['?', '!', '.']) { "" } else { "." };
            format!("Enter goes on to lesson {}: {}{stop}", desk.lesson + 2, next.title)
        }
        None if desk.recalled.is_some() => "Enter ends the review.".to_owned(),
        None => "Enter ends the course.".to_owned(),
    }
}

fn exercise_invitation(desk: &Desk) -> String {
    let progress = desk.progress.lesson(&desk.work());
    if progress.is_done {
        return what_enter_does(desk);
    }
    let left = desk.exercise().map_or(0, |it| it.hints.len()).saturating_sub(progress.hints_shown);
    let help = match left {
        0 => ":solution".to_owned(),
        left => format!(":hint ({left} left)"),
    };
    let lines = desk.draft().map_or(0, |it| it.lines().count());
    if lines > desk.window.rows.saturating_sub(NOT_FOR_ANSWERS) {
        return format!("Taller than your window: :edit opens it in your editor. Or {help}, :skip.");
    }
    let starter = desk.exercise().map_or("", |it| it.starter.text.trim());
    match progress.answer {
        Some(_) => format!("↑ brings your answer. Or {help}, :edit, :skip."),
        None if starter.is_empty() => format!("Write it here. Or {help}, :edit, :skip."),
        None => format!("↑ brings the code: change it. Or {help}, :edit, :skip."),
    }
}
