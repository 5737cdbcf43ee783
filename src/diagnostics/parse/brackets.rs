//! Brackets that are missing or one too many.

use super::Clue;
use crate::diagnostics::finding::Finding;
use crate::syntax::tokens::{Tokens, closer};
use rhai::{LexError, ParseErrorType};

/// A closing bracket that closes nothing, or not what is open.
pub(super) fn stray(clue: &Clue) -> Option<Finding> {
    let tokens = clue.tokens;
    let unpaired = tokens.unpaired();
    let stray = *unpaired.stray.first().filter(|&&stray| stray == clue.at)?;
    let bracket = tokens.text(stray);
    if let Some(&open) = unpaired.open.last() {
        let wanted = closer(tokens.text(open))?;
        return Some(
            Finding::new(format!("`{}` is closed by `{wanted}`, not by `{bracket}`", tokens.text(open)))
                .mark(tokens.span(stray), format!("write `{wanted}` here"))
                .mark(tokens.span(open), "opened here"),
        );
    }
    Some(
        Finding::new(format!("there is one `{bracket}` too many"))
            .mark(tokens.span(stray), "this closes nothing: leave it out"),
    )
}

/// An opening bracket whose partner is missing.
pub(super) fn unclosed(clue: &Clue) -> Option<Finding> {
    let tokens = clue.tokens;
    let at_end = clue.at >= tokens.list.len();
    let ends_here = match clue.error {
        ParseErrorType::MissingToken(token, _) if matches!(token.as_str(), ")" | "]" | "}") => true,
        // The next item of a list would stand on the same line.
        ParseErrorType::MissingToken(token, _) if token == "," => {
            let unpaired = !tokens.unpaired().open.is_empty();
            (unpaired && tokens.begins_line(clue.at))
                || matches!(tokens.text(clue.at), ";" | "{" | "}" | ")" | "]")
        }
        ParseErrorType::BadInput(LexError::UnexpectedInput(_)) if tokens.text(clue.at) == ";" => {
            tokens.enclosing(clue.at).is_some_and(|open| matches!(tokens.text(open), "(" | "["))
        }
        ParseErrorType::WrongFnDefinition => suspect(tokens, clue.at).is_some(),
        _ => at_end,
    };
    if !ends_here {
        return None;
    }
    let unpaired = tokens.unpaired();
    let open = match clue.error {
        ParseErrorType::WrongFnDefinition => suspect(tokens, clue.at),
        _ => suspect(tokens, tokens.list.len()).filter(|_| at_end).or_else(|| last_open(tokens, clue.at)),
    };
    let open = open.or(unpaired.open.last().copied())?;
    let bracket = closer(tokens.text(open))?;
    let here = tokens.span(clue.at.saturating_sub(1)).end;
    let finding = Finding::new(format!("a `{bracket}` is missing"));
    Some(match tokens.text(open) {
        "{" | "#{" => finding
            .mark(tokens.span(open), "this `{` is never closed")
            .help(format!("write `{bracket}` where its block ends")),
        _ => {
            finding.mark(here..here, format!("write `{bracket}` here")).mark(tokens.span(open), "opened here")
        }
    })
}

/// The bracket that is open where the engine gave up.
fn last_open(tokens: &Tokens, at: usize) -> Option<usize> {
    tokens.enclosing(at)
}

/// A block whose closing brace stands further left than the line that opened it: that brace was meant for a
/// block further out, and this one's own is missing. Only blocks that are read before `end` count.
fn suspect(tokens: &Tokens, end: usize) -> Option<usize> {
    let indent = |index: usize| {
        let start = tokens.span(tokens.line_start(index)).start;
        let line_start = tokens.text[..start].rfind('\n').map_or(0, |at| at + 1);
        start - line_start
    };
    let mut open: Vec<usize> = Vec::new();
    for index in 0..end.min(tokens.list.len()) {
        match tokens.text(index) {
            "{" | "#{" => open.push(index),
            "}" => {
                let opener = open.pop()?;
                if tokens.begins_line(index) && indent(index) < indent(opener) {
                    return Some(opener);
                }
            }
            "fn" if tokens.begins_line(index) && indent(index) == 0 && !open.is_empty() => {
                return open.last().copied();
            }
            _ => {}
        }
    }
    // A function that begins at the left edge, inside a block.
    open.last().copied().filter(|_| tokens.text(end) == "fn" && tokens.begins_line(end) && indent(end) == 0)
}
