//! What is waited for at the prompt.

use crate::course::arrange::Pieces;
use crate::course::predict::Puzzle;
use crate::course::reasons::Reasons;

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

impl Stage {
    /// Whether an answer to the exercise is asked for.
    pub fn is_exercise(&self) -> bool {
        matches!(self, Stage::Exercise | Stage::ConfirmSolution)
    }
}

impl Prediction {
    /// Whether nothing was predicted.
    pub fn is_empty(&self) -> bool {
        *self == Prediction::default()
    }
}
