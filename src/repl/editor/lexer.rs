//! Rhai text in pieces: what the highlighter colours and what tells whether an entry is still open.
//!
//! The tokens cover the text exactly and no text is refused: half-typed text is the normal case here. This is
//! no parser, and it does not judge; Rhai's own tokenizer does, once the entry is submitted.

use std::ops::Range;

/// What a token is.
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

/// A piece of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    /// In bytes of the text.
    pub range: Range<usize>,
}

/// What is open where the text ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclosed {
    /// An opening bracket and its place, in bytes.
    Bracket(char, usize),
    /// A string that may go on in the next line, and the place where it begins.
    String(usize),
    /// A `/* comment`, and the place where it begins.
    Comment(usize),
}

/// A text in tokens.
#[derive(Clone, Debug, Default)]
pub struct Lexed {
    pub tokens: Vec<Token>,
    /// What is open at the end, the outermost first.
    pub unclosed: Vec<Unclosed>,
    /// There is a bracket that closes nothing, or a `"string` that a line's end cut off. No further line mends
    /// that.
    pub broken: bool,
}

/// The words of Rhai, and those this program adds, that have a meaning of their own.
pub const KEYWORDS: &[&str] = &[
    "as", "await", "break", "catch", "const", "continue", "do", "else", "export", "false", "fn", "for", "if",
    "import", "in", "let", "loop", "private", "return", "spawn", "switch", "this", "throw", "true", "try",
    "until", "while",
];

/// Operators, the longest first.
const OPERATORS: &[&str] = &[
    "**=", "<<=", ">>=", "..=", "===", "!==", "+=", "-=", "*=", "/=", "%=", "**", "<<", ">>", "&=", "|=",
    "^=", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "?[", "=>", "->", "::", ":=", "..", "++", "--",
    "+", "-", "*", "/", "%", "=", "<", ">", "!", "&", "|", "^", ".", ",", ";", ":",
];

/// Splits `text` into tokens.
pub fn lex(text: &str) -> Lexed {
    let mut lexer = Lexer { text, at: 0, result: Lexed::default() };
    while lexer.at < text.len() {
        lexer.token();
    }
    lexer.result
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    result: Lexed,
}

