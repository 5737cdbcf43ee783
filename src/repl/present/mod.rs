//! A talk in the session, with code that is real.
//!
//! `talk` decides, purely, what comes next; `driver` does it; `room` asks those who follow; `notes` tells the speaker in a
//! second terminal.

mod driver;
mod notes;
mod room;
mod slide;
mod talk;

use std::time::{Duration, Instant};

use super::learn::{Block, painted, style};
use crate::show::Look;
use notes::Speaker;
pub use slide::{painted_answer, painted_slide, painted_typing};

pub use notes::{Notes, clock_text, follow, socket_folder, trouble};
use talk::Talk;

/// The notes and what comes next, as text for this terminal.
pub fn painted_notes(notes: &Notes, look: &Look) -> String {
    let mut pieces = Vec::new();
    if !notes.notes.is_empty() {
        pieces.extend([Block::Prose(notes.notes.clone()), Block::Gap]);
    }
    pieces.push(Block::Faint(notes.next.clone()));
    if !notes.code.is_empty() {
        pieces.extend([Block::Gap, Block::Code(notes.code.clone())]);
    }
    painted(&pieces, style(look))
}

/// How a talk is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// After how many seconds each step comes by itself; none where the speaker takes them.
    pub timed: Option<u32>,
    /// The slide to begin with, from 1.
    pub from: usize,
}

/// A talk that is being given.
pub(super) struct Presenting {
    talk: Talk,
    timed: Option<u32>,
    /// The reader of the notes.
    speaker: Option<Speaker>,
    began: Instant,
    /// When the present slide came.
    came: Instant,
    /// What is to type itself at the next prompt.
    typed: Option<String>,
    /// What the room was asked, as long as it does not know the answer.
    open: Option<room::Open>,
}

impl Presenting {
    /// How long a step waits before the next one comes by itself.
    fn wait(&self) -> Option<Duration> {
        let seconds = self.timed.map(|usual| self.talk.slide().seconds.unwrap_or(usual));
        seconds.map(|seconds| Duration::from_secs(seconds.into()))
    }
}
