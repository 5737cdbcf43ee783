//! How a report is drawn: straight carets, narrow screens, long lines, nothing harmful.

use crate::diagnostics::*;
use crate::style::Colors;

/// A report on the first `mark` in the text.
fn draw(text: &str, mark: &str, width: usize) -> String {
    let start = text.find(mark).unwrap();
    let finding = finding::Finding::new("what is the matter").mark(start..start + mark.len(), "said here");
    let sources = Sources::new([Source { name: "hello.rhai", text, first_line: 1 }]);
    finding.help("what to write instead").report(0, &sources).render(&sources, Colors::None, width)
}

fn check(text: &str, mark: &str, width: usize, expected: &str) {
    assert_eq!(draw(text, mark, width), expected, "\n{}", draw(text, mark, width));
}

#[test]
fn carets_stand_under_their_token_whatever_stands_before() {
    check(
        "let s = \"日本語 👍🏽 ❤️ 👨‍👩‍👧 e\u{301}\";\tnope(s);",
        "nope",
        80,
        "\
error: what is the matter
 --> hello.rhai, line 1, column 31
1 | let s = \"日本語 👍🏽 ❤️ 👨‍👩‍👧 e\u{301}\";    nope(s);
  |                                 ^^^^ said here
  = help: what to write instead
",
    );
}

#[test]
fn control_characters_are_written_out() {
    check(
        "let s = \"\u{1b}[2J\u{202e}\"; x\u{7}y",
        "x",
        80,
        "\
error: what is the matter
 --> hello.rhai, line 1, column 18
1 | let s = \"␛[2J\u{fffd}\"; x␇y
  |                  ^ said here
  = help: what to write instead
",
    );
}

#[test]
fn a_narrow_screen_gets_narrow_lines() {
    check(
        "let total = number_of_apples + number_of_pears;",
        "number_of_pears",
        30,
        "\
error: what is the matter
 --> hello.rhai, line 1,
     column 32
1 | …pples + number_of_pears;
  |          ^^^^^^^^^^^^^^^
  |          said here
  = help: what to write
          instead
",
    );
}

#[test]
fn a_long_line_is_cut_around_its_token() {
    let text = format!("let x = [{}]; nope(1); {}", "1, ".repeat(300), "print(2); ".repeat(50));
    check(
        &text,
        "nope",
        60,
        "\
error: what is the matter
 --> hello.rhai, line 1, column 913
1 | …, 1, 1, 1, 1, ]; nope(1); print(2); print(2); print(2)…
  |                   ^^^^ said here
  = help: what to write instead
",
    );
}

#[test]
fn labels_of_one_line_hang_below_each_other() {
    let text = "one two three";
    let sources = Sources::new([Source { name: "hello.rhai", text, first_line: 1 }]);
    let finding =
        finding::Finding::new("three words").mark(4..7, "second").mark(0..3, "first").mark(8..13, "third");
    assert_eq!(
        finding.report(0, &sources).render(&sources, Colors::None, 80),
        "\
error: three words
 --> hello.rhai, line 1, column 5
1 | one two three
  | --- ^^^ ----- third
  | |   second
  | first
"
    );
}

#[test]
fn colours_are_the_terminals_own_and_only_where_asked_for() {
    let text = "nope";
    let sources = Sources::new([Source { name: "a", text, first_line: 1 }]);
    let report = finding::Finding::new("no").mark(0..4, "here").report(0, &sources);
    assert_eq!(
        report.render(&sources, Colors::Ansi, 80),
        "\u{1b}[1;31merror: \u{1b}[0m\u{1b}[1mno\u{1b}[0m\n\
         \u{1b}[36m --> \u{1b}[0ma, line 1, column 1\n\
         \u{1b}[36m1 | \u{1b}[0mnope\n\
         \u{1b}[36m  | \u{1b}[0m\u{1b}[1;31m^^^^\u{1b}[0m \u{1b}[1;31mhere\u{1b}[0m\n"
    );
}

#[test]
fn windows_line_ends_do_not_show() {
    check(
        "let x = 1;\r\nnope;\r\n",
        "nope",
        80,
        "\
error: what is the matter
 --> hello.rhai, line 2, column 1
2 | nope;
  | ^^^^ said here
  = help: what to write instead
",
    );
}
