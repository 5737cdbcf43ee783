//! The course as its learner sees it: in a terminal of 80 × 24, mistyped, interrupted, left and come back to.

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use support::pty::*;

fn tiny() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/courses/tiny")
}

fn learn(arguments: &[&str]) -> Start {
    let folder = tiny();
    let mut all = vec!["learn", folder.to_str().unwrap()];
    all.extend(arguments);
    Pty::meanwhile(&all).size(80, 24)
}

fn leave(mut terminal: Pty) {
    // At the prompt. In between the terminal would take Ctrl-D for the end of a file that nobody reads.
    terminal.wait_until("a prompt", |screen| screen.contents().trim_end().ends_with('›'));
    terminal.press(CTRL_D);
    assert!(terminal.wait_for_exit().success());
}

/// Types lines, and waits for what is to be seen after each.
fn play(terminal: &mut Pty, lines: &[(&str, &str)]) {
    for (typed, expected) in lines {
        terminal.type_text(typed).press(ENTER);
        terminal.wait_for(expected);
        terminal.wait_until("a prompt", |screen| screen.contents().trim_end().ends_with('›'));
        terminal.press(CTRL_L);
        terminal.wait_until("a cleared screen", |screen| screen.contents().trim().lines().count() <= 1);
    }
}

#[test]
fn a_lesson_is_learned_left_and_come_back_to() {
    let data = tempfile::tempdir().unwrap();
    let mut terminal = learn(&[]).env("XDG_DATA_HOME", data.path()).start();
    terminal.wait_for("Enter begins.");
    play(
        &mut terminal,
        &[
            ("", "Lesson 1 of 3 · Waiting"),
            ("", "Enter runs it."),
            ("", "run 1 · console"),
            ("nap(); 6 * 7", "\n42\n"),
            ("yes", "In which order?"),
            ("b", "a is missing"),
            ("b a", "How many seconds"),
            (".2", "Just as you predicted."),
            ("", "Type a letter (a b c)"),
            ("await", "✔ Right."),
            ("", "↑ brings the code"),
            ("hint", "Hint 1 of 1"),
            ("hnit", "Did you mean `:hint`?"),
            ("print(\"done\");", "it should wait before it prints"),
        ],
    );
    terminal.wait_until("a prompt", |screen| screen.contents().trim_end().ends_with('›'));
    terminal.press(CTRL_D);
    // Where it breaks depends on the folder's length.
    let screen = terminal.wait_for("Your progress is kept.").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(screen.contains("brings you back to lesson 1"), "{screen}");
    assert!(terminal.wait_for_exit().success());

    let mut terminal = learn(&[]).env("XDG_DATA_HOME", data.path()).start();
    let screen = terminal.wait_for("↑ brings your answer");
    assert!(screen.contains("Welcome back!") && screen.contains("    print(\"done\");"), "{screen}");
    terminal.press(UP);
    terminal.wait_for("answer › print(\"done\");");
    terminal.press(HOME).type_text("sleep(0.2);").press(ENTER);
    let screen = terminal.wait_for("Enter goes on to lesson 2");
    assert!(screen.contains("your answer (ms)") && screen.contains("✔ Passed: 4 of 4 points."), "{screen}");
    play(
        &mut terminal,
        &[("lessons", "1 of 3 lessons done, 4 of 7 points"), ("", "How many seconds do two naps")],
    );
    terminal.type_text(":quit").press(ENTER);
    assert!(terminal.wait_for_exit().success());

    let packed = Command::new(env!("CARGO_BIN_EXE_meanwhile"))
        .args(["learn", tiny().to_str().unwrap(), "--submit"])
        .env("XDG_DATA_HOME", data.path())
        .env("USER", "mia")
        .current_dir(data.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&packed.stdout);
    assert!(said.contains("Packed 1 answer, of which 1 passed"), "{said}");
    let file = std::fs::read_to_string(data.path().join("mia.answers.json")).unwrap();
    let file: serde_json::Value = serde_json::from_str(&file).unwrap();
    assert_eq!((&file["format"], &file["version"]), (&"meanwhile-answers".into(), &1.into()));
    assert_eq!(file["answers"]["waits"], "sleep(0.2);print(\"done\");");
    assert_eq!(file["course_hash"].as_str().unwrap().len(), 64);
    assert_eq!(file["student"], "mia");
    assert!(file["packed_at"].as_str().unwrap().ends_with('Z'), "{file}");
}

