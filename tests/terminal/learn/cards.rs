//! Cards in Python, and puzzles about who goes next.

use super::*;

#[test]
fn a_card_in_python_runs_beside_the_lessons_program_and_of_a_course_from_elsewhere_only_when_allowed() {
    if Command::new("python3").arg("--version").output().is_err() {
        eprintln!("there is no python3 here, so no card is run");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let blocks = "```rhai +run\nprint(\"tea\"); sleep(0.1);\n```\n\n```python +read prints=\"tea\"\nimport time\nprint(\"tea in Python\")\ntime.sleep(0.1)\n```\n\nThat was it.\n";
    let folder = exercise_course(home.path(), blocks);
    let mut terminal = Pty::meanwhile(&["learn", folder.to_str().unwrap(), "--lesson", "1"])
        .size(100, 50)
        .env("XDG_DATA_HOME", home.path().join("data"))
        .start();
    terminal.wait_for("Enter runs it.");
    play(&mut terminal, &[("", ":card shows this in Python."), (":card run", "yes or no ›")]);
    terminal.press(CTRL_C);
    terminal.wait_for("Type yes or no, and press Enter.");
    play(&mut terminal, &[("maybe", "yes or no ›"), ("no", "It was not run.")]);
    play(&mut terminal, &[(":card run", "yes or no ›")]);
    terminal.type_text("y").press(ENTER);
    let screen = terminal.wait_for("the card, in Python");
    assert!(screen.contains("It printed:") && screen.contains("    tea in Python"), "{screen}");
    assert!(screen.contains("the lesson's program"), "{screen}");
    leave(terminal);
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn a_puzzle_about_who_goes_next_is_played() {
    let course = tempfile::tempdir().unwrap();
    let data = tempfile::tempdir().unwrap();
    let folder = course.path().to_str().unwrap();
    let made =
        Command::new(env!("CARGO_BIN_EXE_meanwhile")).args(["course", "new", folder]).output().unwrap();
    assert!(made.status.success(), "{made:?}");
    let proven =
        Command::new(env!("CARGO_BIN_EXE_meanwhile")).args(["course", "check", folder]).output().unwrap();
    let said = String::from_utf8_lossy(&proven.stdout);
    assert!(proven.status.success() && said.contains("make it print `1`: "), "{proven:?}");
    let mut terminal =
        Pty::meanwhile(&["learn", folder]).size(80, 24).env("XDG_DATA_HOME", data.path()).start();
    terminal.wait_for("Enter begins.");
    // To the puzzle.
    for _ in 0..40 {
        terminal.type_text(":next").press(ENTER);
        let screen = terminal.wait_until("the next step", |screen| {
            let screen = screen.contents();
            screen.contains("\nStep ") && screen.trim_end().ends_with('›')
        });
        terminal.press(CTRL_L);
        terminal.wait_until("a cleared screen", |screen| screen.contents().trim().lines().count() <= 1);
        if screen.contains("You are the scheduler.") {
            break;
        }
    }
    play(
        &mut terminal,
        &[
            ("", "Choice 1, at 0.00 s: 2 tasks are ready · make it print `1`"),
            ("7", "`7` is none of them."),
            ("hint", "differs from the usual one in one place"),
            ("go", "Not there yet: make it print `1`."),
            ("undo", "Choice 1"),
            (":help explore", "makes you the scheduler"),
            ("", "Choice 2"),
            ("hint", "let `"),
        ],
    );
    for _ in 0..8 {
        terminal.type_text("hint").press(ENTER);
        let screen = terminal.wait_until("a hint", |screen| {
            let screen = screen.contents();
            screen.trim_end().ends_with('›') && screen.contains("From here")
        });
        let hint = screen.lines().rev().find(|it| it.contains("From here")).unwrap().to_owned();
        let typed = hint.trim_end().trim_end_matches('.').rsplit(": ").next().unwrap().to_owned();
        terminal.press(CTRL_L);
        terminal.wait_until_gone("From here");
        terminal.type_text(&typed).press(ENTER);
        let screen = terminal.wait_until("what came of it", |screen| {
            let screen = screen.contents();
            (screen.contains("Choice ") || screen.contains("it prints")) && screen.trim_end().ends_with('›')
        });
        if screen.contains("✔ You found an order that gets there.") {
            assert!(screen.contains("it prints 1"), "{screen}");
            return leave(terminal);
        }
        terminal.press(CTRL_L);
        terminal.wait_until("a cleared screen", |screen| screen.contents().trim().lines().count() <= 1);
    }
    panic!("the hints lead nowhere: {}", terminal.screen());
}
