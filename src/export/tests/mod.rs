//! Tests of what is exported. Pictures are parsed again; traces are checked against the format's rules.

mod bars;
mod cast;
mod chrome;
mod pages;
mod pictures;
mod texts;

use super::*;
use crate::render::Theme;
use crate::timeline::tests::story::Story;

/// The picture of a story's first run.
fn drawn(story: &Story) -> String {
    drawn_with(story, &SvgOptions::default())
}

fn drawn_with(story: &Story, options: &SvgOptions) -> String {
    svg(&story.timeline().view_of_run(0), story.trace.texts(), options)
}

fn themed(theme: Theme) -> SvgOptions {
    SvgOptions { theme, ..SvgOptions::default() }
}
