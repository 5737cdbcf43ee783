//! Where a statement ends, and what an operator still needs.

use super::Clue;
use crate::diagnostics::{finding::Finding, source::line_around, words::is_reserved};
use crate::syntax::nearest::nearest;
use crate::syntax::tokens::Kind;
use rhai::{LexError, ParseErrorType};

/// Words and operators that need a value after them, and what they need.
#[rustfmt::skip]
const NEEDS: &[(&str, &str, &str)] = &[
    ("await", "`await` needs a task to wait for", "let task = spawn work();\nlet value = await task;"),
    ("spawn", "`spawn` needs a call, a block or a closure", "spawn work()"),
    ("=", "a value is missing after `=`", ""),
    ("in", "a loop needs something to take its values from", "for i in 0..3 { … }"),
    ("if", "`if` needs a condition", "if x > 0 { … }"),
    ("while", "`while` needs a condition", "while x > 0 { … }"),
    ("until", "`until` needs a condition", "do { … } until x > 0;"),
    ("!", "a value is missing after `!`", ""),
];

const OPERATORS: &[&str] = &[
    "+", "-", "*", "/", "%", "**", "==", "!=", "<", ">", "<=", ">=", "&&", "||", "??", "..", "..=", "+=",
    "-=", "*=", "/=", "%=", "&", "|", "^", "<<",
];

/// The engine wanted a value and found something else, or nothing.
pub(super) fn operand_missing(clue: &Clue) -> Option<Finding> {
    let wanted_value = match clue.error {
        ParseErrorType::UnexpectedEOF | ParseErrorType::ExprExpected(_) => true,
        ParseErrorType::BadInput(LexError::UnexpectedInput(_)) => {
            !matches!(clue.tokens.kind(clue.at), Some(Kind::Other))
        }
        // `let await = 1` and the like are about the name.
        _ => false,
    };
    let before = clue.at.checked_sub(1).filter(|_| wanted_value)?;
    let word = clue.tokens.text(before);
    let span = clue.tokens.span(before);
    if matches!(clue.tokens.text(clue.at), "fn" | "*" | "=>" | "try") {
        return None;
    }
    if let Some((_, title, help)) = NEEDS.iter().find(|(needs, ..)| *needs == word) {
        let finding = Finding::new(*title).mark(span, "");
        return Some(if help.is_empty() { finding } else { finding.help(*help) });
    }
    OPERATORS
        .contains(&word)
        .then(|| Finding::new(format!("a value is missing after `{word}`")).mark(span, ""))
}

/// `else` without its `if`, or after a `;`.
pub(super) fn lone_else(clue: &Clue) -> Option<Finding> {
    let tokens = clue.tokens;
    if tokens.text(clue.at) != "else"
        || !matches!(clue.error, ParseErrorType::BadInput(LexError::UnexpectedInput(_)))
    {
        return None;
    }
    let finding = Finding::new("`else` follows the `}` of its `if`");
    let semicolon = clue.at.checked_sub(1).filter(|&before| tokens.text(before) == ";");
    Some(match semicolon {
        Some(semicolon) => finding.mark(tokens.span(semicolon), "leave this out"),
        None => finding.mark(tokens.span(clue.at), "").help("if x > 0 { … } else { … }"),
    })
}

/// Python's `//` is a comment here, and swallows the rest of the line.
pub(super) fn floor_division(clue: &Clue) -> Option<Finding> {
    if !matches!(clue.error, ParseErrorType::MissingToken(token, _) if token == ";") {
        return None;
    }
    let tokens = clue.tokens;
    let end = tokens.span(clue.at.checked_sub(1)?).end;
    let comment = tokens.comments.iter().find(|comment| comment.span.start >= end)?;
    let words = tokens.text[comment.span.clone()].strip_prefix("//")?.trim();
    let on_line = line_around(tokens.text, end).end >= comment.span.end;
    let is_divisor = words.ends_with(';') && !words.contains(' ');
    (on_line && is_divisor).then(|| {
        Finding::new("`//` starts a comment")
            .mark(comment.span.start..comment.span.start + 2, "write `/`")
            .help("between integers `/` gives an integer: 7 / 2 is 3")
    })
}

/// `await a, b`
pub(super) fn await_list(clue: &Clue) -> Option<Finding> {
    let tokens = clue.tokens;
    let ends = matches!(clue.error, ParseErrorType::MissingToken(token, _) if token == ";");
    let first = tokens.line_start(clue.at);
    let awaits = (first..clue.at).find(|&index| tokens.text(index) == "await")?;
    (ends && tokens.text(clue.at) == ",").then(|| {
        Finding::new("`await` waits for one task, or for an array of tasks")
            .mark(tokens.span(awaits).start..tokens.span(clue.at).end, "write the tasks in `[ ]`")
            .help("let values = await [a, b];")
    })
}

/// Words that begin a statement or a value.
const LEADING: &[&str] =
    &["spawn", "await", "let", "const", "return", "throw", "for", "while", "import", "export"];

/// A word of the language that is misspelled, so that it reads as a name with a value after it.
pub(super) fn misspelled_word(clue: &Clue) -> Option<Finding> {
    let tokens = clue.tokens;
    let before = clue.at.checked_sub(1)?;
    let wants_end =
        matches!(clue.error, ParseErrorType::MissingToken(token, _) if token == ";" || token == ",");
    let is_value = matches!(tokens.kind(clue.at), Some(Kind::Word | Kind::Number | Kind::Text));
    if !wants_end || !is_value || tokens.begins_line(clue.at) || !tokens.is_word(before) {
        return None;
    }
    let written = tokens.text(before);
    let meant = nearest(written, LEADING.iter().copied()).filter(|_| !is_reserved(written))?;
    Some(
        Finding::new(format!("`{written}` is no word of the language"))
            .mark(tokens.span(before), format!("did you mean `{meant}`?")),
    )
}

/// `print(Hello world)`
pub(super) fn text_without_quotes(clue: &Clue) -> Option<Finding> {
    let tokens = clue.tokens;
    if !matches!(clue.error, ParseErrorType::MissingToken(token, _) if token == ",") {
        return None;
    }
    let is_name = |index: &usize| tokens.is_word(*index) && !is_reserved(tokens.text(*index));
    let first = (0..clue.at).rev().take_while(is_name).last()?;
    let end = (clue.at..).take_while(is_name).last()? + 1;
    let call = tokens.text(first.checked_sub(2)?);
    let is_whole = tokens.text(first - 1) == "(" && tokens.text(end) == ")";
    (is_whole && call == "print").then(|| {
        let span = tokens.span(first).start..tokens.span(end - 1).end;
        let text = &tokens.text[span.clone()];
        Finding::new("text stands in quotes").mark(span, "").help(format!("print(\"{text}\")"))
    })
}

/// The title of a report on a missing `;`.
pub const MISSING_SEMICOLON: &str = "a `;` is missing";

/// A `;` is missing: the place is the end of the statement before.
pub(super) fn semicolon(clue: &Clue) -> Option<Finding> {
    if !matches!(clue.error, ParseErrorType::MissingToken(token, _) if token == ";") {
        return None;
    }
    let end = clue.tokens.span(clue.at.checked_sub(1)?).end;
    let finding = Finding::new(MISSING_SEMICOLON).mark(end..end, "write `;` here");
    let same_line = !clue.tokens.begins_line(clue.at) && !is_reserved(clue.tokens.text(clue.at));
    Some(match same_line {
        true => finding.help(format!(
            "a statement ends here, or an operator is missing before `{}`",
            clue.tokens.text(clue.at)
        )),
        false => finding,
    })
}
