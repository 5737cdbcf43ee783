//! The course as a state machine: what was done goes in, what is to be shown and done next comes out.
//!
//! Pure: it runs, judges, draws and writes nothing. Here is where an event goes; what becomes of it is in the files
//! beside: each takes the desk, and gives the stage that comes next.

mod arrange;
mod desk;
mod event;
mod exercise;
mod help;
mod invitation;
mod overview;
mod question;
mod recall;
mod scheduling;
mod setting;
mod stage;
mod steps;
mod window;

use std::sync::Arc;

use super::words::{Intent, Word, meant};
use crate::commands::LessonCommand;
use crate::course::contents::Course;
use crate::course::progress::Progress;
use crate::workbench::PromptSpec;

pub use crate::course::review::Recalled;
pub use desk::Desk;
pub use event::{Effect, Event, Scheduled};
pub use invitation::NOT_FOR_ANSWERS;
pub use overview::lesson_of;
pub use stage::{Prediction, Stage};
pub use window::Window;

/// Where a learner is in a course, and what is waited for.
pub struct Flow {
    pub desk: Desk,
    pub stage: Stage,
}

impl Flow {
    /// At the beginning, or where `progress` says, shown in this window. The course must have a lesson.
    pub fn new(course: Arc<Course>, progress: Progress, window: Window) -> Flow {
        Flow { desk: Desk::new(course, progress, window), stage: Stage::Welcome }
    }

    /// Takes in what happened; gives what is to be done.
    pub fn take(&mut self, event: Event) -> Vec<Effect> {
        let Flow { desk, stage } = self;
        match (event, &*stage) {
            (Event::Begin(wanted), _) => self.begin(wanted),
            (Event::Enter, _) => self.go_on(),
            (Event::Typed(text, word), _) => self.typed(&text, word),
            (Event::Command(command), _) => self.command(command),
            (Event::Reset, _) => self.reset(),
            (Event::PutAway(text), Stage::Exercise) => exercise::put_away(desk, text),
            (Event::Foreseen(foreseen), _) => *stage = question::foreseen(desk, foreseen),
            (Event::Ran(ran), Stage::Busy(prediction)) => {
                *stage = question::ran(desk, &prediction.clone(), &ran);
            }
            (Event::Ran(_), _) => *stage = Stage::Read,
            (Event::Pictured(reasons), Stage::Busy(_)) => *stage = arrange::pictured(desk, reasons),
            (Event::Arranged(difference), Stage::Arrange(pieces)) => {
                *stage = arrange::arranged(desk, pieces.clone(), difference);
            }
            (Event::Scheduled(scheduled), Stage::Schedule) => {
                *stage = scheduling::scheduled(desk, scheduled);
            }
            (Event::Judged { answer, verdict }, now) if now.is_exercise() => {
                *stage = Stage::Exercise;
                exercise::judged(desk, answer, &verdict);
            }
            (Event::NotJudged { answer }, now) if now.is_exercise() => exercise::not_judged(desk, answer),
            // It comes too late: the learner is elsewhere.
            _ => {}
        }
        self.desk.out.drain(..).collect()
    }

    /// The answer so far, or the code to begin with; none where none is asked for.
    pub fn draft(&self) -> Option<String> {
        self.desk.draft().filter(|_| self.stage == Stage::Exercise)
    }

    /// What the up arrow should bring, the nearest last.
    pub fn drafts(&self) -> Vec<String> {
        let Some(draft) = self.draft().filter(|it| !it.trim().is_empty()) else { return Vec::new() };
        self.desk.whole_program_behind(&draft).into_iter().chain([draft]).collect()
    }

    /// Whether an answer is asked for now.
    pub fn is_in_exercise(&self) -> bool {
        self.stage.is_exercise()
    }

    /// What is asked for at the prompt.
    pub fn asked(&self) -> PromptSpec {
        invitation::asked(&self.desk, &self.stage)
    }

    /// Where the learner is and what may be done now, in one line.
    pub fn invitation(&self) -> String {
        invitation::invitation(&self.desk, &self.stage)
    }

