//! The course as a state machine: what was done goes in, what is to be shown and done next comes out.
//!
//! Pure: it runs, judges, draws and writes nothing. Questions are in `question`, the exercise is in `exercise`, and
//! what looks over the whole course is in `overview`.

use std::collections::VecDeque;
use std::sync::Arc;

use super::piece::Piece;
use super::question::order_invitation;
use super::words::{Meant, Word, meant};
use crate::lesson::course::Course;
use crate::lesson::document::{Act, Lesson, Program, Step};
use crate::lesson::predict::{Puzzle, Typed};
use crate::lesson::progress::{Change, Place, Progress};
use crate::lesson::verdict::Verdict;
use crate::repl::commands::LessonCommand;
use crate::repl::editor::Wanted;
use crate::timeline::Nanos;

/// What happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// The learner comes to the course, perhaps to a certain lesson: its number or id.
    Begin(Option<String>),
    /// Enter alone.
    Enter,
    /// Something else was typed; and whether it is a name of the language or the session.
    Typed(String, Word),
    Command(LessonCommand),
    /// `:reset`
    Reset,
    /// What a program to be predicted prints, and how long it takes; none where that cannot be told.
    Foreseen(Option<(Vec<String>, Nanos)>),
    /// A program of the lesson has run.
    Ran(Ran),
    /// An answer was judged.
    Judged {
        answer: String,
        verdict: Verdict,
    },
    /// An answer was stopped from the keyboard, so it was not judged.
    NotJudged {
        answer: String,
    },
}

/// How a program of a lesson went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    pub lines: Vec<String>,
    pub elapsed: Nanos,
    pub end: RanEnd,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RanEnd {
    Whole,
    /// From the keyboard.
    Stopped,
}

/// What is to be done, in this order.
#[derive(Clone, Debug, PartialEq)]
pub enum Do {
    Say(Piece),
    Keep(Change),
    /// A lesson begins: its programs find its files.
    Open(usize),
    /// Run in the session. An [`Event::Ran`] is to follow.
    Run(Program),
    /// Find out what it does, unseen. An [`Event::Foreseen`] is to follow.
    Foresee(Program),
    /// Run, show and judge an answer. An [`Event::Judged`] or [`Event::NotJudged`] is to follow.
    Try(String),
    /// Run what was typed as in any session.
    Enter(String),
    /// Start the session afresh.
    Restart,
}

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
    Quiz,
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

/// How an input is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// None for the session's own prompt.
    pub prompt: Option<&'static str>,
    pub wanted: Wanted,
}

/// Where a learner is in a course.
pub struct Flow {
    pub(super) course: Arc<Course>,
    pub(super) progress: Progress,
    /// Indices of the lesson and its step.
    pub(super) lesson: usize,
    pub(super) step: usize,
    pub(super) stage: Stage,
    pub(super) out: VecDeque<Do>,
}

impl Flow {
    /// At the beginning, or where `progress` says. The course must have a lesson.
    pub fn new(course: Arc<Course>, progress: Progress) -> Flow {
        Flow { course, progress, lesson: 0, step: 0, stage: Stage::Welcome, out: VecDeque::new() }
    }

    /// Takes in what happened; gives what is to be done.
    pub fn take(&mut self, event: Event) -> Vec<Do> {
        match event {
            Event::Begin(wanted) => self.begin(wanted),
            Event::Enter => self.go_on(),
            Event::Typed(text, word) => self.typed(&text, word),
            Event::Command(command) => self.command(command),
            Event::Reset => self.reset(),
            Event::Foreseen(foreseen) => self.foreseen(foreseen),
            Event::Ran(ran) => self.ran(&ran),
            Event::Judged { answer, verdict } => self.judged(answer, &verdict),
            Event::NotJudged { answer } => self.not_judged(answer),
        }
        self.out.drain(..).collect()
    }

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

