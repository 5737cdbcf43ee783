//! What the keys do that depends on the text: Enter that knows an open block, and indentation.
//!
//! Pure: from the text and the cursor to an [`Action`].

use super::entry;
use super::lexer::{Kind, Unclosed, lex};
use std::ops::Range;

/// One step of indentation, in spaces.
pub const STEP: usize = 4;

/// A key that has a meaning of its own here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    Enter,
    /// Alt-Enter: a new line, whether the entry is complete or not.
    NewLine,
    /// One of `) ] }`.
    Closing(char),
    Tab,
    Backspace,
}

/// What a key does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// What the key does anywhere else.
    Usual,
    Submit,
    Insert(String),
    Replace(Range<usize>, String),
}

/// What `key` does in `text` with the cursor at `at`, in bytes.
pub fn action(key: Key, text: &str, at: usize) -> Action {
    let (before, after) = text.split_at(at);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    match key {
        Key::Enter if entry::open(text).is_none() || entry::insists(text) => Action::Submit,
        Key::Enter | Key::NewLine => Action::Insert(new_line(before)),
        Key::Closing(bracket) => closing(before, after, line_start, bracket),
        Key::Tab if line_start > 0 && before[line_start..].trim().is_empty() => {
            Action::Insert(" ".repeat(STEP))
        }
        Key::Backspace => match before.len() - line_start {
            spaces if spaces > 1 && before[line_start..].bytes().all(|b| b == b' ') => {
                Action::Replace(at - ((spaces - 1) % STEP + 1)..at, String::new())
            }
            _ => Action::Usual,
        },
        Key::Tab => Action::Usual,
    }
}

/// A line's end, and the indentation that goes on with `before`.
fn new_line(before: &str) -> String {
    let lexed = lex(before);
    let indentation = match lexed.unclosed.last() {
        // There a space would be part of the text.
        Some(Unclosed::Text(_) | Unclosed::Comment(_)) => 0,
        _ => {
            let space = |kind| matches!(kind, Kind::Whitespace | Kind::Comment);
            let last = lexed.tokens.iter().rfind(|token| !space(token.kind));
            let opens = last
                .is_some_and(|token| token.kind == Kind::Open && !before[token.range.end..].contains('\n'));
            indentation(before, before.len()) + if opens { STEP } else { 0 }
        }
    };
    format!("\n{}", " ".repeat(indentation))
}

/// A closing bracket that is its line's first goes below the line of its opening one.
fn closing(before: &str, after: &str, line_start: usize, bracket: char) -> Action {
    let own = &before[line_start..];
    if own.is_empty() || !own.trim().is_empty() || !after.lines().next().unwrap_or("").trim().is_empty() {
        return Action::Usual;
    }
    match lex(before).unclosed.last() {
        Some(Unclosed::Bracket(_, at)) => {
            let text = format!("{}{bracket}", " ".repeat(indentation(before, *at)));
            Action::Replace(line_start..before.len(), text)
        }
        _ => Action::Usual,
    }
}

/// How many spaces begin the line of `at`.
fn indentation(text: &str, at: usize) -> usize {
    let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    text[line..].bytes().take_while(|b| *b == b' ').count()
}
