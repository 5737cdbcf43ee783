//! What the keys do that rustyline does not do by itself: Enter that knows an open block, indentation, and
//! the margin as if it were no text.
//!
//! Pure: from the text and the cursor to an [`Action`]. Both count the margin in.

use super::entry;
use super::lexer::{Kind, Unclosed, lex};
use super::margin::{self, Margin};
use std::ops::Range;

/// One step of indentation, in spaces.
const STEP: usize = 4;

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
    Delete,
    Left,
    Right,
    Home,
}

/// What a key does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// What the editor does with the key anyway.
    Usual,
    Submit,
    Insert(String),
    Replace(Range<usize>, String),
    MoveTo(usize),
}

/// What `key` does in `text` with the cursor at `at`, in bytes.
pub fn action(key: Key, text: &str, at: usize, margin: &Margin) -> Action {
    let before = &text[..at];
    let after = &text[at..];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    // Where the line's own text begins.
    let margined = text[line_start..].starts_with(margin.as_str()) && line_start > 0;
    let text_start = line_start + if margined { margin.as_str().len() } else { 0 };
    let next_line = format!("\n{}", margin.as_str());
    let joins_next = after.starts_with(&next_line);
    match key {
        Key::Enter => enter(text, before, margin),
        Key::NewLine => Action::Insert(new_line(before, margin)),
        Key::Closing(bracket) => closing(before, after, text_start, bracket),
        Key::Tab if line_start > 0 && at >= text_start && before[text_start..].trim().is_empty() => {
            Action::Insert(" ".repeat(STEP))
        }
        Key::Backspace if margined && at > line_start && at <= text_start => {
            Action::Replace(line_start - 1..text_start, String::new())
        }
        Key::Backspace => match before.get(text_start..).map(str::len) {
            Some(spaces) if spaces > 1 && before[text_start..].bytes().all(|b| b == b' ') => {
                Action::Replace(at - ((spaces - 1) % STEP + 1)..at, String::new())
            }
            _ => Action::Usual,
        },
        Key::Delete if joins_next => Action::Replace(at..at + next_line.len(), String::new()),
        Key::Left if margined && at <= text_start => Action::MoveTo(line_start - 1),
        Key::Right if joins_next => Action::MoveTo(at + next_line.len()),
        Key::Home if margined => Action::MoveTo(text_start),
        _ => Action::Usual,
    }
}

fn enter(text: &str, before: &str, margin: &Margin) -> Action {
    let plain = margin::remove(text);
    if entry::open(&plain).is_none() || entry::insists(&plain) {
        Action::Submit
    } else {
        Action::Insert(new_line(before, margin))
    }
}

/// A line's end, the margin, and the indentation that goes on with `before`.
fn new_line(before: &str, margin: &Margin) -> String {
    let plain = margin::remove(before);
    let lexed = lex(&plain);
    let indentation = match lexed.unclosed.last() {
        // There a space would be part of the text.
        Some(Unclosed::String(_) | Unclosed::Comment(_)) => 0,
        _ => {
            let space = |kind| matches!(kind, Kind::Whitespace | Kind::Comment);
            let last = lexed.tokens.iter().rfind(|token| !space(token.kind));
            let opens = last
                .is_some_and(|token| token.kind == Kind::Open && !plain[token.range.end..].contains('\n'));
            indentation(&plain, plain.len()) + if opens { STEP } else { 0 }
        }
    };
    format!("\n{}{}", margin.as_str(), " ".repeat(indentation))
}

/// A closing bracket that is its line's first goes below the line of its opening one.
fn closing(before: &str, after: &str, text_start: usize, bracket: char) -> Action {
    let own = before.get(text_start..).unwrap_or("");
    if own.is_empty() || !own.trim().is_empty() || !after.lines().next().unwrap_or("").trim().is_empty() {
        return Action::Usual;
    }
    let plain = margin::remove(before);
    match lex(&plain).unclosed.last() {
        Some(Unclosed::Bracket(_, at)) => {
            let text = format!("{}{bracket}", " ".repeat(indentation(&plain, *at)));
            Action::Replace(text_start..before.len(), text)
        }
        _ => Action::Usual,
    }
}

/// How many spaces begin the line of `at`.
fn indentation(text: &str, at: usize) -> usize {
    let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    text[line..].bytes().take_while(|b| *b == b' ').count()
}
