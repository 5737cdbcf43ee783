//! Sentences in rows that fit the window.

use super::look::Look;
use crate::plain::plain_text;
use crate::style::wrap;

/// A text in rows as wide as the look allows, each with a line end.
pub fn paragraph(text: &str, first: &str, further: &str, look: &Look) -> String {
    let text = look.glyphs.own_words(text);
    let room = usize::from(look.columns()).saturating_sub(2).max(10);
    let mut out = String::new();
    for (index, row) in wrap(&text, room).enumerate() {
        out.push_str(if index == 0 { first } else { further });
        out.push_str(row);
        out.push('\n');
    }
    out
}

/// Lines in rows as wide as the look allows, each with a line end. What an indented line goes on with is indented further.
pub fn paragraphs(lines: &[String], look: &Look) -> String {
    let width = usize::from(look.columns()).max(20);
    let mut out = String::new();
    for line in lines {
        let own = look.glyphs.own_words(&plain_text(line));
        let indent = own.len() - own.trim_start().len();
        let hanging = if indent == 0 { 0 } else { indent + 6 };
        for (index, row) in wrap(own.trim_start(), width.saturating_sub(hanging.max(indent))).enumerate() {
            let margin = if index == 0 { indent } else { hanging };
            out.push_str(&format!("{}{row}\n", " ".repeat(margin)));
        }
    }
    out
}
