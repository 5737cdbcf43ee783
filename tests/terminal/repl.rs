//! The session as its user sees it: in a terminal of 80 × 24, typed at, interrupted and resized.

use std::time::{Duration, Instant};

use crate::leave;
use crate::pty::*;

/// The longest that Ctrl-C may take, with room for a busy machine.
/// Tasks may clean up for two seconds.
const AT_ONCE: Duration = Duration::from_secs(4);

fn session(arguments: &[&str]) -> Pty {
    let mut terminal = Pty::meanwhile(arguments).size(80, 24).start();
    terminal.wait_for("1 ›");
    terminal
}

#[test]
fn the_greeting_is_short_and_the_demo_draws_a_timeline() {
    let mut terminal = session(&["--clock", "virtual"]);
    let greeting = terminal.screen();
    assert!(greeting.lines().take_while(|line| !line.contains("1 ›")).count() <= 4, "{greeting}");
    terminal.type_text(":demo").press(ENTER);
    let screen = terminal.wait_for("4.00 s of waiting overlapped into 2.00 s");
    for part in ["run 1 · console", "fetch_data #2", "Data fetched", "thread", "virtual time"] {
        assert!(screen.contains(part), "{part}: {screen}");
    }
    terminal.wait_for("12 ›");
    leave(terminal);
}

#[test]
fn plain_answers_get_no_frame_and_the_last_value_has_a_name() {
    let mut terminal = session(&[]);
    terminal.type_text("1 + 1").press(ENTER);
    terminal.wait_for("2 ›");
    terminal.type_text("_ * 21").press(ENTER);
    let screen = terminal.wait_for("3 ›");
    assert!(screen.contains("\n42\n") && !screen.contains("thread"), "{screen}");
    leave(terminal);
}

#[test]
fn the_last_value_can_be_looked_at_and_kept() {
    let mut terminal = session(&[]);
    for (entry, expected) in
        [("20 + 1", "\n21\n"), ("_", "› _\n21\n"), ("let x = _", "4 ›"), ("x * 2", "\n42\n")]
    {
        terminal.type_text(entry).press(ENTER);
        terminal.wait_for(expected);
    }
    leave(terminal);
}

#[test]
fn arguments_of_commands_are_completed_and_tasks_found_by_their_variable() {
    let mut terminal = session(&[]);
    terminal.type_text("let nap = spawn sleep(1000)").press(ENTER);
    terminal.wait_for("goes on in the background");
    terminal.type_text(":learn deadl").press(TAB).press(TAB);
    terminal.wait_for(":learn deadlock");
    terminal.press(CTRL_C);
    terminal.type_text(":cancel na").press(TAB).press(ENTER);
    terminal.wait_for("is cancelled.");
    terminal.type_text(":cancel nobody").press(ENTER);
    terminal.wait_for("There is no task `nobody`.");
    leave(terminal);
}

