//! From step to step: beginning, coming back, going on, skipping.

use super::Flow;
use super::arrange::{arrangement_answered, ask_arrangement, why_answered};
use super::event::Effect;
use super::help::leave_solution;
use super::overview::{end, first_open, lesson_of, say_title};
use super::question::{ask_quiz, quiz_answered, run, run_shown};
use super::recall::{end_of_recall, plan_review, say_due, say_elsewhere};
use super::scheduling::{play, show_puzzle};
use super::setting::show_exercise;
use super::stage::{Prediction, Stage};
use crate::course::document::{Step, StepKind};
use crate::course::progress::{Change, Place};
use crate::learn::piece::Block;

impl Flow {
    pub(super) fn begin(&mut self, wanted: Option<String>) {
        if self.desk.recalled.is_some() && self.stage != Stage::Welcome {
            return say_elsewhere(&mut self.desk);
        }
        if let Some(wanted) = wanted {
            return match lesson_of(&self.desk.course, &wanted) {
                Ok(index) => self.go_to(index, 0),
                Err(problem) => {
                    self.desk.words(problem.in_session());
                    if self.stage == Stage::Welcome {
                        self.begin(None);
                    }
                }
            };
        }
        if self.stage != Stage::Welcome {
            return self.go_to(self.desk.lesson, self.desk.step);
        }
        let Some((lesson, step)) = self.kept_place() else {
            let (title, welcome) = (self.desk.course.title.clone(), self.desk.course.welcome.clone());
            if !welcome.trim_start().starts_with("# ") {
                self.desk.say(Block::Title(title));
                self.desk.say(Block::Gap);
            }
            self.desk.say(Block::Prose(welcome));
            self.desk.keep(Change::Welcomed);
            self.stage = Stage::Welcome;
            return;
        };
        self.desk.lesson = lesson;
        self.desk.words("Welcome back! This is where you were.");
        say_due(&mut self.desk);
        self.desk.say(Block::Gap);
        self.go_to(lesson, step);
    }

    /// Where the learner was, as far as the course still has that place.
    pub(super) fn kept_place(&self) -> Option<(usize, usize)> {
        let place = self.desk.progress.place.as_ref()?;
        match self.desk.course.lessons.iter().position(|it| it.id == place.lesson) {
            Some(lesson) => {
                Some((lesson, place.step.min(self.desk.course.lessons[lesson].steps.len().saturating_sub(1))))
            }
            None => Some((first_open(&self.desk), 0)),
        }
    }

    /// Enter: on to whatever comes next.
    pub(super) fn go_on(&mut self) {
        match self.stage.clone() {
            Stage::Welcome => self.go_to(0, 0),
            Stage::ReadyToRun => self.stage = run_shown(&mut self.desk),
            Stage::Read => self.next_step(),
            Stage::Exercise if self.desk.is_done() => self.next_step(),
            Stage::Schedule => self.schedule(Some("")),
            Stage::ConfirmSolution => self.stage = leave_solution(&mut self.desk),
            // The invitation that follows says what may be typed.
            _ => {}
        }
    }

    pub(super) fn next(&mut self) {
        match self.stage {
            Stage::Order(_)
            | Stage::Time(_)
            | Stage::Quiz(_)
            | Stage::Arrange(_)
            | Stage::Why(..)
            | Stage::Schedule => self.skip(),
            Stage::ReadyToRun => self.next_step(),
            Stage::Exercise if !self.desk.is_done() => {
                self.desk.words("This exercise has not passed yet. :skip leaves it for later.");
            }
            _ => self.go_on(),
        }
    }

    pub(super) fn skip(&mut self) {
        match self.stage.clone() {
            Stage::Order(_) => self.stage = Stage::Time(Prediction::default()),
            Stage::Time(prediction) => self.stage = run(&mut self.desk, prediction),
            Stage::Quiz(tried) => self.stage = quiz_answered(&mut self.desk, tried, "?"),
            Stage::Arrange(pieces) => self.stage = arrangement_answered(&mut self.desk, pieces, "?"),
            Stage::Why(reasons, tried) => self.stage = why_answered(&mut self.desk, reasons, tried, "?"),
            Stage::Schedule => self.schedule(Some("?")),
            Stage::Exercise | Stage::ConfirmSolution if !self.desk.is_done() => {
                let lesson = self.desk.work();
                self.desk.keep(Change::Skipped { lesson });
                let number = self.desk.lesson + 1;
                self.desk.words(format!("Left for later. :learn {number} brings you back to it."));
                self.desk.say(Block::Gap);
                self.next_step();
            }
            _ => self.next(),
        }
    }

