//! Which character stands for what. Every phase is told apart without colour, in both sets.

use super::palette::Ink;
use crate::style::Glyphs;
use crate::timeline::{Nanos, Phase, Shares};
use crate::trace::Outcome;

/// What one cell of a lane shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Picture {
    /// Nothing was there.
    Blank,
    /// The phase holds the cell.
    Filled(Phase),
    /// The task had the thread for less than the cell, in this phase.
    Sliver(Phase),
}

/// Whether a task printed in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Voice {
    Silent,
    Printed,
}

/// What a cell of `length` shows, given the time in each phase and the phase of a hold without any length.
///
/// Running and blocking fill a cell only where one of them has more than half of it: so no two tasks can
/// fill the same column. A shorter hold is a sliver, and wins over waiting and ready, or it would be lost.
pub(super) fn picture(shares: Shares, length: Nanos, instant: Option<Phase>) -> Picture {
    let held = if shares.blocking > shares.running { Phase::Blocking } else { Phase::Running };
    if shares.get(held) > length / 2 && length > 0 {
        Picture::Filled(held)
    } else if shares.held() > 0 {
        Picture::Sliver(held)
    } else if let Some(phase) = instant {
        Picture::Sliver(phase)
    } else if shares.total() == 0 {
        Picture::Blank
    } else if shares.ready > shares.waiting {
        Picture::Filled(Phase::Ready)
    } else {
        Picture::Filled(Phase::Waiting)
    }
}

/// The colour of a picture.
pub(super) fn ink(picture: Picture) -> Ink {
    match picture {
        Picture::Blank => Ink::Text,
        Picture::Filled(phase) | Picture::Sliver(phase) => ink_of(phase),
    }
}

/// The colour of a phase.
pub(crate) fn ink_of(phase: Phase) -> Ink {
    match phase {
        Phase::Running => Ink::Running,
        Phase::Blocking => Ink::Blocking,
        Phase::Ready => Ink::Ready,
        Phase::Waiting => Ink::Waiting,
    }
}

/// The colour of an ending.
pub(crate) fn ink_of_ending(outcome: Outcome) -> Ink {
    match outcome {
        Outcome::Done => Ink::Running,
        Outcome::Failed => Ink::Blocking,
        Outcome::Cancelled => Ink::Ready,
    }
}

/// The characters of a set that are no phases.
pub(super) struct Signs {
    /// Between the two panes.
    pub border: &'static str,
    /// Time that was left out.
    pub fold: &'static str,
    /// Before the name of a task from an earlier run.
    pub older: &'static str,
    /// Before a mark's label.
    pub mark: &'static str,
    pub dot: &'static str,
    /// Between the tasks and the thread.
    pub rule: &'static str,
    /// From few to all. None is the full block: that is running.
    pub heights: &'static [&'static str],
    /// The heights in a legend.
    pub ramp: &'static str,
}

const UNICODE: Signs = Signs {
    border: "│",
    fold: "⋯",
    older: "‹",
    mark: "▾",
    dot: "·",
    rule: "┄",
    heights: &["▁", "▂", "▃", "▄", "▅", "▆", "▇"],
    ramp: "▁▃▅▇",
};

const ASCII: Signs = Signs {
    border: "|",
    fold: "~",
    older: "<",
    mark: "^",
    dot: "-",
    rule: ".",
    heights: &["1", "2", "3", "4", "5", "6", "7", "8", "9"],
    ramp: "1..9",
};

impl Glyphs {
    pub(super) fn signs(self) -> &'static Signs {
        match self {
            Glyphs::Unicode => &UNICODE,
            Glyphs::Ascii => &ASCII,
        }
    }

    /// The character for a cell. Where the task printed, the character is a variant of the same weight.
    pub(super) fn symbol(self, picture: Picture, voice: Voice) -> &'static str {
        use Phase::{Blocking, Ready, Running, Waiting};
        use Picture::{Blank, Filled, Sliver};
        let [silent, printed] = match (self, picture) {
            (_, Blank) => [" ", " "],
            (Glyphs::Unicode, Filled(Running)) => ["█", "▀"],
            (Glyphs::Unicode, Filled(Blocking)) => ["▓", "▒"],
            (Glyphs::Unicode, Filled(Ready)) => ["░", "╋"],
            (Glyphs::Unicode, Filled(Waiting)) => ["─", "╋"],
            (Glyphs::Unicode, Sliver(Blocking)) => ["┇", "╋"],
            (Glyphs::Unicode, Sliver(_)) => ["┃", "╋"],
            (Glyphs::Ascii, Filled(Running)) => ["#", "@"],
            (Glyphs::Ascii, Filled(Blocking)) => ["X", "%"],
            (Glyphs::Ascii, Filled(Ready)) => [":", "+"],
            (Glyphs::Ascii, Filled(Waiting)) => ["-", "+"],
            (Glyphs::Ascii, Sliver(Blocking)) => ["x", "+"],
            (Glyphs::Ascii, Sliver(_)) => ["|", "+"],
        };
        match voice {
            Voice::Silent => silent,
            Voice::Printed => printed,
        }
    }

    /// The character for an ending.
    pub(super) fn ending(self, outcome: Outcome) -> &'static str {
        match (self, outcome) {
            (Glyphs::Unicode, Outcome::Done) => "✔",
            (Glyphs::Unicode, Outcome::Failed) => "✘",
            (Glyphs::Unicode, Outcome::Cancelled) => "⊘",
            (Glyphs::Ascii, Outcome::Done) => "v",
            (Glyphs::Ascii, Outcome::Failed) => "!",
            (Glyphs::Ascii, Outcome::Cancelled) => "/",
        }
    }

    /// How many of all, as a height; at least the lowest where there is one.
    pub(super) fn height(self, part: u128, whole: u128) -> &'static str {
        let heights = self.signs().heights;
        let last = heights.len() - 1;
        let index = (part * heights.len() as u128).div_ceil(whole.max(1)).saturating_sub(1);
        heights[(index as usize).min(last)]
    }
}
