//! Puzzles of lessons about who goes next.

use super::flow::{Desk, Scheduled};
use crate::course::document::Puzzle;
use crate::course::scheduling::program_of;
use crate::explore::{Game, NoGame, State, refusal};
use crate::show;
use crate::workbench::Workbench;
use crate::workbench::by_hand::{ByHand, NO_CHOICE, Purpose};

/// Goes on with the step's puzzle, or begins it where it is another one.
///
/// # Errors
/// The system's, and those of standard output.
pub fn play_puzzle(
    bench: &mut Workbench,
    desk: &Desk,
    puzzle: &Puzzle,
    typed: Option<&str>,
) -> anyhow::Result<Scheduled> {
    let Some(lesson) = desk.current() else { return Ok(Scheduled::NotRun) };
    let purpose = Purpose::Puzzle(puzzle.clone());
    let open = bench.by_hand.as_mut().filter(|it| it.is_for(&purpose));
    if let (Some(by_hand), Some(typed)) = (open, typed) {
        let state = match by_hand.play_on(&bench.display, typed)? {
            State::GoesOn => return Ok(Scheduled::GoesOn),
            State::Reached => Scheduled::Reached,
            State::Shown => Scheduled::Shown,
            State::Left => Scheduled::Left,
        };
        bench.by_hand = None;
        return Ok(state);
    }
    if !bench.by_hand.as_ref().is_some_and(|it| it.is_for(&purpose)) {
        if refusal(&puzzle.program.text).is_some() {
            bench.say("This program starts others, so it cannot be gone through by hand.\n")?;
            return Ok(Scheduled::NotRun);
        }
        let interrupts = show::noticed_interrupts();
        let program = program_of(lesson, puzzle, interrupts.flag())?;
        match Game::new(program, Some(puzzle.goal.clone()))? {
            Ok(game) => bench.by_hand = Some(ByHand::new(game, purpose)),
            Err(NoGame::NotRun) if interrupts.has_come() => return Ok(Scheduled::Left),
            Err(NoGame::NoChoice) => {
                bench.say(NO_CHOICE)?;
                return Ok(Scheduled::NotRun);
            }
            Err(NoGame::NotRun) => {
                bench.say("This program cannot be run here. Enter goes on.\n")?;
                return Ok(Scheduled::NotRun);
            }
        }
    }
    if let Some(by_hand) = &bench.by_hand {
        by_hand.show(&bench.display, &[])?;
    }
    Ok(Scheduled::GoesOn)
}
