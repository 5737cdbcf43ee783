//! From the command line's words to a look.

use anyhow::ensure;

use super::arguments::{ColorChoice, Common, GlyphChoice, OnOff, ThemeChoice, TimelineChoice};
use crate::files::Destination;
use crate::python::Interpreter;
use crate::render::{Legend, Scale};
use crate::repl;
use crate::show::{self, Look};
use crate::term;

impl Common {
    /// What the session is to be like.
    pub fn repl_options(&self) -> anyhow::Result<repl::Options> {
        self.refuse_order()?;
        let outside = self.sandbox.outside()?;
        let look = Look { whole_output: ":output", all_findings: ":why tells all.", ..self.look() };
        let trace = self.trace_destination(&[])?;
        let is_taken = trace.as_ref().is_some_and(Destination::is_standard_output);
        ensure!(!is_taken, "the session writes to standard output itself; name a file for the trace");
        Ok(repl::Options {
            clock: self.clock(),
            look,
            trace,
            outside,
            python: Interpreter::new(self.python.clone()),
            share: self.share.wanted()?,
        })
    }

    /// How things are to look.
    pub fn look(&self) -> Look {
        let color = match self.color {
            ColorChoice::Auto => term::ColorChoice::Auto,
            ColorChoice::Always => term::ColorChoice::Always,
            ColorChoice::Never => term::ColorChoice::Never,
        };
        let theme = match self.theme {
            ThemeChoice::Light => term::ThemeChoice::Light,
            ThemeChoice::Dark => term::ThemeChoice::Dark,
            ThemeChoice::Auto => term::ThemeChoice::Auto,
        };
        let glyphs = match self.glyphs {
            GlyphChoice::Unicode => term::GlyphChoice::Unicode,
            GlyphChoice::Ascii => term::GlyphChoice::Ascii,
            GlyphChoice::Auto => term::GlyphChoice::Auto,
        };
        let timeline = match self.timeline {
            TimelineChoice::Auto => show::TimelineChoice::Auto,
            TimelineChoice::Always => show::TimelineChoice::Always,
            TimelineChoice::Never => show::TimelineChoice::Never,
            TimelineChoice::Words => show::TimelineChoice::Words,
        };
        Look {
            ability: term::color_ability(color),
            theme: term::theme(theme),
            glyphs: term::glyphs(glyphs),
            legend: Legend::Shown,
            width: self.width,
            timeline,
            hints: match self.hints {
                OnOff::On => show::Hints::Shown,
                OnOff::Off => show::Hints::Hidden,
            },
            scale: if self.big { Scale::Big } else { Scale::Normal },
            whole_output: "--timeline never",
            all_findings: "in a session, :load and :why tell all.",
            below: 0,
        }
    }
}
