//! The colours of an entry.
//!
//! Only the sixteen colours of the terminal's own palette, and of these only those that can be read on white and
//! on black.

use super::lexer::{Kind, Token, Unclosed, lex};
use crate::style::Colors;

/// The style of hints, of the continuation prompt, and of what candidates mean.
pub const DIM: &str = "\x1b[90m";
/// The style of the candidate that Tab has put in.
pub const CHOSEN: &str = "\x1b[7m";
const RESET: &str = "\x1b[0m";

/// The words this program is about.
const STANDING_OUT: &[&str] = &["await", "sleep", "sleep_blocking", "spawn"];

/// A piece of text and its style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Styled {
    pub text: String,
    pub style: &'static str,
}

/// `text` as it goes to the terminal. As wide as `text`. The bracket at the cursor, and the one that belongs to it,
/// stand out.
pub fn highlight(text: &str, cursor: Option<usize>, colors: Colors) -> String {
    let styles = styles(text, cursor);
    let mut output = Painter::new(colors);
    // A control character has no width, and must not reach the terminal.
    for (at, c) in text.char_indices().filter(|(_, c)| !c.is_control() || matches!(c, '\n' | '\t')) {
        output.push(styles[at], c.encode_utf8(&mut [0; 4]));
    }
    output.finish()
}

/// The style of each byte of an entry. The bracket at the cursor, and the one that belongs to it, stand out.
pub fn styles(text: &str, cursor: Option<usize>) -> Vec<&'static str> {
    let tokens = lex(text).tokens;
    let pair = cursor.and_then(|at| pair(text, &tokens, at));
    let is_command = text.trim_start().starts_with(':');
    let mut styles = vec![""; text.len()];
    for token in &tokens {
        let style = match pair {
            _ if is_command => "\x1b[36m",
            Some(pair) if pair.contains(&token.range.start) => "\x1b[1;4m",
            _ => style(token.kind, &text[token.range.clone()]),
        };
        styles[token.range.clone()].fill(style);
    }
    styles
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
pub struct Painter {
    text: String,
    style: &'static str,
    colors: Colors,
}

impl Painter {
    pub fn new(colors: Colors) -> Painter {
        Painter { text: String::new(), style: "", colors }
    }

    /// Adds text, which holds no control characters but line ends and tabs.
    pub fn push(&mut self, style: &'static str, text: &str) {
        let is_seen = !text.chars().all(char::is_whitespace);
        if self.colors == Colors::Ansi && style != self.style && is_seen {
            if !self.style.is_empty() {
                self.text.push_str(RESET);
            }
            self.text.push_str(style);
            self.style = style;
        }
        self.text.push_str(text);
    }

    pub fn finish(mut self) -> String {
        if !self.style.is_empty() {
            self.text.push_str(RESET);
        }
        self.text
    }
}
