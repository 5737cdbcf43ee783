//! Ctrl-C, kills and what runs on cost a learner nothing.

use super::*;

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
