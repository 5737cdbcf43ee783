//! Whole frames, as they are to look.

use insta::assert_snapshot;

use super::programs::*;
use super::*;
use crate::sampling::sampled;
use crate::timeline::Timeline;
use crate::timeline::tests::story::{BLOCKING, NON_BLOCKING, SEQUENTIAL};
use crate::trace::ClockKind;

/// Compares the frame with lines that are indented like the first of them.
pub(super) fn check(frame: &str, expected: &str) {
    let expected = expected.trim_start_matches('\n').trim_end();
    let indent = expected.len() - expected.trim_start().len();
    let expected: Vec<&str> = expected.lines().map(|line| line.get(indent..).unwrap_or("")).collect();
    let expected = expected.join("\n");
    assert!(frame.trim_end() == expected, "drawn:\n{frame}\nexpected:\n{expected}");
}

#[test]
fn waits_that_overlap() {
    check(
        &drawn(&classic(NON_BLOCKING), 80),
        "
        console              │ timeline      0 s       0.5       1.0       1.5       2.0
        0.00 fetch_data      │ main          ┃──────────────────────────────────────┃✔
          Start fetching     │ fetch_data    ╋──────────────────────────────────────╋✔
        0.00 fetch_data #2   │ fetch_data #2 ╋──────────────────────────────────────╋✔
          Start fetching     │               ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
        2.00 fetch_data      │ thread        ┃                                      ┃
          Data fetched       │
        2.00 fetch_data #2   │
          Data fetched       │
        █ running  ▓ blocking  ░ ready  ─ waiting  ┃ ran briefly  ╋ printed  ✔ done
        2.00 s · 2 tasks · 4.00 s of waiting overlapped into 2.00 s · thread 0 % busy
        virtual time
        ",
    );
}

#[test]
fn a_blocked_thread() {
    check(
        &drawn(&classic(BLOCKING), 80),
        "
        console              │ timeline      0 s       1.0       2.0       3.0       4.0
        0.00 fetch_data      │ main          ┃───────────────────░░░░░░░░░░░░░░░░░░░┃✔
          Start fetching     │ fetch_data    ▒▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▒✔
        2.00 fetch_data      │ fetch_data #2 ░░░░░░░░░░░░░░░░░░░░▒▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▒✔
          Data fetched       │               ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
        2.00 fetch_data #2   │ thread        ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓
          Start fetching     │
        4.00 fetch_data #2   │
          Data fetched       │
        █ running  ▓ blocking  ░ ready  ─ waiting  ┃ ran briefly  ▒ printed  ✔ done
        4.00 s · 2 tasks · nothing overlapped · thread held, doing nothing, 100 %
        virtual time
        ",
    );
}

#[test]
fn one_after_the_other() {
    check(
        &drawn(&classic(SEQUENTIAL), 80),
        "
        console                   │ timeline 0 s       1.0       2.0       3.0       4.0
        0.00 main  Start fetching │ main     ╋───────────────────╋──────────────────╋✔
        2.00 main  Data fetched   │          ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
        2.00 main  Start fetching │ thread   ┃                   ┃                  ┃
        4.00 main  Data fetched   │
        █ running  ▓ blocking  ░ ready  ─ waiting  ┃ ran briefly  ╋ printed  ✔ done
        4.00 s · main alone · nothing overlapped · thread 0 % busy · virtual time
        ",
    );
}

#[test]
fn the_processor_is_used() {
    check(
        &drawn(&Story::new(PROCESSOR), 80),
        "
        console (ms)           │ timeline 0 ms     200       400      600       800  900
        200 crunch  a third    │ main     ┃─────────────────────────────────────────┃✔
        300 ticker  tick       │ crunch   █████████▀██████████████████▀██████████████✔
        600 crunch  two thirds │ ticker   ░░░░░░░░░░░░░░╋────░░░░░░░░░╋────░░░░░░░░░┃✔
        600 ticker  tick       │          ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
                               │ thread   ███████████████████████████████████████████
        █ running  ▓ blocking  ░ ready  ─ waiting  ┃ ran briefly  ▀ ╋ printed  ✔ done
        900 ms · 2 tasks · 200 ms of waiting overlapped with other tasks
        thread 100 % busy · virtual time
        ",
    );
}

