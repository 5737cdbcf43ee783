use crate::editor::highlight::highlight;
use crate::style::Colors;
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

/// An entry in colours, with `‹…›` for the escape sequences.
fn check(entry: &str, expected: &str) {
    let shown = highlight(entry, None, Colors::Ansi);
    assert_eq!(readable(&shown), expected);
}

fn readable(text: &str) -> String {
    text.replace("\x1b[0m", "‹›").replace("\x1b[", "‹").replace("m‹", "m ‹").replace('\x1b', "!")
}

#[test]
fn words_have_their_colours() {
    check("let x = 1;", "‹35mlet ‹›x = ‹36m1‹›;");
    check("spawn sleep(2)", "‹1;35mspawn sleep‹›(‹36m2‹›)");
    check("\"a\" // b", "‹32m\"a\" ‹›‹90m// b‹›");
    check("`a${b}c`", "‹32m`a‹›${b}‹32mc`‹›");
    check(":clock real", "‹36m:clock real‹›");
}

#[test]
fn brackets_at_the_cursor_stand_out() {
    let shown = |entry: &str, at| readable(&highlight(entry, Some(at), Colors::Ansi));
    assert_eq!(shown("f(a[0])", 7), "f‹1;4m(‹›a[‹36m0‹›]‹1;4m)‹›");
    assert_eq!(shown("f(a[0])", 1), "f‹1;4m(‹›a[‹36m0‹›]‹1;4m)‹›");
    assert_eq!(
        shown("f(\")\")", 1),
        "f‹1;4m(‹32m\")\"‹1;4m)‹›".replace("‹32m", "‹›‹32m").replace("\"‹1;4m", "\"‹›‹1;4m")
    );
    assert_eq!(shown("f(a", 1), "f(a");
    assert_eq!(shown("", 0), "");
}

#[test]
fn without_colours_there_are_no_escape_sequences() {
    let entry = "let x = {\n\"a\" }";
    assert_eq!(highlight(entry, Some(3), Colors::None), entry);
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    assert_eq!(highlight("a\x1b]0;x\x07\u{9b}b", None, Colors::None), "a]0;xb");
}

proptest! {
    #[test]
    fn the_width_stays(text in "[a-z(){}\"`$ \n日é]*", at in 0usize..40) {
        let at = text.char_indices().map(|(at, _)| at).chain([text.len()]).nth(at);
        let shown = highlight(&text, at, Colors::None);
        let widths = |text: &str| text.split('\n').map(UnicodeWidthStr::width).collect::<Vec<_>>();
        prop_assert_eq!(widths(&shown), widths(&text));
        // With colours it is the same, apart from the escape sequences.
        let coloured = highlight(&text, at, Colors::Ansi);
        let mut bare = String::new();
        let mut inside = false;
        for c in coloured.chars() {
            inside |= c == '\x1b';
            if !inside {
                bare.push(c);
            }
            inside &= c != 'm';
        }
        prop_assert_eq!(bare, shown);
    }
}
