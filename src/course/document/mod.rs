//! A lesson's file: front matter in TOML, prose in Markdown, fenced blocks with roles.
//!
//! Reading a file finds all that is wrong with its form, with lines. What its programs do is proven elsewhere
//! (`prove`).

mod assemble;
mod blocks;
mod deck;
mod fence;
mod program;
mod questions;
mod read;
#[cfg(test)]
mod tests;

pub use blocks::role_words;
pub use deck::{Deck, Scene, Slide, read_deck};
pub use questions::{Arrangement, Because, Puzzle, Quiz, WhyQuestion};
pub use read::{Overlay, read, read_overlay};

use std::fmt;

use super::verdict::Visibility;
pub use program::{Code, Ends, Findings, Program};

/// A lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    pub id: String,
    pub title: String,
    /// What a learner may believe before it.
    pub misconception: Option<String>,
    /// The ids of lessons that come before it.
    pub requires: Vec<String>,
    /// The name of its file, for messages.
    pub file: String,
    pub steps: Vec<Step>,
    pub cards: Vec<Card>,
    /// The files that its programs find in their folder.
    pub files: Vec<Fixture>,
    pub exercise: Option<Exercise>,
    /// A task without a starter, at the lesson's end: checked as the exercise is, and not graded.
    pub make: Option<Exercise>,
    /// Predictions and arrangements that come back on later days.
    pub reviews: Vec<StepKind>,
}

impl Lesson {
    /// What the learner writes in a step that ends with this.
    pub fn task(&self, act: &StepKind) -> Option<&Exercise> {
        match act {
            StepKind::Exercise => self.exercise.as_ref(),
            StepKind::Make => self.make.as_ref(),
            _ => None,
        }
    }

    /// The exercise, and the task without a starter.
    pub fn tasks(&self) -> impl Iterator<Item = &Exercise> {
        self.exercise.iter().chain(&self.make)
    }
}

/// What is shown at once, before the learner goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Markdown; perhaps empty.
    pub prose: String,
    /// What it ends with.
    pub act: StepKind,
    /// The line of its beginning.
    pub line: usize,
}

/// What a step ends with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// The learner reads.
    Pause,
    Run(Program),
    Predict(Program),
    Quiz(Quiz),
    /// The lines of a program are to be put in order.
    Arrange(Arrangement),
    /// An instant of a picture is to be explained.
    Why(WhyQuestion),
    /// The learner chooses who goes next, to bring something about.
    Schedule(Puzzle),
    /// The lesson's exercise; its prose is the task.
    Exercise,
    /// The lesson's task without a starter; its prose is the task.
    Make,
}

impl StepKind {
    /// The program that runs in the session when the step is done; what it defines is there in later steps.
    pub fn program(&self) -> Option<&Program> {
        match self {
            StepKind::Run(program) | StepKind::Predict(program) => Some(program),
            _ => None,
        }
    }
}

/// The same idea in another language: shown, not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// `python`
    pub language: String,
    pub text: String,
    /// What it prints, where it is a whole program.
    pub prints: Option<Vec<String>>,
    /// The step that it stands behind, from 0: when that is done, it shows nothing that was not taught.
    pub step: usize,
    pub line: usize,
}

/// A file that programs find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixture {
    /// Within the folder.
    pub name: String,
    pub text: String,
}

/// What the learner writes, and how it is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exercise {
    /// Helpers that an answer may use; perhaps empty.
    pub given: String,
    /// Other things given: the answer is run once more with each, and every check that has no scenario of its own
    /// is asked about those runs, too.
    pub variants: Vec<Variant>,
    pub starter: Code,
    /// The cheats that may earn more than a third of the points, and why.
    pub cheats: Option<Allowed>,
    /// The changes of a solution that the task forbids, and why.
    pub forbids: Option<Allowed>,
    pub hints: Vec<Hint>,
    pub solutions: Vec<Solution>,
    pub wrongs: Vec<Wrong>,
    pub checks: Vec<Check>,
}

/// Something else that is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// What is different: `slow servers`.
    pub name: String,
    pub given: Code,
}

/// An exception that a lesson makes, and why: `replayed: the exercise is about printing`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// Cheats or changes, as `prove` calls them.
    pub names: Vec<String>,
    pub reason: String,
}

impl Allowed {
    /// Reads names, a colon and a reason. The error says what is missing.
    pub fn read(text: &str) -> Result<Allowed, String> {
        let (names, reason) = text.split_once(':').unwrap_or((text, ""));
        let names: Vec<String> = names.split(',').map(|it| it.trim().to_owned()).collect();
        match reason.trim() {
            "" => {
                Err("an exception has a name, and after a colon its reason: `cheat=\"replayed: …\"`"
                    .to_owned())
            }
            reason => Ok(Allowed { names, reason: reason.to_owned() }),
        }
    }

    pub fn has(&self, name: &str) -> bool {
        self.names.iter().any(|it| it == name)
    }
}

/// A hint: a sentence, or a piece of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    Words(String),
    Code(String),
}

/// An answer that passes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    pub code: Code,
    /// The rules that find something in it all the same.
    pub finds: Vec<String>,
    pub ends: Ends,
}

/// A popular wrong answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    pub code: Code,
    /// The first check that it fails.
    pub fails: String,
}

/// A check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub name: String,
    pub points: u32,
    pub visibility: Visibility,
    /// For a scenario: what is given instead. The answer is run once more with it.
    pub scenario: Option<String>,
    /// For a check that must hold in every order of who goes next: how many are tried at most.
    pub orders: Option<usize>,
    pub code: Code,
    /// The overlay's file that it stands in; none for the lesson's own.
    pub overlay: Option<String>,
}

/// The check that every exercise has: it earns its point with at least half of the others' points.
pub const ENDS_WELL: &str = "the program ends well";

impl Check {
    /// Whether this is the check that every exercise has.
    pub fn is_about_the_end(&self) -> bool {
        self.name == ENDS_WELL
    }
}

/// A mistake in a course, with its place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Problem {
    pub file: String,
    /// From 1; 0 for the file as a whole.
    pub line: usize,
    pub text: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self.line {
            0 => write!(out, "{}: {}", self.file, self.text),
            line => write!(out, "{}:{line}: {}", self.file, self.text),
        }
    }
}

impl Exercise {
    pub fn max_points(&self) -> u32 {
        self.checks.iter().map(|it| it.points).sum()
    }
}
