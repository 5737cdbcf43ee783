//! The signs that lanes use, for the legend.

use crate::render::glyphs::{Picture, Voice};
use crate::trace::Outcome;

/// A mark in the picture, for the legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Picture(Picture, Voice),
    Ending(Outcome),
    Older,
    Height,
}
