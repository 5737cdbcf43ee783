//! The signs that lanes use, for the legend.

use std::collections::HashMap;
use std::ops::Range;
use crate::render::align::Slot;
use crate::render::axis::{Axis, Cell};
use crate::render::canvas::Row;
use crate::render::glyphs::{Picture, Voice, ink, ink_of_ending, picture};
use crate::render::measure::thread_name;
use crate::render::palette::Ink;
use crate::render::text::{columns, cut, one_line};
use crate::render::{Glyphs, Scale};
use crate::timeline::{Age, ConsoleKind, Lane, LaneInView, Nanos, Segment, Shares, View};
use crate::trace::{Outcome, TaskId, Texts};

/// A mark in the picture, for the legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Picture(Picture, Voice),
    Ending(Outcome),
    Older,
    Height,
}
