//! The colours of a picture, and the patterns that tell phases apart without them.

use crate::render::{Ink, Theme, ink_of, rgb};
use crate::timeline::Phase;

/// Behind the dots of ready: amber as it is, too light for lines on white.
const AMBER: &str = "#e69f00";

/// Colours as `#rrggbb`. The phases' are the frame's.
pub(in crate::export) struct Colors {
    /// Before the names of patterns, so that two pictures in one page keep their own.
    pub prefix: &'static str,
    pub background: &'static str,
    pub border: &'static str,
    pub grid: &'static str,
    text: &'static str,
    faint: &'static str,
    theme: Theme,
}

impl Colors {
    pub fn of(theme: Theme) -> Colors {
        match theme {
            Theme::Light => Colors {
                prefix: "light",
                background: "#ffffff",
                border: "#d0d7de",
                grid: "#dde2e7",
                text: "#1f2328",
                faint: "#59636e",
                theme,
            },
            Theme::Dark => Colors {
                prefix: "dark",
                background: "#0d1117",
                border: "#30363d",
                grid: "#2b3138",
                text: "#e6edf3",
                faint: "#9198a1",
                theme,
            },
        }
    }

    pub fn ink(&self, ink: Ink) -> String {
        match (ink, rgb(ink, self.theme)) {
            (Ink::Faint, _) => self.faint.to_owned(),
            (_, Some((red, green, blue))) => format!("#{red:02x}{green:02x}{blue:02x}"),
            (_, None) => self.text.to_owned(),
        }
    }

    pub fn phase(&self, phase: Phase) -> String {
        self.ink(ink_of(phase))
    }

    /// What a phase's bar is filled with.
    pub fn fill(&self, phase: Phase) -> String {
        match phase {
            Phase::Running | Phase::Waiting => self.phase(phase),
            Phase::Blocking | Phase::Ready => format!("url(#{}-{})", self.prefix, phase.word()),
        }
    }

    /// The patterns: stripes for blocking, dots for ready.
    pub fn patterns(&self) -> String {
        let Colors { prefix, background, .. } = self;
        let (blocking, ready) = (self.phase(Phase::Blocking), self.phase(Phase::Ready));
        format!(
            "<defs>\n\
             <pattern id=\"{prefix}-blocking\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
             patternTransform=\"rotate(45)\">\
             <rect width=\"6\" height=\"6\" fill=\"{blocking}\"/>\
             <rect width=\"1.5\" height=\"6\" fill=\"{background}\" fill-opacity=\"0.75\"/></pattern>\n\
             <pattern id=\"{prefix}-ready\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\">\
             <rect width=\"5\" height=\"5\" fill=\"{background}\"/>\
             <rect width=\"5\" height=\"5\" fill=\"{AMBER}\" fill-opacity=\"0.25\"/>\
             <circle cx=\"1.5\" cy=\"1.5\" r=\"1\" fill=\"{ready}\"/>\
             <circle cx=\"4\" cy=\"4\" r=\"1\" fill=\"{ready}\"/></pattern>\n\
             </defs>\n"
        )
    }
}
