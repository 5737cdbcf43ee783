//! A tokenizer that never fails: it reads what people type, right or wrong, so that a report can underline a
//! whole token and recognise habits from other languages.
//!
//! Rhai's own lexer stops at the first bad character and knows no spans. This one knows nothing of grammar.

use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A name or keyword; letters of any language.
    Word,
    Number,
    /// `"…"`
    Text,
    /// `'…'`
    Quoted,
    /// A piece of a text in backticks; the expressions of `${…}` are tokens of their own.
    Template,
    Symbol,
    /// A character that has no meaning here.
    Other,
    Comment,
}

/// A token, and whether it found its end (only texts and comments may not).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    pub span: Range<usize>,
    pub closed: bool,
}

/// The tokens of a text, comments apart.
#[derive(Clone, Debug)]
pub struct Tokens<'a> {
    pub text: &'a str,
    pub list: Vec<Token>,
    pub comments: Vec<Token>,
    /// Where a `${` stands that is never closed.
    pub open_value: Option<usize>,
}

/// The symbols of more than one character, longest first; some of them only in other languages.
const SYMBOLS: &[&str] = &[
    "<<=", ">>=", "**=", "===", "!==", "...", "..=", "#{", "=>", "==", "!=", "<=", ">=", "&&", "||", "??",
    "?.", "?[", "::", "->", "<-", ":=", "..", "**", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=",
    "^=", "<<", ">>", "<>", "#!",
];

impl<'a> Tokens<'a> {
    /// Reads a text.
    pub fn read(text: &'a str) -> Tokens<'a> {
        Reader {
            text,
            at: 0,
            tokens: Tokens { text, list: Vec::new(), comments: Vec::new(), open_value: None },
            templates: vec![],
        }
        .read()
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

struct Reader<'a> {
    text: &'a str,
    at: usize,
    tokens: Tokens<'a>,
    /// Each `${` that is open: where it stands, and how many braces are open inside it.
    templates: Vec<(usize, usize)>,
}

impl<'a> Reader<'a> {
    fn read(mut self) -> Tokens<'a> {
        while let Some(first) = self.rest().chars().next() {
            match first {
                space if space.is_ascii_whitespace() => self.at += 1,
                '/' if self.rest().starts_with("//") => self.comment(self.rest().find('\n')),
                '/' if self.rest().starts_with("/*") => self.block_comment(),
                '"' => self.quoted('"', Kind::Text),
                '\'' => self.quoted('\'', Kind::Quoted),
                '`' => self.template(1),
                '#' if self.raw_quotes().is_some() => self.raw_text(),
                '}' if self.templates.last().is_some_and(|open| open.1 == 0) => {
                    self.templates.pop();
                    self.template(1);
                }
                '0'..='9' => self.number(),
                letter if letter == '_' || letter.is_alphabetic() => self.word(),
                _ => self.symbol(first),
            }
        }
        self.tokens.open_value = self.templates.first().map(|open| open.0);
        self.tokens
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn push(&mut self, kind: Kind, length: usize, closed: bool) {
        let token = Token { kind, span: self.at..self.at + length, closed };
        self.at += length;
        if kind == Kind::Comment { self.tokens.comments.push(token) } else { self.tokens.list.push(token) }
    }

    fn comment(&mut self, end: Option<usize>) {
        self.push(Kind::Comment, end.unwrap_or(self.rest().len()), true);
    }

    /// Block comments nest.
    fn block_comment(&mut self) {
        let (mut depth, mut length, rest) = (0, 0, self.rest());
        while length < rest.len() {
            let step = match &rest.as_bytes()[length..] {
                [b'/', b'*', ..] => (1, 2),
                [b'*', b'/', ..] => (-1, 2),
                _ => (0, 1),
            };
            depth += step.0;
            length += step.1;
            if depth == 0 {
                return self.push(Kind::Comment, length, true);
            }
        }
        self.push(Kind::Comment, rest.len(), false);
    }

    /// A text that ends on its line. One that does not reaches to the end of the line.
    fn quoted(&mut self, quote: char, kind: Kind) {
        let rest = self.rest();
        let mut escaped = false;
        for (at, letter) in rest.char_indices().skip(1) {
            match letter {
                '\n' if escaped => escaped = false,
                // A line end may begin with a carriage return.
                '\n' => return self.push(kind, rest[..at].trim_end_matches('\r').len(), false),
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                _ if letter == quote => return self.push(kind, at + 1, true),
                _ => {}
            }
        }
        self.push(kind, rest.len(), false);
    }

    /// A piece of a text in backticks, from its first character to a backtick or to `${`.
    fn template(&mut self, opening: usize) {
        let rest = self.rest();
        let mut letters = rest.char_indices().skip(opening).peekable();
        let mut escaped = false;
        while let Some((at, letter)) = letters.next() {
            match letter {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '`' => return self.push(Kind::Template, at + 1, true),
                '$' if letters.peek().is_some_and(|next| next.1 == '{') => {
                    self.templates.push((self.at + at, 0));
                    return self.push(Kind::Template, at + 2, true);
                }
                _ => {}
            }
        }
        self.push(Kind::Template, rest.len(), false);
    }

    /// How many `#` stand before the quote of a raw text.
    fn raw_quotes(&self) -> Option<usize> {
        let hashes = self.rest().bytes().take_while(|&byte| byte == b'#').count();
        (self.rest().as_bytes().get(hashes) == Some(&b'"')).then_some(hashes)
    }

    fn raw_text(&mut self) {
        let hashes = self.raw_quotes().unwrap_or(0);
        let end = format!("\"{}", "#".repeat(hashes));
        let found = self.rest()[hashes + 1..].find(&end).map(|at| hashes + 1 + at + end.len());
        self.push(Kind::Text, found.unwrap_or(self.rest().len()), found.is_some());
    }

    fn number(&mut self) {
        let rest = self.rest();
        let digits = |from: usize| {
            rest[from..]
                .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
                .map_or(rest.len(), |n| from + n)
        };
        let mut end = digits(0);
        if rest[end..].starts_with('.') && rest[end + 1..].starts_with(|letter: char| letter.is_ascii_digit())
        {
            end = digits(end + 1);
        }
        self.push(Kind::Number, end, true);
    }

    fn word(&mut self) {
        let end = self.rest().find(|letter: char| !letter.is_alphanumeric() && letter != '_');
        self.push(Kind::Word, end.unwrap_or(self.rest().len()), true);
    }

    fn symbol(&mut self, first: char) {
        let symbol = SYMBOLS.iter().find(|symbol| self.rest().starts_with(**symbol));
        let text = symbol.copied().unwrap_or(&self.rest()[..first.len_utf8()]);
        if let Some((_, depth)) = self.templates.last_mut() {
            *depth = match text {
                "{" | "#{" => *depth + 1,
                "}" => depth.saturating_sub(1),
                _ => *depth,
            };
        }
        let kind = if first.is_ascii_punctuation() { Kind::Symbol } else { Kind::Other };
        self.push(kind, text.len(), true);
    }
}
