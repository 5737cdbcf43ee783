//! One of two runs that are compared.

use ratatui::buffer::Buffer;
use crate::render::align::align;
use crate::render::canvas::{Row, paint, sentence};
use crate::render::frame::{lanes_limit, lanes_room, remarks};
use crate::render::lanes::Sign;
use crate::render::legend::legend;
use crate::render::measure::Measure;
use crate::render::palette::Ink;
use crate::render::panes::Panes;
use crate::render::{FrameOptions, Moment};
use crate::timeline::{Titled, comparison};
use crate::trace::Texts;

/// One of two runs: its view with what to call it, and the texts of its trace.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    pub titled: Titled<'a>,
    pub texts: &'a Texts,
}
