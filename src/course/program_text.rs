//! Programs as texts: what cheats and harmless changes are made of.

use crate::syntax::tokens::{Kind, Tokens};

/// A text as a literal of the language.
pub fn literal(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            it if it.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(it))),
            it => out.push(it),
        }
    }
    out.push('"');
    out
}

/// A piece of a text and what takes its place.
pub type Change = (std::ops::Range<usize>, String);

/// The text with these pieces changed. They do not overlap.
pub fn changed(text: &str, mut changes: Vec<Change>) -> String {
    changes.sort_by_key(|(span, _)| span.start);
    let (mut out, mut at) = (String::new(), 0);
    for (span, instead) in changes {
        out.push_str(&text[at..span.start]);
        out.push_str(&instead);
        at = span.end;
    }
    out.push_str(&text[at..]);
    out
}

/// The token that closes the bracket at `open`.
pub fn closing(tokens: &Tokens, open: usize) -> Option<usize> {
    let mut depth = 0usize;
    for index in open..tokens.list.len() {
        if tokens.kind(index) != Some(Kind::Symbol) {
            continue;
        }
        match tokens.text(index) {
            "(" | "[" | "{" | "#{" | "?[" => depth += 1,
            ")" | "]" | "}" => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(index);
                }
            }
            _ => {}
        }
    }
    None
}

/// The functions of a program, and the statements outside of them.
pub fn parted(text: &str) -> (String, String) {
    let tokens = Tokens::read(text);
    let (mut functions, mut index) = (Vec::new(), 0);
    while index < tokens.list.len() {
        let is_function = tokens.is_word(index) && tokens.text(index) == "fn";
        let body =
            is_function.then(|| (index..tokens.list.len()).find(|it| tokens.text(*it) == "{")).flatten();
        match body.and_then(|body| closing(&tokens, body)) {
            Some(end) => {
                functions.push(tokens.span(index).start..tokens.span(end).end);
                index = end + 1;
            }
            None => index += 1,
        }
    }
    let definitions: String = functions.iter().map(|it| format!("{}\n", &text[it.clone()])).collect();
    let statements = changed(text, functions.into_iter().map(|it| (it, String::new())).collect());
    (definitions, statements)
}