    /// How to come back, said on leaving.
    pub fn farewell(&self) -> String {
        let (desk, command) = (&self.desk, &self.desk.command);
        if desk.recalled.is_some() {
            return match self.stage {
                Stage::End => format!("Your answers are kept. `{command}` goes on with the course."),
                _ => format!("Your answers are kept. `{command} --review` asks the other questions."),
            };
        }
        let place = desk
            .current()
            .map_or_else(String::new, |it| format!(" to lesson {}, {}", desk.lesson + 1, it.title));
        format!("Your progress is kept. `{command}` brings you back{place}.")
    }

    fn typed(&mut self, text: &str, word: Word) {
        let desk = &mut self.desk;
        match (&self.stage, meant(text, word)) {
            (Stage::ConfirmSolution, Intent::Command(command)) if command != LessonCommand::Solution => {
                self.command(command);
            }
            (Stage::ConfirmSolution, meant) => self.stage = help::confirmed(desk, &meant),
            (Stage::Schedule, Intent::Command(LessonCommand::Skip | LessonCommand::Next)) => self.skip(),
            (Stage::Schedule, Intent::Command(command @ (LessonCommand::Task | LessonCommand::Lessons))) => {
                self.command(command)
            }
            // Its own words are others than those of a lesson: back is a choice that is taken back.
            (Stage::Schedule, _) => self.schedule(Some(text)),
            (
                Stage::Quiz(_) | Stage::Order(_) | Stage::Time(_) | Stage::Arrange(_) | Stage::Why(..),
                Intent::Command(command),
            ) => self.command(command),
            (Stage::Quiz(tried), _) => self.stage = question::quiz_answered(desk, tried.clone(), text),
            (Stage::Arrange(pieces), _) => {
                self.stage = arrange::arrangement_answered(desk, pieces.clone(), text);
            }
            (Stage::Why(reasons, tried), _) => {
                self.stage = arrange::why_answered(desk, reasons.clone(), tried.clone(), text);
            }
            (Stage::Order(puzzle), _) => self.stage = question::order_answered(desk, puzzle.clone(), text),
            (Stage::Time(prediction), _) => {
                self.stage = question::time_answered(desk, prediction.clone(), text);
            }
            (_, Intent::Command(command)) => self.command(command),
            (Stage::Exercise, Intent::Reset) => self.reset(),
            (_, Intent::Reset) => self.desk.words("To start again from the beginning, type :reset."),
            (_, Intent::Near(name)) => {
                let typed: String = text.trim().chars().take(40).collect();
                self.desk.words(format!("I do not know `{typed}`. Did you mean `:{name}`?"));
            }
            (Stage::Exercise, Intent::GoOn | Intent::No) if !self.desk.is_done() => {
                self.desk.words(
                    "That was not a question. What you type here is your answer, and :skip leaves it for later.",
                );
            }
            (_, Intent::GoOn) => self.go_on(),
            (_, Intent::No) => self.desk.words("Take your time."),
            // After a question people go on answering it.
            (stage, Intent::Code) if word == Word::Unknown && is_choice(text) => {
                let text = match stage {
                    Stage::Exercise => {
                        "A letter or a number is no program, so nothing was checked. ↑ brings the code."
                    }
                    Stage::End => "No answer is asked for here.",
                    _ => "No answer is asked for here. Enter goes on.",
                };
                self.desk.words(text);
            }
            (Stage::Exercise, Intent::Code) => self.desk.out.push_back(Effect::Try(text.to_owned())),
            (_, Intent::Code) => self.desk.out.push_back(Effect::Enter(text.to_owned())),
        }
    }

    fn command(&mut self, command: LessonCommand) {
        match command {
            LessonCommand::Lessons | LessonCommand::Submit(_) if self.desk.recalled.is_some() => {
                recall::say_elsewhere(&mut self.desk);
            }
            LessonCommand::Task => self.show_again(),
            LessonCommand::Hint if self.stage == Stage::Schedule => self.schedule(Some("hint")),
            LessonCommand::Hint => self.stage = help::hint(&mut self.desk, self.stage.clone()),
            LessonCommand::Solution => self.stage = help::solution(&mut self.desk, self.stage.clone()),
            LessonCommand::Skip => self.skip(),
            LessonCommand::Lessons => overview::list_lessons(&mut self.desk),
            LessonCommand::Next => self.next(),
            LessonCommand::Back => self.back(),
            LessonCommand::Card(language) => {
                overview::card(&mut self.desk, &self.stage, language.as_deref());
            }
            LessonCommand::Submit(file) => self.desk.out.push_back(Effect::Submit(file)),
        }
    }
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
