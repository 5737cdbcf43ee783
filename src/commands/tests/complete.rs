//! What Tab offers in a `:command`, and what is shown behind it.

use super::super::CommandLines;
use crate::editor::{LineCompleter, Name, Names, completions};

/// What there is in a session.
fn names() -> Names {
    let named = |names: &[&str]| names.iter().map(|it| Name::new(it, "", "")).collect();
    Names {
        variables: vec![Name::new("total", "", "42"), Name::new("t", "", "<task work>")],
        vocabulary: vec![
            Name::new("sleep", "(seconds)", "pause this task"),
            Name::new("sleep_blocking", "(seconds)", "hold the thread"),
        ],
        tasks: vec![Name::new("3", "", "fetch")],
        ran: named(&["main", "fetch #2"]),
        runs: named(&["1", "12"]),
        entries: vec![Name::new("1", "", "let a = 1"), Name::new("2", "", "a")],
        lessons: vec![
            Name::new("first-task", "", "1. A first task"),
            Name::new("deadlock", "", "15. Deadlock"),
        ],
        other_lines: Some(&CommandLines),
        ..Names::default()
    }
}

/// What Tab offers at the end of `text`, each as the whole text would become.
fn check(text: &str, expected: &[&str]) {
    let (start, found) = completions(text, &names());
    let offered: Vec<String> = found.iter().map(|it| format!("{}{it}", &text[..start])).collect();
    assert_eq!(offered, expected, "for {text:?}");
}

/// The text with its hint in angle brackets, and what the right arrow makes of it.
fn check_hint(text: &str, expected: &str) {
    let shown = match CommandLines.hint(text).expect("a command") {
        None => text.to_string(),
        Some(hint) => match hint.inserted {
            Some(inserted) => format!("{text}‹{}› → {text}{inserted}", hint.shown),
            None => format!("{text}‹{}›", hint.shown),
        },
    };
    assert_eq!(shown, expected);
}

#[test]
fn commands_and_their_arguments_are_completed() {
    check(":ti", &[":timeline"]);
    check(":co", &[":compare "]);
    check("  :cl", &["  :clock "]);
    check(":clock ", &[":clock real", ":clock virtual"]);
    check(":clock v", &[":clock virtual"]);
    check(":legend o", &[":legend on", ":legend off"]);
    check(":help sleep_", &[":help sleep_blocking("]);
    check(":help dem", &[":help demo"]);
    check(":help whil", &[":help while"]);
    check(":cancel ", &[":cancel 3", ":cancel t"]);
    check(":why ", &[":why main", ":why fetch #2", ":why t"]);
    check(":why fetch #", &[":why fetch #2"]);
    check(":learn de", &[":learn deadlock"]);
    check(":lesson f", &[":lesson first-task"]);
    check(":output ", &[":output 12", ":output 1"]);
    check(":compare 1", &[":compare 12", ":compare 1"]);
    check(":compare 1 1", &[":compare 1 12", ":compare 1 1"]);
    check(":edit ", &[":edit 2", ":edit 1"]);
    check(":card ja", &[":card javascript"]);
    check(":nonsense ", &[]);
    check(":tasks ", &[]);
}

#[test]
fn load_offers_folders_and_scripts() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["one.rhai", "other.txt", ".hidden.rhai"] {
        std::fs::write(folder.path().join(name), "").unwrap();
    }
    std::fs::create_dir(folder.path().join("old")).unwrap();
    let text = format!(":load {}/", folder.path().display());
    let offer = |typed: &str| -> Vec<String> {
        let (_, found) = completions(&format!("{text}{typed}"), &names());
        found
    };
    assert_eq!(offer("o"), [format!("old{}", std::path::MAIN_SEPARATOR), "one.rhai".into()]);
    assert_eq!(offer("ot"), ["other.txt"]);
    assert_eq!(offer("."), [".hidden.rhai"]);
    assert!(offer("nowhere/").is_empty());
}

#[test]
fn hints_explain_commands() {
    check_hint(":tas", ":tas‹ks  list the tasks and what each is doing› → :tasks");
    check_hint(":cancel ", ":cancel ‹TASK›");
    check_hint(":clock v", ":clock v‹irtual› → :clock virtual");
    check_hint(":", ":");
    check_hint(":nonsense x", ":nonsense x");
}
