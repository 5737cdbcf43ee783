//! A course is played without a terminal: what is typed goes into the flow, and what it says comes out as text.
//! Programs run, and answers are judged, as ever, under the virtual clock.

mod anything;
mod built_in;
mod exercises;
mod recall;
mod shapes;
mod steps;

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;

use super::flow::{Effect, Event, Flow, Scheduled, Window};
use super::markdown::Style;
use super::piece::painted;
use super::words::Word;
use crate::commands::{Command, parse};
use crate::course::arrange::try_order;
use crate::course::contents::Course;
use crate::course::document::Program;
use crate::course::judge::{Bounds, Stage, judge};
use crate::course::progress::Progress;
use crate::course::reasons::reasons;
use crate::course::scheduling::program_of;
use crate::explore::{Game, State};
use crate::render::Glyphs;
use crate::script::Role;
use crate::style::Colors;
use crate::workbench::{Ran, RanEnd};

/// The style of the tests' screens.
pub const STYLE: Style = Style { columns: 80, colors: Colors::None, glyphs: Glyphs::Unicode };

/// A window in which nothing scrolls away.
pub const ENDLESS: Window = Window { style: STYLE, rows: usize::MAX };

/// The course of the tests.
pub fn tiny() -> Arc<Course> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/courses/tiny");
    Arc::new(Course::load(&folder).unwrap())
}

/// Somebody who learns.
pub struct Learner {
    pub flow: Flow,
    /// All that was said since the last input, and the invitation.
    pub screen: String,
    /// What was entered as in any session.
    pub entered: Vec<String>,
    /// The puzzle about who goes next that is gone through.
    game: Option<Game>,
}

impl Learner {
    /// Comes to the tiny course with what was done before.
    pub fn new(progress: Progress) -> Learner {
        Learner::of(tiny(), progress)
    }

    pub fn of(course: Arc<Course>, progress: Progress) -> Learner {
        let flow = Flow::new(course, progress, ENDLESS);
        let mut learner = Learner { flow, screen: String::new(), entered: Vec::new(), game: None };
        learner.tell(Event::Begin(None));
        learner
    }

    /// At a lesson's exercise.
    pub fn at_exercise(lesson: &str) -> Learner {
        let mut learner = Learner::new(Progress::default());
        learner.tell(Event::Begin(Some(lesson.to_owned())));
        while !learner.flow.is_in_exercise() {
            learner.types(":next");
        }
        learner
    }

    /// Types a line; nothing is Enter alone. Gives what is on the screen then.
    pub fn types(&mut self, text: &str) -> &str {
        self.screen.clear();
        match parse(text) {
            Some(Ok(Command::Lesson(command))) => self.tell(Event::Command(command)),
            Some(Ok(Command::Learn(wanted))) => self.tell(Event::Begin(wanted)),
            Some(Ok(Command::Reset)) => self.tell(Event::Reset),
            Some(_) => {}
            None if text.is_empty() => self.tell(Event::Enter),
            None => self.tell(Event::Typed(text.to_owned(), Word::Unknown)),
        }
        &self.screen
    }

    /// Types several lines, and expects the screen to show something after each.
    pub fn plays(&mut self, lines: &[(&str, &str)]) {
        for (typed, expected) in lines {
            let screen = self.types(typed);
            assert!(screen.contains(expected), "after {typed:?} not {expected:?}, but\n{screen}");
        }
    }

    pub fn tell(&mut self, event: Event) {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            for act in self.flow.take(event) {
                events.extend(self.perform(act));
            }
        }
        self.screen.push_str(&self.flow.invitation());
    }

    fn perform(&mut self, act: Effect) -> Option<Event> {
        match act {
            Effect::Say(piece) => self.screen.push_str(&painted(&[piece], STYLE)),
            Effect::Enter(text) => self.entered.push(text),
            Effect::Keep(_) | Effect::Open(_) | Effect::Restart => {}
            Effect::RunCard(card) => self.screen.push_str(&format!("runs {}\n", card.language)),
            Effect::Submit(file) => self.screen.push_str(&format!("packs {file:?}\n")),
            Effect::Picture(question) => {
                let lesson = self.flow.desk.current()?;
                let stage = Stage::open(&lesson.files, &Bounds::default()).unwrap();
                let played = stage.enter("", &question.program.text, Role::Free).unwrap();
                return Some(Event::Pictured(reasons(&played, &question, &self.flow.desk.seed())));
            }
            Effect::Arrange(arrangement, lines) => {
                let lesson = self.flow.desk.current()?;
                let arranged = try_order(lesson, &arrangement, &lines, &Bounds::default());
                return Some(Event::Arranged(arranged.unwrap().difference));
            }
            Effect::Schedule(puzzle, typed) => {
                let lesson = self.flow.desk.current()?;
                let program = program_of(lesson, &puzzle, Default::default()).unwrap();
                let begun = || Game::new(program, Some(puzzle.goal.clone())).unwrap().ok();
                let mut game = self.game.take().or_else(begun)?;
                let said = game.take(typed.as_deref().unwrap_or("nobody")).unwrap();
                said.words.iter().for_each(|it| self.screen.push_str(&format!("{it}\n")));
                let scheduled = match said.state {
                    State::GoesOn => Scheduled::GoesOn,
                    State::Reached => Scheduled::Reached,
                    State::Shown => Scheduled::Shown,
                    State::Left => Scheduled::Left,
                };
                self.game = (scheduled == Scheduled::GoesOn).then_some(game);
                return Some(Event::Scheduled(scheduled));
            }
            Effect::Run(program) => {
                let (lines, elapsed) = self.run(&program)?;
                return Some(Event::Ran(Ran { lines, elapsed, end: RanEnd::Whole }));
            }
            Effect::Foresee(program) => return Some(Event::Foreseen(self.run(&program))),
            Effect::Try(answer) => {
                let lesson = self.flow.desk.current()?;
                let judged = judge(lesson, self.flow.desk.exercise()?, &answer, &Bounds::default()).unwrap();
                return Some(Event::Judged { answer, verdict: judged.verdict });
            }
        }
        None
    }

    fn run(&self, program: &Program) -> Option<(Vec<String>, u64)> {
        let lesson = self.flow.desk.current()?;
        let stage = Stage::open(&lesson.files, &Bounds::default()).unwrap();
        let steps = &lesson.steps;
        for step in &steps[..self.flow.desk.step] {
            if let Some(earlier) = step.act.program() {
                stage.enter("", &earlier.text, Role::Free).unwrap();
            }
        }
        let facts = stage.enter("", &program.text, Role::Free).unwrap().facts()?;
        Some((facts.output.into_iter().map(|it| it.text).collect(), facts.elapsed))
    }
}
