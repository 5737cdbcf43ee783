//! Text for people: measured, cut and wrapped in columns, in the characters and colours that there are.
//!
//! It knows no terminal, and not what is said.

mod colors;
mod glyphs;
mod text;

#[cfg(test)]
mod tests;

pub use colors::Colors;
pub use glyphs::Glyphs;
pub use text::{beginning, columns, cut, limit, one_line, printed, raw_lines, shorten, wrap};
