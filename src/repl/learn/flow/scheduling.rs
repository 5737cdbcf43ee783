//! Puzzles about who goes next. They are not graded.

use super::{Effect, Flow, Scheduled, Stage};
use crate::commands::LessonCommand;
use crate::course::document::{Puzzle, StepKind};
use crate::repl::learn::piece::Block;
use crate::repl::learn::words::Intent;

impl Flow {
    pub(super) fn is_puzzle(&self) -> bool {
        matches!(self.current_step().map(|it| &it.act), Some(StepKind::Schedule(_)))
    }

    pub(super) fn show_puzzle(&mut self, puzzle: &Puzzle) {
        self.show_program(&puzzle.program.text);
        self.words(format!(
            "You are the scheduler. Wherever several tasks are ready, you say who goes next: {}.",
            puzzle.goal
        ));
        self.stage = Stage::ReadyToRun;
    }

    /// Goes on with the step's puzzle, or begins it.
    pub(super) fn schedule(&mut self, typed: Option<&str>) {
        let Some(StepKind::Schedule(puzzle)) = self.current_step().map(|it| it.act.clone()) else { return };
        self.stage = Stage::Schedule;
        self.out.push_back(Effect::Schedule(puzzle, typed.map(str::to_owned)));
    }

    pub(super) fn typed_in_puzzle(&mut self, text: &str, meant: Intent) {
        match meant {
            Intent::Command(LessonCommand::Skip | LessonCommand::Next) => self.skip(),
            Intent::Command(command @ (LessonCommand::Task | LessonCommand::Lessons)) => {
                self.command(command)
            }
            // Its own words are others than those of a lesson: back is a choice that is taken back.
            _ => self.schedule(Some(text)),
        }
    }

    /// What came of it.
    pub(super) fn scheduled(&mut self, scheduled: Scheduled) {
        let Stage::Schedule = self.stage else { return };
        match scheduled {
            Scheduled::GoesOn => {}
            Scheduled::Reached => {
                self.say(Block::Right("You found an order that gets there.".to_owned()));
                self.note_answer(1, 1);
                self.stage = Stage::Read;
            }
            Scheduled::Shown => {
                self.note_answer(0, 1);
                self.stage = Stage::Read;
            }
            Scheduled::Left => {
                self.words("The puzzle is still here.");
                self.stage = Stage::ReadyToRun;
            }
            Scheduled::NotRun => self.stage = Stage::Read,
        }
    }
}
