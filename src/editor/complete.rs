//! Completion and hints: what the learner may mean by what stands before the cursor.
//!
//! Pure. What completes lines that are no program is given with the names.

use super::hint::Hint;
use super::lexer::{KEYWORDS, Kind, Token, Unclosed, is_word, lex};
use super::listing::inserted;
use super::members::{ValueKind, members};
use super::names::{Name, Names};
use super::value_kind::kind_at_end;

/// The most candidates worth listing.
pub const MAX_CANDIDATES: usize = 200;

/// Where in the text the word to complete begins, in bytes, and what it may become. `text` ends at the cursor.
pub fn complete(text: &str, names: &Names) -> (usize, Vec<Name>) {
    if let Some(found) = names.other_lines.and_then(|it| it.complete(text, names)) {
        return found;
    }
    let context = Context::of(text, names);
    let word = context.word;
    let found = match context.place {
        Place::Nowhere => vec![],
        Place::Member(kind) => begins(word, members(kind)),
        Place::Expression => begins(word, names.words().cloned().chain(keywords())),
    };
    (text.len() - word.len(), found)
}

/// What to show behind `text`, which ends at the cursor, as the entry does.
pub fn hint(text: &str, names: &Names) -> Option<Hint> {
    if let Some(hint) = names.other_lines.and_then(|it| it.hint(text)) {
        return hint;
    }
    let context = Context::of(text, names);
    let word = context.word;
    let found = match context.place {
        Place::Nowhere => None,
        Place::Member(kind) if !word.is_empty() => rest(word, members(kind)),
        Place::Expression if word.len() > 1 => rest(word, names.words().cloned().chain(keywords())),
        _ => None,
    };
    found.or_else(|| {
        let called = context.called?;
        let function = names.words().find(|name| name.name == called && name.is_function())?;
        let summary = if function.summary.is_empty() { "" } else { " · " };
        let shown = format!("  {}{}{summary}{}", function.name, function.detail, function.summary);
        Some(Hint { shown, inserted: None })
    })
}

/// Where the cursor is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In a string, a comment or a number, or where a new name is made up.
    Nowhere,
    /// After the dot of a value of this kind, if it is known.
    Member(Option<ValueKind>),
    Expression,
}

struct Context<'t> {
    place: Place,
    /// What has been typed of the word at the cursor.
    word: &'t str,
    /// The function whose arguments are being typed.
    called: Option<&'t str>,
}

impl Context<'_> {
    fn of<'t>(text: &'t str, names: &Names) -> Context<'t> {
        let lexed = lex(text);
        let text_of = |token: &Token| &text[token.range.clone()];
        let mut tokens = lexed.tokens.iter().rev().peekable();
        let is_name = |token: &&Token| matches!(token.kind, Kind::Identifier | Kind::Keyword);
        let word = tokens.next_if(|token| is_name(token)).map_or("", text_of);
        let word = with_module(text, word);
        let beside = tokens.peek().map(|token| token.kind);
        let before = tokens.find(|token| token.kind != Kind::Whitespace);
        let named = before.filter(|token| token.kind == Kind::Keyword).map(text_of);
        let in_text = matches!(lexed.unclosed.last(), Some(Unclosed::Text(_) | Unclosed::Comment(_)))
            || lexed.broken && beside == Some(Kind::String);
        let stuck = !word.is_empty() && beside == Some(Kind::Number)
            || word.is_empty()
                && matches!(beside, Some(Kind::Number | Kind::String | Kind::Character | Kind::Close))
            || beside == Some(Kind::Comment) && !text.ends_with('\n');
        let place = if in_text || stuck || matches!(named, Some("let" | "const" | "fn" | "for")) {
            Place::Nowhere
        } else if let Some(dot) = before.filter(|token| matches!(text_of(token), "." | "?.")) {
            Place::Member(kind_at_end(&text[..dot.range.start], names))
        } else {
            Place::Expression
        };
        let called = match lexed.unclosed.last() {
            Some(Unclosed::Bracket('(', at)) => lexed
                .tokens
                .iter()
                .find(|token| token.range.end == *at)
                .filter(|token| token.kind == Kind::Identifier)
                .map(|token| with_module(&text[..token.range.end], text_of(token))),
            _ => None,
        };
        Context { place, word, called }
    }
}

/// The word at the end of `text`, with the module before it: `fs::re`.
fn with_module<'t>(text: &'t str, word: &'t str) -> &'t str {
    let Some(head) = text[..text.len() - word.len()].strip_suffix("::") else { return word };
    let start = head.trim_end_matches(is_word).len();
    if start < head.len() { &text[start..] } else { word }
}

fn keywords() -> impl Iterator<Item = Name> {
    KEYWORDS.iter().map(|keyword| Name::new(keyword, "", ""))
}

/// The names that begin with `word`, each once.
pub fn begins(word: &str, names: impl Iterator<Item = Name>) -> Vec<Name> {
    let mut found: Vec<Name> = vec![];
    for name in names {
        if name.name.starts_with(word)
            && found.len() < MAX_CANDIDATES
            && found.iter().all(|known| known.name != name.name)
        {
            found.push(name);
        }
    }
    found
}

/// The rest of `word`, of the first name that begins with it; of a name that is already whole, its parameters.
pub fn rest(word: &str, mut names: impl Iterator<Item = Name>) -> Option<Hint> {
    let mut found: Option<Name> = None;
    let whole = names.find(|name| {
        if found.is_none() && name.name.starts_with(word) {
            found = Some(name.clone());
        }
        name.name == word
    });
    let name = whole.or(found)?;
    let ending = &name.name[word.len()..];
    let parameters = if name.is_function() { name.detail.as_str() } else { "" };
    let inserted = inserted(&name)[word.len()..].to_string();
    (!inserted.is_empty()).then(|| Hint { shown: format!("{ending}{parameters}"), inserted: Some(inserted) })
}
