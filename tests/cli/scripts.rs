//! Scripts that are run: what goes where, and exit codes.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::{check, meanwhile};

#[test]
fn into_a_pipe_goes_what_the_script_prints_and_nothing_else() {
    check("print(1); sleep(1); print(\"two\", [3])", "1\ntwo [3]\n", "", 0);
    check("print(\"\\x1b[31mraw\")", "\x1b[31mraw\n", "", 0);
}

/// Nobody reads what it says, as when the reader of a pipe has had enough.
#[test]
fn a_reader_that_has_gone_is_no_defect() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("talk.md"), "```rhai +run\n1\n```\n").unwrap();
    let talk = "talk.md";
    for arguments in [
        &["jupyter", "install", "--prefix", "."][..],
        &["export", "book", "-o", "book"],
        &["course", "new", "course"],
        &["present", talk, "--check"],
        &["present", talk, "--check", "--accept"],
        &["learn", "--report"],
        &["learn", "--review"],
        &["learn", "--log", "on"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = Command::new(env!("CARGO_BIN_EXE_meanwhile"));
        command.args(arguments).current_dir(folder.path()).stdin(Stdio::null());
        command.env("HOME", folder.path()).env("XDG_DATA_HOME", folder.path()).stdout(writer);
        let result = command.stderr(Stdio::piped()).output().unwrap();
        let said = String::from_utf8_lossy(&result.stderr);
        assert_eq!((result.status.code(), said.as_ref()), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
fn errors_go_to_standard_error_with_place_and_code_1() {
    check("print(1);\nthrow \"boom\"", "1\n", "script.rhai, line 2, column 1", 1);
    check("let x = ;", "", "script.rhai, line 1", 1);
}

#[test]
fn tasks_nobody_awaited_are_named() {
    check("spawn sleep(9);\nprint(1)", "1\n", "sleep (line 1) had not ended when the script did", 0);
    check("fn bad() { throw \"boom\" }\nspawn bad(); sleep(1)", "", "bad failed, and nobody awaited it", 0);
    check("try { channel().sned(1) } catch { }", "", "A catch has hidden a mistake in the program itself", 0);
}

#[test]
fn files_that_are_no_scripts_are_said_to_be_none() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("latin1.rhai"), b"print(\"\xe9\")").unwrap();
    fs::create_dir(folder.path().join("folder")).unwrap();
    for (file, expected) in [
        ("missing.rhai", "there is no file missing.rhai"),
        ("folder", "folder is a folder; name the script in it"),
        ("latin1.rhai", "latin1.rhai is not text (byte 7 is no UTF-8)"),
    ] {
        let result = meanwhile(&["run", file], folder.path());
        let said = String::from_utf8_lossy(&result.stderr).into_owned();
        assert!(said.contains(expected), "{said}");
        assert_eq!(result.status.code(), Some(2));
    }
    assert_eq!(meanwhile(&["run"], folder.path()).status.code(), Some(2));
    assert_eq!(meanwhile(&["runn", "x"], folder.path()).status.code(), Some(2));
}

#[test]
fn a_lesson_that_does_not_exist_opens_no_course() {
    let folder = tempfile::tempdir().unwrap();
    for (wanted, said) in [
        ("nosuch", "There is no lesson `nosuch`; they are 1 to 19"),
        ("20", "There is no lesson 20; they are 1 to 19"),
        ("0", "There is no lesson 0; they are 1 to 19"),
        ("cancel", "There is no lesson `cancel`; did you mean `"),
    ] {
        let result = meanwhile(&["learn", "--lesson", wanted], folder.path());
        assert_eq!(result.status.code(), Some(2), "{wanted}");
        let error = String::from_utf8_lossy(&result.stderr);
        assert!(error.contains(said), "{error}");
        assert!(result.stdout.is_empty(), "{}", String::from_utf8_lossy(&result.stdout));
    }
}

#[test]
fn imports_are_found_beside_the_script() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("lib")).unwrap();
    fs::write(folder.path().join("lib/a.rhai"), "import \"b\" as b; fn twice(x) { sleep(1); b::double(x) }")
        .unwrap();
    fs::write(folder.path().join("lib/b.rhai"), "fn double(x) { 2 * x }").unwrap();
    fs::write(folder.path().join("main.rhai"), "import \"lib/a\" as a; print(await spawn a::twice(21))")
        .unwrap();
    let path = folder.path().join("main.rhai");
    let result = meanwhile(&["run", path.to_str().unwrap(), "--clock", "virtual"], Path::new("/"));
    assert_eq!(
        String::from_utf8_lossy(&result.stdout),
        "42\n",
        "{}",
        String::from_utf8_lossy(&result.stderr)
    );
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_meanwhile"))
        .args(["run", "-", "--clock", "virtual"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"for i in 0..1000000 { print(i) }").unwrap();
    drop(input);
    drop(child.stdout.take());
    let result = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&result.stderr), "");
    assert_eq!(result.status.code(), Some(0));
}

#[test]
fn a_session_can_be_piped() {
    let home = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_meanwhile"))
        .args(["--clock", "virtual"])
        .env("HOME", home.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let entries = b"let x = 20;\nfn f(n) {\n  sleep(1);\n  n + 1\n}\nprint(\"hi\");\nx + await spawn f(21)\n";
    child.stdin.take().unwrap().write_all(entries).unwrap();
    let result = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&result.stdout), "hi\n42\n");
    assert_eq!(result.status.code(), Some(0));
}

#[test]
fn packages_get_completions_and_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    for (shell, part) in
        [("bash", "complete -F _meanwhile"), ("zsh", "#compdef meanwhile"), ("fish", "complete -c meanwhile")]
    {
        let output = meanwhile(&["completions", shell], folder.path());
        assert!(String::from_utf8_lossy(&output.stdout).contains(part), "{shell}: {output:?}");
    }
    let manual = meanwhile(&["manual"], folder.path());
    let text = String::from_utf8_lossy(&manual.stdout).into_owned();
    assert!(
        text.starts_with(".ie") && text.contains("MEANWHILE EXPLORE") && !text.contains("MEANWHILE JUDGE"),
        "{text}"
    );
}