    /// What the up arrow should bring first.
    pub fn draft(&self) -> Option<String> {
        let exercise = self.current()?.exercise.as_ref().filter(|_| self.stage == Stage::Exercise)?;
        let own = self.progress.lessons.get(&self.current()?.id).and_then(|it| it.answer.clone());
        Some(own.unwrap_or_else(|| exercise.starter.text.trim_end().to_owned()))
    }

    /// How to come back, said on leaving.
    pub fn farewell(&self, command: &str) -> String {
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

    pub(super) fn current_step(&self) -> Option<&Step> {
        self.current()?.steps.get(self.step)
    }

    pub(super) fn id(&self) -> String {
        self.current().map(|it| it.id.clone()).unwrap_or_default()
    }

    pub(super) fn say(&mut self, piece: Piece) {
        self.out.push_back(Do::Say(piece));
    }

    pub(super) fn words(&mut self, text: impl Into<String>) {
        self.say(Piece::Words(text.into()));
    }

    pub(super) fn keep(&mut self, change: Change) {
        self.progress.apply(&change);
        self.out.push_back(Do::Keep(change));
    }

    fn begin(&mut self, wanted: Option<String>) {
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
        let Some((lesson, step)) = self.kept_place() else {
            let (title, welcome) = (self.course.title.clone(), self.course.welcome.clone());
            if !welcome.trim_start().starts_with("# ") {
                self.say(Piece::Title(title));
                self.say(Piece::Gap);
            }
            self.say(Piece::Prose(welcome));
            self.keep(Change::Welcomed);
            self.stage = Stage::Welcome;
            return;
        };
        self.lesson = lesson;
        self.words("Welcome back! This is where you were.");
        self.say(Piece::Gap);
        self.go_to(lesson, step);
    }

    /// Where the learner was, as far as the course still has that place.
    fn kept_place(&self) -> Option<(usize, usize)> {
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
            Stage::ReadyToRun => self.run(Prediction::default()),
            Stage::Read => self.next_step(),
            Stage::Exercise if self.progress.is_done(&self.id()) => self.next_step(),
            Stage::ConfirmSolution => self.leave_solution(),
            // The invitation that follows says what may be typed.
            _ => {}
        }
    }

    fn typed(&mut self, text: &str, word: Word) {
        match (&self.stage, meant(text, word)) {
            (Stage::ConfirmSolution, _) => self.confirmed(text),
            (Stage::Quiz, Meant::Command(command)) => self.command(command),
            (Stage::Quiz, _) => self.quiz_answered(text),
            (Stage::Order(_) | Stage::Time(_), Meant::Command(command)) => self.command(command),
            (Stage::Order(puzzle), _) => self.order_answered(puzzle.clone(), text),
            (Stage::Time(prediction), _) => self.time_answered(prediction.clone(), text),
            (_, Meant::Command(command)) => self.command(command),
            (Stage::Exercise, Meant::Reset) => self.reset(),
            (_, Meant::Reset) => self.words("To start afresh, type :reset."),
            (_, Meant::Near(name)) => {
                let typed: String = text.trim().chars().take(40).collect();
                self.words(format!("I do not know `{typed}`. Did you mean `:{name}`?"));
            }
            (Stage::Exercise, Meant::GoOn) if !self.progress.is_done(&self.id()) => {}
            (_, Meant::GoOn) => self.go_on(),
            (Stage::Exercise, Meant::No) => {}
            (_, Meant::No) => self.words("Take your time."),
            (Stage::Exercise, Meant::Code) => self.out.push_back(Do::Try(text.to_owned())),
            (_, Meant::Code) => self.out.push_back(Do::Enter(text.to_owned())),
        }
    }

    fn command(&mut self, command: LessonCommand) {
        match command {
            LessonCommand::Hint => self.hint(),
            LessonCommand::Solution => self.solution(),
            LessonCommand::Skip => self.skip(),
            LessonCommand::Lessons => self.list_lessons(),
            LessonCommand::Next => self.next(),
            LessonCommand::Back => self.back(),
            LessonCommand::Card(language) => self.card(language.as_deref()),
        }
    }