/// A program that failed by a deadlock is not heard of again, neither below its own error nor after a restart.
#[cfg(unix)]
#[test]
fn nothing_of_a_deadlock_comes_back_after_a_kill() {
    let data = tempfile::tempdir().unwrap();
    let start = |arguments: &[&str]| Pty::meanwhile(arguments).env("XDG_DATA_HOME", data.path()).start();
    let mut terminal = start(&["learn", "--lesson", "producers-and-consumers"]);
    terminal.wait_for("Step 1 of");
    terminal.press(ENTER);
    terminal.wait_for("Enter goes on.");
    play(&mut terminal, &[("", "Enter runs it."), ("", "error: deadlock:")]);
    // What has been said in the background by now comes before the answer.
    play(&mut terminal, &[("20 + 22", "\n42\n")]);
    let seen = terminal.everything();
    assert!(!seen.contains("To see where, await it."), "{seen}");

    let id = i32::try_from(terminal.process_id().unwrap()).unwrap();
    // SAFETY: the process is this test's own child.
    assert_eq!(unsafe { libc::kill(id, libc::SIGKILL) }, 0);
    terminal.wait_for_exit();

    let mut terminal = start(&["learn"]);
    terminal.wait_for("Welcome back!");
    // One step on, so that what follows needs the programs before it.
    terminal.wait_for("Enter runs it.");
    terminal.type_text(":skip").press(ENTER);
    terminal.wait_for("Step 3 of");
    play(&mut terminal, &[("20 + 22", "\n42\n")]);
    let seen = terminal.everything();
    assert!(!seen.contains(" failed: ") && !seen.contains("deadlock:"), "{seen}");
    leave(terminal);
}

#[test]
fn ctrl_c_costs_nothing_at_any_moment() {
    let mut terminal = learn(&["--lesson", "waits"]).start();
    terminal.wait_for("Enter goes on.");
    terminal.press(CTRL_C);
    play(&mut terminal, &[("", "Enter runs it."), (":next", "In which order")]);
    terminal.type_text("b").press(CTRL_C);
    terminal.wait_for("^C");
    play(
        &mut terminal,
        &[("skip", "How many seconds"), ("skip", "Enter goes on"), (":skip", "Type a letter")],
    );
    play(&mut terminal, &[("?", "  await"), ("", "↑ brings the code")]);
    terminal.type_text("sleep(19);").press(ENTER);
    terminal.wait_for("│ timeline");
    terminal.resize(60, 20).press(CTRL_C);
    let screen = terminal.wait_for("does not count as an");
    assert!(screen.contains("Stopped."), "{screen}");
    terminal.resize(80, 24);
    play(&mut terminal, &[("print(1))", "↑ brings your answer"), (":solution", "y or n")]);
    terminal.press(CTRL_C);
    play(&mut terminal, &[("n", "It stays hidden.")]);
    leave(terminal);
}

#[test]
fn what_comes_while_an_answer_runs_is_the_next_answer_in_the_making() {
    let mut terminal = learn(&["--lesson", "together"]).start();
    terminal.wait_for("your answer ›");
    play(&mut terminal, &[("1", "✔ Right."), ("", "Alt+Enter makes a new line")]);
    terminal.type_text("sleep(0.8);").press(ENTER);
    terminal.wait_for("│ timeline");
    terminal.type_text("let a = 1;").press(ENTER).paste("let b = 2;\nprint(a + b);");
    let screen = terminal.wait_for("· print(a + b);");
    assert!(screen.contains("answer › let a = 1;\n       · let b = 2;\n"), "{screen}");
    terminal.press(CTRL_C);
    terminal.wait_for("kept: ↑ brings it back");
    terminal.wait_until("a prompt", |screen| screen.contents().trim_end().ends_with('›'));
    terminal.press(UP);
    terminal.wait_for("answer › let a = 1;\n       · let b = 2;\n       · print(a + b);");
    terminal.press(CTRL_C);
    let is_kept_twice = |screen: &vt100::Screen| screen.contents().matches("brings it back").count() == 2;
    terminal.wait_until("a draft kept again", is_kept_twice);
    leave(terminal);
}

