//! A replay in a terminal: it takes the window, listens to keys and the mouse, and gives the window back.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::pty::*;

const SCRIPT: &str = "fn download(n) {
    print(`start ${n}`);
    sleep(1 + n);
    print(`done ${n}`);
}
let all = [];
for i in 0..3 { all.push(spawn download(i)); }
sleep_blocking(0.5);
await all;
print(\"the end\");
";

fn replay(arguments: &[&str]) -> Pty {
    let folder = tempfile::tempdir().expect("a folder").keep();
    let script = folder.join("down.rhai");
    std::fs::write(&script, SCRIPT).expect("a script");
    let script = script.to_string_lossy().into_owned();
    let arguments = [&["--clock", "virtual", "replay", &script][..], arguments].concat();
    let mut terminal = Pty::meanwhile(&arguments).start();
    terminal.wait_for("paused");
    terminal
}

fn is_full(terminal: &Pty) -> bool {
    terminal.look(|screen| screen.alternate_screen())
}

#[test]
fn keys_move_through_a_run_and_q_gives_the_window_back() {
    let mut terminal = replay(&[]);
    assert!(is_full(&terminal));
    let screen = terminal.screen();
    for part in ["down.rhai · 0 s of 3.50 s", "▸ main", "download #3", "thread", "fn download(n) {"] {
        assert!(screen.contains(part), "{part}:\n{screen}");
    }
    terminal.type_text("n");
    terminal.wait_for("main held the thread with sleep_blocking(0.5)");
    terminal.press(DOWN).press(RIGHT).press(RIGHT);
    terminal.wait_for("▸ download ");
    terminal.wait_for("start 0");
    terminal.type_text("/done 2\r");
    terminal.wait_for("▸ download #3");
    terminal.type_text(":1.5\r");
    terminal.wait_for("1.50 s of 3.50 s");
    terminal.type_text("++");
    terminal.wait_until("a part of the axis", |screen| !screen.contents().contains("0.0 s "));
    terminal.type_text("?");
    terminal.wait_for("one event a beat");
    terminal.press(ESCAPE);
    terminal.wait_until_gone("one event a beat");
    terminal.type_text("t");
    terminal.wait_for("awaited by main");
    terminal.type_text("q");
    terminal.wait_until_gone("awaited by main");
    // It plays in real time, so the end comes by itself.
    terminal.type_text("]]]] ");
    terminal.wait_for("3.50 s of 3.50 s · paused");
    for (columns, rows) in [(60, 15), (160, 50), (20, 5), (80, 24)] {
        terminal.resize(columns, rows);
        let text = if columns == 20 { "The window is" } else { "down.rhai" };
        terminal.wait_for(text);
    }
    // A click, as terminals tell it: column 60, row 5.
    terminal.press("\x1b[<0;60;5M");
    terminal.wait_until("another instant", |screen| !screen.contents().contains("3.50 s of 3.50 s"));
    terminal.type_text("q");
    assert!(terminal.wait_for_exit().success());
    let is_right = terminal.look(|screen| !screen.hide_cursor() && !screen.alternate_screen());
    assert!(is_right && !terminal.screen().contains("paused"), "{}", terminal.screen());
}

#[test]
fn whoever_ends_it_finds_the_window_put_right() {
    for signal in ["-TERM", "-HUP", "ctrl-c", "ctrl-d"] {
        let mut terminal = replay(&[]);
        match signal {
            "ctrl-c" => drop(terminal.press(CTRL_C)),
            "ctrl-d" => drop(terminal.press(CTRL_D)),
            _ => {
                let process = terminal.process_id().expect("a process").to_string();
                assert!(Command::new("kill").args([signal, &process]).status().expect("kill").success());
            }
        }
        terminal.wait_for_exit();
        assert!(!is_full(&terminal), "{signal}");
        assert!(terminal.look(|screen| !screen.hide_cursor()), "{signal}");
    }
}

#[test]
fn a_session_replays_its_runs_and_draws_parts_of_them() {
    let mut terminal = Pty::meanwhile(&["--clock", "virtual"]).start();
    terminal.wait_for("1 ›");
    terminal.type_text("fn work(n) { sleep(n); print(`did ${n}`) } await [spawn work(1), spawn work(2)];\r");
    terminal.wait_for("2 ›");
    terminal.type_text(":replay\r").wait_for("run 1 · 0 s of 2.00 s · paused");
    terminal.press(RIGHT).press(RIGHT);
    terminal.type_text("/did 2\r").wait_for("▸ work #2");
    terminal.type_text("q").wait_until_gone("paused");
    terminal.type_text("1 + 1\r").wait_for("\n2\n");
    terminal.type_text(":zoom 0.5 1.5 work\r").wait_for("0.6 s     0.8");
    terminal.type_text(":zoom 7 8\r").wait_for("run 1 ends at 2.00 s");
    terminal.type_text(":zoom 0 1 nosuch\r").wait_for("The run has no task nosuch");
    terminal.type_text(":replay 9\r").wait_for("There is no run 9");
    terminal.wait_until("the prompt", |screen| screen.contents().trim_end().ends_with('›'));
    terminal.press(CTRL_D);
    assert!(terminal.wait_for_exit().success());
}

#[test]
fn two_runs_are_gone_through_on_one_clock() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    std::fs::write(path("one.rhai"), "sleep(1); print(\"one\"); sleep(2)").expect("a script");
    std::fs::write(path("two.rhai"), "await [spawn sleep(1), spawn sleep(2)]; print(\"two\");")
        .expect("a script");
    let arguments = ["--clock", "virtual", "replay", &path("one.rhai"), &path("two.rhai")];
    let mut terminal = Pty::meanwhile(&arguments).start();
    terminal.wait_for("one.rhai and two.rhai · 0 s of 3.00 s");
    terminal.wait_for("▸ main");
    terminal.type_text("/one\r").wait_for("── one.rhai ");
    terminal.press("\t").wait_for("── two.rhai ");
    terminal.type_text(":2.5\r").wait_for("2.50 s of 3.00 s");
    terminal.wait_for("│ 2.00 main  two");
    terminal.resize(60, 15);
    terminal.wait_until("a small picture", |screen| {
        let text = screen.contents();
        text.contains("\ntwo.rhai") && text.contains("Tab run")
    });
    terminal.type_text("q");
    assert!(terminal.wait_for_exit().success());
    // In a session, by number.
    let mut terminal = Pty::meanwhile(&["--clock", "virtual"]).start();
    terminal.wait_for("1 ›");
    terminal.type_text("sleep(1)\r").wait_for("2 ›");
    terminal.type_text("sleep(3)\r").wait_for("3 ›");
    terminal.type_text(":replay 1 2\r").wait_for("run 1 and run 2 · 0 s of 3.00 s");
    terminal.type_text("q").wait_until_gone("paused");
    terminal.type_text(":replay 1 7\r").wait_for("There is no run 7; the latest is run 2.");
    terminal.type_text(":replay 1 2 3\r").wait_for("Write `:replay [N [M]]`");
    terminal.press(CTRL_D);
    assert!(terminal.wait_for_exit().success());
}

