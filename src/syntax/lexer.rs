//! The text of a script in tokens that cover it exactly, with what is open where it ends.
//!
//! No text is refused: half-typed text and habits from other languages are the normal case. It knows nothing of grammar;
//! Rhai's own lexer judges, but stops at the first bad character and knows no spans. What both know they read alike,
//! which a test holds them to.

use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Whitespace,
    Comment,
    /// A name or keyword; letters of any language.
    Word,
    /// A number, with all letters and digits that touch it.
    Number,
    /// `"…"` or `#"…"#`
    Text,
    /// `'…'`
    Quoted,
    /// A piece of a text in backticks: up to `${`, or from after the `}` of one.
    Template,
    /// The `${` of a text in backticks.
    ValueStart,
    /// The `}` that ends it.
    ValueEnd,
    Symbol,
    /// A character that has no meaning here.
    Other,
}

/// A piece of the text, in bytes, and whether it found its end. Only texts and comments may not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    pub span: Range<usize>,
    pub is_closed: bool,
}

/// What is open where the text ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclosed {
    /// An opening bracket and its place, in bytes.
    Bracket(char, usize),
    /// A text that may go on in the next line, and the place where it begins.
    Text(usize),
    /// A `/* comment`, and the place where it begins.
    Comment(usize),
}

/// A text in tokens.
#[derive(Clone, Debug, Default)]
pub struct Lexed {
    pub tokens: Vec<Token>,
    /// What is open at the end, the outermost first.
    pub unclosed: Vec<Unclosed>,
    /// There is a bracket that closes nothing, or a `"text` that a line's end cut off. No further line mends that.
    pub is_broken: bool,
}

/// The words of Rhai, and those this program adds, that have a meaning of their own.
pub const KEYWORDS: &[&str] = &[
    "as", "await", "break", "catch", "const", "continue", "do", "else", "export", "false", "fn", "for", "if",
    "import", "in", "let", "loop", "private", "return", "spawn", "switch", "this", "throw", "true", "try",
    "until", "while",
];

/// The symbols of more than one character, the longest first. Some are those of other languages.
const SYMBOLS: &[&str] = &[
    "**=", "<<=", ">>=", "===", "!==", "...", "..=", "#{", "=>", "==", "!=", "<=", ">=", "&&", "||", "??",
    "?.", "?[", "::", "->", "<-", ":=", "..", "**", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=",
    "^=", "<<", ">>", "<>", "#!",
];

/// Splits a text into tokens.
pub fn lex(text: &str) -> Lexed {
    let mut lexer = Lexer { text, at: 0, lexed: Lexed::default() };
    while let Some(first) = lexer.rest().chars().next() {
        lexer.token(first);
    }
    lexer.lexed
}

/// Whether a name can begin with this letter.
pub fn begins_word(letter: char) -> bool {
    letter == '_' || letter.is_alphabetic()
}

/// Whether a name can go on with this letter.
pub fn is_in_word(letter: char) -> bool {
    letter == '_' || letter.is_alphanumeric()
}

/// What Rhai takes for space: no-break spaces and the like, which come with pasted text, are none.
fn is_space(letter: char) -> bool {
    letter.is_ascii_whitespace()
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    lexed: Lexed,
}

