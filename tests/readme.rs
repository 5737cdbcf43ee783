//! The README shows what the program draws, and names commands that there are.

use std::io::Write;
use std::process::{Command, Stdio};

const README: &str = include_str!("../README.md");

fn meanwhile(arguments: &[&str], input: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_meanwhile"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}

/// The rows from the one that begins with `first` to the one that begins with `last`, without indent.
fn rows<'a>(text: &'a str, first: &str, last: &str) -> Vec<&'a str> {
    let rows: Vec<&str> = text.lines().map(str::trim).skip_while(|row| !row.starts_with(first)).collect();
    let end = rows.iter().position(|row| row.starts_with(last)).map_or(rows.len(), |last| last + 1);
    rows[..end].to_vec()
}

#[test]
fn its_frame_is_what_the_program_draws() {
    let drawn = meanwhile(
        &["--clock", "virtual", "--timeline", "always", "--width", "80", "--hints", "off"],
        ":demo\n",
    );
    let drawn = rows(&drawn, "run 1 · console", "2.00 s ·");
    let mut shown = rows(README, "run 1 · console", "2.00 s ·");
    let summary = shown.pop().unwrap();
    assert_eq!(shown, drawn[..drawn.len() - 1], "\n{}\n", drawn.join("\n    "));
    assert!(drawn[drawn.len() - 1].starts_with(summary), "{drawn:#?}");
}

#[test]
fn its_python_frame_is_what_the_program_draws() {
    if !Command::new("python3").arg("--version").output().is_ok_and(|it| it.status.success()) {
        assert!(std::env::var_os("CI").is_none(), "CI needs python3");
        return;
    }
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/lessons/examples/blocking.py");
    let options = ["--clock", "virtual", "--timeline", "always", "--width", "80", "--hints", "off"];
    let drawn = meanwhile(&[&["run", example], &options[..]].concat(), "");
    let drawn = rows(&drawn, "blocking.py          │", "4.00 s ·");
    let shown = rows(README, "blocking.py          │", "4.00 s ·");
    assert_eq!(shown, drawn, "\n    {}\n", drawn.join("\n    "));
}

#[test]
fn its_commands_are_indented_and_known() {
    let mut count = 0;
    for row in README.lines() {
        let Some(command) = row.trim_start().strip_prefix("meanwhile ") else { continue };
        assert!(row.starts_with("    meanwhile "), "a command without indent: {row}");
        let words: Vec<&str> = command.split_whitespace().take_while(|it| *it != "#" && *it != ">").collect();
        let help = meanwhile(&[words[0], "--help"], "");
        let nested = words.get(1).filter(|it| help.contains(&format!("\n  {it} ")));
        let help = match nested {
            Some(nested) => meanwhile(&[words[0], nested, "--help"], ""),
            None => help,
        };
        assert!(help.contains("Usage: meanwhile"), "{row}: {help}");
        let options = words.iter().filter(|it| it.starts_with("--"));
        for option in options.map(|it| it.split('=').next().unwrap_or(it)) {
            assert!(help.contains(option), "{row}: no {option} in\n{help}");
        }
        count += 1;
    }
    assert!(count > 10, "{count}");
}

#[test]
fn its_orders_are_what_the_program_tells() {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/lessons/examples/deposits.rhai");
    let told =
        meanwhile(&["explore", example, "--width", "80", "--timeline", "always", "--budget", "500"], "");
    let told = rows(&told, "Tried all", "▸");
    let shown = rows(README, "Tried all", "▸");
    assert_eq!(shown, told, "\n    {}\n", told.join("\n    "));
}
