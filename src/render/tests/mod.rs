//! Tests of the pictures. Programs are told as stories of events, and pictures compared character by character.

use super::*;
use crate::timeline::tests::story::{self, Story};

#[test]
fn look() {
    for theme in [Theme::Dark, Theme::Light] {
        let mut out = String::new();
        for width in [160, 80] {
            for text in [story::NON_BLOCKING, story::BLOCKING, story::SEQUENTIAL] {
                let story = Story::new(&text.replace("begins", "begins"));
                let timeline = story.timeline();
                let options =
                    FrameOptions { width, theme, title: Some("run 3".into()), ..FrameOptions::default() };
                out += &ansi(
                    &frame(&timeline.view_of_run(0), story.trace.texts(), &options),
                    ColorAbility::TrueColor,
                );
                out += "\n";
            }
        }
        std::fs::write(format!("/tmp/look/{theme:?}.ansi"), out).unwrap();
    }
}