impl<'t> Lexer<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// How many bytes from here on pass the test.
    fn while_are(&self, test: fn(char) -> bool) -> usize {
        self.rest().find(|letter| !test(letter)).unwrap_or(self.rest().len())
    }

    fn push(&mut self, kind: Kind, length: usize) {
        self.end(kind, length, true);
    }

    fn end(&mut self, kind: Kind, length: usize, is_closed: bool) {
        self.lexed.tokens.push(Token { kind, span: self.at..self.at + length, is_closed });
        self.at += length;
    }

    fn token(&mut self, first: char) {
        let rest = self.rest();
        match first {
            _ if is_space(first) => self.push(Kind::Whitespace, self.while_are(is_space)),
            _ if rest.starts_with("//") => self.push(Kind::Comment, rest.find('\n').unwrap_or(rest.len())),
            _ if rest.starts_with("/*") => self.block_comment(),
            '"' => self.quoted('"', Kind::Text),
            '\'' => self.quoted('\'', Kind::Quoted),
            '`' => self.template(1),
            '#' if rest.trim_start_matches('#').starts_with('"') => self.raw_text(),
            '0'..='9' => self.push(Kind::Number, number(rest)),
            _ if begins_word(first) => self.push(Kind::Word, self.while_are(is_in_word)),
            _ => self.symbol(first),
        }
    }

    fn symbol(&mut self, first: char) {
        let symbol = SYMBOLS.iter().find(|symbol| self.rest().starts_with(**symbol));
        let text = symbol.copied().unwrap_or(&self.rest()[..first.len_utf8()]);
        match text {
            "(" | "[" | "{" | "#{" | "?[" => {
                let bracket = text.chars().next_back().unwrap_or(first);
                self.lexed.unclosed.push(Unclosed::Bracket(bracket, self.at + text.len() - 1));
            }
            ")" => drop(self.close('(')),
            "]" => drop(self.close('[')),
            "}" if self.close('{') => return self.end_value(),
            _ => {}
        }
        let kind = if first.is_ascii_punctuation() { Kind::Symbol } else { Kind::Other };
        self.push(kind, text.len());
    }

    /// Closes the innermost bracket. Says whether it was that of a `${`.
    fn close(&mut self, opening: char) -> bool {
        let unclosed = &mut self.lexed.unclosed;
        let is_open = |it: &Unclosed| matches!(it, Unclosed::Bracket(open, _) if *open == opening);
        if !unclosed.last().is_some_and(is_open) {
            self.lexed.is_broken = true;
            // Where a bracket within `${…}` is open, its `}` ends it all the same: what follows reads better as text.
            let brackets = |it: &Unclosed| matches!(it, Unclosed::Bracket('(' | '[', _));
            let value = unclosed.iter().rposition(|it| !brackets(it));
            match value
                .filter(|at| opening == '{' && *at > 0 && matches!(unclosed[at - 1], Unclosed::Text(_)))
            {
                Some(at) => unclosed.truncate(at + 1),
                None => return false,
            }
        }
        unclosed.pop();
        matches!(unclosed.last(), Some(Unclosed::Text(_)))
    }

    /// The `}` of a `${`, after which the text goes on.
    fn end_value(&mut self) {
        self.lexed.unclosed.pop();
        self.push(Kind::ValueEnd, 1);
        self.template(0);
    }

    /// `/* comments /* nest */ */`.
    fn block_comment(&mut self) {
        let (mut depth, mut length, rest) = (0, 0, self.rest());
        while length < rest.len() {
            let (deeper, step) = match &rest.as_bytes()[length..] {
                [b'/', b'*', ..] => (1, 2),
                [b'*', b'/', ..] => (-1, 2),
                _ => (0, 1),
            };
            depth += deeper;
            length += step;
            if depth == 0 {
                return self.push(Kind::Comment, length);
            }
        }
        self.lexed.unclosed.push(Unclosed::Comment(self.at));
        self.end(Kind::Comment, rest.len(), false);
    }

    /// `"text"` and `'c'`. A line's end cuts them off, but after a backslash a `"text\` goes on in the next line.
    fn quoted(&mut self, quote: char, kind: Kind) {
        let rest = self.rest();
        let (mut length, mut goes_on) = (1, false);
        let is_closed = loop {
            let mut letters = rest[length..].chars();
            match (letters.next(), letters.next()) {
                (None | Some('\n'), _) => break false,
                (Some('\\'), escaped) if quote == '"' || escaped != Some('\n') => {
                    goes_on = escaped.is_none_or(|letter| letter == '\n');
                    length += 1 + escaped.map_or(0, char::len_utf8);
                }
                // Twice the quotation mark is one inside the text.
                (Some(letter), Some(next)) if letter == quote && next == quote && quote == '"' => length += 2,
                (Some(letter), _) => {
                    goes_on &= letter.is_whitespace();
                    length += letter.len_utf8();
                    if letter == quote {
                        break true;
                    }
                }
            }
        };
        if !is_closed && goes_on && quote == '"' && self.at + length == self.text.len() {
            self.lexed.unclosed.push(Unclosed::Text(self.at));
        } else if !is_closed {
            self.lexed.is_broken = true;
            // A line's end may begin with a carriage return.
            length = rest[..length].trim_end_matches('\r').len().max(1);
        }
        self.end(kind, length, is_closed);
    }

    /// The piece of a text in backticks from here on; the first `opening` bytes begin it. It ends with the closing
    /// backtick, or before a `${`. A backslash means itself, but for `\${`.
    fn template(&mut self, opening: usize) {
        let (rest, mut length) = (self.rest(), opening);
        loop {
            let after = &rest[length..];
            if after.starts_with("``") {
                length += 2;
            } else if after.starts_with('`') {
                return self.push(Kind::Template, length + 1);
            } else if after.starts_with("\\${") {
                length += 3;
            } else if after.starts_with("${") {
                self.lexed.unclosed.push(Unclosed::Text(self.at));
                if length > 0 {
                    self.push(Kind::Template, length);
                }
                self.lexed.unclosed.push(Unclosed::Bracket('{', self.at + 1));
                return self.push(Kind::ValueStart, 2);
            } else if let Some(letter) = after.chars().next() {
                length += letter.len_utf8();
            } else {
                self.lexed.unclosed.push(Unclosed::Text(self.at));
                if length > 0 {
                    self.end(Kind::Template, length, false);
                }
                return;
            }
        }
    }

    /// `#"text"#`, with any number of `#`, over any number of lines.
    fn raw_text(&mut self) {
        let rest = self.rest();
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        let end = format!("\"{}", &rest[..hashes]);
        match rest[hashes + 1..].find(&end) {
            Some(inside) => self.push(Kind::Text, hashes + 1 + inside + end.len()),
            None => {
                self.lexed.unclosed.push(Unclosed::Text(self.at));
                self.end(Kind::Text, rest.len(), false);
            }
        }
    }
}

/// The length in bytes of the number at the start of a text: `1_000`, `0xff`, `1.5e-3`; of `1..5` only `1`. Letters
/// that touch it are part of it: `3rd`.
fn number(text: &str) -> usize {
    let bytes = text.as_bytes();
    let word =
        |from: usize| text[from..].find(|it| !is_in_word(it)).map_or(text.len(), |length| from + length);
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = word(0);
    if text.starts_with("0x") || text.starts_with("0X") {
        return end;
    }
    if bytes.get(end) == Some(&b'.') && is_digit(end + 1) {
        end = word(end + 1);
    }
    let has_exponent = text[..end].ends_with(['e', 'E']) && matches!(bytes.get(end), Some(b'+' | b'-'));
    if has_exponent && is_digit(end + 1) { word(end + 1) } else { end }
}
