//! How things are to look on this terminal.

use crate::render::{Anchors, ColorAbility, Fit, FrameOptions, Glyphs, Legend, Moment, Scale, Theme};
use crate::script::report;
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
}

impl Look {
    /// Columns to draw in.
    pub fn columns(&self) -> u16 {
        self.width.unwrap_or_else(|| term::size().columns)
    }

    /// How a frame is to be drawn now.
    pub fn frame(&self, moment: Moment, title: Option<String>) -> FrameOptions {
        let rows = term::size().rows;
        let fit = if term::has_window() { Fit::Window } else { Fit::Page };
        FrameOptions {
            width: self.columns(),
            // A frame leaves a row for the cursor, or the next prompt.
            max_rows: if moment == Moment::Live || fit == Fit::Window {
                rows.saturating_sub(1).max(1)
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

    /// Whether columns are set anew behind characters that terminals disagree about.
    pub fn anchors(&self) -> Anchors {
        if term::is_interactive() && self.ability != ColorAbility::None {
            Anchors::AfterDoubtfulWidths
        } else {
            Anchors::Omitted
        }
    }

    /// Whether reports are coloured.
    pub fn report_color(&self) -> report::Color {
        match self.ability {
            ColorAbility::None => report::Color::Never,
            _ => report::Color::Always,
        }
    }

    /// The text, dimmed where there are colours. It must be free of control characters.
    pub fn dim(&self, text: &str) -> String {
        match self.ability {
            ColorAbility::None => text.to_owned(),
            _ => format!("\x1b[2m{text}\x1b[0m"),
        }
    }

    /// The text, bold where there are colours. It must be free of control characters.
    pub fn bold(&self, text: &str) -> String {
        match self.ability {
            ColorAbility::None => text.to_owned(),
            _ => format!("\x1b[1m{text}\x1b[0m"),
        }
    }
}
