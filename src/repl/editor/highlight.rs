//! The colours of an entry.
//!
//! Only the sixteen colours of the terminal's own palette, and of these only those that can be read on white and
//! on black.

use super::Colors;
use super::lexer::{Kind, Token, Unclosed, lex};
use super::margin;

/// The style of hints, of the continuation prompt, and of what candidates mean.
const DIM: &str = "\x1b[90m";
const RESET: &str = "\x1b[0m";

/// The words this program is about.
const STANDING_OUT: &[&str] = &["await", "sleep", "sleep_blocking", "spawn"];

/// `text`, margins included, as it goes to the terminal. As wide as `text`: rustyline counts on that. The bracket
/// at the cursor, and the one that belongs to it, stand out.
pub fn highlight(text: &str, cursor: Option<usize>, colors: Colors) -> String {
    let plain = margin::remove(text);
    let tokens = lex(&plain).tokens;
    let cursor = cursor.map(|at| margin::remove(&text[..at]).len());
    let pair = cursor.and_then(|at| pair(&plain, &tokens, at));
    let command = plain.trim_start().starts_with(':');

    let mut output = Painter { text: String::with_capacity(2 * text.len()), style: "", colors };
    let mut tokens = tokens.iter().peekable();
    let mut at = 0;
    for c in text.chars() {
        if let Some(glyph) = margin::glyph(c) {
            output.push(DIM, glyph);
            continue;
        }
        while tokens.next_if(|token| token.range.end <= at).is_some() {}
        let style = match tokens.peek() {
            Some(_) if command => "\x1b[36m",
            Some(token) if pair.is_some_and(|pair| pair.contains(&token.range.start)) => "\x1b[1;4m",
            Some(token) => style(token.kind, &plain[token.range.clone()]),
            None => "",
        };
        // A control character has no width, and must not reach the terminal.
        if !c.is_control() || c == '\n' || c == '\t' {
            output.push(style, c);
        }
        at += c.len_utf8();
    }
    output.finish()
}

/// A hint, or something else that keeps in the background.
pub fn dim(text: &str, colors: Colors) -> String {
    let mut output = Painter { text: String::new(), style: "", colors };
    text.chars().filter(|c| !c.is_control()).for_each(|c| output.push(DIM, c));
    output.finish()
}

fn style(kind: Kind, text: &str) -> &'static str {
    match kind {
        Kind::Comment => DIM,
        Kind::String | Kind::Character => "\x1b[32m",
        Kind::Number => "\x1b[36m",
        Kind::Keyword | Kind::Identifier if STANDING_OUT.contains(&text) => "\x1b[1;35m",
        Kind::Keyword => "\x1b[35m",
        Kind::Unknown => "\x1b[31m",
        _ => "",
    }
}

/// Where the bracket at or before the cursor begins, and where its counterpart does.
fn pair(text: &str, tokens: &[Token], cursor: usize) -> Option<[usize; 2]> {
    let bracket = |token: &&Token| matches!(token.kind, Kind::Open | Kind::Close);
    let at = |place: usize| tokens.iter().filter(bracket).find(|token| token.range.contains(&place));
    let token = at(cursor).or_else(|| at(cursor.checked_sub(1)?))?;
    let index = tokens.iter().position(|known| known == token)?;
    if token.kind == Kind::Open {
        let mut depth = 0;
        for other in &tokens[index..] {
            match other.kind {
                Kind::Open => depth += 1,
                Kind::Close => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Some([token.range.start, other.range.start]);
            }
        }
        return None;
    }
    // The text before a closing bracket says which one it closes.
    match lex(&text[..token.range.start]).unclosed.last()? {
        Unclosed::Bracket(_, open) => {
            let open = tokens.iter().find(|token| token.range.contains(open))?;
            Some([open.range.start, token.range.start])
        }
        _ => None,
    }
}

/// Text with styles, without needless escape sequences.
struct Painter {
    text: String,
    style: &'static str,
    colors: Colors,
}

impl Painter {
    fn push(&mut self, style: &'static str, c: char) {
        if self.colors == Colors::Ansi && style != self.style && !c.is_whitespace() {
            if !self.style.is_empty() {
                self.text.push_str(RESET);
            }
            self.text.push_str(style);
            self.style = style;
        }
        self.text.push(c);
    }

    fn finish(mut self) -> String {
        if !self.style.is_empty() {
            self.text.push_str(RESET);
        }
        self.text
    }
}
