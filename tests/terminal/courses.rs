//! A course from elsewhere, and what its programs may do: nothing that was not shown, nothing beyond their own files.

use std::fs;
use std::path::Path;

use crate::pty::*;
use crate::{at_prompt, leave};

/// Writes a course whose only lesson has these programs, each in a step of its own.
fn course(folder: &Path, wants: &str, programs: &[&str]) {
    fs::create_dir_all(folder).unwrap();
    let outline = format!(
        "format_version = 1\nid = \"foreign\"\ntitle = \"Foreign\"\norder = [\"01.md\"]\nwelcome = \"Hello.\"\n{wants}\n"
    );
    fs::write(folder.join("course.toml"), outline).unwrap();
    let mut lesson = "+++\nid = \"one\"\ntitle = \"One\"\n+++\n".to_owned();
    for (number, program) in programs.iter().enumerate() {
        lesson.push_str(&format!("\nStep {number}.\n\n```rhai +run\n{program}\n```\n"));
    }
    lesson.push_str("\nThe end of it.\n");
    fs::write(folder.join("01.md"), lesson).unwrap();
}

fn learn(home: &Path, arguments: &[&str]) -> Pty {
    let folder = home.join("course");
    let mut all = vec!["learn", folder.to_str().unwrap()];
    all.extend(arguments);
    Pty::meanwhile(&all).size(160, 40).env("XDG_DATA_HOME", home.join("data")).start()
}

/// What the programs of a course come to that does this, told by what is to be seen.
fn check_closed(program: &str, expected: &str, arguments: &[&str]) {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("secret"), "secret").unwrap();
    let program = program.replace("HOME", home.path().to_str().unwrap());
    course(&home.path().join("course"), "", &[&program]);
    let mut terminal = learn(home.path(), arguments);
    terminal.wait_for("Enter begins.");
    terminal.press(ENTER);
    terminal.wait_for("Enter runs it.");
    terminal.press(ENTER);
    terminal.wait_for(expected);
    assert!(!home.path().join("written").exists(), "{program}");
    leave(terminal);
}

#[test]
fn programs_of_a_course_from_elsewhere_have_their_own_files_and_the_test_server() {
    let closed = "in this course, whose programs have only their own";
    for (program, expected) in [
        ("print(fs::read(\"HOME/secret\"))", closed),
        ("fs::write(\"HOME/written\", \"x\")", closed),
        ("print(process::run(\"touch\", [\"HOME/written\"]).status)", closed),
        ("print(http::get(\"http://127.0.0.1:9/\"))", closed),
        ("http::test_server(); print(http::get(\"http://127.0.0.1:9/\"))", "the network is closed here"),
        ("db::open(\"HOME/written\")", closed),
        ("import \"HOME/secret\" as it", closed),
        ("fs::write(\"own\", \"mine\"); print(fs::read(\"own\"))", "mine"),
        ("print(http::get(http::test_server() + \"/delay/0\").status)", "200"),
    ] {
        check_closed(program, expected, &[]);
    }
    check_closed("print(fs::read(\"HOME/secret\"))", closed, &["--sandbox"]);
    check_closed("print(http::get(http::test_server() + \"/delay/0\").status)", "200", &["--sandbox"]);
}

#[test]
fn what_a_course_wants_is_asked_for_once_and_again_when_it_has_changed() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("secret"), "what was hidden").unwrap();
    let program = format!("print(fs::read(\"{}\"))", home.path().join("secret").display());
    let folder = home.path().join("course");
    course(&folder, "wants = [\"files\"]", &[&program]);

    let mut terminal = learn(home.path(), &[]);
    terminal.wait_for("files     to read and change all of your files");
    at_prompt(&mut terminal);
    // Enter alone is no consent.
    terminal.press(ENTER);
    terminal.wait_for("It is not allowed.");
    terminal.wait_for("Enter begins.");
    terminal.press(ENTER);
    terminal.wait_for("Enter runs it.");
    terminal.press(ENTER);
    terminal.wait_for("whose programs have only their own");
    leave(terminal);

    course(&folder, "wants = [\"files\"]", &[&program, "print(1)"]);
    let mut terminal = learn(home.path(), &[]);
    terminal.wait_for("Allow this?");
    terminal.type_text("yes").press(ENTER);
    terminal.wait_for("It is allowed.");
    terminal.wait_for("Enter runs it.");
    terminal.press(ENTER);
    terminal.wait_for("what was hidden");
    leave(terminal);

    // The same course once more: nobody is asked.
    let mut terminal = learn(home.path(), &[]);
    terminal.wait_for("Welcome back!");
    assert!(!terminal.screen().contains("Allow this?"));
    leave(terminal);

    // In the session's sandbox nobody is asked either, and nothing is granted.
    let mut terminal = learn(home.path(), &["--sandbox"]);
    terminal.wait_for("Enter runs it.");
    terminal.press(ENTER);
    terminal.wait_for("whose programs have only their own");
    leave(terminal);
}