#[test]
fn what_a_left_over_task_prints_does_not_come_below_the_verdict() {
    let mut terminal = learn(&["--lesson", "together"]).start();
    terminal.wait_for("your answer ›");
    play(&mut terminal, &[("1", "✔ Right."), ("", "↑ brings the code")]);
    terminal.type_text("let a = spawn || print(\"late\"); 1").press(ENTER);
    terminal.wait_for("✘ together");
    terminal.wait_until("a prompt", |screen| screen.contents().trim_end().ends_with('›'));
    terminal.type_text("lessons").press(ENTER);
    let screen = terminal.wait_for("lessons done");
    assert!(!screen.contains("│ late"), "{screen}");
    leave(terminal);
}

#[test]
fn ctrl_c_stops_what_runs_unseen() {
    let course = tempfile::tempdir().unwrap();
    let outline = "format_version = 1\nid = \"endless\"\ntitle = \"Endless\"\norder = [\"1.md\"]\n";
    std::fs::write(course.path().join("course.toml"), outline).unwrap();
    let lesson =
        "+++\nid = \"one\"\ntitle = \"One\"\n+++\nOne.\n```rhai +run\nloop { sleep(1) }\n```\nTwo.\n";
    std::fs::write(course.path().join("1.md"), lesson).unwrap();
    let mut terminal = Pty::meanwhile(&["learn", course.path().to_str().unwrap()]).size(80, 24).start();
    terminal.wait_for("Enter begins.");
    terminal.press(ENTER);
    terminal.wait_for("Enter runs it.");
    terminal.type_text(":next");
    terminal.wait_for("› :next");
    terminal.press(ENTER);
    // The second step comes with what the first one defines, so with its loop. When that begins is not seen, but
    // the cursor leaves the prompt's row.
    terminal.wait_until("the cursor has left the prompt", |screen| screen.cursor_position().1 == 0);
    let is_stopped = |terminal: &mut Pty| {
        terminal.press(CTRL_C);
        std::thread::sleep(std::time::Duration::from_millis(20));
        terminal.screen().contains("Two.")
    };
    assert!((0..500).any(|_| is_stopped(&mut terminal)), "{}", terminal.screen());
    leave(terminal);
}

#[test]
fn an_answer_is_written_in_an_editor_of_ones_own() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("edit.sh");
    std::fs::write(&script, "sed -i 's/^fetch/await spawn fetch/' \"$1\"\n").unwrap();
    let editor = format!("sh {}", script.display());
    let mut terminal = learn(&["--lesson", "together"]).env("EDITOR", editor).start();
    terminal.wait_for("your answer ›");
    play(&mut terminal, &[("1", "✔ Right."), ("", "↑ brings the code")]);
    terminal.type_text(":edit").press(ENTER);
    terminal.wait_for("│ timeline");
    terminal.wait_for("✘ together");
    leave(terminal);
}

#[test]
fn without_an_editor_every_save_of_the_file_is_checked() {
    let data = tempfile::tempdir().unwrap();
    let mut terminal = learn(&["--lesson", "waits"]).env("XDG_DATA_HOME", data.path()).start();
    play(&mut terminal, &[("", "Enter runs it."), (":next", "In which order"), ("?", "How many seconds")]);
    play(&mut terminal, &[("?", "Enter goes on"), ("", "Type a letter"), ("?", "It is: "), ("", "↑ brings")]);
    terminal.type_text(":edit").press(ENTER);
    terminal.wait_for("set EDITOR before you start");
    terminal.wait_until("a prompt", |screen| screen.contents().trim_end().ends_with('›'));
    terminal.type_text("half");
    let path = data.path().join("meanwhile/answers/tiny/waits.rhai");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "sleep_blocking(0.2);\nprint(\"done\");\n");
    std::fs::write(&path, "print(\"done\");\n").unwrap();
    terminal.wait_for("it should wait before it prints");
    std::fs::write(&path, "sleep(0.2); print(\"done\");\n").unwrap();
    terminal.wait_for("✔ Passed: 4 of 4 points.");
    terminal.wait_until("what was typed is still there", |screen| {
        screen.contents().trim_end().ends_with("answer › half")
    });
    terminal.press(CTRL_C);
    terminal.wait_for("^C");
    terminal.press(ENTER);
    terminal.wait_for("Lesson 2 of 3");
    leave(terminal);
}

