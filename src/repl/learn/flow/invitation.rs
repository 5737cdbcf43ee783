//! What is asked for at the prompt, and the line above it that says what may be done next.

use super::question::order_invitation;
use super::{Asked, Flow, Stage};
use crate::repl::editor::Wanted;

impl Flow {
    pub fn asked(&self) -> Asked {
        let answer = |prompt| Asked { prompt: Some(prompt), wanted: Wanted::Answer };
        match self.stage {
            Stage::Order(_) => answer("order › "),
            Stage::Time(_) => answer("seconds › "),
            Stage::Quiz if self.quiz().is_some_and(|it| it.choices.is_empty()) => answer("your answer › "),
            Stage::Quiz => answer("letter › "),
            Stage::ConfirmSolution => answer("y or n › "),
            Stage::Exercise => Asked { prompt: Some("answer › "), wanted: Wanted::Code },
            _ => Asked { prompt: None, wanted: Wanted::Code },
        }
    }

    /// What the learner may do now, in one line.
    pub fn invitation(&self) -> String {
        match &self.stage {
            Stage::Welcome => "Enter begins.".to_owned(),
            Stage::Read => self.what_enter_does(),
            Stage::ReadyToRun => "Enter runs it.".to_owned(),
            Stage::Busy(_) => String::new(),
            Stage::Order(puzzle) => order_invitation(puzzle),
            Stage::Time(_) => "How many seconds does all of it take? A guess is fine. ? skips.".to_owned(),
            Stage::Quiz => self.quiz_invitation(),
            Stage::Exercise => self.exercise_invitation(),
            Stage::ConfirmSolution => {
                "See a solution before yours has passed? You can still pass afterwards. y or n".to_owned()
            }
            Stage::End => {
                ":lessons shows what you have done, :learn 1 goes to lesson 1, :quit leaves.".to_owned()
            }
        }
    }

    pub(super) fn what_enter_does(&self) -> String {
        let Some(lesson) = self.current() else { return String::new() };
        if self.step + 1 < lesson.steps.len() {
            return "Enter goes on. You may also try things here.".to_owned();
        }
        self.what_enter_does_at_the_end()
    }

    pub(super) fn what_enter_does_at_the_end(&self) -> String {
        match self.course.lessons.get(self.lesson + 1) {
            Some(next) => {
                let stop = if next.title.ends_with(['?', '!', '.']) { "" } else { "." };
                format!("Enter goes on to lesson {}: {}{stop}", self.lesson + 2, next.title)
            }
            None => "Enter ends the course.".to_owned(),
        }
    }
}
