//! How things are to look on this terminal.

use crate::render::{Anchors, ColorAbility, Fit, FrameOptions, Glyphs, Legend, Moment, Scale, Theme};
use crate::style::Colors;
use crate::term;

/// When to draw the timeline, and how to tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimelineChoice {
    /// Where output is a terminal.
    Auto,
    Always,
    Never,
    /// In plain sentences.
    Words,
}

/// Whether findings appear under a frame by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hints {
    Shown,
    Hidden,
}

/// What was asked for, and what the terminal can.
#[derive(Clone, Debug)]
pub struct Look {
    pub ability: ColorAbility,
    pub theme: Theme,
    pub glyphs: Glyphs,
    pub legend: Legend,
    /// Columns asked for; else the terminal's.
    pub width: Option<u16>,
    pub timeline: TimelineChoice,
    pub hints: Hints,
    pub scale: Scale,
    /// What shows the output that has no room in a frame, such as `:output`.
    pub whole_output: &'static str,
    /// What tells all findings of a run, as a sentence: `:why tells all.`
    pub all_findings: &'static str,
    /// Rows of the window that a finished frame leaves to what is said below it.
    pub below: u16,
}

impl Look {
    /// Columns to draw in.
    pub fn columns(&self) -> u16 {
        self.width.unwrap_or_else(|| term::size().columns)
    }

    /// Rows that hints may take below a frame.
    pub fn rows_of_hints(&self) -> usize {
        let half = usize::from(term::size().rows / 2).saturating_sub(2);
        if term::has_window() { half.saturating_sub(self.below.into()) } else { usize::MAX }
    }

    /// The same, where this text follows below a finished frame.
    pub fn above(&self, text: &str) -> Look {
        let rows = u16::try_from(text.lines().count()).unwrap_or(u16::MAX);
        Look { below: self.below.saturating_add(rows), ..self.clone() }
    }

    /// How a frame is to be drawn now.
    pub fn frame(&self, moment: Moment, title: Option<String>) -> FrameOptions {
        let rows = term::size().rows;
        let fit = if term::has_window() { Fit::Window } else { Fit::Page };
        FrameOptions {
            width: self.columns(),
            // A frame leaves a row for the cursor, or the next prompt, and two fifths of the window are its own.
            max_rows: if moment == Moment::Live {
                rows.saturating_sub(1).max(1)
            } else if fit == Fit::Window {
                rows.saturating_sub(1).saturating_sub(self.below).max(rows * 2 / 5).max(1)
            } else {
                rows.max(24)
            },
            fit,
            scale: self.scale,
            whole_output: self.whole_output,
            glyphs: self.glyphs,
            theme: self.theme,
            legend: self.legend,
            moment,
            title,
        }
    }

    /// Whether columns are set again behind characters that terminals disagree about.
    pub fn anchors(&self) -> Anchors {
        if term::is_interactive() && self.ability != ColorAbility::None {
            Anchors::AfterDoubtfulWidths
        } else {
            Anchors::Omitted
        }
    }

    /// Whether reports are coloured.
    pub fn report_color(&self) -> Colors {
        Colors::from(self.ability)
    }

    /// The text, dimmed where there are colours. It must be free of control characters.
    pub fn dim(&self, text: &str) -> String {
        Colors::from(self.ability).paint(text, "2")
    }

    /// The text, bold where there are colours. It must be free of control characters.
    pub fn bold(&self, text: &str) -> String {
        Colors::from(self.ability).paint(text, "1")
    }
}
