//! Tests of the pictures. Programs are told as stories of events, and pictures compared character by character.

mod programs;

use super::*;
use crate::timeline::tests::story::{self, Story};
use programs::*;

#[test]
fn look() {
    for theme in [Theme::Dark, Theme::Light] {
        for width in [160, 80, 60] {
            let mut out = String::new();
            for story in [
                classic(story::NON_BLOCKING),
                classic(story::BLOCKING),
                Story::new(PROCESSOR),
                Story::new(ENDINGS),
                many(500),
                said(&[
                    "short",
                    "a long line that has no room beside anything else and goes on and on and on until it is over",
                    "日本語のテキスト and 👩‍👩‍👧 family\twith tab",
                    "\x1b[31mred",
                    "two\nlines",
                ]),
            ] {
                let timeline = story.timeline();
                let options =
                    FrameOptions { width, theme, title: Some("run 3".into()), ..FrameOptions::default() };
                out += &ansi(
                    &frame(&timeline.view_of_run(0), story.trace.texts(), &options),
                    ColorAbility::TrueColor,
                );
                out += "\n";
                if theme == Theme::Light && width == 80 {
                    let options =
                        FrameOptions { width, theme, glyphs: Glyphs::Ascii, ..FrameOptions::default() };
                    out += &ansi(
                        &frame(&timeline.view_of_run(0), story.trace.texts(), &options),
                        ColorAbility::TrueColor,
                    );
                    out += "\n";
                }
            }
            let story = Story::new(SESSION);
            let timeline = story.timeline();
            let view = timeline.view_of_session();
            let options = FrameOptions { width, theme, ..FrameOptions::default() };
            let labels: Vec<_> = timeline
                .runs()
                .iter()
                .enumerate()
                .map(|(i, r)| RunLabel { at: r.began, text: format!("run {}", i + 1) })
                .collect();
            out += &ansi(&session(&view, story.trace.texts(), &labels, &options), ColorAbility::TrueColor);
            out += "\n";
            let a = classic(story::BLOCKING);
            let b = classic(story::NON_BLOCKING);
            let (ta, tb) = (a.timeline(), b.timeline());
            let (va, vb) = (ta.view_of_run(0), tb.view_of_run(0));
            let titled = |title, view| crate::timeline::Titled { title, view };
            out += &ansi(
                &compare(
                    [
                        Side { titled: titled("blocking.rhai", &va), texts: a.trace.texts() },
                        Side { titled: titled("nonblocking.rhai", &vb), texts: b.trace.texts() },
                    ],
                    &options,
                ),
                ColorAbility::TrueColor,
            );
            std::fs::write(format!("/tmp/look/{theme:?}{width}.ansi"), out).unwrap();
        }
    }
}
#[test]
fn look_live() {
    let text = story::BLOCKING.lines().take(14).collect::<Vec<_>>().join("\n");
    let partial = Story::new(&(text + "\n3 fetch_data prints x"));
    for (story, rows, width) in [
        (&partial, 24, 80),
        (&many(500), 12, 80),
        (&partial, 14, 60),
        (&partial, 5, 60),
        (&partial, 1, 10),
        (&said(&["a\nb\nc", "long line that goes on and on and on and on and on", "x"]), 8, 76),
    ] {
        let timeline = story.timeline();
        let options = FrameOptions {
            width,
            max_rows: rows,
            moment: Moment::Live,
            legend: Legend::Shown,
            ..FrameOptions::default()
        };
        println!("{}", plain(&frame(&timeline.view_of_run(0), story.trace.texts(), &options)));
    }
    for width in [60, 20, 5, 1] {
        for story in [
            classic(story::NON_BLOCKING),
            Story::new(ENDINGS),
            many(500),
            said(&["short", "a long line that has no room", "日本語のテキスト and 👩‍👩‍👧 family\twith tab"]),
        ] {
            let timeline = story.timeline();
            let options = FrameOptions { width, ..FrameOptions::default() };
            println!("{}", plain(&frame(&timeline.view_of_run(0), story.trace.texts(), &options)));
        }
    }
}
#[test]
fn speed() {
    for count in [10, 10_000, 100_000] {
        let story = many(count);
        let timeline = story.timeline();
        let options = FrameOptions { width: 160, max_rows: 50, ..FrameOptions::default() };
        let started = std::time::Instant::now();
        for _ in 0..10 {
            frame(&timeline.view_of_run(0), story.trace.texts(), &options);
        }
        println!("{count}: {:?}", started.elapsed() / 10);
        let started = std::time::Instant::now();
        for _ in 0..10 {
            timeline.view_of_run(0);
        }
        println!("{count} view: {:?}", started.elapsed() / 10);
    }
}
