//! What a session writes on the terminal, and how it draws.

use std::cell::Cell;
use std::io::{self, Write};

use anyhow::Context;

use super::workspace::Echo;
use crate::commands::Switch;
use crate::editor::Printer;
use crate::render::Legend;
use crate::show::{Look, TimelineChoice};
use crate::term::{self, QuietMode};

/// The legend is drawn under the first few frames.
const FRAMES_WITH_LEGEND: usize = 3;

/// Where a session's words and pictures go.
pub struct Display {
    pub look: Look,
    pub is_interactive: bool,
    pub legend: Option<Switch>,
    /// What prints above the prompt, where there is a terminal.
    pub printer: Option<Printer>,
    /// How many frames have been drawn.
    frames: usize,
    /// Whether the last row that was written is empty.
    ends_blank: Cell<bool>,
    /// The terminal's, until the session ends.
    _mode: Option<QuietMode>,
}

impl Display {
    /// Takes the terminal over, if there is one.
    ///
    /// # Errors
    /// The terminal cannot be used.
    pub fn open(look: Look) -> anyhow::Result<Display> {
        let is_interactive = term::is_interactive();
        let mode = is_interactive.then(QuietMode::enter).transpose();
        Ok(Display {
            look,
            is_interactive,
            legend: None,
            printer: None,
            frames: 0,
            ends_blank: Cell::new(false),
            _mode: mode.context("the terminal cannot be used")?,
        })
    }

    /// Writes text that is free of control characters but our own.
    ///
    /// # Errors
    /// As those of standard output.
    pub fn say(&self, text: &str) -> anyhow::Result<()> {
        if !text.is_empty() {
            self.ends_blank.set(text == "\n" || text.ends_with("\n\n"));
        }
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        Ok(out.flush()?)
    }

    /// Leaves a row empty, unless there is one.
    ///
    /// # Errors
    /// As those of standard output.
    pub fn set_apart(&self) -> anyhow::Result<()> {
        if self.ends_blank.get() { Ok(()) } else { self.say("\n") }
    }

    /// Notes that the editor has written.
    pub fn note_prompt(&self) {
        self.ends_blank.set(false);
    }

    /// The look for the next run.
    pub fn look_of_run(&self) -> Look {
        let legend = match self.legend {
            Some(Switch::On) => Legend::Shown,
            Some(Switch::Off) => Legend::Hidden,
            None if self.frames < FRAMES_WITH_LEGEND => Legend::Shown,
            None => Legend::Hidden,
        };
        Look { legend, ..self.look.clone() }
    }

    pub fn count_frame(&mut self) {
        self.frames += 1;
    }

    /// Whether what a run printed is shown after it. Without a terminal it was written at once.
    pub fn draws(&self, look: &Look) -> bool {
        self.is_interactive || matches!(look.timeline, TimelineChoice::Always | TimelineChoice::Words)
    }

    /// What becomes of what scripts print.
    pub fn echo(&self) -> Echo {
        match &self.printer {
            _ if !self.draws(&self.look) => Echo::AtOnce,
            Some(printer) => Echo::AbovePrompt(printer.clone(), self.look.clone()),
            None => Echo::Off,
        }
    }
}
