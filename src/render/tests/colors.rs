//! Colours: legible on their background, and lowered to what a terminal can.

use proptest::prelude::*;
use ratatui_core::style::Color;

use super::programs::classic;
use super::*;
use crate::render::palette::{Ink, style};
use crate::timeline::tests::story::BLOCKING;

/// The contrast of two colours as the W3C defines it, from 1 to 21.
fn contrast(one: (u8, u8, u8), other: (u8, u8, u8)) -> f64 {
    let part = |it: u8| {
        let it = f64::from(it) / 255.0;
        if it <= 0.03928 { it / 12.92 } else { ((it + 0.055) / 1.055).powf(2.4) }
    };
    let light = |(r, g, b)| 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b) + 0.05;
    light(one).max(light(other)) / light(one).min(light(other))
}

#[test]
fn every_colour_is_legible_on_its_background() {
    for (theme, background) in [(Theme::Dark, (0, 0, 0)), (Theme::Light, (255, 255, 255))] {
        for ink in [Ink::Running, Ink::Blocking, Ink::Ready, Ink::Waiting, Ink::Faint] {
            let Some(Color::Rgb(r, g, b)) = style(ink, theme).fg else { panic!("{ink:?} has no colour") };
            let contrast = contrast((r, g, b), background);
            assert!(contrast >= 4.5, "{ink:?} on {theme:?}: {contrast:.1}");
        }
    }
}

/// The last lane of the blocking program: all vermilion.
fn thread_lane(ability: ColorAbility) -> String {
    let story = classic(BLOCKING);
    let options = FrameOptions { width: 30, legend: Legend::Hidden, ..FrameOptions::default() };
    let timeline = story.timeline();
    let frame = ansi(&frame(&timeline.view_of_run(0), story.trace.texts(), &options), ability);
    frame.lines().find(|line| line.contains("thread")).unwrap_or_default().to_owned()
}

#[test]
fn colours_are_lowered_to_what_the_terminal_can() {
    insta::assert_debug_snapshot!(
        [ColorAbility::None, ColorAbility::Ansi16, ColorAbility::Ansi256, ColorAbility::TrueColor]
            .map(thread_lane)
    );
}

proptest! {
    #[test]
    fn only_our_own_escapes_come_out(texts in proptest::collection::vec(any::<String>(), 1..5), width in 1..120u16) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let mut story = super::programs::said(&texts);
        let name = story.trace.texts_mut().push(texts[0]);
        let task = story.task("main");
        let kind = crate::trace::EventKind::Named { name };
        story.trace.push(crate::trace::Event { at: 2_000_000_000, task, line: 0, kind });
        let plain_frame = drawn(&story, width);
        prop_assert!(!plain_frame.chars().any(|it| it.is_control() && it != '\n'));
        let options = FrameOptions { width, title: Some(texts[0].to_owned()), ..FrameOptions::default() };
        let timeline = story.timeline();
        let frame = frame(&timeline.view_of_run(0), story.trace.texts(), &options);
        for row in lines(&frame, ColorAbility::TrueColor, Anchors::AfterDoubtfulWidths) {
            for escape in row.split('\x1b').skip(1) {
                let code = escape.strip_prefix('[').unwrap_or("?");
                let end = code.find(|it: char| !it.is_ascii_digit() && it != ';').unwrap_or(0);
                prop_assert!(["m", "G"].contains(&&code[end..end + 1]), "{row:?}");
            }
            prop_assert!(!row.chars().any(|it| it.is_control() && it != '\x1b'), "{row:?}");
        }
    }
}
