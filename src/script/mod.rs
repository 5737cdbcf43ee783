//! The Rhai side: syntax, vocabulary and error reports. It does not know the terminal.

pub mod report;