#[test]
fn a_saved_run_is_drawn_and_replayed_with_its_code() {
    let folder = tempfile::tempdir().expect("a folder");
    let (script, trace) = (folder.path().join("a.rhai"), folder.path().join("a.jsonl"));
    std::fs::write(&script, SCRIPT).expect("a script");
    let [script, trace] = [script, trace].map(|it| it.to_string_lossy().into_owned());
    let meanwhile = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_meanwhile")).args(arguments).output().expect("a run");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let always = ["--clock", "virtual", "--timeline", "always"];
    let (code, drawn) = meanwhile(&[&always[..], &["run", &script, "--trace", &trace]].concat());
    assert_eq!(code, Some(0));
    let (code, again) = meanwhile(&[&always[..], &["run", &trace]].concat());
    assert_eq!((code, again), (Some(0), drawn));
    // Into a pipe goes what the script printed.
    let (_, printed) = meanwhile(&["run", &trace]);
    assert!(printed.starts_with("start 0\n") && printed.ends_with("the end\n"), "{printed}");
    std::fs::remove_file(&script).expect("a script");
    let mut terminal = Pty::meanwhile(&["replay", &trace]).start();
    terminal.wait_for("fn download(n) {");
    terminal.type_text("q");
    assert!(terminal.wait_for_exit().success());
}