impl<'t> Lexer<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn push(&mut self, kind: Kind, length: usize) {
        self.result.tokens.push(Token { kind, range: self.at..self.at + length });
        self.at += length;
    }

    fn token(&mut self) {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return };
        let span = |test: fn(char) -> bool| rest.find(|c| !test(c)).unwrap_or(rest.len());
        match first {
            c if c.is_whitespace() => self.push(Kind::Whitespace, span(char::is_whitespace)),
            _ if rest.starts_with("//") => self.push(Kind::Comment, rest.find('\n').unwrap_or(rest.len())),
            _ if rest.starts_with("/*") => self.block_comment(),
            '"' => self.quoted('"', Kind::String),
            '\'' => self.quoted('\'', Kind::Character),
            '`' => self.backtick(1),
            '#' if rest.trim_start_matches('#').starts_with('"') => self.raw_string(),
            '#' if rest[1..].starts_with('{') => self.open('{', 2),
            '(' | '[' | '{' => self.open(first, 1),
            ')' | ']' | '}' => self.close(first),
            '0'..='9' => self.push(Kind::Number, number(rest)),
            c if is_word_start(c) => {
                let length = span(is_word);
                let kind = if KEYWORDS.contains(&&rest[..length]) { Kind::Keyword } else { Kind::Identifier };
                self.push(kind, length);
            }
            _ => match OPERATORS.iter().find(|operator| rest.starts_with(**operator)) {
                // `?[` opens a bracket: leave it to the next token.
                Some(&"?[") => self.push(Kind::Operator, 1),
                Some(operator) => self.push(Kind::Operator, operator.len()),
                None => self.push(Kind::Unknown, first.len_utf8()),
            },
        }
    }

    fn open(&mut self, bracket: char, length: usize) {
        self.result.unclosed.push(Unclosed::Bracket(bracket, self.at + length - 1));
        self.push(Kind::Open, length);
    }

    fn close(&mut self, bracket: char) {
        let opening = match bracket {
            ')' => '(',
            ']' => '[',
            _ => '{',
        };
        self.push(Kind::Close, 1);
        match self.result.unclosed.pop() {
            Some(Unclosed::Bracket(open, _)) if open == opening => {
                // Was that bracket the one of a `${`? Then the string goes on.
                if let Some(Unclosed::String(_)) = self.result.unclosed.last() {
                    self.result.unclosed.pop();
                    self.backtick(0);
                }
            }
            other => {
                self.result.broken = true;
                self.result.unclosed.extend(other);
            }
        }
    }

    /// `/* comments /* nest */ */`.
    fn block_comment(&mut self) {
        let rest = self.rest();
        let (mut depth, mut length) = (0, 0);
        loop {
            let tail = &rest[length..];
            let step = match tail.chars().next() {
                None => {
                    self.result.unclosed.push(Unclosed::Comment(self.at));
                    break;
                }
                Some(_) if tail.starts_with("/*") => {
                    depth += 1;
                    2
                }
                Some(_) if tail.starts_with("*/") => {
                    depth -= 1;
                    2
                }
                Some(c) => c.len_utf8(),
            };
            length += step;
            if depth == 0 {
                break;
            }
        }
        self.push(Kind::Comment, length);
    }

    /// `"text"` and `'c'`. A line's end cuts them off, but after a backslash a `"text\` goes on in the next line.
    fn quoted(&mut self, quote: char, kind: Kind) {
        let rest = self.rest();
        let (mut length, mut goes_on) = (1, false);
        let closed = loop {
            let tail = &rest[length..];
            let mut characters = tail.chars();
            match (characters.next(), characters.next()) {
                (None | Some('\n'), _) => break false,
                (Some('\\'), escaped) if quote == '"' || escaped != Some('\n') => {
                    goes_on = escaped.is_none_or(|c| c == '\n');
                    length += 1 + escaped.map_or(0, char::len_utf8);
                }
                // Twice the quotation mark is one inside the text.
                (Some(c), Some(d)) if c == quote && d == quote && quote == '"' => length += 2,
                (Some(c), _) => {
                    goes_on &= c.is_whitespace();
                    length += c.len_utf8();
                    if c == quote {
                        break true;
                    }
                }
            }
        };
        if !closed && goes_on && quote == '"' && self.at + length == self.text.len() {
            self.result.unclosed.push(Unclosed::String(self.at));
        } else if !closed {
            self.result.broken = true;
        }
        self.push(kind, length);
    }

    /// The part of a backtick string from here on; the first `opening` bytes begin it. It ends at the closing
    /// backtick, or before the bracket of a `${`.
    fn backtick(&mut self, opening: usize) {
        let rest = self.rest();
        let mut length = opening;
        loop {
            let tail = &rest[length..];
            if tail.starts_with("``") {
                length += 2;
            } else if tail.starts_with('`') {
                length += 1;
                break;
            } else if tail.starts_with("\\${") {
                length += 3;
            } else if tail.starts_with("${") {
                self.result.unclosed.push(Unclosed::String(self.at));
                self.push_unless_empty(Kind::String, length);
                self.open('{', 2);
                return;
            } else if let Some(c) = tail.chars().next() {
                length += c.len_utf8();
            } else {
                self.result.unclosed.push(Unclosed::String(self.at));
                break;
            }
        }
        self.push_unless_empty(Kind::String, length);
    }

    fn push_unless_empty(&mut self, kind: Kind, length: usize) {
        if length > 0 {
            self.push(kind, length);
        }
    }

    /// `#"text"#`, with any number of `#`, over any number of lines.
    fn raw_string(&mut self) {
        let rest = self.rest();
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        let closing = format!("\"{}", &rest[..hashes]);
        let length = match rest[hashes + 1..].find(&closing) {
            Some(inside) => hashes + 1 + inside + closing.len(),
            None => {
                self.result.unclosed.push(Unclosed::String(self.at));
                rest.len()
            }
        };
        self.push(Kind::String, length);
    }
}

pub(super) fn is_word_start(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The length in bytes of the number at the start of `text`: `1_000`, `0xff`, `1.5e-3`; of `1..5` only `1`.
fn number(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize, test: fn(&u8) -> bool| {
        from + bytes[from..].iter().take_while(|b| test(b) || **b == b'_').count()
    };
    if text.len() > 1 && bytes[0] == b'0' && b"xXoObB".contains(&bytes[1]) {
        return digits(2, u8::is_ascii_hexdigit);
    }
    let mut end = digits(0, u8::is_ascii_digit);
    if bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
        end = digits(end + 1, u8::is_ascii_digit);
    }
    if let Some(b'e' | b'E') = bytes.get(end) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        if bytes.get(end + 1 + sign).is_some_and(u8::is_ascii_digit) {
            end = digits(end + 1 + sign, u8::is_ascii_digit);
        }
    }
    end
}
