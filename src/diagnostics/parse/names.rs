//! What cannot be a name, and what was meant to be a number.

use super::Clue;
use crate::diagnostics::{finding::Finding, words::is_reserved};
use crate::syntax::tokens::Kind;
use rhai::ParseErrorType;

/// A reserved word where a name is made: `let match`, `fn spawn()`, a parameter, a loop's variable.
pub(super) fn reserved(clue: &Clue) -> Option<Finding> {
    let word = clue.tokens.text(clue.at);
    let makes_name = match clue.error {
        ParseErrorType::Reserved(_) | ParseErrorType::VariableExpected => follows_name_maker(clue),
        ParseErrorType::FnMissingName | ParseErrorType::PropertyExpected => true,
        _ => false,
    };
    (is_reserved(word) && makes_name).then(|| {
        Finding::new(format!("`{word}` is a word of the language, so it cannot be a name"))
            .mark(clue.tokens.span(clue.at), "choose another name")
            .help(format!("for example `my_{word}`"))
    })
}

/// Whether the token stands where a variable or parameter gets its name.
fn follows_name_maker(clue: &Clue) -> bool {
    let tokens = clue.tokens;
    match tokens.before(clue.at, 1) {
        "let" | "const" | "as" | "|" | "fn" | "." | "#{" => true,
        "for" => !matches!(tokens.text(clue.at), "let" | "const" | "var"),
        "(" | "," => tokens.enclosing(clue.at).is_some_and(|open| tokens.before(open, 2) == "fn"),
        _ => false,
    }
}

/// `1x`, `0b12`, `1.2.3`.
pub(super) fn number(clue: &Clue) -> Option<Finding> {
    let tokens = clue.tokens;
    let index = [clue.at, clue.at.saturating_sub(1)]
        .into_iter()
        .find(|&index| tokens.kind(index) == Some(Kind::Number) && tokens.span(index).end >= clue.offset)?;
    let text = tokens.text(index);
    let span = tokens.span(index);
    if matches!(tokens.before(index, 1), "let" | "const" | "fn" | "for") {
        return Some(
            Finding::new("a name starts with a letter")
                .mark(span, "a name cannot start with a digit")
                .help(format!("for example `{}`", letters_first(text))),
        );
    }
    if tokens.before(index, 1) == "." && tokens.kind(index.wrapping_sub(2)) == Some(Kind::Number) {
        let start = tokens.span(index - 2).start;
        return Some(Finding::new("a number has one decimal point").mark(start..span.end, "this has two"));
    }
    let malformed = matches!(clue.error, ParseErrorType::BadInput(rhai::LexError::MalformedNumber(_)));
    let finding = || {
        let finding = Finding::new(format!("`{text}` is not a number")).mark(span.clone(), "");
        match text.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.') {
            "s" | "ms" | "sec" => finding.help("times are in seconds: sleep(2), sleep(0.35)"),
            _ => finding,
        }
    };
    (malformed || span.start < clue.offset && clue.offset < span.end).then(finding)
}

/// `2nd` turned into a name: `nd2`.
fn letters_first(text: &str) -> String {
    let (digits, letters) =
        text.split_at(text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len()));
    if letters.is_empty() { format!("x{digits}") } else { format!("{letters}{digits}") }
}

/// Letters that names do not have.
pub(super) fn letters(clue: &Clue) -> Option<Finding> {
    let word = clue.tokens.text(clue.at);
    (clue.tokens.is_word(clue.at) && !word.is_ascii()).then(|| {
        Finding::new("names are made of the letters a to z, digits and `_`")
            .mark(clue.tokens.span(clue.at), "choose another name")
            .help("in texts and comments every letter is welcome")
    })
}
