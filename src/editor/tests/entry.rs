use crate::editor::entry::{insists, open};

/// What the learner would be told about an entry.
fn check(text: &str, expected: &str) {
    let shown = open(text).map_or("complete".into(), |open| open.describe());
    assert_eq!(shown, expected, "for {text:?}");
}

#[test]
fn whole_entries_are_complete() {
    for text in [
        "1 + 1",
        "let x = 1;",
        "fn f() { 1 }",
        "if x { 1 } else { 2 }",
        "spawn { sleep(1); }",
        "do { x += 1; } while x < 3",
        "try { f() } catch (e) { 0 }",
        "let t = spawn || sleep(1)",
        "while x { }\nlet y = 1",
        "return",
        "x++",
        "// a comment with { in it",
        "`a ${b}`",
        ":load {",
        "",
        // Python.
        "if x: print(1)",
        "for i in range(3): print(i)",
        "while True:",
        "else: f()",
        "def f(): return 1",
    ] {
        check(text, "complete");
    }
}

#[test]
fn open_brackets_and_texts_go_on() {
    check("fn f() {", "the `{` of line 1 is still open");
    check("fn f() {\n    g(", "the `(` of line 2 is still open");
    check("let a = [1,\n2", "the `[` of line 1 is still open");
    check("let a = #{", "the `{` of line 1 is still open");
    check("let a = `one\ntwo", "the text that begins in line 1 has no end yet");
    check("`a ${b", "the `{` of line 1 is still open");
    check("1 /* why", "the comment that begins in line 1 has no end yet");
    check("let a = \"one \\", "the text that begins in line 1 has no end yet");
    check("fn f() { // }", "the `{` of line 1 is still open");
}

#[test]
fn what_needs_something_after_it_goes_on() {
    check("1 +", "something has to follow `+`");
    check("let x =", "something has to follow `=`");
    check("a &&  // and", "something has to follow `&&`");
    check("f.map(|x| x).", "something has to follow `.`");
    check("spawn ||", "something has to follow `||`");
    check("await", "something has to follow `await`");
    check("try { f() }", "something has to follow `try { … }`");
    check("do { f() }", "something has to follow `do { … }`");
    check("do { f() } while", "something has to follow `while`");
}

#[test]
fn a_head_without_its_block_goes_on() {
    check("fn f()", "the `fn` has no `{ … }` yet");
    check("if x", "the `if` has no `{ … }` yet");
    check("if x { 1 } else", "the `else` has no `{ … }` yet");
    check("for i in 0..3", "the `for` has no `{ … }` yet");
    check("let a = 1;\nwhile a", "the `while` has no `{ … }` yet");
    check("try { 1 } catch (e)", "the `catch` has no `{ … }` yet");
}

#[test]
fn what_no_further_line_mends_is_left_to_the_parser() {
    for text in ["}", "f(]", "let a = \"one", "let a = \"one\ntwo", "'a", "if x:", "def f():", "{ ) }"] {
        check(text, "complete");
    }
}

#[test]
fn two_empty_lines_insist() {
    assert!(insists("fn f() {\n\n"));
    assert!(insists("fn f() {\n    \n  "));
    assert!(!insists("fn f() {\n"));
    assert!(!insists("fn f() {\n\n\n  x"));
    assert!(!insists("\n"));
}