#[test]
fn every_way_to_end_and_marks() {
    check(
        &drawn(&Story::new(ENDINGS), 80),
        "
        console          │ timeline 0 s    0.2    0.4    0.6    0.8    1.0    1.2   1.37
        1.00 good  done  │          ▾all started                                   ▾stop
                         │ main     ┃──────────────────────────────────┃───────────┃✔
                         │ good     ┃──────────────────────────────────╋✔
                         │ bad      ┃────────────────┃✘
                         │ slow     ┃───────────────────────────────────────────────⊘
                         │          ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
                         │ thread   ┃                ┃                 ┃           ┃
        █ running  ▓ blocking  ░ ready  ─ waiting  ┃ ran briefly  ╋ printed  ✔ done
        ✘ failed  ⊘ cancelled
        1.37 s · 3 tasks · 3.24 s of waiting overlapped into 1.37 s · thread 0 % busy
        virtual time
        ",
    );
}

#[test]
fn a_hundred_and_sixty_columns() {
    for (name, story) in all() {
        assert_snapshot!(format!("{name}_160"), drawn(&story, 160));
    }
}

#[test]
fn stacked_panes() {
    for (name, story) in all() {
        assert_snapshot!(format!("{name}_60"), drawn(&story, 60));
        assert_snapshot!(format!("{name}_20"), drawn(&story, 20));
    }
}

#[test]
fn eighty_columns_of_what_is_long() {
    for (name, story) in [("many", many(500)), ("said", said(&LONG_AND_WIDE))] {
        assert_snapshot!(format!("{name}_80"), drawn(&story, 80));
    }
}

#[test]
fn plain_characters() {
    let options = FrameOptions { glyphs: Glyphs::Ascii, ..FrameOptions::default() };
    for (name, story) in all() {
        let frame = drawn_with(&story, &options);
        assert!(frame.is_ascii() || name == "said", "{frame}");
        assert_snapshot!(format!("{name}_ascii"), frame);
    }
}

fn all() -> Vec<(&'static str, Story)> {
    vec![
        ("non-blocking", classic(NON_BLOCKING)),
        ("blocking", classic(BLOCKING)),
        ("sequential", classic(SEQUENTIAL)),
        ("processor", Story::new(PROCESSOR)),
        ("endings", Story::new(ENDINGS)),
        ("many", many(500)),
        ("said", said(&LONG_AND_WIDE)),
    ]
}

#[test]
fn nothing_to_draw_and_no_room() {
    let nothing = Timeline::new(ClockKind::Real);
    let texts = crate::trace::Texts::default();
    let instant = Story::new("0 main begins\n0 main runs\n0 main prints now\n0 main ends");
    for width in sampled(0..200, 5) {
        let options = FrameOptions { width, ..FrameOptions::default() };
        frame(&nothing.view_of_run(0), &texts, &options);
        frame(&nothing.view_of_session(), &texts, &options);
        session(&nothing.view_of_session(), &texts, &[], &options);
        drawn(&instant, width);
        drawn(&Story::new("43200 main begins\n43200 main runs\n86400 main ends"), width);
    }
    check(
        &drawn(&instant, 76),
        "
        console (ns)     │ timeline 0 µs     0.2      0.4      0.6      0.8      1.0
        0 main  now      │ main     ╋✔
                         │          ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
                         │ thread   ┃
        █ running  ▓ blocking  ░ ready  ─ waiting  ┃ ran briefly  ╋ printed  ✔ done
        0 ms · main alone · virtual time
        ",
    );
}

#[test]
fn an_instant_is_pointed_at() {
    let story = classic(NON_BLOCKING);
    let timeline = story.timeline();
    let place = RunLabel { at: 1_000_000_000, text: "fetch_data".to_owned() };
    let frame =
        plain(&pointed(&timeline.view_of_run(0), story.trace.texts(), &place, &FrameOptions::default()));
    let rows: Vec<&str> = frame.lines().collect();
    let mark = rows[1].chars().position(|c| c == '▼').unwrap();
    assert!(rows[1].ends_with("▼fetch_data"), "{frame}");
    assert_eq!(rows[0].chars().position(|c| c == '1'), Some(mark), "it stands below its instant:\n{frame}");
}
