//! Replays of real runs: what keys do, and what is seen then.

use super::time_window::SHORTEST;
use super::*;
use crate::render::{Glyphs, Theme, plain};
use crate::runner::{Leftovers, Runner, Setup};
use crate::sampling::{Numbers, samples};
use crate::script::{Entry, Role};
use crate::trace::ClockKind;

const SCRIPT: &str = "fn download(n) {
    print(`start ${n}`);
    sleep(1 + n * 0.5);
    print(`done ${n}`);
    n
}
let all = [];
for i in 0..4 { all.push(spawn download(i)); }
sleep_blocking(0.4);
mark(\"now\");
await all;
print(\"all done\");
";

/// Runs a script by the virtual clock and looks at its replay.
fn replayed<T>(script: &str, look: impl FnOnce(&mut Player) -> T) -> T {
    let runner = Runner::start(Setup::new(ClockKind::Virtual, Leftovers::Cancel)).unwrap();
    let entry =
        Entry { name: "a.rhai".into(), text: script.into(), folder: Default::default(), role: Role::Free };
    runner.wait(&runner.begin(entry)).unwrap();
    let record = runner.record();
    let trace = record.trace().clone();
    let view = record.timeline().view_of_run(0);
    look(&mut Player::new(ReplayRun { title: "a.rhai".to_owned(), view: &view, trace: &trace }, None))
}

/// The same of two scripts on one clock.
fn both_replayed<T>(scripts: [&str; 2], look: impl FnOnce(&mut Player) -> T) -> T {
    let runners = scripts.map(|script| {
        let runner = Runner::start(Setup::new(ClockKind::Virtual, Leftovers::Cancel)).unwrap();
        let text = script.into();
        let entry = Entry { name: "a.rhai".into(), text, folder: Default::default(), role: Role::Free };
        runner.wait(&runner.begin(entry)).unwrap();
        runner
    });
    let records = runners.each_ref().map(|it| it.record());
    let views = records.each_ref().map(|it| it.timeline().view_of_run(0));
    let run = |number: usize, title: &str| ReplayRun {
        title: title.to_owned(),
        view: &views[number],
        trace: records[number].trace(),
    };
    look(&mut Player::new(run(0, "one.rhai"), Some(run(1, "two.rhai"))))
}

fn press(player: &mut Player, keys: &[Key]) {
    for key in keys {
        assert_eq!(player.press(*key), Reaction::Stay, "{key:?}");
    }
}

fn type_text(player: &mut Player, text: &str) {
    press(player, &text.chars().map(Key::Character).collect::<Vec<_>>());
    press(player, &[Key::Enter]);
}

fn shown(player: &mut Player, size: (u16, u16)) -> String {
    let rows = plain(&player.draw(size, Glyphs::Unicode, Theme::Dark));
    assert_eq!(rows.lines().count(), usize::from(size.1));
    rows
}

/// Nanoseconds since the run began.
fn at(player: &Player) -> u64 {
    player.time.at
}

#[test]
fn frames_of_three_sizes() {
    replayed(SCRIPT, |player| {
        press(player, &[Key::Down, Key::Right, Key::Right, Key::Right]);
        for (columns, rows) in [(60, 15), (80, 24), (160, 50)] {
            insta::assert_snapshot!(format!("{columns}x{rows}"), shown(player, (columns, rows)));
        }
        let ascii = plain(&player.draw((80, 24), Glyphs::Ascii, Theme::Light));
        assert!(ascii.is_ascii(), "{ascii}");
        press(player, &[Key::Character('t')]);
        insta::assert_snapshot!("tree", shown(player, (80, 24)));
        press(player, &[Key::Escape, Key::Character('?')]);
        insta::assert_snapshot!("keys", shown(player, (80, 24)));
    });
}

#[test]
fn steps_go_from_event_to_event_of_the_lane_or_of_the_run() {
    replayed(SCRIPT, |player| {
        press(player, &[Key::Down, Key::Down]);
        let mut instants = Vec::new();
        for _ in 0..20 {
            press(player, &[Key::Right]);
            instants.push(at(player));
        }
        assert!(instants.is_sorted());
        let last = *instants.last().unwrap();
        assert!((1_900_000_000..1_910_000_000).contains(&last), "{last}");
        let mut back = Vec::new();
        loop {
            press(player, &[Key::Left]);
            if !player.message.is_empty() {
                break;
            }
            back.push(at(player));
        }
        instants.dedup();
        let forth: Vec<u64> = instants.iter().rev().skip(1).copied().collect();
        assert_eq!(back, forth);
        let (mut count, mut tasks) = (0, std::collections::BTreeSet::new());
        press(player, &[Key::Home]);
        while at(player) < player.time.end && count < 1_000 {
            press(player, &[Key::FarRight]);
            tasks.insert(player.task());
            count += 1;
        }
        assert!(count > 10 && tasks.len() == 5, "{count} {tasks:?}");
    });
}

#[test]
fn it_plays_at_its_speed_and_stops_at_the_end() {
    replayed(SCRIPT, |player| {
        press(player, &[Key::Character(' ')]);
        player.pass(500_000_000);
        assert_eq!(at(player), 500_000_000);
        press(player, &[Key::Character(']')]);
        player.pass(500_000_000);
        assert_eq!(at(player), 1_500_000_000);
        press(player, &[Key::Character('['), Key::Character('['), Key::Character('[')]);
        player.pass(400_000_000);
        assert_eq!(at(player), 1_600_000_000);
        press(player, &[Key::Character('e')]);
        player.pass(BEAT);
        assert!(at(player) > 1_600_000_000 && player.is_playing());
        for _ in 0..1_000 {
            player.pass(BEAT);
        }
        assert!(!player.is_playing());
        assert_eq!(player.time.at, player.time.end);
        // From the end it begins anew.
        press(player, &[Key::Character(' ')]);
        assert!(player.is_playing() && at(player) == 0);
        press(player, &[Key::Escape]);
        assert!(!player.is_playing());
    });
}

#[test]
fn the_window_zooms_around_the_instant_and_stays_within_the_run() {
    replayed(SCRIPT, |player| {
        let whole = player.time.shown.clone();
        press(player, &[Key::Character(':')]);
        type_text(player, "1.4");
        for _ in 0..60 {
            press(player, &[Key::Character('+')]);
            assert!(player.time.shown.contains(&player.time.at));
            shown(player, (80, 24));
        }
        assert_eq!(player.time.shown.end - player.time.shown.start, SHORTEST);
        for key in ['a', 'd', 'd', 'd', '-', '-', 'a', 's'] {
            press(player, &[Key::Character(key)]);
            assert!(player.time.shown.start >= whole.start && player.time.shown.end <= whole.end);
        }
        press(player, &[Key::Character('0')]);
        assert_eq!(player.time.shown, whole);
        press(player, &[Key::Character('+'), Key::Character('+'), Key::End]);
        assert_eq!(player.time.shown.end, whole.end);
        // A window that does not show the instant comes to it when it moves.
        press(player, &[Key::Home]);
        assert_eq!(player.time.shown.start, whole.start);
    });
}

#[test]
fn places_are_found() {
    replayed(SCRIPT, |player| {
        press(player, &[Key::Character('/')]);
        type_text(player, "Done 2");
        assert!((2_400_000_000..2_410_000_000).contains(&at(player)), "{}", at(player));
        press(player, &[Key::Character('/')]);
        type_text(player, "download #3");
        assert_eq!(
            player
                .side()
                .trace
                .texts()
                .get(player.side().view.timeline.lane(player.task().unwrap()).unwrap().name()),
            "download #3"
        );
        press(player, &[Key::Home, Key::Character('/')]);
        type_text(player, "line 9");
        assert!(player.message.contains("1 of"), "{}", player.message);
        press(player, &[Key::Character('/')]);
        type_text(player, "nosuch");
        assert!(player.message.contains("no task, line or printed text `nosuch`"), "{}", player.message);
        press(player, &[Key::Character(':')]);
        type_text(player, "99");
        assert!(player.message.contains("The run ends at"), "{}", player.message);
        press(player, &[Key::Home, Key::Character('n')]);
        assert!(player.message.contains("sleep_blocking"), "{}", player.message);
        press(player, &[Key::Character('n')]);
        assert_eq!(player.message, "mark: now");
        press(player, &[Key::Character('N')]);
        assert!(player.message.contains("sleep_blocking"), "{}", player.message);
    });
}

#[test]
fn the_mouse_points_at_what_was_drawn() {
    replayed(SCRIPT, |player| {
        shown(player, (80, 24));
        let drawn = player.drawn.clone().unwrap();
        player.point(Pointer::Press(u16::try_from(drawn.first_column + 30).unwrap(), 5));
        assert_eq!(player.side().chosen, 2);
        assert_eq!(player.time.at, drawn.cells[30]);
        let length = |player: &Player| player.time.shown.end - player.time.shown.start;
        let before = length(player);
        player.point(Pointer::WheelUp(40, 5));
        assert!(length(player) < before);
        player.point(Pointer::WheelDown(40, 5));
        player.point(Pointer::WheelDown(40, 5));
        assert_eq!(length(player), before);
        // Outside there is nothing to point at.
        let here = (player.time.at, player.side().chosen);
        player.point(Pointer::Press(0, 23));
        player.point(Pointer::Press(500, 500));
        assert_eq!((player.time.at, player.side().chosen), here);
    });
}

/// Any key: one that does something here, or a character.
fn any_key(numbers: &mut Numbers) -> Key {
    const KEYS: [Key; 14] = [
        Key::Left,
        Key::Right,
        Key::FarLeft,
        Key::FarRight,
        Key::Up,
        Key::Down,
        Key::PageUp,
        Key::PageDown,
        Key::Home,
        Key::End,
        Key::Enter,
        Key::Escape,
        Key::Backspace,
        Key::Tab,
    ];
    match numbers.below(2) {
        0 => numbers.choose(&KEYS),
        _ => Key::Character(char::from(b' ' + u8::try_from(numbers.below(95)).unwrap())),
    }
}

/// A window of any size, or a place in one, in columns and rows.
fn any_size(numbers: &mut Numbers) -> (u16, u16) {
    (numbers.below(128) as u16, numbers.below(64) as u16)
}

#[test]
fn no_key_and_no_window_does_harm() {
    let scripts =
        ["", "1", SCRIPT, "loop { spawn sleep(0.1); sleep(0.01); if now() > 1 { break } }", "throw 1"];
    for script in scripts {
        replayed(script, |player| {
            let mut numbers = Numbers(7);
            for count in 0..samples(300) {
                player.press(any_key(&mut numbers));
                player.pass(numbers.below(1 << 30));
                let size = any_size(&mut numbers);
                if count % 7 == 0 {
                    player.point(Pointer::Press(size.0, size.1));
                    player.draw(size, Glyphs::Unicode, Theme::Dark);
                }
                assert!(player.time.at <= player.time.end);
            }
        });
    }
}

#[test]
fn q_leaves_but_not_while_something_is_typed() {
    replayed(SCRIPT, |player| {
        press(player, &[Key::Character('/'), Key::Character('q'), Key::Escape]);
        press(player, &[Key::Character('?'), Key::Character('q'), Key::Character('t'), Key::Character('q')]);
        assert_eq!(player.press(Key::Character('q')), Reaction::Leave);
    });
}

const TWO: [&str; 2] = [
    "fn work(n) { sleep(n); print(`did ${n}`) }\nwork(1);\nwork(2);",
    "fn work(n) { sleep(n); print(`did ${n}`) }\nlet all = [spawn work(1), spawn work(2)];\nawait all;\nmark(\"both\");",
];

#[test]
fn two_runs_go_on_one_clock() {
    both_replayed(TWO, |player| {
        press(player, &[Key::Character(':')]);
        type_text(player, "1.5");
        for (columns, rows) in [(60, 15), (80, 24), (160, 50)] {
            insta::assert_snapshot!(format!("two_{columns}x{rows}"), shown(player, (columns, rows)));
        }
        // Down goes on into the lanes of the other run, and Tab crosses at once.
        assert_eq!((player.focus, player.time.end), (0, 3_000_000_000 + player.time.end % 1_000_000));
        press(player, &[Key::Down]);
        assert_eq!((player.focus, player.side().chosen), (1, 0));
        press(player, &[Key::Down, Key::Down, Key::Down]);
        assert_eq!((player.focus, player.side().chosen), (1, 2));
        press(player, &[Key::Tab]);
        assert_eq!((player.focus, player.side().chosen), (0, 0));
        press(player, &[Key::Tab]);
        assert_eq!((player.focus, player.side().chosen), (1, 2));
        // Behind its end a run stands still while the other one goes on.
        press(player, &[Key::End]);
        let screen = shown(player, (80, 24));
        assert!(screen.contains("3.00 s of 3.00 s") && screen.contains("did 2"), "{screen}");
        press(player, &[Key::Character('N')]);
        assert!(player.message.starts_with("two.rhai: mark: both"), "{}", player.message);
        // Steps of any task are steps of both runs.
        press(player, &[Key::Home]);
        let mut sides = std::collections::BTreeSet::new();
        while at(player) < player.time.end {
            press(player, &[Key::FarRight]);
            sides.insert(player.focus);
        }
        assert_eq!(sides.len(), 2);
        shown(player, (80, 24));
        let (row, _) = player.drawn.clone().unwrap().groups[1];
        player.point(Pointer::Press(50, u16::try_from(row).unwrap() + 1));
        assert_eq!((player.focus, player.side().chosen), (1, 1));
        press(player, &[Key::Character('/')]);
        type_text(player, "did 1");
        assert!(player.message.contains("of 2"), "{}", player.message);
    });
}

#[test]
fn what_shared_variables_hold_is_shown_at_the_instant() {
    let script = "let count = 0;
let log = [];
let add = |n| { sleep(n); count += n; log.push(n); sleep(1); };
await [spawn add.call(1), spawn add.call(2)];
count = 10;
sleep(1);
print(count);";
    replayed(script, |player| {
        let holds = |player: &mut Player, at: &str| {
            press(player, &[Key::Character(':')]);
            type_text(player, at);
            let screen = shown(player, (80, 24));
            let rule = screen.lines().rfind(|row| row.starts_with('─')).unwrap().to_owned();
            rule.trim_start_matches('─').trim().to_owned()
        };
        assert_eq!(holds(player, "0.5"), "");
        assert_eq!(holds(player, "2.5"), "count = 3  log = [1, 2]");
        assert_eq!(holds(player, "3.5"), "count = 10  log = [1, 2]");
        // In a narrow window as many as have room.
        assert!(shown(player, (30, 12)).contains("count = 10"));
    });
}

#[test]
fn no_key_does_harm_to_two_runs() {
    both_replayed([SCRIPT, "1"], |player| {
        let mut numbers = Numbers(3);
        for _ in 0..samples(300) {
            player.press(any_key(&mut numbers));
            player.pass(numbers.below(1 << 28));
            let size = any_size(&mut numbers);
            player.draw(size, Glyphs::Unicode, Theme::Dark);
            player.point(Pointer::Press(size.0, size.1));
        }
    });
}
