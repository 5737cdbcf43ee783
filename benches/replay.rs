//! What going through a long run costs: frames a second of a replay, of a run of a thousand events and of one of a million,
//! at places all over it, zoomed out and in.
//!
//! `cargo bench --bench replay` prints frames a second; the bound is 30. It is no test: times depend on the machine.

use std::time::Instant;

use meanwhile::render::{Glyphs, Theme};
use meanwhile::replay::{Key, Player, ReplayRun};
use meanwhile::timeline::{Timeline, View};
use meanwhile::trace::{ClockKind, Event, EventKind, Outcome, TaskId, Trace, Wait};

const SIZE: (u16, u16) = (160, 50);
const FRAMES: u32 = 60;
/// The least frames a second.
const BOUND: f64 = 30.0;

/// A main task and others that take turns: they sleep, hold the thread, print, set a shared variable.
fn trace(count: usize, tasks: u32) -> Trace {
    let mut trace = Trace::unlimited();
    let texts = trace.texts_mut();
    let (main, worker, line, variable) =
        (texts.push("main"), texts.push("worker"), texts.push("a line"), texts.push("count"));
    let values: Vec<_> = (0..100).map(|it| texts.push(it.to_string())).collect();
    let mut at = 0;
    let mut happen = |trace: &mut Trace, task: u32, kind: EventKind| {
        at += 50;
        trace.push(Event { at, task: TaskId(task), line: 1 + task % 7, kind });
        at
    };
    happen(&mut trace, 0, EventKind::Spawned { name: main, parent: None });
    happen(&mut trace, 0, EventKind::Resumed);
    for task in 1..=tasks {
        happen(&mut trace, task, EventKind::Spawned { name: worker, parent: Some(TaskId(0)) });
    }
    happen(&mut trace, 0, EventKind::Suspended { on: Wait::Task { id: TaskId(1) } });
    for turn in 0_u32.. {
        let task = 1 + turn.wrapping_mul(7919) % tasks;
        let now = happen(&mut trace, task, EventKind::Resumed);
        match turn % 4 {
            0 => drop(happen(&mut trace, task, EventKind::Printed { text: line })),
            1 => {
                happen(&mut trace, task, EventKind::Blocking { what: line });
                happen(&mut trace, task, EventKind::Unblocked);
            }
            2 => {
                let value = values[turn as usize % values.len()];
                happen(&mut trace, task, EventKind::Holds { variable, value });
            }
            _ => {}
        }
        let on = match turn % 3 {
            0 => Wait::Yield,
            _ => Wait::Sleep { until: now + u64::from(turn % 5) * 40_000 },
        };
        happen(&mut trace, task, EventKind::Suspended { on });
        if trace.events().len() >= count {
            break;
        }
    }
    for task in (0..=tasks).rev() {
        happen(&mut trace, task, EventKind::Resumed);
        happen(&mut trace, task, EventKind::Finished { outcome: Outcome::Done, text: None });
    }
    trace
}

/// Frames a second while keys are pressed.
fn frames_a_second(player: &mut Player, keys: &[Key]) -> f64 {
    let began = Instant::now();
    for frame in 0..FRAMES {
        player.press(keys[frame as usize % keys.len()]);
        player.draw(SIZE, Glyphs::Unicode, Theme::Dark);
    }
    f64::from(FRAMES) / began.elapsed().as_secs_f64()
}

/// Frames a second of each way to go through a run.
fn measured(view: &View, trace: &Trace) -> Vec<(&'static str, f64)> {
    let began = Instant::now();
    let mut player = Player::new(ReplayRun { title: "bench".to_owned(), view, trace }, None);
    println!("  {:<12} {:>9.2} s to open", "", began.elapsed().as_secs_f64());
    let jump = |player: &mut Player, part: u32| {
        let length = (view.span.end - view.span.start) / 100 * u64::from(part);
        player.press(Key::Character(':'));
        for character in format!("{length}ns").chars() {
            player.press(Key::Character(character));
        }
        player.press(Key::Enter);
    };
    let mut found = Vec::new();
    for (name, zooms, keys) in [
        ("any task", 0, &[Key::FarRight][..]),
        ("one task", 0, &[Key::Right]),
        ("lanes", 0, &[Key::Down, Key::PageDown, Key::Up]),
        ("zoomed in", 12, &[Key::Right, Key::Character('d'), Key::FarLeft]),
        ("zooming", 0, &[Key::Character('+'), Key::Character('-')]),
        ("scrubbing", 0, &[Key::Home, Key::End]),
    ] {
        jump(&mut player, 37);
        for _ in 0..zooms {
            player.press(Key::Character('+'));
        }
        found.push((name, frames_a_second(&mut player, keys)));
        player.press(Key::Character('0'));
    }
    // As it plays: time goes on by a thirtieth of a second for each frame.
    jump(&mut player, 10);
    player.press(Key::Character(' '));
    let began = Instant::now();
    for _ in 0..FRAMES {
        player.pass((view.span.end - view.span.start) / 200);
        player.draw(SIZE, Glyphs::Unicode, Theme::Dark);
    }
    found.push(("playing", f64::from(FRAMES) / began.elapsed().as_secs_f64()));
    found
}

fn main() {
    let mut slow = Vec::new();
    for (count, tasks) in [(1_000, 10), (1_000_000, 100), (1_000_000, 10_000)] {
        let trace = trace(count, tasks);
        let mut timeline = Timeline::new(ClockKind::Virtual);
        timeline.set_detail_limit(usize::MAX);
        timeline.extend(trace.events());
        println!("{} events, {tasks} tasks", trace.events().len());
        for (name, frames) in measured(&timeline.view_of_run(0), &trace) {
            println!("  {name:<12} {frames:>9.0} frames a second");
            if frames < BOUND {
                slow.push(format!("{name} ({count} events, {tasks} tasks): {frames:.1}"));
            }
        }
    }
    assert!(slow.is_empty(), "fewer than {BOUND} frames a second: {slow:?}");
}
