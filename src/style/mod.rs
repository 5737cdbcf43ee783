//! Text for people: measured, cut and wrapped in columns.
//!
//! It knows no terminal, and not what is said.

mod text;

#[cfg(test)]
mod tests;

pub use text::{beginning, columns, cut, one_line, printed, raw_lines, shorten, wrap};
