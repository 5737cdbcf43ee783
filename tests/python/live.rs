//! A program that runs in a terminal, its timeline drawn below what it prints: typing, Ctrl-C, being asked to end.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::has_python;
use crate::pty::{CTRL_C, ENTER, Pty};

/// A program in a terminal, drawn live.
fn start(folder: &tempfile::TempDir, text: &str) -> Pty {
    fs::write(folder.path().join("app.py"), text).unwrap();
    Pty::meanwhile(&["run", "app.py", "--hints", "off"]).size(80, 24).folder(folder.path()).start()
}

#[test]
fn what_is_typed_ahead_is_not_drawn_over_and_arrives_and_answers_are_seen_as_they_are_typed() {
    if !has_python() {
        return;
    }
    let scratch = tempfile::tempdir().unwrap();
    let mut terminal = start(
        &scratch,
        "import asyncio, os, time\n\
         async def nap():\n    while not os.path.exists('go'):\n        await asyncio.sleep(0.02)\n\
         async def main():\n    await asyncio.gather(nap(), nap())\n\
         \x20   print('hello', input('first? '))\n    print('bye', input('second? '))\n\
         asyncio.run(main())\n",
    );
    terminal.wait_until("a picture", |screen| {
        ["nap #2", "thread", "waiting"].iter().all(|it| screen.contents().contains(it))
    });
    terminal.type_text("Ann").press(ENTER);
    fs::write(scratch.path().join("go"), "").unwrap();
    let asked = terminal.wait_for("second?");
    assert!(asked.contains("first? hello Ann") && !asked.contains("nap"), "{asked}");
    // That an answer is wanted is known a moment after the question is there.
    let is_echoing =
        (0..500).any(|_| terminal.echoes() || terminal.comes_within(Duration::from_millis(20), |_, _| false));
    assert!(is_echoing, "{asked}");
    terminal.type_text("Bob");
    terminal.wait_for("second? Bob");
    terminal.press(ENTER);
    let end = terminal.wait_for("printed  ✔ done");
    assert!(end.contains("bye Bob") && end.contains("app.py · console"), "{end}");
    assert_eq!(terminal.wait_for_exit().exit_code(), 0);
}

#[test]
fn ctrl_c_is_the_program_s_own() {
    if !has_python() {
        return;
    }
    let scratch = tempfile::tempdir().unwrap();
    let mut terminal = start(
        &scratch,
        "import asyncio\n\
         async def nap():\n    try:\n        await asyncio.sleep(1000)\n    finally:\n        print('cleaned up')\n\
         async def main():\n    await asyncio.gather(nap(), nap())\n\
         try:\n    asyncio.run(main())\nexcept KeyboardInterrupt:\n    raise SystemExit(7)\n",
    );
    terminal.wait_for("nap #2");
    terminal.press(CTRL_C);
    let end = terminal.wait_for("cancelled");
    assert!(end.contains("cleaned up"), "{end}");
    assert_eq!(terminal.wait_for_exit().exit_code(), 7);
}

#[test]
fn whoever_asks_us_to_end_ends_the_program() {
    if !has_python() || cfg!(not(unix)) {
        return;
    }
    let scratch = tempfile::tempdir().unwrap();
    let text = "import os, time\nopen('begun', 'w').write(str(os.getpid()))\ntime.sleep(1000)\n";
    fs::write(scratch.path().join("app.py"), text).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_meanwhile"));
    command.args(["run", "app.py"]).current_dir(scratch.path()).stdin(Stdio::null());
    let mut child = command.spawn().unwrap();
    while fs::read_to_string(scratch.path().join("begun")).map_or(true, |it| it.is_empty()) {
        std::thread::yield_now();
    }
    let asked = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(asked.success());
    assert_eq!(child.wait().unwrap().code(), Some(143));
    let python = fs::read_to_string(scratch.path().join("begun")).unwrap();
    let is_there = Command::new("kill").args(["-0", &python]).stderr(Stdio::null()).status().unwrap();
    assert!(!is_there.success(), "the program goes on as {python}");
}
