use crate::editor::plain::{self, PlainPrompt};
use crate::editor::terminal::take_entry;
use crate::editor::{Input, Wanted};

/// The entries of a text that comes through a pipe, one after another.
fn check(text: &[u8], expected: &[&str]) {
    let mut input = text;
    let mut entries = vec![];
    loop {
        match plain::read(&mut input, Wanted::Code, |_| {}).unwrap() {
            Input::Entry(entry) => entries.push(entry),
            Input::Blank => {}
            _ => break,
        }
    }
    assert_eq!(entries, expected);
}

#[test]
fn a_pipe_gives_an_entry_a_line_or_a_block() {
    check(b"let x = 1\nx + 1\n", &["let x = 1", "x + 1"]);
    check(b"fn f() {\n\n\n\n1 }\nf()", &["fn f() {\n\n\n\n1 }", "f()"]);
    check(b"a\r\nb {\r\n}\r\n", &["a", "b {\n}"]);
    check(b"\n\n  \na\n", &["a"]);
    check(b"fn f() {\n", &["fn f() {"]);
    check(b"\xff\n", &["\u{FFFD}"]);
    check(b"", &[]);
}

#[test]
fn a_plain_terminal_is_asked_line_by_line() {
    let mut asked = vec![];
    plain::read(&mut "f(\n1)\n".as_bytes(), Wanted::Code, |what| asked.push(what)).unwrap();
    assert_eq!(asked, [PlainPrompt::Entry, PlainPrompt::Continuation]);
}

/// The whole entries of what was typed ahead, and in the end what is left to be edited.
fn check_ahead(typed: &str, expected: &[&str], left: &str) {
    let mut ahead = typed.to_string();
    let entries: Vec<String> = std::iter::from_fn(|| take_entry(&mut ahead)).collect();
    assert_eq!(entries, expected, "for {typed:?}");
    assert_eq!(ahead, left, "for {typed:?}");
}

#[test]
fn lines_typed_ahead_are_entries() {
    check_ahead("x + 1", &[], "x + 1");
    check_ahead("x + 1\ry", &["x + 1"], "y");
    check_ahead("fn f() {\r}\rf()\r", &["fn f() {\n}", "f()"], "");
    check_ahead("fn f() {\r", &[], "fn f() {\r");
    check_ahead("\r\r", &[], "");
    check_ahead("\r\ra\r", &["a"], "");
}

#[test]
fn a_paste_ahead_is_one_text_and_enters_nothing() {
    check_ahead("let a = 1;\nlet b = 2;\n", &[], "let a = 1;\nlet b = 2;\n");
    check_ahead("1\rlet a = 1;\nlet b = 2;", &["1"], "let a = 1;\nlet b = 2;");
    check_ahead("let a = 1;\nlet b = 2;\r", &["let a = 1;\nlet b = 2;"], "");
}

#[test]
fn an_answer_is_one_line_and_enter_alone_is_told() {
    let mut input = "\nb) (\n".as_bytes();
    assert_eq!(plain::read(&mut input, Wanted::Answer, |_| {}).unwrap(), Input::Blank);
    assert_eq!(plain::read(&mut input, Wanted::Answer, |_| {}).unwrap(), Input::Entry("b) (".to_string()));
    assert_eq!(plain::read(&mut input, Wanted::Answer, |_| {}).unwrap(), Input::Left);
}
