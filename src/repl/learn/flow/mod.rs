//! The course as a state machine: what was done goes in, what is to be shown and done next comes out.
//!
//! Pure: it runs, judges, draws and writes nothing. Here is where an event goes; what becomes of it is in the files
//! beside.

mod arrange;
mod event;
mod exercise;
mod help;
mod invitation;
mod overview;
mod question;
mod recall;
mod scheduling;
mod setting;
mod steps;
mod window;

use std::collections::VecDeque;
use std::sync::Arc;

use super::piece::Block;
use super::words::{Intent, Word, meant};
use crate::commands::LessonCommand;
use crate::course::arrange::Pieces;
use crate::course::contents::{Course, Provenance};
use crate::course::document::{Lesson, Step, StepKind};
use crate::course::predict::Puzzle;
use crate::course::progress::{Change, Progress};
use crate::course::reasons::Reasons;

pub use event::{Effect, Event, Scheduled};
pub use overview::lesson_of;
pub use recall::Recalled;
pub(in crate::repl::learn) use setting::NOT_FOR_ANSWERS;
pub use setting::Window;

/// What is waited for at the prompt.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// The course's welcome has been shown.
    Welcome,
    /// All of the step has been shown.
    Read,
    /// The step's program is on the screen.
    ReadyToRun,
    /// It is being found out what the program does, or the program runs.
    Busy(Prediction),
    Order(Puzzle),
    Time(Prediction),
    /// A quiz, and the choices that were tried.
    Quiz(Vec<usize>),
    Arrange(Pieces),
    /// An instant is to be explained; and the choices that were tried.
    Why(Reasons, Vec<usize>),
    /// The learner says who goes next.
    Schedule,
    Exercise,
    /// The solution was asked for before an answer passed.
    ConfirmSolution,
    End,
}

/// What a learner expects of a program.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prediction {
    pub order: Option<Vec<String>>,
    /// In seconds.
    pub time: Option<f64>,
}

/// Where a learner is in a course.
pub struct Flow {
    pub(in crate::repl::learn) course: Arc<Course>,
    pub(in crate::repl::learn) progress: Progress,
    /// Indices of the lesson and its step.
    pub(in crate::repl::learn) lesson: usize,
    pub(in crate::repl::learn) step: usize,
    pub(in crate::repl::learn) stage: Stage,
    pub(in crate::repl::learn) window: Window,
    /// The learner's present day, counted from any day on.
    pub(in crate::repl::learn) today: i64,
    /// What is looked at again, step by step, where that is what the learner came for.
    pub(in crate::repl::learn) recalled: Option<Vec<Recalled>>,
    /// The command line that brings the learner to the course.
    command: String,
    /// The lesson and step of the latest question whose first answer was noted.
    noted: Option<(usize, usize)>,
    out: VecDeque<Effect>,
}

impl Flow {
    /// At the beginning, or where `progress` says, shown in this window. The course must have a lesson.
    pub fn new(course: Arc<Course>, progress: Progress, window: Window) -> Flow {
        let (stage, out) = (Stage::Welcome, VecDeque::new());
        let (recalled, noted, command) = (None, None, "meanwhile learn".to_owned());
        Flow { course, progress, lesson: 0, step: 0, stage, window, today: 0, recalled, command, noted, out }
    }

    /// The same, of a course that this command line opens.
    pub fn come_back_by(self, command: String) -> Flow {
        Flow { command, ..self }
    }

