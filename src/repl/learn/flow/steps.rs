//! From step to step: beginning, coming back, going on, skipping.

use super::{Effect, Flow, Prediction, Stage};
use crate::course::document::{Step, StepKind};
use crate::course::progress::{Change, Place, program_hash};
use crate::repl::learn::piece::Block;

impl Flow {
    pub(super) fn begin(&mut self, wanted: Option<String>) {
        if self.recalled.is_some() && self.stage != Stage::Welcome {
            return self.say_elsewhere();
        }
        if let Some(wanted) = wanted {
            return match self.find(&wanted) {
                Ok(index) => self.go_to(index, 0),
                Err(problem) => {
                    self.words(problem);
                    if self.stage == Stage::Welcome {
                        self.begin(None);
                    }
                }
            };
        }
        if self.stage != Stage::Welcome {
            return self.go_to(self.lesson, self.step);
        }
        let Some((lesson, step)) = self.kept_place() else {
            let (title, welcome) = (self.course.title.clone(), self.course.welcome.clone());
            if !welcome.trim_start().starts_with("# ") {
                self.say(Block::Title(title));
                self.say(Block::Gap);
            }
            self.say(Block::Prose(welcome));
            self.keep(Change::Welcomed);
            self.stage = Stage::Welcome;
            return;
        };
        self.lesson = lesson;
        self.words("Welcome back! This is where you were.");
        self.say_due();
        self.say(Block::Gap);
        self.go_to(lesson, step);
    }

    /// Where the learner was, as far as the course still has that place.
    pub(super) fn kept_place(&self) -> Option<(usize, usize)> {
        let place = self.progress.place.as_ref()?;
        match self.course.lessons.iter().position(|it| it.id == place.lesson) {
            Some(lesson) => {
                Some((lesson, place.step.min(self.course.lessons[lesson].steps.len().saturating_sub(1))))
            }
            None => Some((self.first_open(), 0)),
        }
    }

    /// Enter: on to whatever comes next.
    pub(super) fn go_on(&mut self) {
        match self.stage.clone() {
            Stage::Welcome => self.go_to(0, 0),
            Stage::ReadyToRun => self.run_shown(),
            Stage::Read => self.next_step(),
            Stage::Exercise if self.progress.is_done(&self.work()) => self.next_step(),
            Stage::Schedule => self.schedule(Some("")),
            Stage::ConfirmSolution => self.leave_solution(),
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
            Stage::Exercise if !self.progress.is_done(&self.work()) => {
                self.words("This exercise has not passed yet. :skip leaves it for later.");
            }
            _ => self.go_on(),
        }
    }

    pub(super) fn skip(&mut self) {
        match self.stage.clone() {
            Stage::Order(_) => self.ask_time(Prediction::default()),
            Stage::Time(prediction) => self.run(prediction),
            Stage::Quiz(tried) => self.quiz_answered(tried, "?"),
            Stage::Arrange(pieces) => self.arrangement_answered(&pieces, "?"),
            Stage::Why(reasons, tried) => self.why_answered(reasons, tried, "?"),
            Stage::Schedule => self.schedule(Some("?")),
            Stage::Exercise | Stage::ConfirmSolution if !self.progress.is_done(&self.work()) => {
                let lesson = self.work();
                self.keep(Change::Skipped { lesson });
                let number = self.lesson + 1;
                self.words(format!("Left for later. :learn {number} brings you back to it."));
                self.say(Block::Gap);
                self.next_step();
            }
            _ => self.next(),
        }
    }

    pub(super) fn back(&mut self) {
        if self.step > 0 {
            self.go_to(self.lesson, self.step - 1);
        } else if self.lesson > 0 {
            let last = self.course.lessons[self.lesson - 1].steps.len().saturating_sub(1);
            self.go_to(self.lesson - 1, last);
        } else {
            self.words("This is the beginning of the course.");
        }
    }

    pub(super) fn next_step(&mut self) {
        let Some(lesson) = self.current() else { return };
        if self.step + 1 < lesson.steps.len() {
            return self.go_to(self.lesson, self.step + 1);
        }
        if self.recalled.is_some() {
            return self.end_of_recall();
        }
        if lesson.exercise.is_none() && !self.progress.is_done(&self.id()) {
            let lesson = self.id();
            self.keep(Change::Finished { lesson });
            self.plan_review();
        }
        if self.lesson + 1 < self.course.lessons.len() {
            self.go_to(self.lesson + 1, 0);
        } else {
            self.end();
        }
    }

    /// Shows a step; at a lesson's beginning its title as well.
    pub(super) fn go_to(&mut self, lesson: usize, step: usize) {
        let is_other = self.lesson != lesson || matches!(self.stage, Stage::Welcome | Stage::End);
        (self.lesson, self.step) = (lesson, step);
        self.out.push_back(Effect::Open(lesson));
        if self.recalled.is_some() {
            return self.show_step();
        }
        if step == 0 || is_other {
            self.say_title();
        }
        self.keep(Change::Came(Place { lesson: self.id(), step }));
        self.show_step();
    }

    /// The present step once more.
    pub(super) fn show_again(&mut self) {
        match self.stage {
            Stage::Welcome | Stage::End => self.words("No lesson is open at the moment."),
            _ => self.show_step(),
        }
    }

    pub(super) fn show_step(&mut self) {
        let Some(Step { prose, act, .. }) = self.current_step().cloned() else {
            self.stage = Stage::Read;
            return;
        };
        let prose = without_title(&prose, &self.current().map(|it| it.title.clone()).unwrap_or_default());
        self.say(Block::Gap);
        if !prose.trim().is_empty() {
            self.say(Block::Prose(prose));
        }
        self.stage = Stage::Read;
        match act {
            StepKind::Pause => {}
            StepKind::Run(program) => {
                self.show_program(&program.text);
                self.stage = Stage::ReadyToRun;
            }
            StepKind::Predict(program) => {
                self.show_program(&program.text);
                self.stage = Stage::Busy(Prediction::default());
                self.out.push_back(Effect::Foresee(program));
            }
            StepKind::Quiz(_) => self.ask_quiz(),
            StepKind::Arrange(arrangement) => self.ask_arrangement(&arrangement),
            StepKind::Why(question) => {
                self.show_program(&question.program.text);
                self.stage = Stage::ReadyToRun;
            }
            StepKind::Schedule(puzzle) => self.show_puzzle(&puzzle),
            StepKind::Exercise | StepKind::Make => self.show_exercise(),
        }
    }

    /// Shows a program that is to run, and remembers that it has been on the screen.
    pub(super) fn show_program(&mut self, text: &str) {
        self.show_code(text);
        if !self.may_run(text) {
            self.keep(Change::Shown(program_hash(text)));
        }
    }

    pub(super) fn show_code(&mut self, text: &str) {
        self.say(Block::Gap);
        self.say(Block::Code(text.to_owned()));
        self.say(Block::Gap);
    }

    pub(super) fn reset(&mut self) {
        match self.stage {
            Stage::Exercise | Stage::ConfirmSolution => {
                let lesson = self.work();
                self.keep(Change::AnswerDropped { lesson });
                self.stage = Stage::Exercise;
                self.words("You start again: ↑ brings the code to start from.");
            }
            _ => self.out.push_back(Effect::Restart),
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
