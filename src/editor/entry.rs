//! Is an entry complete, or does the learner still type it?
//!
//! The rule errs on the side of running it: where the text is wrong in a way that no further line mends, it is
//! complete, and the parser explains. It looks at tokens only and knows nothing of what they mean.

use super::lexer::{Kind, Unclosed, lex};

/// Why an entry is not complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Open {
    /// This bracket has no closing one.
    Bracket { bracket: char, line: usize },
    /// A string that may span lines has no end.
    String { line: usize },
    /// A `/* comment` has no end.
    Comment { line: usize },
    /// It ends in a word or an operator after which something has to follow.
    Dangling(String),
    /// A `fn`, `if`, `while`, … has no `{ … }` yet.
    Body(String),
}

impl Open {
    /// The fact in a few words, such as ``the `{` of line 1 is still open``.
    pub fn describe(&self) -> String {
        match self {
            Open::Bracket { bracket, line } => format!("the `{bracket}` of line {line} is still open"),
            Open::String { line } => format!("the text that begins in line {line} has no end yet"),
            Open::Comment { line } => format!("the comment that begins in line {line} has no end yet"),
            Open::Dangling(word) => format!("something has to follow `{word}`"),
            Open::Body(word) => format!("the `{word}` has no `{{ … }}` yet"),
        }
    }
}

/// Words that a statement cannot end in.
const DANGLING_KEYWORDS: &[&str] =
    &["as", "await", "const", "export", "import", "in", "let", "private", "spawn", "until"];

/// Words that a block has to follow, at once or after a condition.
const BLOCK_KEYWORDS: &[&str] = &["catch", "do", "else", "fn", "for", "if", "loop", "switch", "try", "while"];

/// What is still missing from `text`, or `None` where it is complete. A `:command` always is.
pub fn open(text: &str) -> Option<Open> {
    if text.trim_start().starts_with(':') {
        return None;
    }
    let lexed = lex(text);
    if lexed.broken {
        return None;
    }
    let line = |at: usize| text[..at].matches('\n').count() + 1;
    if let Some(unclosed) = lexed.unclosed.last() {
        return Some(match *unclosed {
            Unclosed::Bracket(bracket, at) => Open::Bracket { bracket, line: line(at) },
            Unclosed::Text(at) => Open::String { line: line(at) },
            Unclosed::Comment(at) => Open::Comment { line: line(at) },
        });
    }

    // The keyword whose block has not come yet, and the one whose block came last.
    let (mut awaited, mut last_block) = (None, "");
    let (mut depth, mut last) = (0usize, (Kind::Whitespace, ""));
    for token in &lexed.tokens {
        let word = &text[token.range.clone()];
        match token.kind {
            Kind::Whitespace | Kind::Comment => continue,
            Kind::Open => {
                if depth == 0 && word == "{" {
                    last_block = awaited.take().unwrap_or("");
                }
                depth += 1;
            }
            Kind::Close => depth -= 1,
            _ if depth > 0 => {}
            // `do { … } while x` and `do { … } until x` end with the condition.
            Kind::Keyword if last_block == "do" && last.1 == "}" => last_block = "",
            Kind::Keyword if BLOCK_KEYWORDS.contains(&word) => awaited = Some(word),
            Kind::Operator if word == ";" => awaited = None,
            // `if x: f()` and `for i in range(3): f()` are Python. The sooner the parser says so, the better.
            Kind::Operator if word == ":" && awaited.is_some() => return None,
            _ => {}
        }
        last = (token.kind, word);
    }
    let dangling = match last.0 {
        Kind::Operator => !matches!(last.1, ";" | "++" | "--" | "->" | ":=" | "===" | "!=="),
        Kind::Keyword => DANGLING_KEYWORDS.contains(&last.1) || last_block.is_empty() && last.1 == "while",
        _ => false,
    };
    match (awaited, last_block) {
        // `def f():` is Python, too.
        _ if last == (Kind::Operator, ":") => None,
        _ if dangling => Some(Open::Dangling(last.1.into())),
        (Some(keyword), _) => Some(Open::Body(keyword.into())),
        // Neither stands alone: a `catch`, or a `while`, has to follow.
        (None, "try" | "do") if last.1 == "}" => Some(Open::Dangling(format!("{last_block} {{ … }}"))),
        (None, _) => None,
    }
}

/// Whether the last two lines are empty: the learner insists on running the entry as it is.
pub fn insists(text: &str) -> bool {
    let mut lines = text.rsplit('\n');
    let blank = |line: Option<&str>| line.is_some_and(|line| line.trim().is_empty());
    // The first line is the entry's own: an entry of nothing but empty lines insists on nothing.
    blank(lines.next()) && blank(lines.next()) && lines.next().is_some()
}

/// Where a `;` has to be put, in bytes, so that another statement can follow `text`; `None` where none is needed.
pub fn statement_end(text: &str) -> Option<usize> {
    let lexed = lex(text);
    let is_code = |kind| !matches!(kind, Kind::Whitespace | Kind::Comment);
    let tokens: Vec<_> = lexed.tokens.iter().filter(|token| is_code(token.kind)).collect();
    let word = |index: usize| &text[tokens[index].range.clone()];
    let last = tokens.len().checked_sub(1)?;
    // A statement that begins with such a word and ends with its block needs none.
    let begins_block =
        matches!(word(0), "fn" | "private" | "for" | "while" | "loop" | "if" | "try" | "switch");
    let (mut depth, mut blocks, mut is_chain) = (0usize, 0, true);
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => {
                depth = depth.saturating_sub(1);
                if depth == 0 && word(index) == "}" {
                    blocks += 1;
                    // Further blocks belong to the same statement only behind one of these.
                    is_chain &= index == last || matches!(word(index + 1), "else" | "catch");
                }
            }
            _ => {}
        }
    }
    let ends_block = begins_block && is_chain && blocks > 0 && word(last) == "}";
    (word(last) != ";" && !ends_block).then(|| tokens[last].range.end)
}
