//! The terminal: raw mode, size, what it can show, and a live region at the bottom of the screen.
//!
//! It draws buffers and does not know what is in them. It never asks the terminal a question whose answer
//! might not come.

mod ability;
mod live;
mod raw;

#[cfg(test)]
mod tests;

pub use ability::{
    ColorChoice, GlyphChoice, Size, ThemeChoice, color_ability, glyphs, has_window, is_dumb_terminal,
    is_interactive, size, theme,
};
pub use live::LiveRegion;
pub use raw::{RawMode, restore};
