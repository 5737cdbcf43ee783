//! Frames of a run that goes on.

use super::frames::check;
use super::programs::*;
use super::*;
use crate::sampling::sampled;
use crate::timeline::tests::story::BLOCKING;
use crate::trace::{Event, EventKind};

/// The blocking program, 3 seconds after its start.
fn half_way() -> Story {
    let text: Vec<&str> = BLOCKING.lines().take_while(|line| !line.trim_start().starts_with('4')).collect();
    let mut story = classic(&text.join("\n"));
    let task = story.task("fetch_data#2");
    let text = story.trace.texts_mut().push("still here");
    let kind = EventKind::Printed { text };
    story.trace.push(Event { at: 3_000_000_000, task, line: 0, kind });
    story
}

#[test]
fn a_live_frame_leaves_room_for_what_is_to_come() {
    let options = FrameOptions { moment: Moment::Live, ..FrameOptions::default() };
    check(
        &drawn_with(&half_way(), &options),
        "
        console             │ timeline      0 s   0.5    1.0    1.5    2.0    2.5    3.0
        0.00 Start fetching │ main          ┃──────────────────────────░░░░░░░░░░░░░░
        2.00 Data fetched   │ fetch_data    ▒▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓╋✔
        2.00 Start fetching │ fetch_data #2 ░░░░░░░░░░░░░░░░░░░░░░░░░░░▒▓▓▓▓▓▓▓▓▓▓▓▓▒
        3.00 still here     │               ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
                            │ thread        ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓
        █ running  ▓ blocking  ░ ready  ─ waiting  ┃ ran briefly  ▒ ╋ printed  ✔ done
        3.00 s · 2 tasks · nothing overlapped · thread held, doing nothing, 100 %
        virtual time
        ",
    );
}

#[test]
fn a_live_frame_keeps_its_height() {
    for story in [half_way(), many(300), said(&LONG_AND_WIDE)] {
        for width in [200, 80, 60, 20, 1] {
            for max_rows in sampled([0, 1, 2, 3, 5, 8, 13, 24, 50], 2) {
                let options =
                    FrameOptions { width, max_rows, moment: Moment::Live, ..FrameOptions::default() };
                let timeline = story.timeline();
                let area = *frame(&timeline.view_of_run(0), story.trace.texts(), &options).area();
                assert!(area.height <= max_rows, "{area} for {max_rows}");
                assert_eq!(area.width, width);
            }
        }
    }
}

#[test]
fn a_live_frame_gives_up_lanes_before_the_thread() {
    let story = many(300);
    for width in [200, 80, 60, 20] {
        for max_rows in [11, 12, 16, 24, 50] {
            let moment = Moment::Live;
            let frame =
                drawn_with(&story, &FrameOptions { width, max_rows, moment, ..FrameOptions::default() });
            let has_rest = frame.contains("\n+") || frame.contains("│ +");
            assert!(frame.contains("thread") && has_rest, "{width} {max_rows}\n{frame}");
        }
    }
}

#[test]
fn a_live_axis_does_not_jump_for_a_late_wake() {
    let ends = |at: u64| {
        let story = Story::new(&format!("0 main begins\n0 main runs\n0 main sleeps 2\n2.{at:03} main runs"));
        let options =
            FrameOptions { moment: Moment::Live, legend: Legend::Hidden, ..FrameOptions::default() };
        drawn_with(&story, &options).lines().next().map(|it| it.trim_end().ends_with("2.0"))
    };
    assert_eq!([ends(0), ends(10), ends(90)], [Some(true), Some(true), Some(false)]);
}
