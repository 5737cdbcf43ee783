//! The text of scripts: its one lexer, its tokens with their places, and names that are like one another. It knows
//! neither the engine nor the terminal.

pub mod lexer;
pub mod nearest;
pub mod tokens;

#[cfg(test)]
mod tests;
