//! The line editor in a terminal: typing, editing, pasting, and lines that come from elsewhere meanwhile.
//!
//! The program in the terminal is this test program itself, which then runs [`the_program`] only.

use crate::pty::*;
use meanwhile::editor::{Editor, EditorOptions, Input, Name, Names, Wanted};
use meanwhile::style::Colors;
use meanwhile::term::QuietMode;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Set in the terminal's program, and nowhere else: what it is to do.
const ROLE: &str = "EDITOR_PTY_ROLE";

/// Reads entries and shows what it got. A test that passes, when it is no program in a terminal.
#[test]
fn the_program() {
    let Ok(role) = std::env::var(ROLE) else { return };
    // Past what the test harness has printed.
    println!();
    let names = Names {
        vocabulary: vec![
            Name::new("sleep", "(seconds)", "pause this task"),
            Name::new("sleep_blocking", "(seconds)", "hold the thread"),
        ],
        ..Names::default()
    };
    let history = Some(std::env::home_dir().expect("a home").join("history"));
    let colors = if role == "plain" { Colors::None } else { Colors::Ansi };
    let names = Arc::new(Mutex::new(names));
    // As a session does, where the terminal can do more than print.
    let can_only_print = std::env::var("TERM").is_ok_and(|it| it == "dumb");
    let _mode = (!can_only_print).then(|| QuietMode::enter().expect("a terminal"));
    // As in a session, Ctrl-C between two entries ends nothing.
    ctrlc::set_handler(|| {}).expect("a handler");
    let mut editor = Editor::new(EditorOptions { history, colors, names });
    if role == "flood" {
        let printer = editor.printer().expect("a printer");
        std::thread::spawn(move || {
            for number in 1..=2000 {
                printer.print(&format!("background {number}"));
            }
        });
    }
    for warning in editor.take_warnings() {
        println!("warning: {warning}");
    }
    let mut ahead = if role == "ahead" { "1 + 1\rfn f() {\r}\rlet y" } else { "" };
    loop {
        match editor.read("> ", std::mem::take(&mut ahead), Wanted::Code).expect("an entry") {
            Input::Entry(entry) => println!("entry {entry:?}"),
            Input::Blank => {}
            Input::Cancelled(_) => println!("cancelled"),
            Input::Left | Input::Back => break,
        }
    }
    println!("left");
}

fn start(role: &str, columns: u16, rows: u16) -> Pty {
    let program = std::env::current_exe().expect("this program");
    let arguments = ["--exact", "editor::the_program", "--nocapture", "--test-threads=1"];
    let mut terminal = Pty::program(&program, &arguments).env(ROLE, role).size(columns, rows).start();
    terminal.wait_for("\n>");
    terminal
}

/// Waits until everything from the first prompt on is as expected.
fn check(terminal: &mut Pty, expected: &str) {
    terminal.wait_for_everything(&format!("{expected:?} is all there is"), |everything| {
        everything.split_once("\n>").is_some_and(|(_, rest)| format!(">{rest}") == expected)
    });
}

#[test]
fn a_block_is_typed_line_by_line_and_indented() {
    let mut terminal = start("typing", 80, 24);
    terminal.type_text("fn f(x) {\rif x {\rsleep(1);\r}\r}\r");
    check(
        &mut terminal,
        r#"> fn f(x) {
·     if x {
·         sleep(1);
·     }
· }
entry "fn f(x) {\n    if x {\n        sleep(1);\n    }\n}"
>"#,
    );
}

#[test]
fn everything_typed_at_once_arrives() {
    let mut terminal = start("typing", 80, 24);
    terminal.type_text("let x = 1\rx + 1\r\x03y\r");
    terminal.wait_for("entry \"y\"");
    let screen = terminal.screen();
    assert!(screen.contains("entry \"let x = 1\"") && screen.contains("entry \"x + 1\""), "{screen}");
}

#[test]
fn two_empty_lines_run_what_is_open() {
    let mut terminal = start("typing", 80, 24);
    terminal.type_text("f(\r\r");
    terminal.wait_for("Enter runs it as it is: the `(` of line 1 is still open");
    terminal.press(ENTER);
    terminal.wait_for("entry \"f(\"");
    assert!(!terminal.screen().contains("still open"), "{}", terminal.screen());
}

