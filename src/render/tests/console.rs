//! The console pane: nothing lost, nothing out of its columns.

use proptest::prelude::*;

use super::programs::said;
use super::*;

/// The console's texts, without time and task.
fn texts(story: &Story, options: &FrameOptions) -> Vec<String> {
    let frame = drawn_with(story, options);
    let pane = frame.lines().skip(1).filter_map(|line| line.split_once('│'));
    pane.map(|(left, _)| left.chars().skip("0.00 main  ".len()).collect::<String>().trim().to_owned())
        .collect()
}

/// The same, where the panes stand one below the other.
fn texts_above(story: &Story, options: &FrameOptions) -> Vec<String> {
    let frame = drawn_with(story, options);
    let pane = frame.lines().skip(1).take_while(|line| !line.starts_with("timeline"));
    pane.map(|row| row.chars().skip("0.00 main  ".len()).collect::<String>().trim().to_owned()).collect()
}

#[test]
fn a_finished_frame_wraps_and_a_live_one_cuts() {
    let story = said(&["one two three four five six seven eight", "x\ny", "", "z"]);
    let options = FrameOptions { width: 40, ..FrameOptions::default() };
    let live = FrameOptions { moment: Moment::Live, ..options.clone() };
    let finished = ["one two three four five six", "seven eight", "x", "y", "", "z"];
    assert_eq!(texts_above(&story, &options), finished);
    assert_eq!(texts_above(&story, &live), ["one two three four five six…", "x", "y", "", "z"]);
}

#[test]
fn where_the_console_is_narrow_texts_have_rows_of_their_own() {
    let story = said(&["one two three four five six seven eight", "x\ny"]);
    let console = |moment| {
        let options = FrameOptions { width: 76, moment, legend: Legend::Hidden, ..FrameOptions::default() };
        let frame = drawn_with(&story, &options);
        let rows = frame.lines().skip(1).filter_map(|line| line.split_once('│'));
        rows.map(|(left, _)| left.trim_end().to_owned()).filter(|row| !row.is_empty()).collect::<Vec<_>>()
    };
    let finished = console(Moment::Finished);
    assert!(finished[0].ends_with(" main") && finished[1] == "  one two three four", "{finished:?}");
    // Who said it is seen in the lanes as well.
    let live = console(Moment::Live);
    assert!(live[0].contains(" one two") && !live[0].contains("main"), "{live:?}");
}

#[test]
fn of_a_flood_both_ends_are_kept() {
    let lines: Vec<String> = (1..=5_000).map(|it| format!("line {it}")).collect();
    let story = said(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    let frame = drawn(&story, 100);
    assert!(frame.contains("main  line 1 ") && frame.contains("main  line 5000 "));
    assert!(frame.contains("⋯ 4,800 more lines"), "{frame}");
    assert!(frame.lines().count() < 210);
}

#[test]
fn one_endless_line_is_bounded() {
    let endless = "word ".repeat(200_000);
    let many_lines = "line\n".repeat(200_000);
    for text in [&endless, &many_lines] {
        let frame = drawn(&said(&[text, "after"]), 80);
        assert!(frame.contains("it goes on") && frame.contains("after"), "{frame}");
        assert!(frame.lines().count() < 80);
    }
}

#[test]
fn a_live_frame_shows_the_latest() {
    let lines: Vec<String> = (1..=50).map(|it| format!("line {it}")).collect();
    let story = said(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    let legend = Legend::Hidden;
    let options = FrameOptions { max_rows: 6, moment: Moment::Live, legend, ..FrameOptions::default() };
    assert_eq!(texts(&story, &options), ["line 47", "line 48", "line 49", "line 50"]);
}

proptest! {
    #[test]
    fn the_border_is_straight_whatever_is_printed(
        printed in proptest::collection::vec(any::<String>(), 0..6),
        width in 76..200u16,
        live in any::<bool>(),
    ) {
        let story = said(&printed.iter().map(String::as_str).collect::<Vec<_>>());
        let moment = if live { Moment::Live } else { Moment::Finished };
        let options = FrameOptions { width, moment, legend: Legend::Hidden, ..FrameOptions::default() };
        let timeline = story.timeline();
        let frame = frame(&timeline.view_of_run(0), story.trace.texts(), &options);
        let is_border = |x: &u16| frame[(*x, 0)].symbol() == "│";
        let border = (0..width).find(is_border).unwrap();
        // The summary takes one row, or two where it is narrow.
        for y in 0..frame.area().height - 2 {
            prop_assert_eq!(frame[(border, y)].symbol(), "│");
        }
    }
}
