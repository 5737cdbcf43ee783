//! The course as its learner sees it: in a terminal of 80 × 24, mistyped, interrupted, left and come back to.

mod answers;
mod cards;
mod interrupting;
mod progress;

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::leave;
use crate::pty::*;

fn tiny() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/courses/tiny")
}

fn learn(arguments: &[&str]) -> Start {
    let folder = tiny();
    let mut all = vec!["learn", folder.to_str().unwrap()];
    all.extend(arguments);
    Pty::meanwhile(&all).size(80, 24)
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