#[test]
fn outside_the_course_its_commands_say_how_to_begin() {
    let mut terminal = Pty::meanwhile(&[]).start();
    terminal.wait_for("1 ›");
    for command in [":hint", ":lessons", ":next", ":card"] {
        terminal.type_text(command).press(ENTER);
        terminal.wait_for(":learn begins it");
        terminal.press(CTRL_L);
        terminal.wait_until_gone(":learn begins it");
    }
    leave(terminal);
}

/// What is said to these lines where there is no terminal.
fn said_to(typed: &str, data: &Path) -> String {
    use std::io::Write;
    let mut child = Command::new(env!("CARGO_BIN_EXE_meanwhile"))
        .args(["learn", tiny().to_str().unwrap(), "--clock", "virtual"])
        .env("XDG_DATA_HOME", data)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && !said.contains('\x1b'), "{said}");
    said
}

#[test]
fn without_a_terminal_lines_are_answers() {
    let data = tempfile::tempdir().unwrap();
    let typed = "\n\n\n\nb a\n.2\n\nawait\n\nprint(\"done\");\nsleep(0.2); print(\"done\");\n";
    let said = said_to(typed, data.path());
    let mut rest = said.as_str();
    for part in [
        "Enter begins.",
        "Lesson 1 of 3",
        "before\nafter\n",
        "Just as you predicted.",
        "✔ Right.",
        "✘ waits: it should wait before it prints",
        "✔ Passed: 4 of 4 points.",
        "Your progress is kept.",
    ] {
        let Some(at) = rest.find(part) else { panic!("{part:?} does not come in its turn: {said}") };
        rest = &rest[at + part.len()..];
    }
}

#[test]
fn progress_with_absurd_numbers_stops_nobody() {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().join("meanwhile/progress");
    std::fs::create_dir_all(&folder).unwrap();
    let lesson = r#"{"points": 4294967295, "failed_attempts": 4294967295, "hints_shown": 999}"#;
    let place = r#"{"lesson": "waits", "step": 999}"#;
    let progress = format!(
        r#"{{"format": "meanwhile-progress", "version": 1, "place": {place}, "lessons": {{"waits": {lesson}, "together": {lesson}}}}}"#
    );
    std::fs::write(folder.join("tiny.json"), progress).unwrap();
    let said = said_to(":lessons\n:hint\nprint(\"done\");\n", data.path());
    assert!(said.contains("it should wait before it prints"), "{said}");
}

#[test]
fn whose_progress_is_not_kept_is_not_told_that_it_is() {
    let data = tempfile::tempdir().unwrap();
    std::fs::write(data.path().join("meanwhile"), "a file where the folder should be").unwrap();
    for typed in ["\n", "\n:learn stop\n"] {
        let said = said_to(typed, data.path());
        assert!(said.contains("Your progress could not be kept."), "{said}");
        assert!(!said.contains("is kept"), "{said}");
    }
}

#[test]
fn answers_are_not_packed_over_what_is_something_else() {
    let data = tempfile::tempdir().unwrap();
    said_to("\n\n\n\nb a\n.2\n\nawait\n\nprint(\"done\");\n", data.path());
    let pack = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_meanwhile"));
        command.args(["learn", tiny().to_str().unwrap(), "--submit", "photo.jpg"]);
        command.env("XDG_DATA_HOME", data.path()).current_dir(data.path()).output().unwrap()
    };
    let photo = data.path().join("photo.jpg");
    for theirs in [&b"\xff\xd8\xff\xe0 a picture"[..], b"a text", b"{}"] {
        std::fs::write(&photo, theirs).unwrap();
        let said = pack();
        assert!(
            String::from_utf8_lossy(&said.stderr).contains("is not a file of packed answers"),
            "{said:?}"
        );
        assert_eq!(std::fs::read(&photo).unwrap(), theirs);
    }
    std::fs::remove_file(&photo).unwrap();
    assert!(pack().status.success() && pack().status.success(), "once, and once more over its own");
}

