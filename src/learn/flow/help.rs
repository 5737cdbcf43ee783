//! Help with the exercise: hints, one at a time, and the solution.

use super::desk::Desk;
use super::stage::Stage;
use crate::commands::LessonCommand;
use crate::course::document::Hint;
use crate::course::progress::Change;
use crate::learn::piece::Block;
use crate::learn::words::Intent;

/// Shows the next hint.
pub fn hint(desk: &mut Desk, stage: Stage) -> Stage {
    let Some(hints) = desk.exercise().filter(|_| stage.is_exercise()).map(|it| it.hints.clone()) else {
        desk.words("Hints belong to exercises, and none is open at the moment.");
        return stage;
    };
    let lesson = desk.work();
    let shown = desk.progress.lesson(&lesson).hints_shown;
    if hints.is_empty() {
        desk.words("This exercise has no hints. :solution shows one way to write it.");
    } else if shown >= hints.len() {
        desk.words("Those were all the hints; here they are once more. :solution shows one way to write it.");
        hints.iter().for_each(|it| say_hint(desk, it));
    } else {
        desk.say(Block::Faint(format!("Hint {} of {}", shown + 1, hints.len())));
        say_hint(desk, &hints[shown]);
        desk.keep(Change::HintsShown { lesson, count: shown + 1 });
    }
    Stage::Exercise
}

fn say_hint(desk: &mut Desk, hint: &Hint) {
    match hint {
        Hint::Words(text) => desk.say(Block::Prose(text.clone())),
        Hint::Code(text) => desk.say(Block::Code(text.clone())),
    }
}

/// Shows the solution, or asks whether it is wanted before an answer has passed.
pub fn solution(desk: &mut Desk, stage: Stage) -> Stage {
    if desk.exercise().is_none() || !stage.is_exercise() {
        desk.words("Solutions belong to exercises, and none is open at the moment.");
        return stage;
    }
    if stage == Stage::ConfirmSolution {
        return confirmed(desk, &Intent::GoOn);
    }
    let progress = desk.progress.lesson(&desk.work());
    if progress.is_done || progress.gave_up {
        show_solution(desk);
        return stage;
    }
    Stage::ConfirmSolution
}

/// Takes a yes or a no.
pub fn confirmed(desk: &mut Desk, meant: &Intent) -> Stage {
    match meant {
        // Asking a second time means yes.
        Intent::GoOn | Intent::Command(LessonCommand::Solution) => {}
        Intent::No => return leave_solution(desk),
        _ => {
            desk.words("Type y to see a solution, or n to go on without.");
            return Stage::ConfirmSolution;
        }
    }
    let lesson = desk.work();
    desk.keep(Change::GaveUp { lesson });
    show_solution(desk);
    Stage::Exercise
}

/// Goes on without.
pub fn leave_solution(desk: &mut Desk) -> Stage {
    desk.words("It stays hidden.");
    Stage::Exercise
}

fn show_solution(desk: &mut Desk) {
    let solution = desk.exercise().and_then(|it| it.solutions.first()).map(|it| it.code.text.clone());
    match solution {
        Some(solution) => {
            desk.words("One way to write it:");
            desk.show_code(&solution);
        }
        None => desk.words("This exercise comes without a solution."),
    }
}
