//! What a run is called above its picture.

use std::ops::Range;
use ratatui::buffer::Buffer;
use crate::render::frame::draw_fitting;
use crate::render::measure::Measure;
use crate::render::{FrameOptions, Moment};
use crate::timeline::{Lane, Nanos, View};
use crate::trace::Texts;

/// What a run is called, over its beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunLabel {
    pub at: Nanos,
    pub text: String,
}
