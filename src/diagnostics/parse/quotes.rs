//! Texts in the wrong quotes, or in none that end.

use super::Clue;
use crate::diagnostics::{finding::Finding, source::line_around};
use crate::syntax::tokens::Kind;
use rhai::{LexError, ParseErrorType};

/// `f"…{x}…"`, `r"…"`, `b"…"`.
pub(super) fn python_prefix(clue: &Clue) -> Option<Finding> {
    let tokens = clue.tokens;
    let text = (clue.at.saturating_sub(1)..=clue.at + 1).find(|&index| is_text(clue, index))?;
    let prefix = text.checked_sub(1).filter(|&prefix| tokens.touches(prefix))?;
    let span = tokens.span(prefix).start..tokens.span(text).end;
    let inner = inside(tokens.text(text));
    match tokens.text(prefix).to_ascii_lowercase().as_str() {
        "f" => {
            let write = format!("`{}`", inner.replace("${", "{").replace('{', "${"));
            Some(
                Finding::new("a text with values in it stands in backticks")
                    .mark(span, "backticks, and `${…}` around each value")
                    .help(write),
            )
        }
        "r" => Some(
            Finding::new("a text without escapes stands in `#\"…\"#`")
                .mark(span, "")
                .help(format!("#\"{inner}\"#")),
        ),
        "b" | "u" => Some(
            Finding::new("a text has no letter before its quotes")
                .mark(tokens.span(prefix), "leave this out")
                .help(format!("\"{inner}\"")),
        ),
        _ => None,
    }
}

/// `"""…"""` reads as an empty text, a text and an empty text.
pub(super) fn triple(clue: &Clue) -> Option<Finding> {
    let tokens = clue.tokens;
    let first = (clue.at.saturating_sub(2)..=clue.at).find(|&index| {
        let is_pair = tokens.text(index) == "''" && tokens.touches(index) && is_text(clue, index + 1);
        is_pair || tokens.text(index).starts_with("\"\"\"")
    })?;
    let start = tokens.span(first).start;
    Some(
        Finding::new("a text over several lines stands in backticks")
            .mark(start..start + 3, "write one backtick")
            .help("`one line\nand another`"),
    )
}

/// `'text'`: single quotes are for one character.
pub(super) fn single(clue: &Clue) -> Option<Finding> {
    if !matches!(clue.error, ParseErrorType::BadInput(LexError::MalformedChar(_))) {
        return None;
    }
    let inner = inside(clue.tokens.text(clue.at));
    Some(
        Finding::new("text goes in double quotes")
            .mark(clue.tokens.span(clue.at), format!("write \"{inner}\""))
            .help("single quotes are for one character, such as 'a'"),
    )
}

/// A text without an end.
pub(super) fn unterminated(clue: &Clue) -> Option<Finding> {
    if !matches!(clue.error, ParseErrorType::BadInput(LexError::UnterminatedString)) {
        return None;
    }
    let tokens = clue.tokens;
    if let Some(start) = tokens.open_value {
        return Some(
            Finding::new("a `}` is missing")
                .mark(start..start + 2, "this `${` is never closed")
                .help("in backticks a value stands between `${` and `}`"),
        );
    }
    let open = tokens.list.iter().find(|token| !token.is_closed)?;
    let quote = tokens.text[open.span.clone()].chars().find(|letter| matches!(letter, '"' | '\'' | '`'))?;
    let end = line_around(tokens.text, open.span.start).end.min(open.span.end);
    let span = open.span.start..open.span.start + tokens.text[open.span.start..end].trim_end().len();
    let finding = Finding::new("this text never ends").mark(span, format!("its closing {quote} is missing"));
    let backslash = tokens.text[open.span.clone()]
        .trim_end()
        .trim_end_matches([';', ')'])
        .ends_with(&format!("\\{quote}"));
    Some(match quote {
        '"' if backslash => {
            finding.help("a backslash takes the quote's meaning away; one backslash is written \\\\")
        }
        '"' => finding.help("a text over several lines stands in backticks: `…`"),
        '\'' => finding.help("text goes in double quotes: \"…\""),
        _ => finding,
    })
}

fn is_text(clue: &Clue, index: usize) -> bool {
    matches!(clue.tokens.kind(index), Some(Kind::Text | Kind::Quoted))
}

/// What stands between the quotes.
fn inside(text: &str) -> &str {
    let text = text.get(1..).unwrap_or_default();
    text.strip_suffix(['"', '\'']).unwrap_or(text)
}