    /// Takes in what happened; gives what is to be done.
    pub fn take(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Begin(wanted) => self.begin(wanted),
            Event::Enter => self.go_on(),
            Event::Typed(text, word) => self.typed(&text, word),
            Event::PutAway(text) => self.put_away(text),
            Event::Command(command) => self.command(command),
            Event::Reset => self.reset(),
            Event::Foreseen(foreseen) => self.foreseen(foreseen),
            Event::Ran(ran) => self.ran(&ran),
            Event::Pictured(reasons) => self.pictured(reasons),
            Event::Arranged(difference) => self.arranged(difference),
            Event::Scheduled(scheduled) => self.scheduled(scheduled),
            Event::Judged { answer, verdict } => self.judged(answer, &verdict),
            Event::NotJudged { answer } => self.not_judged(answer),
        }
        self.out.drain(..).collect()
    }

    /// The answer so far, or the code to begin with.
    pub fn draft(&self) -> Option<String> {
        let exercise = self.exercise().filter(|_| self.stage == Stage::Exercise)?;
        let own = self.progress.lessons.get(&self.work()).and_then(|it| it.answer.clone());
        Some(own.unwrap_or_else(|| exercise.starter.text.trim_end().to_owned()))
    }

    /// Whether a program of the course may run without being shown first: it has been, or comes with meanwhile.
    pub fn may_run(&self, program: &str) -> bool {
        self.course.provenance == Provenance::BuiltIn || self.progress.has_shown(program)
    }

    /// How to come back, said on leaving.
    pub fn farewell(&self) -> String {
        let command = &self.command;
        if self.recalled.is_some() {
            return match self.stage {
                Stage::End => format!("Your answers are kept. `{command}` goes on with the course."),
                _ => format!("Your answers are kept. `{command} --review` asks the other questions."),
            };
        }
        let place = self
            .current()
            .map_or_else(String::new, |it| format!(" to lesson {}, {}", self.lesson + 1, it.title));
        format!("Your progress is kept. `{command}` brings you back{place}.")
    }

    /// Takes over what is known of the learner, such as from other sessions.
    pub fn set_progress(&mut self, progress: Progress) {
        self.progress = progress;
    }

    pub fn current(&self) -> Option<&Lesson> {
        self.course.lessons.get(self.lesson)
    }

    fn current_step(&self) -> Option<&Step> {
        self.current()?.steps.get(self.step)
    }

    fn id(&self) -> String {
        self.current().map(|it| it.id.clone()).unwrap_or_default()
    }

    /// What the answers of the present step are kept under: the lesson's id, with a further word for its task without
    /// a starter.
    pub(in crate::repl::learn) fn work(&self) -> String {
        match self.current_step().map(|it| &it.act) {
            Some(StepKind::Make) => make_of(&self.id()),
            _ => self.id(),
        }
    }

    fn say(&mut self, piece: Block) {
        self.out.push_back(Effect::Say(piece));
    }

    fn words(&mut self, text: impl Into<String>) {
        self.say(Block::Words(text.into()));
    }

    fn keep(&mut self, change: Change) {
        self.progress.apply(&change);
        self.out.push_back(Effect::Keep(change));
    }

    fn typed(&mut self, text: &str, word: Word) {
        match (&self.stage, meant(text, word)) {
            (Stage::ConfirmSolution, meant) => self.confirmed(meant),
            (Stage::Schedule, meant) => self.typed_in_puzzle(text, meant),
            (
                Stage::Quiz(_) | Stage::Order(_) | Stage::Time(_) | Stage::Arrange(_) | Stage::Why(..),
                Intent::Command(command),
            ) => self.command(command),
            (Stage::Quiz(tried), _) => self.quiz_answered(tried.clone(), text),
            (Stage::Arrange(pieces), _) => self.arrangement_answered(&pieces.clone(), text),
            (Stage::Why(reasons, tried), _) => self.why_answered(reasons.clone(), tried.clone(), text),
            (Stage::Order(puzzle), _) => self.order_answered(puzzle.clone(), text),
            (Stage::Time(prediction), _) => self.time_answered(prediction.clone(), text),
            (_, Intent::Command(command)) => self.command(command),
            (Stage::Exercise, Intent::Reset) => self.reset(),
            (_, Intent::Reset) => self.words("To start again from the beginning, type :reset."),
            (_, Intent::Near(name)) => {
                let typed: String = text.trim().chars().take(40).collect();
                self.words(format!("I do not know `{typed}`. Did you mean `:{name}`?"));
            }
            (Stage::Exercise, Intent::GoOn | Intent::No) if !self.progress.is_done(&self.work()) => {
                self.words(
                    "That was not a question. What you type here is your answer, and :skip leaves it for later.",
                );
            }
            (_, Intent::GoOn) => self.go_on(),
            (_, Intent::No) => self.words("Take your time."),
            // After a question people go on answering it.
            (stage, Intent::Code) if word == Word::Unknown && is_choice(text) => {
                let text = match stage {
                    Stage::Exercise => {
                        "A letter or a number is no program, so nothing was checked. ↑ brings the code."
                    }
                    Stage::End => "No answer is asked for here.",
                    _ => "No answer is asked for here. Enter goes on.",
                };
                self.words(text);
            }
            (Stage::Exercise, Intent::Code) => self.out.push_back(Effect::Try(text.to_owned())),
            (_, Intent::Code) => self.out.push_back(Effect::Enter(text.to_owned())),
        }
    }

    fn command(&mut self, command: LessonCommand) {
        match command {
            LessonCommand::Lessons | LessonCommand::Submit(_) if self.recalled.is_some() => {
                self.say_elsewhere();
            }
            LessonCommand::Task => self.show_again(),
            LessonCommand::Hint => self.hint(),
            LessonCommand::Solution => self.solution(),
            LessonCommand::Skip => self.skip(),
            LessonCommand::Lessons => self.list_lessons(),
            LessonCommand::Next => self.next(),
            LessonCommand::Back => self.back(),
            LessonCommand::Card(language) => self.card(language.as_deref()),
            LessonCommand::Submit(file) => self.out.push_back(Effect::Submit(file)),
        }
    }
}

/// What the answers to a lesson's task without a starter are kept under.
pub(in crate::repl::learn) fn make_of(lesson: &str) -> String {
    format!("{lesson}/make")
}

/// Whether a text is no more than an answer to a question: letters, or numbers.
fn is_choice(text: &str) -> bool {
    let is_around = |c: char| c.is_whitespace() || ",.;:()".contains(c);
    let mut parts = text.split(is_around).filter(|it| !it.is_empty()).peekable();
    let is_part = |part: &str| {
        part.len() == 1 && part.chars().all(|c| c.is_ascii_alphabetic())
            || part.chars().all(|c| c.is_ascii_digit())
    };
    parts.peek().is_some() && parts.all(is_part)
}
