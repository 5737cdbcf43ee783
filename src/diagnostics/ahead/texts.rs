//! What can be seen from the tokens alone.

use super::View;
use crate::diagnostics::{finding::Finding, source::line_around};
use crate::syntax::tokens::Kind;

/// A block comment without an end takes the rest of the script with it.
pub(super) fn unending_comment(view: &View) -> Vec<(usize, Finding)> {
    let open = view.tokens.comments.iter().filter(|comment| !comment.is_closed);
    open.map(|comment| {
        let start = comment.span.start;
        let end = line_around(view.tokens.text, start).end;
        let finding = Finding::new("this comment never ends")
            .mark(start..end, "everything after it is left out")
            .help("close it with `*/`");
        (start, finding)
    })
    .collect()
}

/// `"Hello, ${name}"`: values are put only into texts in backticks.
pub(super) fn value_in_quotes(view: &View) -> Vec<(usize, Finding)> {
    let texts = view.tokens.list.iter().filter(|token| token.kind == Kind::Text && token.is_closed);
    texts
        .filter_map(|token| {
            let text = &view.tokens.text[token.span.clone()];
            let (before, rest) = text.split_once("${")?;
            let (name, _) = rest.split_once('}')?;
            let is_name = name.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_')
                && name
                    .chars()
                    .all(|letter| letter.is_ascii_alphanumeric() || letter == '_' || letter == '.');
            let start = token.span.start + before.len();
            let finding = Finding::new("values are put only into a text in backticks")
                .mark(start..start + name.len() + 3, "this stays as it is written")
                .help(format!("`{}`", text.trim_matches('"')));
            (is_name && text.starts_with('"')).then_some((start, finding))
        })
        .collect()
}

/// `let map = {};` makes an empty block, and its value is `()`.
pub(super) fn empty_block(view: &View) -> Vec<(usize, Finding)> {
    let tokens = view.tokens;
    let is_one = |&index: &usize| {
        let value = [tokens.before(index, 1), tokens.text(index), tokens.text(index + 1)] == ["=", "{", "}"];
        value && tokens.is_word(index.wrapping_sub(2)) && matches!(tokens.before(index, 3), "let" | "const")
    };
    let found = (0..tokens.list.len()).filter(is_one);
    found
        .map(|index| {
            let span = tokens.span(index).start..tokens.span(index + 1).end;
            let finding =
                Finding::new("`{}` is an empty block, and gives `()`").mark(span.clone(), "write `#{}`");
            (span.start, finding.help("an empty map is written #{}, an empty array []"))
        })
        .collect()
}

/// `for x in as_completed(tasks) { }`: a loop without a statement looks at nothing that comes, errors included.
pub(super) fn empty_loop(view: &View) -> Vec<(usize, Finding)> {
    let tokens = view.tokens;
    let found = (0..tokens.list.len()).filter(|index| tokens.text(*index) == "as_completed");
    found
        .filter_map(|index| {
            let mut depth = 0;
            let close = (index + 1..tokens.list.len()).find(|it| {
                depth += match tokens.text(*it) {
                    "(" => 1,
                    ")" => -1,
                    _ => 0,
                };
                depth <= 0
            })?;
            let is_empty = [tokens.text(close + 1), tokens.text(close + 2)] == ["{", "}"];
            let span = tokens.span(close + 1).start..tokens.span(close + 2).end;
            let finding = Finding::new("a loop without a statement does not see the errors of tasks")
                .mark(span.clone(), "nothing looks at what comes")
                .help("to wait for all of them, write join_all(tasks), which throws their errors");
            is_empty.then_some((span.start, finding))
        })
        .collect()
}

/// An integer that is too large becomes a float, and loses digits.
pub(super) fn huge_integer(view: &View) -> Vec<(usize, Finding)> {
    let numbers = (0..view.tokens.list.len()).filter(|&index| view.tokens.kind(index) == Some(Kind::Number));
    numbers
        .filter_map(|index| {
            let digits = view.tokens.text(index).replace('_', "");
            let is_whole = digits.bytes().all(|digit| digit.is_ascii_digit());
            let smallest = digits == "9223372036854775808" && view.tokens.before(index, 1) == "-";
            if !is_whole || digits.parse::<i64>().is_ok() || smallest {
                return None;
            }
            let span = view.tokens.span(index);
            let finding = Finding::new("this number is too large for an integer")
                .mark(span.clone(), "it becomes a float, and loses digits")
                .help("the largest integer is 9223372036854775807");
            Some((span.start, finding))
        })
        .collect()
}
