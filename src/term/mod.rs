//! The terminal: its mode, size, what it can show, and a live region at the bottom of the screen.
//!
//! It draws buffers and does not know what is in them. It never asks the terminal a question whose answer
//! might not come.

mod ability;
mod full;
mod input;
#[cfg(unix)]
mod last_resort;
mod live;
mod mode;
mod raw;
mod typing;

#[cfg(test)]
mod tests;

pub use ability::{
    ColorChoice, GlyphChoice, Narrowing, Size, ThemeChoice, color_ability, glyphs, has_window,
    is_dumb_terminal, is_interactive, narrowing, size, theme,
};
pub use full::FullScreen;
pub use input::Waiter;
#[cfg(unix)]
pub use last_resort::{remember, restore_in_handler};
pub use live::LiveRegion;
pub use mode::{QuietMode, forget_typed, is_gone, lend, restore, suspend, take_typed};
pub use raw::RawMode;
pub use typing::{HiddenTyping, reads_lines};

/// The exit code of a program that was stopped from the keyboard, as shells number it.
pub const STOPPED: i32 = 130;
