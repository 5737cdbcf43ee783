//! `:explore by hand`, and the puzzles of lessons: at each choice the learner says who goes next.

use super::learn::{PromptSpec, Scheduled};
use super::session::{Next, Session, draws};
use crate::commands::{Command, LessonCommand};
use crate::course::document::{Lesson, Puzzle};
use crate::course::scheduling::program_of;
use crate::editor::Wanted;
use crate::explore::{Game, NoGame, State, refusal};
use crate::show::{self, Hints, Look, TimelineChoice};

/// A run whose order is chosen by hand.
pub(super) struct ByHand {
    game: Game,
    purpose: Purpose,
}

/// What it is for.
#[derive(Clone, Debug, PartialEq)]
enum Purpose {
    /// The learner's own program.
    Own,
    Puzzle(Puzzle),
}

const PROMPT: &str = "who next › ";
const INVITATION: &str = "A number; Enter takes 1, the usual. undo · again · go · q leaves · ? explains";
const AT_THE_END: &str = "undo steps back, again begins again, Enter leaves.";
const NO_CHOICE: &str = "There is nothing to choose: no two tasks are ever ready at the same time.\n";

impl Session {
    /// `:explore by hand`: the entry of the run with that number, else the last one.
    pub(super) fn explore_by_hand(&mut self, number: Option<usize>) -> anyhow::Result<()> {
        self.by_hand = None;
        let interrupts = show::noticed_interrupts();
        let Some(program) = self.program_of_run(number, interrupts.flag())? else { return Ok(()) };
        match Game::new(program, None)? {
            Ok(game) => {
                self.say(&show::paragraphs(
                    &["You are the scheduler: wherever several tasks are ready, you say who goes next. Number 1 is the \
                       one that has been ready longest: it goes next in the usual order."
                        .to_owned()],
                    &self.options.look,
                ))?;
                self.by_hand = Some(ByHand { game, purpose: Purpose::Own });
                self.show_position(&[])
            }
            Err(NoGame::NoChoice) => self.say(NO_CHOICE),
            Err(NoGame::NotRun) if interrupts.has_come() => self.say("Interrupted.\n"),
            Err(NoGame::NotRun) => {
                self.say("This entry cannot be run by itself, so there is no order to choose.\n")
            }
        }
    }

    /// Whether what is typed says who goes next in the learner's own program.
    pub(super) fn is_by_hand(&self) -> bool {
        self.by_hand.as_ref().is_some_and(|it| it.purpose == Purpose::Own)
    }

    /// What to ask for while the learner chooses the order of a program of their own.
    pub(super) fn ask_who_next(&mut self) -> anyhow::Result<Option<PromptSpec>> {
        let Some(by_hand) = self.by_hand.as_ref().filter(|it| it.purpose == Purpose::Own) else {
            return Ok(None);
        };
        let text = if by_hand.game.position().ready > 0 { INVITATION } else { AT_THE_END };
        let text = show::paragraphs(&[text.to_owned()], &self.options.look);
        self.say(&text.lines().map(|row| self.options.look.dim(row) + "\n").collect::<String>())?;
        Ok(Some(PromptSpec { prompt: Some(PROMPT), wanted: Wanted::Answer }))
    }

    /// What was typed there.
    pub(super) fn take_by_hand(&mut self, text: &str) -> anyhow::Result<Next> {
        if self.play_on(text)? == State::Left {
            self.leave_by_hand()?;
        }
        Ok(Next::Prompt)
    }

    pub(super) fn leave_by_hand(&mut self) -> anyhow::Result<()> {
        self.by_hand = None;
        self.say("You have left it; the session goes on.\n")
    }