#[test]
fn an_order_is_replayed_from_its_code_and_from_its_trace() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/lessons/examples/deposits.rhai");
    let explored = Command::new(env!("CARGO_BIN_EXE_meanwhile"))
        .args(["explore", script, "--budget", "300"])
        .output()
        .expect("an exploration");
    let said = String::from_utf8_lossy(&explored.stdout).into_owned();
    let code = said.split("--schedule ").nth(1).expect("a code").split_whitespace().next().expect("a code");
    let trace = folder.path().join("t.jsonl").to_string_lossy().into_owned();
    let ran = Command::new(env!("CARGO_BIN_EXE_meanwhile"))
        .args(["run", script, "--schedule", code, "--trace", &trace])
        .output()
        .expect("a run");
    assert!(ran.status.success(), "{ran:?}");
    let of_script = ["replay", script, "--schedule", code];
    for arguments in [&of_script[..], &["replay", &trace]] {
        let mut terminal = Pty::meanwhile(arguments).size(100, 30).start();
        let title = format!("deposits.rhai, order {code}");
        terminal.wait_for(&title);
        terminal.press(END);
        terminal.wait_for("120");
        terminal.type_text("q");
        assert!(terminal.wait_for_exit().success());
    }
}

/// asciinema's own player, where one is here; else nothing, which CI does not put up with.
fn asciinema() -> Option<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/jupyter/bin/asciinema");
    let is_there = |it: &Path| Command::new(it).arg("--version").output().is_ok_and(|it| it.status.success());
    let found = [own, PathBuf::from("asciinema")].into_iter().find(|it| is_there(it));
    if found.is_none() {
        assert!(std::env::var_os("NEEDS_JUPYTER").is_none(), "CI needs asciinema");
        println!("skipped: there is no asciinema here");
    }
    found
}

#[test]
fn asciinema_plays_a_recording_to_the_finished_frame() {
    let Some(asciinema) = asciinema() else { return };
    let folder = tempfile::tempdir().unwrap();
    let program = "fn job(n) { sleep(0.2 * n); print(`job ${n}`) }\nlet all = [];\n\
                   for n in 1..=5 { all.push(spawn job(n)) }\nawait all; mark(\"done\");\n";
    std::fs::write(folder.path().join("jobs.rhai"), program).unwrap();
    let cast = ["export", "cast", "jobs.rhai", "--clock", "virtual", "-o", "jobs.cast", "--rows", "24"];
    let written =
        Command::new(env!("CARGO_BIN_EXE_meanwhile")).args(cast).current_dir(folder.path()).output().unwrap();
    assert!(written.status.success(), "{written:?}");
    let last_screen = |start: Start| {
        let mut terminal = start.folder(folder.path()).size(80, 24).start();
        assert!(terminal.wait_for_exit().success());
        terminal.screen()
    };
    let played = last_screen(Pty::program(&asciinema, &["play", "--speed", "50", "jobs.cast"]));
    let finished = last_screen(Pty::meanwhile(&["run", "jobs.rhai", "--clock", "virtual"]));
    assert!(finished.contains("job 5") && finished.contains("virtual time"), "{finished}");
    assert_eq!(played, finished);
}
