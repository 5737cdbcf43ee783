use crate::editor::keys::{Action, Key, action};
use crate::editor::tidy::{clean, tidy};

/// What the entry is after a key, with `│` for the cursor; or "submitted".
fn check(key: Key, entry: &str, expected: &str) {
    let at = entry.find('│').expect("a cursor");
    let text = entry.replace('│', "");
    let (text, at) = match action(key, &text, at) {
        Action::Submit => return assert_eq!(expected, "submitted", "for {entry:?}"),
        Action::Usual => return assert_eq!(expected, "usual", "for {entry:?}"),
        Action::Insert(new) => (format!("{}{new}{}", &text[..at], &text[at..]), at + new.len()),
        Action::Replace(range, new) => {
            (format!("{}{new}{}", &text[..range.start], &text[range.end..]), range.start + new.len())
        }
    };
    assert_eq!(format!("{}│{}", &text[..at], &text[at..]), expected, "for {entry:?}");
}

#[test]
fn enter_submits_what_is_complete_and_goes_on_otherwise() {
    check(Key::Enter, "1 + 1│", "submitted");
    check(Key::Enter, "1│ + 1", "submitted");
    check(Key::Enter, "fn f() {│", "fn f() {\n    │");
    check(Key::Enter, "fn f() { // why│", "fn f() { // why\n    │");
    check(Key::Enter, "fn f() {\n    if x {│", "fn f() {\n    if x {\n        │");
    check(Key::Enter, "fn f() {\n    g();│", "fn f() {\n    g();\n    │");
    check(Key::Enter, "let a = `one│", "let a = `one\n│");
    check(Key::Enter, "let a = /* {│", "let a = /* {\n│");
}

#[test]
fn enter_on_two_empty_lines_insists() {
    check(Key::Enter, "fn f() {\n    │", "fn f() {\n    \n    │");
    check(Key::Enter, "fn f() {\n    \n    │", "submitted");
}

#[test]
fn alt_enter_always_goes_on() {
    check(Key::NewLine, "let a = 1;│", "let a = 1;\n│");
}

#[test]
fn a_closing_bracket_goes_below_its_opening_line() {
    check(Key::Closing('}'), "fn f() {\n    │", "fn f() {\n}│");
    check(Key::Closing('}'), "fn f() {\n    if x {\n        │", "fn f() {\n    if x {\n    }│");
    check(Key::Closing('}'), "fn f() {\n    g();│", "usual");
    check(Key::Closing('}'), "let a = `\n  │", "usual");
    check(Key::Closing('}'), "│", "usual");
}

#[test]
fn indentation_comes_and_goes_in_steps() {
    check(Key::Tab, "f(\n│", "f(\n    │");
    check(Key::Tab, "│", "usual");
    check(Key::Tab, "f(\n  a│", "usual");
    check(Key::Backspace, "f(\n        │", "f(\n    │");
    check(Key::Backspace, "f(\n      │", "f(\n    │");
    check(Key::Backspace, "f(\n    a│", "usual");
}

#[test]
fn what_leaves_the_editor_is_clean() {
    assert_eq!(tidy("\n\n  a {\n  b\n}\n\n"), "  a {\n  b\n}");
    assert_eq!(clean("a\r\nb\rc\x1b[2J\u{200B}\td"), "a\nb\nc[2J\td");
}
