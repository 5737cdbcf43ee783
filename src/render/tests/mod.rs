//! Tests of the pictures. Programs are told as stories of events, and pictures compared character by character.

mod cells;
mod colors;
mod console;
mod fitting;
mod frames;
mod live_frames;
mod pairs;
mod programs;
mod session_frames;
mod ticks;

use super::*;
use crate::timeline::tests::story::Story;

/// The finished frame of a story's first run.
fn drawn(story: &Story, width: u16) -> String {
    drawn_with(story, &FrameOptions { width, ..FrameOptions::default() })
}

fn drawn_with(story: &Story, options: &FrameOptions) -> String {
    plain(&frame(&story.timeline().view_of_run(0), story.trace.texts(), options))
}