#[test]
fn no_program_runs_that_was_not_shown() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("course");
    let said = |text: &str| format!("print(\"{text} ran\"); fs::write(\"mark\", \"{text}\")");
    let last = "print(fs::exists(\"mark\"))";
    course(&folder, "", &[&said("first"), last]);
    let mut terminal = learn(home.path(), &[]);
    terminal.wait_for("Enter begins.");
    for expected in ["Enter runs it.", "first ran", "Step 1."] {
        at_prompt(&mut terminal);
        terminal.press(ENTER);
        terminal.wait_for(expected);
    }
    leave(terminal);

    // What has been seen runs again before the step that the learner comes back to.
    let mut terminal = learn(home.path(), &[]);
    terminal.wait_for("Welcome back!");
    at_prompt(&mut terminal);
    terminal.press(ENTER);
    terminal.wait_for("true");
    leave(terminal);

    // After an update other programs stand there: they do not.
    course(&folder, "", &[&said("another"), last]);
    let mut terminal = learn(home.path(), &[]);
    terminal.wait_for("have not run");
    at_prompt(&mut terminal);
    terminal.press(ENTER);
    terminal.wait_for("false");
    leave(terminal);
}

#[test]
fn python_is_not_run_while_a_course_from_elsewhere_is_open() {
    let home = tempfile::tempdir().unwrap();
    course(&home.path().join("course"), "", &["print(1)"]);
    let script = home.path().join("a.py");
    fs::write(&script, "open('written', 'w')").unwrap();
    let mut terminal = learn(home.path(), &[]);
    terminal.wait_for("Enter begins.");
    at_prompt(&mut terminal);
    terminal.type_text(&format!(":load {}", script.display())).press(ENTER);
    terminal.wait_for("no Python program");
    leave(terminal);
}

/// An exercise that is passed by printing `done`.
const EXERCISE: &str = "+++
id = \"one\"
title = \"One\"
+++

## Exercise

Print it.

```rhai +starter
print(\"not yet\");
```

```text +hint
There is a word for it.
```

```rhai +solution
print(\"done\");
```

```rhai +wrong fails=\"done\"
sleep(1);
```

```rhai +check name=\"done\"
expect(run.output).has_length(1, \"one line\");
```
";

#[test]
fn ctrl_c_ends_the_judging_of_an_answer() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("course");
    course(&folder, "", &[]);
    fs::write(folder.join("01.md"), EXERCISE).unwrap();
    let mut terminal = learn(home.path(), &[]);
    terminal.wait_for("Enter begins.");
    terminal.press(ENTER);
    terminal.wait_for("Print it.");
    at_prompt(&mut terminal);
    // Each search is one operation, so that no limit ends this soon.
    terminal.type_text("let a = \"\"; a.pad(9000000, \"a\"); loop { a.contains(\"b\") }").press(ENTER);
    let begin = std::time::Instant::now();
    // However early it comes, a later one is heard.
    while !terminal.screen().contains("Stopped.") {
        assert!(begin.elapsed() < std::time::Duration::from_secs(15), "{}", terminal.screen());
        terminal.press(CTRL_C);
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    leave(terminal);
}

#[test]
fn answers_in_a_sandbox_reach_the_session_s_own_server_alone() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let home = tempfile::tempdir().unwrap();
    course(&home.path().join("course"), "", &[]);
    fs::write(home.path().join("course/01.md"), EXERCISE).unwrap();
    let mut terminal = learn(home.path(), &["--sandbox", "--clock", "real"]);
    terminal.wait_for("Enter begins.");
    terminal.press(ENTER);
    terminal.wait_for("Print it.");
    for (number, answer) in [
        "http::get(\"http://127.0.0.1:PORT/\")",
        "http::test_server(); http::post(\"http://localhost:PORT/\", \"x\")",
        "http::get(http::test_server() + \"/redirect?to=http://127.0.0.1:PORT/\")",
        "http::get(\"http://[::ffff:127.0.0.1]:PORT/\")",
        "net::connect(\"127.0.0.1\", PORT)",
        "net::connect(\"localhost\", PORT)",
        "process::run(\"python3\", [\"-c\", \"import socket; socket.create_connection(('127.0.0.1', PORT))\"])",
    ]
    .iter()
    .enumerate()
    {
        at_prompt(&mut terminal);
        let answer = answer.replace("PORT", &port);
        // Each says when it is over, however it ends.
        let line = format!("try {{ {answer} }} catch (e) {{ }} print(\"tried {number}\" + \"!\")");
        terminal.type_text(&line).press(ENTER);
        terminal.wait_for(&format!("tried {number}!"));
        let came = listener.accept().map(|(_, from)| from);
        assert_eq!(came.map_err(|error| error.kind()), Err(std::io::ErrorKind::WouldBlock), "{answer}");
    }
    at_prompt(&mut terminal);
    terminal.type_text("print(http::get(http::test_server() + \"/delay/0\").status)").press(ENTER);
    terminal.wait_for("200");
    leave(terminal);
}
