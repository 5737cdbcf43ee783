//! The view: pictures of a timeline as pure functions `(view, options) -> output`.
//!
//! It does not know tokio, Rhai, files or the terminal: a frame is a buffer of styled characters, the same
//! for a live run, a replayed file and a test. What a script says is made harmless before it is drawn.

mod align;
mod ansi;
mod axis;
mod bar_labels;
mod canvas;
mod choose;
mod compare;
mod console;
mod density;
mod frame;
mod glyphs;
mod lanes;
mod legend;
mod measure;
mod options;
mod palette;
mod panes;
mod run_label;
mod scene;
mod session;
mod side;
mod sign;
mod slot;
mod ticks;

#[cfg(test)]
mod tests;

// What pictures of other kinds (`export`) share with the frame.
pub(crate) use align::align;
pub(crate) use canvas::{Row, moved, paint, sentence};
pub(crate) use console::Console;
pub(crate) use frame::{lanes_limit, remarks};
pub(crate) use glyphs::{ink_of, ink_of_ending};
pub(crate) use measure::Measure;
pub(crate) use palette::{Ink, rgb};
pub(crate) use panes::widths;
pub(crate) use scene::Scene;
pub(crate) use ticks::{Unit, ticks, window_ticks};

pub use crate::style::Glyphs;
pub use ansi::{Anchors, ColorAbility, ansi, lines, plain};
pub use compare::{Side, compare};
pub use frame::{frame, pointed, zoomed};
pub use options::{Fit, FrameOptions, Legend, Moment, Scale, Theme};
pub use session::{RunLabel, session};
