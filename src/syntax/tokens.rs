//! The tokens of a text without the space between them, so that a report can underline a whole one and look at its
//! neighbours.

use std::ops::Range;

use super::lexer::{self, Unclosed, lex};

pub use super::lexer::{Kind, Token};

/// The tokens of a text, comments apart.
#[derive(Clone, Debug)]
pub struct Tokens<'a> {
    pub text: &'a str,
    pub list: Vec<Token>,
    pub comments: Vec<Token>,
    /// Where a `${` stands that is never closed.
    pub open_value: Option<usize>,
}

impl<'a> Tokens<'a> {
    /// Reads a text.
    pub fn read(text: &'a str) -> Tokens<'a> {
        let lexed = lex(text);
        let mut tokens = Tokens {
            text,
            list: Vec::new(),
            comments: Vec::new(),
            open_value: open_value(text, &lexed.unclosed),
        };
        for token in lexed.tokens {
            let Token { kind, span, is_closed } = token.clone();
            match (kind, tokens.list.last_mut()) {
                (lexer::Kind::Whitespace, _) => {}
                (lexer::Kind::Comment, _) => tokens.comments.push(token),
                // `${` and `}` belong to the pieces of text around them, which then is one token.
                (lexer::Kind::ValueStart | lexer::Kind::Template, Some(piece))
                    if piece.kind == Kind::Template
                        && piece.span.end == span.start
                        && !text[piece.span.clone()].ends_with("${") =>
                {
                    piece.span.end = span.end;
                    piece.is_closed = is_closed;
                }
                (lexer::Kind::ValueStart | lexer::Kind::ValueEnd, _) => {
                    tokens.list.push(Token { kind: Kind::Template, ..token });
                }
                _ => tokens.list.push(token),
            }
        }
        if let (Some(Unclosed::Text(_)), Some(last)) = (lexed.unclosed.last(), tokens.list.last_mut()) {
            last.is_closed = false;
        }
        tokens
    }

    /// The token's own text; empty past either end.
    pub fn text(&self, index: usize) -> &'a str {
        self.list.get(index).map_or("", |token| &self.text[token.span.clone()])
    }

    /// The text of the token `back` places before `index`; empty where there is none.
    pub fn before(&self, index: usize, back: usize) -> &'a str {
        index.checked_sub(back).map_or("", |index| self.text(index))
    }

    /// What the token is.
    pub fn kind(&self, index: usize) -> Option<Kind> {
        self.list.get(index).map(|token| token.kind)
    }

    /// Whether the token is a name or keyword.
    pub fn is_word(&self, index: usize) -> bool {
        self.kind(index) == Some(Kind::Word)
    }

    /// Where the token lies; an empty span at the end of the text past the last one.
    pub fn span(&self, index: usize) -> Range<usize> {
        self.list.get(index).map_or(self.text.len()..self.text.len(), |token| token.span.clone())
    }

    /// The first token that ends after `offset`; as many as there are tokens where none does.
    pub fn at(&self, offset: usize) -> usize {
        self.list.partition_point(|token| token.span.end <= offset)
    }

    /// Whether two neighbours have nothing between them.
    pub fn touches(&self, first: usize) -> bool {
        first + 1 < self.list.len() && self.span(first).end == self.span(first + 1).start
    }

    /// Whether no other token stands before this one on its line.
    pub fn begins_line(&self, index: usize) -> bool {
        index == 0 || self.text[self.span(index - 1).end..self.span(index).start].contains('\n')
    }

    /// Whether no other token stands after this one on its line.
    pub fn ends_line(&self, index: usize) -> bool {
        index + 1 >= self.list.len() || self.begins_line(index + 1)
    }

    /// The first token of the line that the token is on.
    pub fn line_start(&self, index: usize) -> usize {
        (0..=index.min(self.list.len())).rev().find(|&start| self.begins_line(start)).unwrap_or(0)
    }

    /// The bracket that is open where this token stands.
    pub fn enclosing(&self, index: usize) -> Option<usize> {
        let mut closed = 0;
        for before in (0..index.min(self.list.len())).rev().filter(|&at| self.kind(at) == Some(Kind::Symbol))
        {
            let symbol = self.text(before);
            match (closer(symbol), symbol) {
                (Some(_), _) if closed == 0 => return Some(before),
                (Some(_), _) => closed -= 1,
                (None, ")" | "]" | "}") => closed += 1,
                _ => {}
            }
        }
        None
    }

    /// The brackets that are never closed and the closing ones that were never opened, each by index, in order.
    /// A wrong closing bracket counts as closing the nearest open one of its sort, else as stray.
    pub fn unpaired(&self) -> Unpaired {
        let mut unpaired = Unpaired { open: vec![], stray: vec![] };
        for index in 0..self.list.len() {
            if self.kind(index) != Some(Kind::Symbol) {
                continue;
            }
            let symbol = self.text(index);
            if closer(symbol).is_some() {
                unpaired.open.push(index);
            } else if matches!(symbol, ")" | "]" | "}") {
                let opener = unpaired.open.iter().rposition(|&open| closer(self.text(open)) == Some(symbol));
                match opener {
                    Some(at) if at + 1 == unpaired.open.len() => drop(unpaired.open.pop()),
                    _ => return Unpaired { stray: vec![index], ..unpaired },
                }
            }
        }
        unpaired
    }
}

/// Brackets without a partner, by token index. Reading ends at the first stray one: what follows is a guess.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unpaired {
    pub open: Vec<usize>,
    pub stray: Vec<usize>,
}

/// The bracket that closes this one.
pub fn closer(open: &str) -> Option<&'static str> {
    match open {
        "(" => Some(")"),
        "[" | "?[" => Some("]"),
        "{" | "#{" => Some("}"),
        _ => None,
    }
}

/// Where a `${` stands that is never closed, the outermost.
fn open_value(text: &str, unclosed: &[Unclosed]) -> Option<usize> {
    unclosed.iter().find_map(|it| match it {
        Unclosed::Bracket('{', at) if text[..*at].ends_with('$') => Some(at - 1),
        _ => None,
    })
}
