//! The session stays alive and loses nothing: floods in the background, pastes, odd keys, resizes, signals.

use std::process::Command;
use std::time::Duration;

use crate::leave;
use crate::pty::*;
use crate::sampling::Numbers;

const CTRL_G: &str = "\x07";
const CTRL_Q: &str = "\x11";
const CTRL_V: &str = "\x16";
/// What a task prints in the background until it is cancelled: `flood-0`, `flood-1` and so on.
const FLOOD: &str =
    "let flood = spawn || { let i = 0; loop { print(`flood-${i}`); i += 1; sleep(0.002); } };";
const SIZES: [(u16, u16); 3] = [(80, 24), (40, 12), (160, 50)];

fn session(arguments: &[&str]) -> Pty {
    let mut terminal = Pty::meanwhile(arguments).start();
    terminal.wait_for("1 ›");
    terminal
}

/// The numbers behind a word, each where it was written first.
fn numbers(terminal: &Pty, word: &str) -> Vec<usize> {
    let output = String::from_utf8_lossy(&terminal.output()).into_owned();
    let number = |(at, _): (usize, &str)| {
        let digits: String = output[at + word.len()..].chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    };
    output.match_indices(word).filter_map(number).collect()
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn what_is_pasted_under_a_flood_arrives_in_order_and_so_does_the_flood() {
    // Without pictures every line that is printed is written once.
    let mut terminal = session(&["--timeline", "never"]);
    terminal.type_text("let seen = [];\r").wait_for("2 ›");
    terminal.type_text(FLOOD).press(ENTER);
    terminal.wait_for("3 ›");
    let (mut sent, mut line) = (0, 3);
    for (columns, rows) in SIZES {
        terminal.resize(columns, rows);
        for _ in 0..7 {
            for _ in 0..10 {
                terminal.type_text(&format!("seen.push({sent});\rseen.push({});\r", sent + 1));
                sent += 2;
                line += 2;
            }
            terminal.wait_for(&format!("{line} ›"));
        }
    }
    terminal.type_text("flood.cancel();\r").wait_for(&format!("{} ›", line + 1));
    terminal.type_text(
        "let right = true; for i in 0..seen.len() { right = right && seen[i] == i } [seen.len(), right]\r",
    );
    terminal.wait_for(&format!("[{sent}, true]"));
    let flood = numbers(&terminal, "flood-");
    let flood = &flood[flood.iter().position(|it| *it == 0).expect("a first line")..];
    // One every 2 ms: where all goes fast, there are few.
    assert!(flood.len() > 20, "{}", flood.len());
    assert!(flood.iter().copied().eq(0..flood.len()), "{flood:?}");
    terminal.wait_for(&format!("{} ›", line + 2));
    leave(terminal);
}

#[test]
fn no_key_and_no_resize_ends_the_session() {
    let mut terminal = session(&[]);
    terminal.type_text("let kept = 7\r").wait_for("2 ›");
    for key in [CTRL_V, CTRL_Q, CTRL_R, "\x1b5", "\x18", "\x1b[", "\x1d", "\x1b\x1b", CTRL_Z, "\x1c"] {
        terminal.press(key);
        for (columns, rows) in [(60, 20), (80, 24)] {
            terminal.resize(columns, rows);
            terminal.wait_until("the new size", |screen| screen.size() == (rows, columns));
        }
        // What has begun a sequence is ended by what follows.
        terminal.press(CTRL_G).press(CTRL_C);
    }
    let entry = "print(\"kept-\" + kept * 6)";
    assert!(answers(&mut terminal, entry, "kept-42"), "{}", terminal.screen());
    leave(terminal);
}

fn send(signal: &str, terminal: &Pty) {
    let process = terminal.process_id().expect("a process").to_string();
    assert!(Command::new("kill").args([signal, &process]).status().expect("kill").success());
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn who_ends_it_from_outside_finds_the_terminal_put_right() {
    for signal in ["-TERM", "-HUP", "-QUIT"] {
        for entry in ["", "sleep(1000)\r", "sleep_blocking(1000)\r", "loop {}\r"] {
            let mut terminal = session(&[]);
            terminal.type_text(entry);
            if !entry.is_empty() {
                terminal.wait_for("· console");
            }
            send(signal, &terminal);
            assert!(!terminal.wait_for_exit().success(), "{signal} {entry}");
            let is_right = terminal.look(|screen| !screen.hide_cursor() && !screen.bracketed_paste());
            assert!(is_right, "{signal} {entry}");
        }
    }
}

/// Any key but Ctrl-D, or a few of them.
fn any_key(numbers: &mut Numbers) -> String {
    const SEQUENCES: [&str; 10] =
        ["\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[H", "\x1b[F", "\x1b[3~", "\x1bb", "\x1bf", "\x1b\r"];
    match numbers.below(10) {
        0..=4 => char::from(b' ' + u8::try_from(numbers.below(95)).unwrap()).to_string(),
        5 | 6 => match numbers.below(32) {
            4 => "\r".to_owned(),
            key => char::from(u8::try_from(key).unwrap()).to_string(),
        },
        7 => numbers.choose(&SEQUENCES).to_owned(),
        8 => numbers.choose(&["\r", "\t", "\x7f", "é", "漢", "🙂"]).to_owned(),
        _ => "let x = 1;".to_owned(),
    }
}

fn resident(terminal: &Pty) -> usize {
    let path = format!("/proc/{}/status", terminal.process_id().expect("a process"));
    let status = std::fs::read_to_string(path).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap_or("VmRSS: 0 kB");
    line.split_whitespace().nth(1).and_then(|it| it.parse().ok()).unwrap_or(0)
}

/// Ends whatever is under way with Ctrl-C, types an entry, and looks for its answer; again, where keys from before
/// have come into it. Ctrl-C is a signal, so it may come before keys that were pressed earlier.
fn answers(terminal: &mut Pty, entry: &str, answer: &str) -> bool {
    (0..20).any(|_| {
        terminal.press(CTRL_G).press(CTRL_C);
        let is_empty = |screen: &vt100::Screen, _: &[u8]| screen.contents().trim_end().ends_with('›');
        terminal.comes_within(Duration::from_secs(1), is_empty);
        terminal.type_text(&format!("{entry}\r"));
        let has_answer =
            |_: &vt100::Screen, output: &[u8]| output.windows(answer.len()).any(|it| it == answer.as_bytes());
        terminal.comes_within(Duration::from_secs(2), has_answer)
    })
}

#[test]
#[ignore = "a soak of some minutes"]
fn long_ten_thousand_random_keys_pastes_and_resizes_leave_a_sane_session() {
    let mut terminal = session(&[]);
    terminal.type_text("let kept = 7\r").wait_for("2 ›");
    terminal.type_text(FLOOD).press(ENTER);
    terminal.wait_for("3 ›");
    let mut numbers = Numbers(1);
    let mut sizes = Vec::new();
    for count in 0..10_000 {
        let key = any_key(&mut numbers);
        terminal.press(&key);
        if count % 97 == 0 {
            let columns = 20 + u16::try_from(numbers.below(140)).unwrap_or(0);
            terminal.resize(columns, 5 + u16::try_from(numbers.below(45)).unwrap_or(0));
        }
        if count % 211 == 0 {
            terminal.press("\x1b[200~let a = 1;\rlet b = 2;\x1b[201~");
        }
        if count % 500 == 499 {
            terminal.resize(80, 24).press(CTRL_G);
            let text = format!("print(\"here-\" + {count})");
            assert!(
                answers(&mut terminal, &text, &format!("here-{count}")),
                "no answer:\n{}",
                terminal.screen()
            );
            sizes.push(resident(&terminal));
        }
    }
    assert!(
        answers(&mut terminal, "flood.cancel(); print(\"kept-\" + kept * 6)", "kept-42"),
        "{}",
        terminal.screen()
    );
    println!("resident, in kB, every 500 keys: {sizes:?}");
    let (early, late) = (sizes[sizes.len() / 2], sizes[sizes.len() - 1]);
    assert!(late < early + early / 4, "{sizes:?}");
    leave(terminal);
}

/// Says and gives what would steer a terminal: sets its title, clears it, blinks.
const HOSTILE: &str = r#"print("\x1b]0;title\x07\x1b[2Jprinted")
"\x1b[5mvalue"
throw "\x1b[5mthrown"
"#;

#[test]
fn a_session_without_a_keyboard_writes_no_escape_of_a_script_to_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("s.rhai"), HOSTILE).unwrap();
    for (line, term) in [
        ("cat s.rhai | $M", "xterm-256color"),
        ("$M < s.rhai", "dumb"),
        ("$M --timeline always < s.rhai", "xterm-256color"),
        ("$M learn < s.rhai", "xterm-256color"),
        ("$M run s.rhai --timeline never", "dumb"),
        ("$M run s.rhai --timeline words", "xterm-256color"),
        ("$M run s.rhai --trace -", "xterm-256color"),
    ] {
        let script = format!("{}; echo the end", line.replace("$M", env!("CARGO_BIN_EXE_meanwhile")));
        let mut terminal = Pty::program(std::path::Path::new("/bin/sh"), &["-c", &script])
            .folder(folder.path())
            .env("TERM", term)
            .start();
        terminal.wait_until("the end", |screen| screen.contents().contains("the end"));
        let output = String::from_utf8_lossy(&terminal.output()).into_owned();
        for escape in ["\x1b]0;title", "\x1b[2J", "\x1b[5m", "\x07"] {
            assert!(!output.contains(escape), "{line}: {output:?}");
        }
        assert!(output.contains("printed") || line.contains("learn"), "{line}: {output:?}");
    }
}

#[test]
fn what_comes_in_without_an_end_is_no_entry() {
    let script = format!("{} < /dev/zero; echo the end", env!("CARGO_BIN_EXE_meanwhile"));
    let mut terminal = Pty::program(std::path::Path::new("/bin/sh"), &["-c", &script]).start();
    terminal.wait_until("the end", |screen| screen.contents().contains("the end"));
    assert!(terminal.everything().contains("an entry has more than 8 MB"));
}
