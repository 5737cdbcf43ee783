//! What goes into the flow, and what comes out of it.

use crate::commands::LessonCommand;
use crate::course::document::{Arrangement, Card, Program, Puzzle, WhyQuestion};
use crate::course::progress::Change;
use crate::course::reasons::Reasons;
use crate::course::verdict::Verdict;
use crate::learn::piece::Block;
use crate::learn::words::Word;
use crate::timeline::Nanos;
use crate::workbench::Ran;

/// What happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// The learner comes to the course, perhaps to a certain lesson: its number or id.
    Begin(Option<String>),
    /// Enter alone.
    Enter,
    /// Something else was typed; and whether it is a name of the language or the session.
    Typed(String, Word),
    /// It was at the prompt, and not entered.
    PutAway(String),
    Command(LessonCommand),
    /// `:reset`
    Reset,
    /// What a program to be predicted prints, and how long it takes; none where that is not known.
    Foreseen(Option<(Vec<String>, Nanos)>),
    /// A program of the lesson has run.
    Ran(Ran),
    /// A picture with a marked instant was shown; none where it cannot be.
    Pictured(Option<Reasons>),
    /// Lines in a learner's order ran: the first thing that they do differently, if there is one.
    Arranged(Option<String>),
    /// A puzzle about who goes next was gone on with.
    Scheduled(Scheduled),
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

/// How a puzzle about who goes next stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheduled {
    GoesOn,
    /// The learner has found an order that reaches the goal.
    Reached,
    /// One was shown.
    Shown,
    /// It is left for later.
    Left,
    /// The program cannot be run here.
    NotRun,
}

/// What is to be done, in this order.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    Say(Block),
    Keep(Change),
    /// A lesson begins: its programs find its files.
    Open(usize),
    /// Run in the session. An [`Event::Ran`] is to follow.
    Run(Program),
    /// Find out what it does, unseen. An [`Event::Foreseen`] is to follow.
    Foresee(Program),
    /// Show the picture of a program with an instant marked. An [`Event::Pictured`] is to follow.
    Picture(WhyQuestion),
    /// Run lines in this order, unseen, and show their picture. An [`Event::Arranged`] is to follow.
    Arrange(Arrangement, Vec<String>),
    /// Go on with a puzzle about who goes next, or begin it, with what was typed. An [`Event::Scheduled`] is to follow.
    Schedule(Puzzle, Option<String>),
    /// Run a card that is a whole program.
    RunCard(Card),
    /// Pack the answers into a file, of this name if one is given.
    Submit(Option<String>),
    /// Run, show and judge an answer. An [`Event::Judged`] or [`Event::NotJudged`] is to follow.
    Try(String),
    /// Run what was typed as in any session.
    Enter(String),
    /// Start the session afresh.
    Restart,
}
