//! Whole frames, as they are to look.

use insta::assert_snapshot;

use super::programs::*;
use super::*;
use crate::timeline::tests::story::{BLOCKING, NON_BLOCKING, SEQUENTIAL};
use crate::timeline::{Timeline, Titled};
use crate::trace::{ClockKind, Event, EventKind};

/// Compares the frame with lines that are indented like the first of them.
fn check(frame: &str, expected: &str) {
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
            for max_rows in [0, 1, 2, 3, 5, 8, 13, 24, 50] {
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

#[test]
fn nothing_to_draw_and_no_room() {
    let nothing = Timeline::new(ClockKind::Real);
    let texts = crate::trace::Texts::default();
    let instant = Story::new("0 main begins\n0 main runs\n0 main prints now\n0 main ends");
    for width in 0..200 {
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
fn tasks_of_an_earlier_run() {
    let story = Story::new(
        "0 first  begins
         0 first  runs
         0 first  spawns ticker
         0 first  ends
         0 ticker runs
         0 ticker sleeps 1
         1 ticker runs
         1 ticker prints tick
         1 ticker sleeps 2
         1.5 second begins
         1.5 second runs
         1.5 second sleeps 2.5
         2 ticker runs
         2 ticker prints tick
         2 ticker sleeps 3
         2.5 second runs
         2.5 second ends",
    );
    let timeline = story.timeline();
    let options = FrameOptions { title: Some("run 2".into()), ..FrameOptions::default() };
    check(
        &plain(&frame(&timeline.view_of_run(1), story.trace.texts(), &options)),
        "
        run 2 · console   │ timeline 0 s      0.2      0.4      0.6      0.8      1.0
        0.50 ticker  tick │ second   ┃───────────────────────────────────────────┃✔
                          │ ‹ticker  ──────────────────────╋──────────────────────
                          │          ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
                          │ thread   ┃                     ┃                     ┃
        █ running  ▓ blocking  ░ ready  ─ waiting  ┃ ran briefly  ╋ printed  ✔ done
        ‹ from an earlier run
        1.00 s · main and 1 older task · thread 0 % busy · virtual time
        ",
    );
}

#[test]
fn the_thread_row_of_a_shorter_run_ends_with_it() {
    let story = Story::new(
        "0 one begins
         0 one runs
         0 one sleeps 1
         1 one runs
         1 one ends
         1 two begins
         1 two runs
         1 two blocks sleep_blocking
         4 two unblocks
         4 two ends",
    );
    let timeline = story.timeline();
    let views = [timeline.view_of_run(0), timeline.view_of_run(1)];
    let side = |title, view| Side { titled: Titled { title, view }, texts: story.trace.texts() };
    check(
        &plain(&compare([side("run 1", &views[0]), side("run 2", &views[1])], &FrameOptions::default())),
        "
        run 1 · console  │ timeline 0 s     0.5     1.0     1.5     2.0     2.5     3.0
        nothing printed  │ one      ┃──────────────┃✔
                         │          ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
                         │ thread   ┃              ┃

        run 2 · console  │ timeline 0 s     0.5     1.0     1.5     2.0     2.5     3.0
        nothing printed  │ two      ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓✔
                         │          ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
                         │ thread   ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓

        █ running  ▓ blocking  ░ ready  ─ waiting  ┃ ran briefly  ✔ done
        run 1 1.00 s · run 2 3.00 s
        3.0× slower: 3.00 s more blocking, 1.00 s less waiting · virtual time
        ",
    );
}

#[test]
fn what_was_cancelled_ends_with_the_run_though_its_last_turn_comes_after() {
    let story = Story::new(
        "0      main  begins
         0      main  runs
         0      main  spawns slow
         0      main  spawns other
         0      main  sleeps 1
         0      slow  runs
         0      slow  sleeps 3
         0      other runs
         0      other sleeps 3
         1      main  runs
         1      slow  woken main
         1      main  ends
         1.0001 slow  runs
         1.0002 slow  cancelled
         2      next  begins
         2      next  runs
         2      next  spawns never
         2      other woken next
         2      next  ends
         2.0001 other runs
         2.0001 other cancelled
         2.0002 never cancelled",
    );
    let timeline = story.timeline();
    let rows = |run| {
        let frame = plain(&frame(&timeline.view_of_run(run), story.trace.texts(), &FrameOptions::default()));
        let row = |name: &str| frame.lines().find(|it| it.contains(name)).unwrap().contains('⊘');
        ["slow", "other", "never"].map(|name| frame.contains(name) && row(name))
    };
    assert_eq!(rows(0), [true, false, false], "what waited on at the end was not cancelled by then");
    assert_eq!(rows(1), [false, true, true]);
}

#[test]
fn a_session_with_its_idle_time_folded() {
    let story = Story::new(SESSION);
    let timeline = story.timeline();
    let labels: Vec<RunLabel> = (timeline.runs().iter().enumerate())
        .map(|(index, run)| RunLabel { at: run.began, text: format!("run {}", index + 1) })
        .collect();
    let at = |width| {
        let options = FrameOptions { width, ..FrameOptions::default() };
        plain(&session(&timeline.view_of_session(), story.trace.texts(), &labels, &options))
    };
    check(
        &at(100),
        "
        console              │ timeline 3 s    3.5       ⋯ 42 s 46.0   46.5    47.0     ⋯ 2.50 s 50.0
         4.00 fetch  fetched │          run 1                   run 2                            run 3
        50.00 three  hello   │ one      ┃──────────────┃✔  ⋯                               ⋯
                             │ fetch    ┃──────────────╋✔  ⋯                               ⋯
                             │ two                         ⋯    ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓✔   ⋯
                             │ three                       ⋯                               ⋯     ╋──────┃✔
                             │          ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
                             │ thread   ┃              ┃   ⋯    ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓    ⋯     ┃      ┃
        █ running  ▓ blocking  ░ ready  ─ waiting  ┃ ran briefly  ╋ printed  ✔ done
        50.50 s · 1 task · nothing overlapped · thread held, doing nothing, 3 % · virtual time
        ",
    );
    assert_snapshot!("session_160", at(160));
    assert_snapshot!("session_60", at(60));
}

#[test]
fn a_session_of_many_runs_shows_the_latest() {
    let story: String = (0..100)
        .map(|run| (run, run * 60))
        .map(|(run, at)| format!("{at} run{run} begins\n{at} run{run} runs\n{at}.5 run{run} ends\n"))
        .collect();
    let story = Story::new(&story);
    let timeline = story.timeline();
    let runs = timeline.runs().iter().enumerate();
    let labels: Vec<RunLabel> =
        runs.map(|(it, run)| RunLabel { at: run.began, text: it.to_string() }).collect();
    for width in 1..200 {
        let options = FrameOptions { width, ..FrameOptions::default() };
        let frame = session(&timeline.view_of_session(), story.trace.texts(), &labels, &options);
        if width >= 76 {
            assert!(plain(&frame).contains(" 98 "), "{}", plain(&frame));
        }
    }
    let options = FrameOptions { width: 100, max_rows: 10, ..FrameOptions::default() };
    assert_snapshot!(
        "session_of_many_runs",
        plain(&session(&timeline.view_of_session(), story.trace.texts(), &labels, &options))
    );
}

#[test]
fn a_trace_that_reached_its_limit_says_so() {
    let story = classic(NON_BLOCKING);
    let mut timeline = Timeline::new(ClockKind::Virtual);
    timeline.set_detail_limit(10);
    timeline.extend(story.trace.events());
    let frame = plain(&frame(&timeline.view_of_run(0), story.trace.texts(), &FrameOptions::default()));
    assert!(
        frame.contains("\nRecording reached its limit: what came later is counted, but not drawn.\n2.00 s"),
        "{frame}"
    );
}

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