    pub(super) fn back(&mut self) {
        if self.desk.step > 0 {
            self.go_to(self.desk.lesson, self.desk.step - 1);
        } else if self.desk.lesson > 0 {
            let last = self.desk.course.lessons[self.desk.lesson - 1].steps.len().saturating_sub(1);
            self.go_to(self.desk.lesson - 1, last);
        } else {
            self.desk.words("This is the beginning of the course.");
        }
    }

    pub(super) fn next_step(&mut self) {
        let Some(lesson) = self.desk.current() else { return };
        if self.desk.step + 1 < lesson.steps.len() {
            return self.go_to(self.desk.lesson, self.desk.step + 1);
        }
        if self.desk.recalled.is_some() {
            self.stage = end_of_recall(&mut self.desk);
            return;
        }
        if lesson.exercise.is_none() && !self.desk.progress.is_done(&self.desk.id()) {
            let lesson = self.desk.id();
            self.desk.keep(Change::Finished { lesson });
            plan_review(&mut self.desk);
        }
        if self.desk.lesson + 1 < self.desk.course.lessons.len() {
            self.go_to(self.desk.lesson + 1, 0);
        } else {
            self.stage = end(&mut self.desk);
        }
    }

    /// Shows a step; at a lesson's beginning its title as well.
    pub(super) fn go_to(&mut self, lesson: usize, step: usize) {
        let is_other = self.desk.lesson != lesson || matches!(self.stage, Stage::Welcome | Stage::End);
        (self.desk.lesson, self.desk.step) = (lesson, step);
        self.desk.out.push_back(Effect::Open(lesson));
        if self.desk.recalled.is_some() {
            return self.show_step();
        }
        if step == 0 || is_other {
            say_title(&mut self.desk);
        }
        self.desk.keep(Change::Came(Place { lesson: self.desk.id(), step }));
        self.show_step();
    }

    /// The present step once more.
    pub(super) fn show_again(&mut self) {
        match self.stage {
            Stage::Welcome | Stage::End => self.desk.words("No lesson is open at the moment."),
            _ => self.show_step(),
        }
    }

    pub(super) fn show_step(&mut self) {
        let Some(Step { prose, act, .. }) = self.desk.current_step().cloned() else {
            self.stage = Stage::Read;
            return;
        };
        let prose =
            without_title(&prose, &self.desk.current().map(|it| it.title.clone()).unwrap_or_default());
        self.desk.say(Block::Gap);
        if !prose.trim().is_empty() {
            self.desk.say(Block::Prose(prose));
        }
        self.stage = Stage::Read;
        match act {
            StepKind::Pause => {}
            StepKind::Run(program) => {
                self.desk.show_program(&program.text);
                self.stage = Stage::ReadyToRun;
            }
            StepKind::Predict(program) => {
                self.desk.show_program(&program.text);
                self.stage = Stage::Busy(Prediction::default());
                self.desk.out.push_back(Effect::Foresee(program));
            }
            StepKind::Quiz(_) => self.stage = ask_quiz(&mut self.desk),
            StepKind::Arrange(arrangement) => self.stage = ask_arrangement(&mut self.desk, &arrangement),
            StepKind::Why(question) => {
                self.desk.show_program(&question.program.text);
                self.stage = Stage::ReadyToRun;
            }
            StepKind::Schedule(puzzle) => self.stage = show_puzzle(&mut self.desk, &puzzle),
            StepKind::Exercise | StepKind::Make => self.stage = show_exercise(&mut self.desk),
        }
    }

    pub(super) fn reset(&mut self) {
        match self.stage {
            Stage::Exercise | Stage::ConfirmSolution => {
                let lesson = self.desk.work();
                self.desk.keep(Change::AnswerDropped { lesson });
                self.stage = Stage::Exercise;
                self.desk.words("You start again: ↑ brings the code to start from.");
            }
            _ => self.desk.out.push_back(Effect::Restart),
        }
    }

    /// Goes on with the step's puzzle about who goes next.
    pub(super) fn schedule(&mut self, typed: Option<&str>) {
        if let Some(StepKind::Schedule(puzzle)) = self.desk.current_step().map(|it| it.act.clone()) {
            self.stage = play(&mut self.desk, puzzle, typed);
        }
    }
}

/// A lesson's prose without the heading that says its title once more.
fn without_title(prose: &str, title: &str) -> String {
    let text = prose.trim_start();
    let heading = text.strip_prefix("# ").and_then(|it| it.split_once('\n'));
    match heading {
        Some((heading, rest)) if heading.trim().eq_ignore_ascii_case(title.trim()) => rest.to_owned(),
        _ => prose.to_owned(),
    }
}
