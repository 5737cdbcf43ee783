//! What is asked for at the prompt, and the line above it that says what may be done next.

use super::question::{letters_invitation, order_invitation};
use super::{Flow, Stage};
use crate::editor::Wanted;
use crate::repl::workbench::PromptSpec;

impl Flow {
    pub fn asked(&self) -> PromptSpec {
        let answer = |prompt| PromptSpec { prompt: Some(prompt), wanted: Wanted::Answer };
        match self.stage {
            Stage::Order(_) => answer("order › "),
            Stage::Time(_) => answer("seconds › "),
            Stage::Quiz(_) if self.quiz().is_some_and(|it| it.choices.is_empty()) => answer("your answer › "),
            Stage::Quiz(_) | Stage::Why(..) => answer("letter › "),
            Stage::Arrange(_) => answer("numbers › "),
            Stage::Schedule => answer("who next › "),
            Stage::ConfirmSolution => answer("y or n › "),
            Stage::Exercise => PromptSpec { prompt: Some("answer › "), wanted: Wanted::Code },
            _ => PromptSpec { prompt: None, wanted: Wanted::Code },
        }
    }

    /// Where the learner is and what may be done now, in one line.
    pub fn invitation(&self) -> String {
        let text = self.what_may_be_done();
        let count = self.current().map_or(0, |it| it.steps.len());
        match self.stage {
            Stage::Welcome | Stage::Busy(_) | Stage::ConfirmSolution | Stage::End => text,
            _ if count == 0 => text,
            _ => {
                let what = if self.recalled.is_some() { "Question" } else { "Step" };
                format!("{what} {} of {count} · {text}", self.step + 1)
            }
        }
    }

    fn what_may_be_done(&self) -> String {
        match &self.stage {
            Stage::Welcome => "Enter begins.".to_owned(),
            Stage::Read => self.what_enter_does(),
            Stage::ReadyToRun if self.is_puzzle() => "Enter begins, :next goes on without.".to_owned(),
            Stage::ReadyToRun => "Enter runs it.".to_owned(),
            Stage::Schedule => "A number, undo, again, go (rest as usual), hint. ? shows one way.".to_owned(),
            Stage::Busy(_) => String::new(),
            Stage::Order(puzzle) => order_invitation(puzzle),
            Stage::Time(_) => "How many seconds in all? A guess is fine. ? skips.".to_owned(),
            Stage::Quiz(tried) => self.quiz_invitation(tried),
            Stage::Why(reasons, tried) => letters_invitation(reasons.choices.len(), tried),
            Stage::Arrange(_) => "Type the numbers, like 2 4 1. ? shows one way.".to_owned(),
            Stage::Exercise => self.exercise_invitation(),
            Stage::ConfirmSolution => {
                "See a solution before yours has passed? You can still pass afterwards. y or n".to_owned()
            }
            Stage::End if self.recalled.is_some() => {
                format!(":quit leaves, `{}` goes on with the course.", self.command)
            }
            Stage::End => {
                ":lessons lists what you have done, :learn 1 goes to lesson 1, :quit leaves.".to_owned()
            }
        }
    }

    pub(super) fn what_enter_does(&self) -> String {
        let Some(lesson) = self.current() else { return String::new() };
        if self.step + 1 < lesson.steps.len() {
            let more = self.new_cards().unwrap_or_else(|| "You may also try things here.".to_owned());
            return format!("Enter goes on. {more}");
        }
        self.what_enter_does_at_the_end()
    }

    pub(super) fn what_enter_does_at_the_end(&self) -> String {
        match self.course.lessons.get(self.lesson + 1) {
            Some(next) => {
                let stop = if next.title.ends_with(['?', '!', '.']) { "" } else { "." };
                format!("Enter goes on to lesson {}: {}{stop}", self.lesson + 2, next.title)
            }
            None if self.recalled.is_some() => "Enter ends the review.".to_owned(),
            None => "Enter ends the course.".to_owned(),
        }
    }
}
