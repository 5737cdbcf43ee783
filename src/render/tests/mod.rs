//! Tests of the pictures. Programs are told as stories of events, and pictures compared character by character.

use super::*;
use crate::timeline::tests::story::Story;

#[test]
fn look() {
    let story = Story::new(crate::timeline::tests::story::NON_BLOCKING);
    let timeline = story.timeline();
    for width in [160, 80, 76, 60, 40, 20] {
        for text in [
            crate::timeline::tests::story::NON_BLOCKING,
            crate::timeline::tests::story::BLOCKING,
            crate::timeline::tests::story::SEQUENTIAL,
        ] {
            let story = Story::new(text);
            let timeline = story.timeline();
            let options = FrameOptions { width, ..FrameOptions::default() };
            println!("{}", plain(&frame(&timeline.view_of_run(0), story.trace.texts(), &options)));
        }
    }
}
