//! The text of an entry in the pieces that are coloured and completed: the tokens, keywords, operators and brackets
//! distinguished.

use std::ops::Range;

use crate::syntax::lexer;

pub use crate::syntax::lexer::{KEYWORDS, Unclosed, is_in_word as is_word};

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Whitespace,
    Comment,
    /// A string, or the part of a backtick string beside an interpolation.
    String,
    Character,
    Number,
    Identifier,
    Keyword,
    Operator,
    /// One of `( [ {`, also as part of `#{` and of `${`.
    Open,
    /// One of `) ] }`.
    Close,
    /// What Rhai has no use for.
    Unknown,
}

/// A piece of the text, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    pub range: Range<usize>,
}

/// A text in pieces.
#[derive(Clone, Debug, Default)]
pub struct Lexed {
    pub tokens: Vec<Token>,
    /// What is open at the end, the outermost first.
    pub unclosed: Vec<Unclosed>,
    /// There is something that no further line mends.
    pub broken: bool,
}

/// Splits a text into pieces, which cover it exactly.
pub fn lex(text: &str) -> Lexed {
    let lexed = lexer::lex(text);
    let mut tokens = Vec::with_capacity(lexed.tokens.len());
    for token in lexed.tokens {
        let symbol = &text[token.span.clone()];
        let kind = match token.kind {
            lexer::Kind::Whitespace => Kind::Whitespace,
            lexer::Kind::Comment => Kind::Comment,
            lexer::Kind::Text | lexer::Kind::Template => Kind::String,
            lexer::Kind::Quoted => Kind::Character,
            lexer::Kind::Number => Kind::Number,
            lexer::Kind::Word if KEYWORDS.contains(&symbol) => Kind::Keyword,
            lexer::Kind::Word => Kind::Identifier,
            lexer::Kind::ValueStart => Kind::Open,
            lexer::Kind::ValueEnd => Kind::Close,
            lexer::Kind::Other => Kind::Unknown,
            lexer::Kind::Symbol => match symbol {
                "(" | "[" | "{" | "#{" => Kind::Open,
                ")" | "]" | "}" => Kind::Close,
                "?[" => {
                    let middle = token.span.start + 1;
                    tokens.push(Token { kind: Kind::Operator, range: token.span.start..middle });
                    tokens.push(Token { kind: Kind::Open, range: middle..token.span.end });
                    continue;
                }
                "#" | "$" | "@" | "?" | "\\" | "~" => Kind::Unknown,
                _ => Kind::Operator,
            },
        };
        tokens.push(Token { kind, range: token.span });
    }
    Lexed { tokens, unclosed: lexed.unclosed, broken: lexed.is_broken }
}
