//! Puzzles about who goes next. They are not graded.

use super::desk::Desk;
use super::event::{Effect, Scheduled};
use super::recall::note_answer;
use super::stage::Stage;
use crate::course::document::{Puzzle, StepKind};
use crate::learn::piece::Block;

/// Whether the present step is one.
pub fn is_puzzle(desk: &Desk) -> bool {
    matches!(desk.current_step().map(|it| &it.act), Some(StepKind::Schedule(_)))
}

/// Puts it on the screen.
pub fn show_puzzle(desk: &mut Desk, puzzle: &Puzzle) -> Stage {
    desk.show_program(&puzzle.program.text);
    desk.words(format!(
        "You are the scheduler. Wherever several tasks are ready, you say who goes next: {}.",
        puzzle.goal
    ));
    Stage::ReadyToRun
}

/// Goes on with it, or begins it.
pub fn play(desk: &mut Desk, puzzle: Puzzle, typed: Option<&str>) -> Stage {
    desk.out.push_back(Effect::Schedule(puzzle, typed.map(str::to_owned)));
    Stage::Schedule
}

/// What came of it.
pub fn scheduled(desk: &mut Desk, scheduled: Scheduled) -> Stage {
    match scheduled {
        Scheduled::GoesOn => Stage::Schedule,
        Scheduled::Reached => {
            desk.say(Block::Right("You found an order that gets there.".to_owned()));
            note_answer(desk, 1, 1);
            Stage::Read
        }
        Scheduled::Shown => {
            note_answer(desk, 0, 1);
            Stage::Read
        }
        Scheduled::Left => {
            desk.words("The puzzle is still here.");
            Stage::ReadyToRun
        }
        Scheduled::NotRun => Stage::Read,
    }
}
