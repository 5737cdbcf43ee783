//! Frames that fit a window, at three sizes.

use insta::assert_snapshot;

use super::programs::*;
use super::*;
use crate::sampling::sampled;
use crate::timeline::Titled;
use crate::timeline::tests::story::{BLOCKING, NON_BLOCKING};

const SIZES: [(u16, u16); 3] = [(80, 24), (100, 30), (40, 20)];

fn options((width, max_rows): (u16, u16), scale: Scale) -> FrameOptions {
    let title = Some("run 3".to_owned());
    let (fit, whole_output) = (Fit::Window, ":output");
    FrameOptions { width, max_rows, fit, scale, whole_output, title, ..FrameOptions::default() }
}

/// Forty prints, 10 ms apart.
fn prints() -> Story {
    let steps: String = (0..40)
        .map(|it| {
            format!(
                "{} main prints {it}\n{} main sleeps {}\n{} main runs\n",
                at(it),
                at(it),
                at(it + 1),
                at(it + 1)
            )
        })
        .collect();
    classic(&format!("0 main begins\n0 main runs\n{steps}{} main ends", at(40)))
}

fn at(hundredths: u32) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// Three tasks whose sleeps are due while a fourth one computes.
fn starved() -> Story {
    let sleepers = ["first", "second", "third"];
    let begin: String = sleepers
        .iter()
        .map(|it| format!("0 main spawns {it}\n"))
        .chain(["0 main spawns work\n0 main awaits work\n".to_owned()])
        .collect();
    let sleep: String = sleepers.iter().map(|it| format!("0 {it} runs\n0 {it} sleeps 0.5\n")).collect();
    let end: String =
        sleepers.iter().map(|it| format!("3 {it} runs\n3 {it} prints awake\n3 {it} ends\n")).collect();
    classic(&format!(
        "0 main begins\n0 main runs\n{begin}{sleep}0 work runs\n3 work ends\n{end}3 main runs\n3 main ends"
    ))
}

fn programs() -> Vec<(&'static str, Story)> {
    vec![
        ("prints", prints()),
        ("non-blocking", classic(NON_BLOCKING)),
        ("blocking", classic(BLOCKING)),
        ("starved", starved()),
        ("endings", Story::new(ENDINGS)),
        ("many", many(300)),
    ]
}

#[test]
fn finished_frames_fit_the_window() {
    for (name, story) in programs() {
        for size in SIZES {
            let frame = drawn_with(&story, &options(size, Scale::Normal));
            assert!(frame.lines().count() <= size.1.into(), "{name}: {frame}");
            assert!(frame.contains("thread"), "{name}: {frame}");
            assert_snapshot!(format!("fits_{name}_{}", size.0), frame);
        }
    }
}

#[test]
fn large_frames_fit_the_window() {
    for (name, story) in programs() {
        for size in SIZES {
            let frame = drawn_with(&story, &options(size, Scale::Big));
            assert!(frame.lines().count() <= size.1.into(), "{name}: {frame}");
            assert!(frame.contains("thread"), "{name}: {frame}");
            assert_snapshot!(format!("big_{name}_{}", size.0), frame);
        }
    }
}

#[test]
fn any_window_is_respected_and_the_thread_stays() {
    const WIDTHS: [u16; 7] = [200, 80, 76, 60, 40, 20, 1];
    const ROWS: [u16; 10] = [0, 1, 2, 3, 5, 8, 13, 16, 24, 50];
    let windows = WIDTHS.iter().flat_map(|width| ROWS.map(|rows| (*width, rows)));
    let windows: Vec<_> =
        windows.flat_map(|size| [Scale::Normal, Scale::Big].map(|scale| options(size, scale))).collect();
    for (index, (name, story)) in programs().into_iter().enumerate() {
        let timeline = story.timeline();
        let view = timeline.view_of_run(0);
        for options in sampled(windows.iter().skip(index), 9) {
            let (width, max_rows) = (options.width, options.max_rows);
            let frame = frame(&view, story.trace.texts(), options);
            assert!(frame.area().height <= max_rows, "{name} {width}×{max_rows}");
            let is_large_enough = width >= 40 && max_rows >= 16;
            assert!(!is_large_enough || plain(&frame).contains("thread"), "{}", plain(&frame));
            let sides = [Side { titled: Titled { title: "a", view: &view }, texts: story.trace.texts() }; 2];
            let both = compare(sides, options);
            assert!(
                max_rows < 13 || both.area().height <= max_rows,
                "{name} {width}×{max_rows}\n{}",
                plain(&both)
            );
        }
    }
}

#[test]
fn at_eighty_columns_lanes_have_at_least_forty() {
    for (name, story) in programs() {
        let frame = drawn_with(&story, &options((80, 24), Scale::Normal));
        let row: Vec<char> = frame.lines().find(|line| line.contains("│ main")).unwrap().chars().collect();
        let begin = row.iter().position(|it| matches!(it, '┃' | '╋')).unwrap();
        let end = row.iter().position(|it| *it == '✔').unwrap();
        assert!(end - begin >= 40, "{name}: {}\n{frame}", end - begin);
        assert!(frame.lines().all(|line| line.chars().count() <= 80), "{name}\n{frame}");
    }
}

#[test]
fn what_has_no_room_is_counted_and_both_ends_stay() {
    let frame = drawn_with(&prints(), &options((80, 24), Scale::Normal));
    let shown = |text: &str| frame.lines().any(|line| line.contains(&format!("main  {text} ")));
    assert!(shown("0") && shown("39") && !shown("20"), "{frame}");
    let count = frame.lines().filter(|line| line.contains("main  ")).count();
    assert!(frame.contains(&format!("⋯ {} more · :output", 40 - count)), "{frame}");
    // Nothing is left out where a file has room for all.
    let page = drawn_with(&prints(), &FrameOptions::default());
    assert!((0..40).all(|it| page.contains(&format!("main  {it} "))), "{page}");
}

#[test]
fn a_long_line_that_is_cut_says_so() {
    let story = said(&["word ".repeat(400).as_str(), "after"]);
    for size in SIZES {
        let frame = drawn_with(&story, &options(size, Scale::Normal));
        assert!(frame.contains("word…") && frame.contains("after"), "{frame}");
        assert!(frame.lines().count() <= size.1.into(), "{frame}");
    }
}
