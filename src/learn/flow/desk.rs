//! What lies before a learner: the course, where it is open, what is known of the learner, and what is to be done.

use std::collections::VecDeque;
use std::sync::Arc;

use super::event::Effect;
use super::window::Window;
use crate::course::contents::{Course, Provenance};
use crate::course::document::{Because, Exercise, Lesson, Quiz, Step, StepKind};
use crate::course::progress::{Change, Progress, program_hash};
use crate::course::review::Recalled;
use crate::course::shuffled;
use crate::course::verdict::Verdict;
use crate::learn::piece::Block;

/// After this many failed attempts, findings are shown without asking.
const ATTEMPTS_BEFORE_FINDINGS: u32 = 3;

/// Where a learner is in a course, and what is to be done there.
pub struct Desk {
    pub course: Arc<Course>,
    pub progress: Progress,
    /// Indices of the lesson and its step.
    pub lesson: usize,
    pub step: usize,
    pub window: Window,
    /// The learner's present day, counted from any day on.
    pub today: i64,
    /// What is looked at again, step by step, where that is what the learner came for.
    pub recalled: Option<Vec<Recalled>>,
    /// The command line that brings the learner to the course.
    pub command: String,
    /// The lesson and step of the latest question whose first answer was noted.
    pub noted: Option<(usize, usize)>,
    pub out: VecDeque<Effect>,
}

impl Desk {
    /// At the beginning of a course.
    pub fn new(course: Arc<Course>, progress: Progress, window: Window) -> Desk {
        let (recalled, noted, command) = (None, None, "meanwhile learn".to_owned());
        let out = VecDeque::new();
        Desk { course, progress, lesson: 0, step: 0, window, today: 0, recalled, command, noted, out }
    }

    /// The lesson that is open.
    pub fn current(&self) -> Option<&Lesson> {
        self.course.lessons.get(self.lesson)
    }

    pub fn current_step(&self) -> Option<&Step> {
        self.current()?.steps.get(self.step)
    }

    /// The lesson's id.
    pub fn id(&self) -> String {
        self.current().map(|it| it.id.clone()).unwrap_or_default()
    }

    /// What the answers of the present step are kept under: the lesson's id, with a further word for its task without
    /// a starter.
    pub fn work(&self) -> String {
        match self.current_step().map(|it| &it.act) {
            Some(StepKind::Make) => make_of(&self.id()),
            _ => self.id(),
        }
    }

    /// The exercise of the present step, else that of the lesson.
    pub fn exercise(&self) -> Option<&Exercise> {
        let lesson = self.current()?;
        match self.current_step().map(|it| &it.act) {
            Some(act @ StepKind::Make) => lesson.task(act),
            _ => lesson.exercise.as_ref(),
        }
    }

    /// Whether the task is the one without a starter.
    pub fn is_make(&self) -> bool {
        self.current_step().is_some_and(|it| it.act == StepKind::Make)
    }

    /// Whether the present work has passed.
    pub fn is_done(&self) -> bool {
        self.progress.is_done(&self.work())
    }

    /// The answer so far, or the code to begin with.
    pub fn draft(&self) -> Option<String> {
        let exercise = self.exercise()?;
        let own = self.progress.lessons.get(&self.work()).and_then(|it| it.answer.clone());
        Some(own.unwrap_or_else(|| exercise.starter.text.trim_end().to_owned()))
    }

    /// The program to change, where it has several lines and the answer has one.
    pub fn whole_program_behind(&self, answer: &str) -> Option<String> {
        let starter = self.exercise()?.starter.text.trim_end();
        let is_part = answer.trim().lines().count() == 1 && starter.lines().count() > 1;
        is_part.then(|| starter.to_owned())
    }

    /// Whether what stands out in the run of an answer with this verdict is shown.
    pub fn shows_findings(&self, verdict: &Verdict) -> bool {
        let failed = self.progress.lesson(&self.work()).failed_attempts.saturating_add(1);
        verdict.has_passed() || failed >= ATTEMPTS_BEFORE_FINDINGS
    }

    /// Whether a program of the course may run without being shown first: it has been, or comes with meanwhile.
    pub fn may_run(&self, program: &str) -> bool {
        self.course.provenance == Provenance::BuiltIn || self.progress.has_shown(program)
    }

    /// What the order of lines and choices depends on: the learner and the place, so letters stay what they are.
    pub fn seed(&self) -> String {
        let seed = self.progress.seed.unwrap_or_default();
        format!("{seed} {} {}", self.id(), self.step)
    }

    /// The quiz of the step, its choices in this learner's order.
    pub fn quiz(&self) -> Option<Quiz> {
        let StepKind::Quiz(quiz) = &self.current_step()?.act else { return None };
        if quiz.choices.is_empty() || self.progress.seed.is_none() {
            return Some(quiz.clone());
        }
        let order = shuffled(&self.seed(), quiz.choices.len());
        let right = order.iter().position(|it| *it == quiz.right_choice())?;
        let pick = |list: &[String]| order.iter().filter_map(|it| list.get(*it).cloned()).collect();
        let because = match &quiz.because {
            Because::Choices(list) => Because::Choices(pick(list)),
            other => other.clone(),
        };
        let answer = letter(right).to_string();
        Some(Quiz { choices: pick(&quiz.choices), because, answer, ..quiz.clone() })
    }

    pub fn say(&mut self, piece: Block) {
        self.out.push_back(Effect::Say(piece));
    }

    pub fn words(&mut self, text: impl Into<String>) {
        self.say(Block::Words(text.into()));
    }

    pub fn keep(&mut self, change: Change) {
        self.progress.apply(&change);
        self.out.push_back(Effect::Keep(change));
    }

    /// Shows a program that is to run, and remembers that it has been on the screen.
    pub fn show_program(&mut self, text: &str) {
        self.show_code(text);
        if !self.may_run(text) {
            self.keep(Change::Shown(program_hash(text)));
        }
    }

    pub fn show_code(&mut self, text: &str) {
        self.say(Block::Gap);
        self.say(Block::Code(text.to_owned()));
        self.say(Block::Gap);
    }
}

/// What the answers to a lesson's task without a starter are kept under.
fn make_of(lesson: &str) -> String {
    format!("{lesson}/make")
}

/// The letter of a choice.
pub fn letter(index: usize) -> char {
    ('a'..='z').nth(index).unwrap_or('?')
}
