//! Help with the exercise: hints, one at a time, and the solution.

use super::{Flow, Stage};
use crate::commands::LessonCommand;
use crate::course::document::Hint;
use crate::course::progress::Change;
use crate::repl::learn::piece::Block;
use crate::repl::learn::words::Intent;

impl Flow {
    pub(super) fn hint(&mut self) {
        if self.stage == Stage::Schedule {
            return self.schedule(Some("hint"));
        }
        let Some(hints) = self.exercise().filter(|_| self.is_in_exercise()).map(|it| it.hints.clone()) else {
            return self.words("Hints belong to exercises, and none is open at the moment.");
        };
        self.stage = Stage::Exercise;
        let lesson = self.work();
        let shown = self.progress.lesson(&lesson).hints_shown;
        if hints.is_empty() {
            return self.words("This exercise has no hints. :solution shows one way to write it.");
        }
        if shown >= hints.len() {
            self.words(
                "Those were all the hints; here they are once more. :solution shows one way to write it.",
            );
            hints.iter().for_each(|it| self.say_hint(it));
            return;
        }
        self.say(Block::Faint(format!("Hint {} of {}", shown + 1, hints.len())));
        self.say_hint(&hints[shown]);
        self.keep(Change::HintsShown { lesson, count: shown + 1 });
    }

    fn say_hint(&mut self, hint: &Hint) {
        match hint {
            Hint::Words(text) => self.say(Block::Prose(text.clone())),
            Hint::Code(text) => self.say(Block::Code(text.clone())),
        }
    }

    pub(super) fn solution(&mut self) {
        if self.exercise().is_none() || !self.is_in_exercise() {
            return self.words("Solutions belong to exercises, and none is open at the moment.");
        }
        if self.stage == Stage::ConfirmSolution {
            return self.confirmed(Intent::GoOn);
        }
        let progress = self.progress.lesson(&self.work());
        if progress.is_done || progress.gave_up {
            return self.show_solution();
        }
        self.stage = Stage::ConfirmSolution;
    }

    pub(super) fn confirmed(&mut self, meant: Intent) {
        match meant {
            // Asking a second time means yes.
            Intent::GoOn | Intent::Command(LessonCommand::Solution) => {}
            Intent::No => return self.leave_solution(),
            Intent::Command(command) => return self.command(command),
            _ => return self.words("Type y to see a solution, or n to go on without."),
        }
        self.stage = Stage::Exercise;
        let lesson = self.work();
        self.keep(Change::GaveUp { lesson });
        self.show_solution();
    }

    pub(super) fn leave_solution(&mut self) {
        self.stage = Stage::Exercise;
        self.words("It stays hidden.");
    }

    fn show_solution(&mut self) {
        let solution = self.exercise().and_then(|it| it.solutions.first()).map(|it| it.code.text.clone());
        match solution {
            Some(solution) => {
                self.words("One way to write it:");
                self.show_code(&solution);
            }
            None => self.words("This exercise comes without a solution."),
        }
    }
}
