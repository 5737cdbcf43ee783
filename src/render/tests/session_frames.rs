//! Frames of sessions: several runs one after another, and what is left out.

use insta::assert_snapshot;

use super::frames::check;
use super::programs::*;
use super::*;
use crate::sampling::sampled;
use crate::timeline::tests::story::NON_BLOCKING;
use crate::timeline::{Timeline, Titled};
use crate::trace::ClockKind;

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
    for width in sampled(1..200, 5) {
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
