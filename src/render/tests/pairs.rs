//! Two runs side by side.

use insta::assert_snapshot;

use super::frames::check;
use super::programs::*;
use super::*;
use crate::timeline::Titled;
use crate::timeline::tests::story::{BLOCKING, NON_BLOCKING};

#[test]
fn two_runs_on_one_axis() {
    let (blocking, non_blocking) = (classic(BLOCKING), classic(NON_BLOCKING));
    let (first, second) = (blocking.timeline(), non_blocking.timeline());
    let (first, second) = (first.view_of_run(0), second.view_of_run(0));
    let at = |width| {
        let sides = [
            Side { titled: Titled { title: "blocking.rhai", view: &first }, texts: blocking.trace.texts() },
            Side {
                titled: Titled { title: "nonblocking.rhai", view: &second },
                texts: non_blocking.trace.texts(),
            },
        ];
        plain(&compare(sides, &FrameOptions { width, ..FrameOptions::default() }))
    };
    check(
        &at(80),
        "
        blocking.rhai        │ timeline      0 s       1.0       2.0       3.0       4.0
        0.00 fetch_data      │ main          ┃───────────────────░░░░░░░░░░░░░░░░░░░┃✔
          Start fetching     │ fetch_data    ▒▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▒✔
        2.00 fetch_data      │ fetch_data #2 ░░░░░░░░░░░░░░░░░░░░▒▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▒✔
          Data fetched       │               ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
        2.00 fetch_data #2   │ thread        ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓
          Start fetching     │
        4.00 fetch_data #2   │
          Data fetched       │

        nonblocking.rhai     │ timeline      0 s       1.0       2.0       3.0       4.0
        0.00 fetch_data      │ main          ┃──────────────────┃✔
          Start fetching     │ fetch_data    ╋──────────────────╋✔
        0.00 fetch_data #2   │ fetch_data #2 ╋──────────────────╋✔
          Start fetching     │               ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
        2.00 fetch_data      │ thread        ┃                  ┃
          Data fetched       │
        2.00 fetch_data #2   │
          Data fetched       │

        █ running  ▓ blocking  ░ ready  ─ waiting  ┃ ran briefly  ▒ ╋ printed  ✔ done
        blocking.rhai 4.00 s · nonblocking.rhai 2.00 s
        2.0× faster: 2.00 s of waiting overlapped · virtual time
        ",
    );
    assert_snapshot!("compare_160", at(160));
    assert_snapshot!("compare_60", at(60));
}

#[test]
fn the_same_task_has_the_same_row_in_both_runs() {
    let first = classic(
        "0 main begins
        0 main runs
        0 main spawns load
        0 main spawns save
        0 main sleeps 2
        0 load runs
        0 load sleeps 1
        0 save runs
        0 save sleeps 2
        1 load runs
        1 load ends
        2 main runs
        2 main ends
        2 save runs
        2 save ends",
    );
    let second = classic(
        "0 main begins
        0 main runs
        0 main spawns save
        0 main spawns check
        0 main sleeps 1
        0 save runs
        0 save sleeps 1
        0 check runs
        0 check ends
        1 main runs
        1 main ends
        1 save runs
        1 save ends",
    );
    let timelines = [first.timeline(), second.timeline()];
    let views = [timelines[0].view_of_run(0), timelines[1].view_of_run(0)];
    let side = |title, view, texts| Side { titled: Titled { title, view }, texts };
    let sides = [side("one", &views[0], first.trace.texts()), side("two", &views[1], second.trace.texts())];
    check(
        &plain(&compare(sides, &FrameOptions { width: 80, ..FrameOptions::default() })),
        "
        one · console    │ timeline 0 s         0.5         1.0         1.5         2.0
        nothing printed  │ main     ┃──────────────────────────────────────────────┃✔
                         │ load     ┃───────────────────────┃✔
                         │ save     ┃──────────────────────────────────────────────┃✔
                         │
                         │          ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
                         │ thread   ┃                       ┃                      ┃

        two · console    │ timeline 0 s         0.5         1.0         1.5         2.0
        nothing printed  │ main     ┃──────────────────────┃✔
                         │
                         │ save     ┃──────────────────────┃✔
                         │ check    ┃✔
                         │          ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
                         │ thread   ┃                      ┃

        █ running  ▓ blocking  ░ ready  ─ waiting  ┃ ran briefly  ✔ done
        one 2.00 s · two 1.00 s · 2.0× faster: 3.00 s less waiting · virtual time
        ",
    );
}