#[test]
fn a_session_is_saved_and_no_file_is_replaced_unasked() {
    let mut terminal = session(&["--clock", "virtual"]);
    for (entry, prompt) in [("let nap = spawn sleep(1)", "2 ›"), ("await nap", "3 ›"), ("let x = )", "4 ›")]
    {
        terminal.type_text(entry).press(ENTER);
        terminal.wait_for(prompt);
    }
    for (typed, expected) in [
        (":save kept.rhai", "Your entries are saved in kept.rhai."),
        (":save kept.jsonl", "The trace of the session is saved in kept.jsonl."),
        (":save kept.svg", "The picture of the last run is saved in kept.svg."),
        (":save kept.html", "The page of the last run is saved in kept.html."),
        (":save 1 one.jsonl", "The trace of run 1 is saved in one.jsonl."),
        (":save 9 nine.svg", "There is no run 9"),
        (":save kept.txt", "The file's ending says what is saved"),
        (":save nowhere/kept.svg", "there is no folder nowhere"),
        (":history nap", "   2  await nap"),
        (":why nap", "sleep"),
        (":save kept.rhai", "kept.rhai is there already. Replace it?"),
    ] {
        terminal.type_text(typed).press(ENTER);
        terminal.wait_for(expected);
    }
    terminal.wait_for("yes or no ›");
    terminal.type_text("no").press(ENTER);
    terminal.wait_for("Nothing was saved.");
    let kept = std::fs::read_to_string(terminal.home().join("kept.rhai")).expect("a script");
    assert_eq!(kept, "let nap = spawn sleep(1);\nawait nap;\n// let x = )\n");
    let picture = std::fs::read_to_string(terminal.home().join("kept.svg")).expect("a picture");
    assert!(picture.starts_with("<svg"), "{picture}");
    let trace = std::fs::read_to_string(terminal.home().join("one.jsonl")).expect("a trace");
    assert!(trace.starts_with("{\"format\":\"meanwhile-trace\"") && trace.lines().count() > 3, "{trace}");
    terminal.wait_for("4 ›");
    terminal.type_text(":save kept.rhai").press(ENTER);
    terminal.wait_until("it asks again", |screen| screen.contents().trim_end().ends_with("yes or no ›"));
    terminal.type_text("yes").press(ENTER);
    terminal.wait_until("it is saved again", |screen| {
        screen.contents().trim_end().ends_with('›') && screen.contents().contains("saved in kept.rhai")
    });
    leave(terminal);
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn ctrl_c_stops_whatever_runs_and_keeps_the_variables() {
    let mut terminal = session(&[]);
    terminal.type_text("let kept = 7").press(ENTER);
    terminal.wait_for("2 ›");
    let endless = [
        "loop {}",
        "sleep(1000)",
        "sleep_blocking(1000)",
        "busy(1000)",
        "fn f(n) { if n == 0 { loop {} } f(n - 1) } f(50)",
        "loop { try { sleep(1000) } catch { } }",
        "loop { try { throw 1 } catch { } }",
        "await spawn || sleep(1000)",
        "spawn || loop {}; sleep(1000)",
        "[3, 2, 1].sort(|a, b| { loop {} })",
        "await spawn || sleep_blocking(1000)",
        "join_all([spawn || busy(1000), spawn || sleep_blocking(1000)])",
    ];
    for (index, entry) in endless.iter().enumerate() {
        terminal.type_text(entry).press(ENTER);
        terminal.wait_for("· console");
        let asked = Instant::now();
        terminal.press(CTRL_C);
        terminal.wait_for(&format!("{} ›", index + 3));
        assert!(asked.elapsed() < AT_ONCE, "{entry}: {:?}", asked.elapsed());
        let screen = terminal.wait_for("Your variables are kept.");
        assert!(!screen.contains("rror"), "{entry}: {screen}");
        terminal.press(CTRL_L);
        terminal.wait_until_gone("Stopped");
    }
    terminal.type_text("kept * 6").press(ENTER);
    terminal.wait_for("42");
    terminal.wait_for(&format!("{} ›", endless.len() + 3));
    leave(terminal);
}

#[test]
fn tasks_in_the_background_print_above_what_is_being_typed() {
    let mut terminal = session(&[]);
    terminal.type_text("fn tick() { for i in 0..3 { sleep(0.1); print(`tick ${i}`) } }").press(ENTER);
    terminal.wait_for("2 ›");
    terminal.type_text("let t = spawn tick();").press(ENTER);
    terminal.wait_for("goes on in the background");
    terminal.type_text("let half = 20 +");
    terminal.wait_for("tick 2");
    terminal.wait_until("what was typed is below it", |screen| {
        screen.contents().trim_end().ends_with("› let half = 20 +")
    });
    terminal.type_text(" 22").press(ENTER);
    terminal.wait_for("4 ›");
    terminal.type_text("half").press(ENTER);
    terminal.wait_for("42");
    leave(terminal);
}

#[test]
fn an_error_is_underlined_and_the_session_goes_on() {
    let mut terminal = session(&[]);
    terminal.type_text("let total = 5").press(ENTER);
    terminal.wait_for("2 ›");
    terminal.type_text("totl + 1").press(ENTER);
    let screen = terminal.wait_for("3 ›");
    assert!(screen.contains("line 2, column 1") && screen.contains("^^^^"), "{screen}");
    assert!(screen.contains("did you mean `total`?"), "{screen}");
    leave(terminal);
}

#[test]
fn a_finished_run_fits_the_window_with_its_hints_and_its_error() {
    let run = "fn work(n) { print(n); sleep(0.2 * n); if n == 3 { throw \"no room\"; } n } \
        let all = []; for i in 0..20 { all.push(spawn work(i)); } sleep_blocking(0.3); await all";
    for (columns, rows) in [(80, 24), (100, 30), (60, 20)] {
        for (entry, said) in
            [(run.to_owned(), "error: no room"), (run.replace("n == 3", "n == 99"), "▸ line 1")]
        {
            let mut terminal = session(&["--clock", "virtual"]);
            terminal.resize(columns, rows);
            terminal.type_text(&format!("{entry}\r")).wait_for("2 ›");
            let screen = terminal.screen();
            for part in ["timeline", "main", "ready", said, "2 ›"] {
                assert!(screen.contains(part), "{part} at {columns}×{rows}:\n{screen}");
            }
        }
    }
}

#[test]
fn a_live_frame_survives_every_size() {
    let mut terminal = session(&[]);
    terminal.type_text("let a = spawn sleep(1.2); let b = spawn sleep(1.2); await [a, b]; ()").press(ENTER);
    terminal.wait_for("waiting");
    for (columns, rows) in [(160, 50), (40, 10), (20, 5), (100, 3), (80, 24)] {
        terminal.resize(columns, rows);
        terminal.wait_until("the frame at its new size", |screen| screen.size() == (rows, columns));
    }
    terminal.wait_for("2.40 s of waiting overlapped into 1.20 s");
    let screen = terminal.wait_for("2 ›");
    assert_eq!(screen.matches(" of waiting overlapped into ").count(), 1, "{screen}");
    terminal.type_text("1 + 1").press(ENTER);
    terminal.wait_for("3 ›");
    leave(terminal);
}

#[test]
fn commands_answer_and_mistyped_ones_are_guessed() {
    let mut terminal = session(&["--clock", "virtual"]);
    for (typed, expected) in [
        (":tmeline", "Did you mean `:timeline`?"),
        (":timeline", "Nothing has run yet"),
        (":help sleep", "the thread is free for other tasks"),
        ("exit", ":quit"),
        (":cancel 99", "No task 99 is alive"),
        ("sleep(1)", "virtual time"),
        ("sleep_blocking(2)", "thread held"),
        (":compare", "slower"),
        (":clock real", "real time again"),
        (":vars", "No variables"),
        (":output 9", "There is no run 9"),
        (":load nosuch.rhai", "there is no file nosuch.rhai"),
        (":learn nosuch", "There is no lesson `nosuch`. They are 1 to"),
        (":learn deadlok", "Did you mean `:learn deadlock`?"),
        (":help task.cancel()", "asks a task to end"),
        (":help let", "makes a variable"),
    ] {
        terminal.type_text(typed).press(ENTER);
        terminal.wait_for(expected);
    }
    terminal.type_text(":quit").press(ENTER);
    assert!(terminal.wait_for_exit().success());
}

#[test]
fn an_entry_opens_again_in_the_users_own_editor() {
    let mut terminal = Pty::meanwhile(&[]).env("EDITOR", "sed -i s/20/21/").start();
    terminal.wait_for("1 ›");
    terminal.type_text("20 * 2").press(ENTER);
    terminal.wait_for("40");
    terminal.type_text(":edit").press(ENTER);
    terminal.wait_for("42");
    leave(terminal);
}

#[test]
fn what_is_pasted_while_something_runs_is_one_text_and_enters_nothing() {
    let mut terminal = session(&[]);
    terminal.type_text("sleep(0.8)").press(ENTER);
    terminal.wait_for("· console");
    terminal.type_text("40 + 2").press(ENTER);
    terminal.paste("let a = 20;\na + 1");
    let screen = terminal.wait_for("· a + 1");
    assert!(screen.contains("\n42\n") && screen.contains("3 › let a = 20;"), "{screen}");
    terminal.press(ENTER);
    terminal.wait_for("\n21\n");
    leave(terminal);
}

#[test]
fn what_is_typed_while_something_runs_is_not_lost() {
    let mut terminal = session(&[]);
    terminal.type_text("sleep(0.5)").press(ENTER);
    terminal.wait_for("waiting");
    terminal.type_text("6 * 7");
    terminal.wait_for("› 6 * 7");
    terminal.press(ENTER);
    terminal.wait_for("42");
    leave(terminal);
}

#[test]
fn escape_sequences_of_a_script_do_nothing() {
    let mut terminal = session(&[]);
    terminal
        .type_text(r#"print("\x1b[2J\x1b[31mred\x1b]0;title\x07"); sleep(0.2); "\x1b[5mblink""#)
        .press(ENTER);
    terminal.wait_for("2 ›");
    let output = String::from_utf8_lossy(&terminal.output()).into_owned();
    for raw in ["\x1b[2J", "\x1b[31mred", "\x1b]0;title", "\x1b[5mblink"] {
        assert!(!output.contains(raw), "{raw:?}");
    }
    leave(terminal);
}

/// To build data that deep takes an unoptimised program many seconds.
#[cfg(unix)]
#[test]
#[ignore = "for the long run, which is optimised"]
fn long_a_stack_that_is_used_up_by_native_code_leaves_the_terminal_as_it_was() {
    let mut terminal = session(&[]);
    // The first hundred tasks that have stacks have large ones.
    terminal.type_text("for i in 0..101 { spawn || { sleep(1000) } }").press(ENTER);
    terminal.wait_for("2 ›");
    let deep = "await spawn || { let a = []; for i in 0..60000 { let b = []; b.push(a); a = b } }";
    terminal.type_text(deep).press(ENTER);
    assert!(!terminal.wait_for_exit().success());
    let screen = terminal.screen();
    assert!(screen.contains("used up a task's stack"), "{screen}");
    assert!(terminal.echoes(), "{screen}");
}

#[test]
fn an_entry_is_explored_with_what_it_needs_of_those_before() {
    let mut terminal = session(&[]);
    terminal.type_text("fn twice() { yield_now(); 2 }").press(ENTER);
    terminal.wait_for("2 ›");
    terminal
        .type_text("let n = 0; let a = spawn || { n = twice() }; let b = spawn || { yield_now(); n += 1 }; await [a, b]; n")
        .press(ENTER);
    terminal.wait_for("3 ›");
    terminal.type_text(":explore").press(ENTER);
    let screen = terminal.wait_for("--schedule");
    assert!(screen.contains("outcome 2"), "{screen}");
    leave(terminal);
}

const DEPOSITS: &str = "let balance = 100; \
    let pay_in = |coins| { let seen = balance; sleep(0.5); balance = seen + coins }; \
    let ann = spawn { sleep(0.5); pay_in.call(30) }; \
    let ben = spawn { sleep(0.5); sleep(0.5); pay_in.call(20) }; \
    await [ann, ben]; print(balance)";

#[test]
fn an_order_is_chosen_by_hand_and_steps_are_taken_back() {
    let mut terminal = session(&["--clock", "virtual"]);
    terminal.type_text(":explore by hand").press(ENTER);
    terminal.wait_for("Nothing has been run yet.");
    terminal.type_text(DEPOSITS).press(ENTER);
    terminal.wait_for("2 ›");
    terminal.type_text(":explore by hand").press(ENTER);
    let screen = terminal.wait_for("who next ›");
    for part in ["Choice 1, at 0.00 s: 2 tasks are ready", "1  ann  has not begun", "next: sleeps (line 1)"] {
        assert!(screen.contains(part), "{part}: {screen}");
    }
    terminal.press(ENTER).wait_for("Choice 2, at 0.50 s");
    // What is no choice is said, and Ctrl-C puts away what is typed.
    terminal.type_text("9").press(ENTER).wait_for("`9` is none of them. Type a number from 1 to 2");
    terminal.type_text("rubbish").wait_for("rubbish");
    terminal.press(CTRL_C);
    terminal.wait_until("an empty prompt", |screen| screen.contents().trim_end().ends_with("who next ›"));
    terminal.press(ENTER).wait_for("Choice 3, at 1.00 s");
    terminal.type_text("ben").press(ENTER);
    let screen = terminal.wait_for("undo steps back, again begins again, Enter leaves.");
    assert!(screen.contains("it prints 120") && screen.contains("an update is lost"), "{screen}");
    let screen = screen.replace('\n', " ");
    assert!(screen.contains("In the usual order it prints 150."), "{screen}");
    assert!(screen.contains("in one place: at choice 3 `ben` went before `ann`."), "{screen}");
    let code = screen.split("--schedule ").nth(1).expect("a code").split_whitespace().next().unwrap();
    assert!(code.ends_with("-2.1"), "{code}");
    terminal.type_text("undo").press(ENTER).wait_until("the third choice again", |screen| {
        let screen = screen.contents();
        screen.rfind("Choice 3, at 1.00 s") > screen.rfind("it prints 120")
    });
    // The session's own commands go on working.
    terminal.type_text(":vars").press(ENTER).wait_for("balance");
    terminal.type_text("go").press(ENTER).wait_for("as in the usual one");
    terminal.wait_until("its prompt", |screen| screen.contents().trim_end().ends_with("who next ›"));
    terminal.press(CTRL_C).wait_for("You have left it; the session goes on.");
    terminal.type_text("1 + 41").press(ENTER).wait_for("\n42\n");
    terminal.type_text(":explore by hand 1").press(ENTER);
    terminal.wait_until("its prompt", |screen| screen.contents().trim_end().ends_with("who next ›"));
    terminal.press(CTRL_D);
    terminal.wait_until("the session", |screen| screen.contents().trim_end().ends_with("3 ›"));
    leave(terminal);
}