#[test]
fn a_paste_with_empty_lines_is_one_entry() {
    let mut terminal = start("typing", 80, 24);
    terminal.paste("fn f() {\n\n\n    1\n}\nlet a = f();\n");
    terminal.press(ENTER);
    terminal.wait_for(r#"entry "fn f() {\n\n\n    1\n}\nlet a = f();""#);
}

#[test]
fn ctrl_c_drops_and_ctrl_d_leaves() {
    let mut terminal = start("typing", 80, 24);
    terminal.type_text("f(\r1, sle");
    terminal.wait_for("ep(seconds)");
    terminal.press(CTRL_C);
    check(&mut terminal, "> f(\n·     1, sle^C\ncancelled\n>");
    terminal.press(CTRL_D);
    assert!(terminal.wait_for_exit().success());
    assert!(terminal.everything().contains("left"));
}

#[test]
fn a_hint_is_dim_and_the_arrow_takes_it() {
    let mut terminal = start("typing", 80, 24);
    terminal.type_text("sle");
    terminal.wait_for("> sleep(seconds)");
    let bright_black = vt100::Color::Idx(8);
    let (row, column) = terminal.look(|screen| screen.cursor_position());
    assert_eq!(
        terminal.look(|screen| screen.cell(row, column).map(|cell| cell.fgcolor())),
        Some(bright_black)
    );
    terminal.press(RIGHT).type_text("1)").press(ENTER);
    terminal.wait_for("entry \"sleep(1)\"");
}

#[test]
fn candidates_are_listed_below_and_go_away() {
    let mut terminal = start("typing", 80, 24);
    terminal.type_text("f(\rsl").press(TAB);
    check(
        &mut terminal,
        "> f(\n·     sleep\nsleep(seconds)           pause this task\nsleep_blocking(seconds)  hold the thread",
    );
    terminal.type_text("_b").press(TAB);
    terminal.wait_for("sleep_blocking(  ");
    terminal.wait_until_gone("pause this task");
}

#[test]
fn the_history_outlives_the_session() {
    let mut terminal = start("typing", 80, 24);
    terminal.type_text("f(\r1)\r");
    terminal.wait_for("entry");
    let kept = std::fs::read_to_string(terminal.home().join("history")).expect("a history");
    assert_eq!(kept, "f(\\n    1)\n");
    terminal.press(UP);
    terminal.wait_until("the entry is back", |screen| screen.contents().matches("·     1)").count() == 2);
    terminal.press(UP).type_text("x").press(ENTER);
    terminal.wait_for(r#"entry "f(x\n    1)""#);
    terminal.press(CTRL_R).type_text("(\r");
    terminal
        .wait_until("it is run again", |screen| screen.contents().matches(r#""f(x\n    1)""#).count() == 2);
}

#[test]
fn lines_typed_ahead_become_entries() {
    let mut terminal = start("ahead", 80, 24);
    check(&mut terminal, "> 1 + 1\nentry \"1 + 1\"\n> fn f() {\n· }\nentry \"fn f() {\\n}\"\n> let y");
}

#[test]
fn typing_survives_a_flood_from_the_background() {
    let mut terminal = start("flood", 80, 24);
    terminal.type_text("fn f() {\r");
    for number in 0..8 {
        terminal.type_text(&format!("let x{number} = \"{}\";\r", "wide ".repeat(14)));
    }
    terminal.type_text("}");
    // To look at everything takes its time, so first everything has to be there.
    terminal.wait_until("both are whole", |screen| {
        screen.contents().contains("2000") && screen.contents().contains("· }")
    });
    terminal.press(UP).press(HOME).type_text("y;");
    terminal.press(ENTER);
    terminal.wait_for("\nentry ");
    let statement = |number| format!("    let x{number} = \\\"{}\\\";\\n", "wide ".repeat(14));
    let statements: String = (0..8).map(statement).collect();
    let expected = format!("entry \"fn f() {{\\n{}}}\"", statements.replace("    let x7", "y;    let x7"));
    terminal.wait_for_everything("the entry is whole", |everything| {
        // Where a line ends at the terminal's edge, a space may have been lost there.
        let joined = |text: &str| text.replace(['\n', ' '], "");
        joined(everything).contains(&joined(&expected))
    });
    let everything = terminal.everything();
    let mut printed = everything.lines().filter_map(|line| line.strip_prefix("background "));
    assert!((1..=2000).all(|number| printed.next() == Some(&number.to_string())), "{everything}");
}

#[test]
fn a_narrow_terminal_and_a_new_size_keep_the_entry() {
    let mut terminal = start("typing", 20, 10);
    terminal.type_text("let name = \"a text wider than the terminal\"");
    terminal.wait_for("inal\"");
    terminal.resize(60, 10).type_text(";");
    terminal.wait_for("\";");
    terminal.resize(15, 10).press(HOME).type_text(" ").press(ENTER);
    terminal.wait_for_everything("the entry is whole", |everything| {
        let joined = everything.replace(['\n', ' '], "");
        joined.contains(r#"entry"letname=\"atextwiderthantheterminal\";""#)
    });
}

#[test]
fn an_entry_taller_than_the_window_is_edited_with_sight_of_the_cursor() {
    let mut terminal = start("typing", 40, 8);
    let lines: Vec<String> = (1..=20).map(|number| format!("    line{number}();")).collect();
    terminal.paste(&format!("fn f() {{\n{}\n}}", lines.join("\n")));
    terminal.wait_for("line20();\n· }");
    for _ in 0..15 {
        terminal.press(UP);
    }
    terminal.wait_for("line6();");
    terminal.press(END).type_text("x");
    let row = |screen: &vt100::Screen| {
        let (row, _) = screen.cursor_position();
        screen.rows(0, 40).nth(row.into()).unwrap_or_default()
    };
    terminal.wait_until("the cursor's row is seen", |screen| {
        row(screen).contains("line5();") || row(screen).contains("line6();x")
    });
    terminal.press(ENTER);
    terminal.wait_for_everything("the entry is whole", |everything| {
        everything.contains(r"line20();\n}") && everything.contains("line6();x")
    });
}

#[test]
fn a_window_that_gets_narrow_and_wide_again_loses_no_row() {
    let mut terminal = start("typing", 80, 24);
    for number in 0..6 {
        terminal.type_text(&format!("kept{number}\r"));
    }
    terminal.wait_for("entry \"kept5\"");
    terminal.type_text(&format!("let name = \"{}\"", "wide ".repeat(16)));
    terminal.wait_for("wide \"");
    for columns in [20, 80, 30, 80] {
        terminal.resize(columns, 24).press(LEFT);
        terminal.wait_until("the entry is drawn anew", |screen| {
            screen.contents().replace(['\n', ' '], "").contains(&format!("letname=\"{}\"", "wide".repeat(16)))
        });
    }
    let screen = terminal.screen();
    assert!((0..6).all(|number| screen.contains(&format!("entry \"kept{number}\""))), "{screen}");
    assert_eq!(screen.matches("let name").count(), 1, "{screen}");
}

#[test]
fn a_search_goes_on_in_a_window_of_another_size() {
    let mut terminal = start("typing", 80, 24);
    terminal.type_text("first(1)\rsecond(2)\r").press(CTRL_R).type_text("fir");
    terminal.wait_for("`fir': first(1)");
    terminal.resize(30, 24);
    terminal.type_text("s");
    terminal.wait_for("`firs':");
    terminal.resize(80, 24).type_text("t");
    let screen = terminal.wait_for("`first': first(1)");
    assert_eq!(screen.matches("reverse-i-search").count(), 1, "{screen}");
    terminal.press(ENTER);
    terminal
        .wait_until("it is run again", |screen| screen.contents().matches("entry \"first(1)\"").count() == 2);
}

#[test]
fn no_key_and_no_new_size_ends_it() {
    let mut terminal = start("typing", 80, 24);
    for (key, columns) in
        [("\x16", 60), ("\x11", 80), ("\x18", 50), ("\x1b", 80), ("\x1b[", 70), (CTRL_R, 80), (TAB, 40)]
    {
        terminal.press(key).resize(columns, 24);
        terminal.press(CTRL_C);
    }
    // Ctrl-C is a signal, and may come before a key that was pressed earlier, which is then in the entry.
    let is_read = (0..20).any(|_| {
        terminal.press(CTRL_C).type_text("1 + 1").press(ENTER);
        terminal
            .comes_within(Duration::from_secs(1), |screen, _| screen.contents().contains("entry \"1 + 1\""))
    });
    assert!(is_read, "{}", terminal.screen());
}

#[test]
fn a_paste_that_is_not_announced_keeps_its_indentation() {
    let mut terminal = start("typing", 80, 24);
    terminal.type_text("fn f() {\r    if x {\r        1\r    }\r}\r");
    terminal.wait_for(r#"entry "fn f() {\n    if x {\n        1\n    }\n}""#);
}

#[test]
fn tab_goes_through_the_candidates() {
    let mut terminal = start("typing", 80, 24);
    terminal.type_text("sl").press(TAB);
    terminal.wait_for("pause this task");
    terminal.press(TAB);
    terminal.wait_for("> sleep(");
    terminal.press(TAB);
    terminal.wait_for("> sleep_blocking(");
    terminal.type_text("1)").press(ENTER);
    terminal.wait_for("entry \"sleep_blocking(1)\"");
}

#[test]
fn without_colours_the_editor_writes_none() {
    let mut terminal = start("plain", 80, 24);
    terminal.type_text("let x = sle").press(TAB);
    terminal.wait_for("hold the thread");
    terminal.press(CTRL_C).press(CTRL_D);
    terminal.wait_for_exit();
    let output = String::from_utf8_lossy(&terminal.output()).into_owned();
    let coloured = output.split("\x1b[").skip(1).any(|sequence| {
        let digits = sequence.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        digits.starts_with('m')
    });
    assert!(!coloured, "{output:?}");
}

#[test]
fn a_terminal_that_can_only_print_is_asked_plainly() {
    let program = std::env::current_exe().expect("this program");
    let arguments = ["--exact", "editor::the_program", "--nocapture", "--test-threads=1"];
    let mut terminal = Pty::program(&program, &arguments).env(ROLE, "plain").env("TERM", "dumb").start();
    terminal.wait_for(">");
    terminal.type_text("f(\r");
    terminal.wait_for("\n.");
    terminal.type_text("1)\r");
    terminal.wait_for("entry \"f(\\n1)\"");
}
