//! The lexer beside Rhai's own, on everything that Rhai accepts, and its recovery where Rhai gives up.

use proptest::prelude::*;
use rhai::{Engine, Token};

use super::lexer::{Kind, lex};
use super::tokens::Tokens;

/// Pieces of scripts, so that random texts are often accepted.
const PIECES: &[&str] = &[
    "let x = 1;",
    "x",
    "1",
    "2.5",
    "1e3",
    "1.5e-3",
    "0xff",
    "1_000",
    "\"a\"",
    "\"a\"\"b\"",
    "\"a\\\"b\"",
    "\"\"",
    "'c'",
    "'\\''",
    "`C:\\`",
    "`a``b`",
    "`a ${x} b`",
    "`${`${x}`}`",
    "#\"a\"b\"#",
    "##\"a\"#\"##",
    "+",
    "-",
    "*",
    "**",
    "==",
    "!=",
    "=",
    "+=",
    "..",
    "..=",
    "=>",
    "|",
    "||",
    "?.",
    "?[",
    "??",
    "::",
    ".",
    ",",
    ";",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "#{",
    "// c\n",
    "/* c */",
    "/* a /* b */ c */",
    "fn f(a) { a }",
    "if x == 1 { 2 }",
    "\n",
    " ",
    "é",
    "größe",
    "loop { break }",
    "try { x } catch (e) { }",
];

/// Where Rhai's tokens begin, in bytes; none where it gives up, or where only its parser could tell it to go on.
fn starts(text: &str) -> Option<Vec<usize>> {
    let engine = Engine::new_raw();
    let input = [text];
    let (tokens, _) = engine.lex(&input);
    let lines: Vec<usize> =
        std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let mut starts = Vec::new();
    for (token, position) in tokens {
        match token {
            Token::EOF => break,
            Token::LexError(_) | Token::InterpolatedString(_) => return None,
            _ => {}
        }
        let line = &text[*lines.get(position.line()? - 1)?..];
        let column = line.char_indices().nth(position.position()? - 1)?.0;
        starts.push(lines[position.line()? - 1] + column);
    }
    Some(starts)
}

proptest! {
    #[test]
    fn rhai_and_this_lexer_begin_tokens_at_the_same_places(
        pieces in prop::collection::vec((prop::sample::select(PIECES), prop::sample::select(&["", " ", "\n"][..])), 1..12)
    ) {
        let text: String = pieces.iter().map(|(piece, space)| format!("{piece}{space}")).collect();
        // Letters that touch a number are part of it here, so that a report can show them.
        let is_glued = Tokens::read(&text).list.iter().any(|it| {
            let number = &text[it.span.clone()];
            it.kind == Kind::Number && number.parse::<f64>().is_err() && !matches!(number, "0xff" | "1_000")
        });
        if let (false, Some(starts)) = (is_glued, starts(&text)) {
            let ours: Vec<usize> = Tokens::read(&text).list.iter().map(|it| it.span.start).collect();
            for start in starts {
                prop_assert!(ours.contains(&start), "{start} in {text:?}");
            }
        }
    }

    #[test]
    fn nothing_is_open_in_what_rhai_accepts(
        pieces in prop::collection::vec((prop::sample::select(PIECES), prop::sample::select(&["", " ", "\n"][..])), 1..8)
    ) {
        let text: String = pieces.iter().map(|(piece, space)| format!("{piece}{space}")).collect();
        if Engine::new_raw().compile(&text).is_ok() {
            let lexed = lex(&text);
            prop_assert!(lexed.unclosed.is_empty() && !lexed.is_broken, "{text:?}");
        }
    }
}

fn kinds(text: &str) -> Vec<(Kind, &str)> {
    Tokens::read(text).list.iter().map(|it| (it.kind, &text[it.span.clone()])).collect()
}

#[test]
fn a_backslash_in_backticks_means_itself() {
    let text = "print(`C:\\`);\nprint(nope);";
    assert_eq!(kinds(text)[2], (Kind::Template, "`C:\\`"));
    assert!(kinds(text).contains(&(Kind::Word, "nope")));
    assert_eq!(kinds("`\\${a}`"), [(Kind::Template, "`\\${a}`")]);
}

#[test]
fn a_value_in_backticks_ends_with_its_brace_although_a_bracket_in_it_is_open() {
    let text = "`${work(1} done` x";
    assert_eq!(kinds(text).last(), Some(&(Kind::Word, "x")));
    assert!(lex(text).is_broken);
}

#[test]
fn letters_that_touch_a_number_are_part_of_it() {
    assert_eq!(kinds("sleep(350ms)")[2], (Kind::Number, "350ms"));
    assert_eq!(kinds("1..5"), [(Kind::Number, "1"), (Kind::Symbol, ".."), (Kind::Number, "5")]);
}

#[test]
fn a_text_that_a_line_cuts_off_ends_there() {
    let tokens = Tokens::read("print(\"a);\nx");
    assert!(!tokens.list[2].is_closed && tokens.text(3) == "x");
    assert!(!Tokens::read("`${x}").list.last().unwrap().is_closed);
}