    fn next(&mut self) {
        match self.stage {
            Stage::Order(_) | Stage::Time(_) | Stage::Quiz => self.skip(),
            Stage::ReadyToRun => self.next_step(),
            Stage::Exercise if !self.progress.is_done(&self.id()) => {
                self.words("This exercise has not passed yet. :skip leaves it for later.");
            }
            _ => self.go_on(),
        }
    }

    fn skip(&mut self) {
        match self.stage.clone() {
            Stage::Order(_) => self.ask_time(Prediction::default()),
            Stage::Time(prediction) => self.run(prediction),
            Stage::Quiz => self.quiz_answered("?"),
            Stage::Exercise | Stage::ConfirmSolution if !self.progress.is_done(&self.id()) => {
                let lesson = self.id();
                self.keep(Change::Skipped { lesson });
                let number = self.lesson + 1;
                self.words(format!("Left for later. :learn {number} brings you back to it."));
                self.say(Piece::Gap);
                self.next_step();
            }
            _ => self.next(),
        }
    }

    fn back(&mut self) {
        if self.step > 0 {
            self.go_to(self.lesson, self.step - 1);
        } else if self.lesson > 0 {
            let last = self.course.lessons[self.lesson - 1].steps.len().saturating_sub(1);
            self.go_to(self.lesson - 1, last);
        } else {
            self.words("This is the beginning of the course.");
        }
    }

    fn next_step(&mut self) {
        let Some(lesson) = self.current() else { return };
        if self.step + 1 < lesson.steps.len() {
            return self.go_to(self.lesson, self.step + 1);
        }
        if lesson.exercise.is_none() && !self.progress.is_done(&self.id()) {
            let lesson = self.id();
            self.keep(Change::Finished { lesson });
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
        self.out.push_back(Do::Open(lesson));
        if step == 0 || is_other {
            self.say_title();
        }
        self.keep(Change::Came(Place { lesson: self.id(), step }));
        let Some(Step { prose, act, .. }) = self.current_step().cloned() else {
            self.stage = Stage::Read;
            return;
        };
        let prose = without_title(&prose, &self.current().map(|it| it.title.clone()).unwrap_or_default());
        self.say(Piece::Gap);
        if !prose.trim().is_empty() {
            self.say(Piece::Prose(prose));
        }
        self.stage = Stage::Read;
        match act {
            Act::Pause => {}
            Act::Run(program) => {
                self.show_code(&program.text);
                self.stage = Stage::ReadyToRun;
            }
            Act::Predict(program) => {
                self.show_code(&program.text);
                self.stage = Stage::Busy(Prediction::default());
                self.out.push_back(Do::Foresee(program));
            }
            Act::Quiz(quiz) => self.ask_quiz(&quiz),
            Act::Exercise => self.show_exercise(),
        }
    }

    pub(super) fn show_code(&mut self, text: &str) {
        self.say(Piece::Gap);
        self.say(Piece::Code(text.to_owned()));
        self.say(Piece::Gap);
    }

    fn what_enter_does(&self) -> String {
        let Some(lesson) = self.current() else { return String::new() };
        if self.step + 1 < lesson.steps.len() {
            return "Enter goes on. You may also try things here.".to_owned();
        }
        self.what_enter_does_at_the_end()
    }

    pub(super) fn what_enter_does_at_the_end(&self) -> String {
        match self.course.lessons.get(self.lesson + 1) {
            Some(next) => format!("Enter goes on to lesson {}: {}.", self.lesson + 2, next.title),
            None => "Enter ends the course.".to_owned(),
        }
    }

    fn reset(&mut self) {
        match self.stage {
            Stage::Exercise | Stage::ConfirmSolution => {
                let lesson = self.id();
                self.keep(Change::AnswerDropped { lesson });
                self.stage = Stage::Exercise;
                self.words("The exercise begins anew: ↑ brings the code to start from.");
            }
            _ => self.out.push_back(Do::Restart),
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

/// A skipped answer is no answer.
pub(super) fn answered<T>(typed: Typed<T>) -> Option<T> {
    match typed {
        Typed::Answer(answer) => Some(answer),
        Typed::Skipped => None,
    }
}
