//! A run whose order is chosen by hand: at each choice the learner says who goes next.

use super::display::Display;
use crate::course::document::Puzzle;
use crate::explore::{Game, State};
use crate::show::{self, Hints, Look, TimelineChoice};

/// Said where no order can be chosen.
pub const NO_CHOICE: &str = "There is nothing to choose: no two tasks are ever ready at the same time.\n";

/// A run whose order is chosen by hand.
pub struct ByHand {
    game: Game,
    purpose: Purpose,
}

/// What it is for.
#[derive(Clone, Debug, PartialEq)]
pub enum Purpose {
    /// The learner's own program.
    Own,
    Puzzle(Puzzle),
}

impl ByHand {
    pub fn new(game: Game, purpose: Purpose) -> ByHand {
        ByHand { game, purpose }
    }

    pub fn is_for(&self, purpose: &Purpose) -> bool {
        self.purpose == *purpose
    }

    /// Whether somebody is to be chosen, which is not so at the end.
    pub fn is_at_choice(&self) -> bool {
        self.game.position().ready > 0
    }

    /// Takes what was typed, and shows what came of it.
    ///
    /// # Errors
    /// The system's, and those of standard output.
    pub fn play_on(&mut self, display: &Display, text: &str) -> anyhow::Result<State> {
        let interrupts = show::noticed_interrupts();
        self.game.interrupt_with(interrupts.flag());
        let mut said = self.game.take(text)?;
        drop(interrupts);
        if self.game.position().end.is_some() && said.moved {
            match (&self.purpose, self.game.goal()) {
                (Purpose::Own, _) => said.words.push(format!(
                    "Saved in a file, it goes like this again with --schedule {}",
                    self.game.code()
                )),
                (Purpose::Puzzle(_), Some(goal)) if said.state == State::GoesOn => {
                    said.words.push(format!("Not there yet: {goal}. undo steps back, again begins again."));
                }
                _ => {}
            }
        }
        match said.moved {
            true => self.show(display, &said.words)?,
            false => display.say(&show::paragraphs(&said.words, &display.look))?,
        }
        Ok(said.state)
    }

    /// Shows how far the run is, with these words.
    ///
    /// # Errors
    /// As those of standard output.
    pub fn show(&self, display: &Display, said: &[String]) -> anyhow::Result<()> {
        let look = Look { hints: Hints::Hidden, ..display.look.clone() };
        let timeline = if display.draws(&look) { look.timeline } else { TimelineChoice::Never };
        display.say(&show::by_hand(&self.game, said, &Look { timeline, ..look }))
    }
}