    /// Commands that run something, or lead elsewhere, end it.
    pub(super) fn leave_by_hand_for(&mut self, command: &Command) {
        let is_about_it = matches!(
            command,
            Command::Help(_)
                | Command::Tasks
                | Command::Vars
                | Command::Timeline
                | Command::Compare(_)
                | Command::Why(_)
                | Command::Output(_)
                | Command::Replay(_)
                | Command::Zoom(..)
                | Command::Save(..)
                | Command::History(_)
                | Command::Legend(_)
                | Command::Hints(_)
                | Command::Big(_)
                | Command::Share(_)
                | Command::Vote(_)
                | Command::Lesson(LessonCommand::Hint)
        );
        if self.is_by_hand() && !is_about_it {
            self.by_hand = None;
        }
    }

    /// Goes on with a lesson's puzzle, or begins it where it is another one.
    pub(super) fn play_puzzle(
        &mut self,
        lesson: &Lesson,
        puzzle: &Puzzle,
        typed: Option<&str>,
    ) -> anyhow::Result<Scheduled> {
        let purpose = Purpose::Puzzle(puzzle.clone());
        let is_open = self.by_hand.as_ref().is_some_and(|it| it.purpose == purpose);
        if !is_open {
            if refusal(&puzzle.program.text).is_some() {
                self.say("This program starts others, so it cannot be gone through by hand.\n")?;
                return Ok(Scheduled::NotRun);
            }
            let interrupts = show::noticed_interrupts();
            let program = program_of(lesson, puzzle, interrupts.flag())?;
            match Game::new(program, Some(puzzle.goal.clone()))? {
                Ok(game) => self.by_hand = Some(ByHand { game, purpose }),
                Err(NoGame::NotRun) if interrupts.has_come() => return Ok(Scheduled::Left),
                Err(NoGame::NoChoice) => {
                    self.say(NO_CHOICE)?;
                    return Ok(Scheduled::NotRun);
                }
                Err(NoGame::NotRun) => {
                    self.say("This program cannot be run here. Enter goes on.\n")?;
                    return Ok(Scheduled::NotRun);
                }
            }
        }
        let Some(typed) = typed.filter(|_| is_open) else {
            self.show_position(&[])?;
            return Ok(Scheduled::GoesOn);
        };
        let state = match self.play_on(typed)? {
            State::GoesOn => return Ok(Scheduled::GoesOn),
            State::Reached => Scheduled::Reached,
            State::Shown => Scheduled::Shown,
            State::Left => Scheduled::Left,
        };
        self.by_hand = None;
        Ok(state)
    }

    /// Takes what was typed, and shows what came of it.
    fn play_on(&mut self, text: &str) -> anyhow::Result<State> {
        let interrupts = show::noticed_interrupts();
        let Some(by_hand) = &mut self.by_hand else { return Ok(State::Left) };
        by_hand.game.interrupt_with(interrupts.flag());
        let mut said = by_hand.game.take(text)?;
        drop(interrupts);
        let game = &by_hand.game;
        if game.position().end.is_some() && said.moved {
            match (&by_hand.purpose, game.goal()) {
                (Purpose::Own, _) => said.words.push(format!(
                    "Saved in a file, it goes like this again with --schedule {}",
                    game.code()
                )),
                (Purpose::Puzzle(_), Some(goal)) if said.state == State::GoesOn => {
                    said.words.push(format!("Not there yet: {goal}. undo steps back, again begins again."));
                }
                _ => {}
            }
        }
        match said.moved {
            true => self.show_position(&said.words)?,
            false => self.say(&show::paragraphs(&said.words, &self.options.look))?,
        }
        Ok(said.state)
    }

    fn show_position(&self, said: &[String]) -> anyhow::Result<()> {
        let Some(by_hand) = &self.by_hand else { return Ok(()) };
        let look = Look { hints: Hints::Hidden, ..self.options.look.clone() };
        let timeline = if draws(&look, self.is_interactive) { look.timeline } else { TimelineChoice::Never };
        self.say(&show::by_hand(&by_hand.game, said, &Look { timeline, ..look }))
    }
}
