//! Answers: from an editor, from a file, typed, packed for the teacher.

use super::*;

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