/// A course whose only lesson has a task and an exercise of this text.
fn exercise_course(home: &std::path::Path, blocks: &str) -> std::path::PathBuf {
    let folder = home.join("course");
    std::fs::create_dir_all(&folder).unwrap();
    let outline = "format_version = 1\nid = \"own\"\ntitle = \"Own\"\norder = [\"1.md\"]\n";
    std::fs::write(folder.join("course.toml"), outline).unwrap();
    let lesson = format!("+++\nid = \"one\"\ntitle = \"One\"\n+++\n{blocks}");
    std::fs::write(folder.join("1.md"), lesson).unwrap();
    folder
}

const CATCHES: &str = r#"
Wait for the first task.

```rhai +starter
print("nothing");
```

```text +hint
select
```

```rhai +solution
select([spawn sleep(0.1)]); print("done");
```

```rhai +check name="it is done"
expect(run.output).contains("done", "it should print done");
```
"#;

#[test]
fn a_call_that_can_never_be_right_is_reported_also_where_a_try_caught_its_error() {
    let home = tempfile::tempdir().unwrap();
    let folder = exercise_course(home.path(), CATCHES);
    let mut terminal = Pty::meanwhile(&["learn", folder.to_str().unwrap(), "--lesson", "1"])
        .size(80, 40)
        .env("XDG_DATA_HOME", home.path().join("data"))
        .start();
    terminal.wait_for("answer ›");
    let answer = "let t = [spawn sleep(0.1)]; try { select(t, 2); } catch (error) { print(\"too late\"); }";
    terminal.type_text(answer).press(ENTER);
    let screen = terminal.wait_for("it should print done");
    for part in ["A catch has hidden a mistake in the program itself", "select takes a number of seconds"] {
        assert!(screen.contains(part), "{part}: {screen}");
    }
    leave(terminal);
}

#[test]
fn a_file_that_is_loaded_in_an_exercise_is_the_answer() {
    let home = tempfile::tempdir().unwrap();
    let folder = exercise_course(home.path(), CATCHES);
    let file = home.path().join("mine.rhai");
    std::fs::write(&file, "select([spawn sleep(0.1)]);\nprint(\"done\");\n").unwrap();
    let mut terminal = Pty::meanwhile(&["learn", folder.to_str().unwrap(), "--lesson", "1"])
        .size(160, 40)
        .env("XDG_DATA_HOME", home.path().join("data"))
        .start();
    terminal.wait_for("answer ›");
    // Python is explained at once, and not waited for until it ends.
    play(&mut terminal, &[("for i in range(3): print(i)", "a block stands in")]);
    play(&mut terminal, &[(&format!(":load {}", file.display()), "✔ Passed: 2 of 2 points.")]);
    leave(terminal);
}

#[test]
fn submit_packs_the_answers_from_the_session() {
    let home = tempfile::tempdir().unwrap();
    let folder = exercise_course(home.path(), CATCHES);
    let file = home.path().join("mine.answers.json");
    let mut terminal = Pty::meanwhile(&["learn", folder.to_str().unwrap(), "--lesson", "1"])
        .size(160, 40)
        .env("XDG_DATA_HOME", home.path().join("data"))
        .start();
    terminal.wait_for("answer ›");
    play(
        &mut terminal,
        &[
            (":submit", "you have no answers in \"Own\" yet"),
            ("select([spawn sleep(0.1)]); print(\"done\");", "✔ Passed: 2 of 2 points."),
            (&format!(":submit {}", file.display()), "Packed 1 answer, of which 1 passed:"),
            (&format!(":submit {}", file.display()), "Hand in this file"),
        ],
    );
    assert!(std::fs::read_to_string(&file).unwrap().contains("select([spawn"));
    leave(terminal);
}

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
