//! Characters that come with copied text or from another keyboard, and comments of other languages.

use super::Clue;
use crate::diagnostics::{finding::Finding, source::line_around};
use crate::syntax::tokens::Kind;
use rhai::ParseErrorType;
use unicode_width::UnicodeWidthStr;

/// What looks like a character of the language, and which one it looks like.
#[rustfmt::skip]
const LOOKALIKES: &[(&str, &str, &str)] = &[
    ("“”„‟«»＂", "\"", "a straight quote"),
    ("‘’‚‛′＇", "\"", "a straight double quote"),
    ("–—−‐‑", "-", "a minus"),
    ("×∗⋅·", "*", "a times sign"),
    ("÷∕", "/", "a division sign"),
    ("≤", "<=", "less or equal"),
    ("≥", ">=", "greater or equal"),
    ("≠", "!=", "not equal"),
    ("→⇒", "=>", "an arrow"),
    ("…", "..", "two dots"),
    ("、，", ",", "a comma"),
    ("。．", ".", "a dot"),
    ("；", ";", "a semicolon"),
    ("：", ":", "a colon"),
];

/// A character between the start of the line and the error that only looks right.
pub(super) fn lookalike(clue: &Clue) -> Option<Finding> {
    let tokens = clue.tokens;
    let first = tokens.line_start(clue.at);
    let index = (first..clue.at + 2).find(|&index| tokens.kind(index) == Some(Kind::Other))?;
    let letter = tokens.text(index);
    let finding = |label: String| {
        Finding::new(format!("`{letter}` has no meaning here")).mark(tokens.span(index), label)
    };
    if letter.width() == 0 {
        let code = letter.chars().next().map_or(0, u32::from);
        let finding = Finding::new(format!("there is an invisible character here, U+{code:04X}"));
        return Some(finding.mark(tokens.span(index), "leave it out"));
    }
    if letter.chars().all(char::is_whitespace) {
        return Some(Finding::new("this is not an ordinary space").mark(tokens.span(index), "write a space"));
    }
    if let Some((_, write, name)) = LOOKALIKES.iter().find(|(same, ..)| same.contains(letter)) {
        return Some(
            finding(format!("write `{write}`"))
                .help(format!("it looks like {name}; copied text often brings such characters along")),
        );
    }
    let code = u32::from(letter.chars().next()?);
    if let Some(ascii) =
        code.checked_sub(0xFEE0).filter(|ascii| (0x21..0x7F).contains(ascii)).and_then(char::from_u32)
    {
        return Some(
            finding(format!("write `{ascii}`"))
                .help("this is the wide form of the character, from another keyboard"),
        );
    }
    Some(finding("leave this out".into()))
}

/// `# …` and `-- …`.
pub(super) fn comment(clue: &Clue) -> Option<Finding> {
    let hash = matches!(clue.error, ParseErrorType::Reserved(word) if word == "#" || word == "#!");
    if !hash || clue.tokens.text(clue.at + 1).eq_ignore_ascii_case("include") {
        return None;
    }
    let text = clue.tokens.text;
    let comment = clue.offset..line_around(text, clue.offset).end;
    let words = text[comment.clone()].trim_start_matches(['#', '!']).trim();
    Some(
        Finding::new("a comment starts with `//`")
            .mark(comment.start..comment.start + text[comment.clone()].trim_end().len(), "write `//`")
            .help(format!("// {words}")),
    )
}
