//! Completion and hints: what the learner may mean by what stands before the cursor.
//!
//! Pure, apart from listing the files that `:load` may mean.

use super::lexer::{KEYWORDS, Kind, Token, Unclosed, is_word, lex};
use super::names::{MEMBERS, Name, Names};
use crate::repl::commands::{self, Argument, COMMANDS, CommandInfo};
use std::path::Path;

/// The most candidates worth listing.
const MOST: usize = 200;

/// Shown beside the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    pub shown: String,
    /// What the right arrow key puts in; `None` where the hint is only to be read.
    pub inserted: Option<String>,
}

/// Where in the text the word to complete begins, in bytes, and what it may become. `text` ends at the cursor.
pub fn complete(text: &str, names: &Names) -> (usize, Vec<Name>) {
    match in_command(text) {
        Some(InCommand::Name(start)) => return (start, begins(&text[start..], COMMANDS.iter().map(as_name))),
        Some(InCommand::Arguments(info, start)) => return command_argument(info, text, start, names),
        Some(InCommand::Unknown) => return (text.len(), vec![]),
        None => {}
    }
    let context = Context::of(text);
    let word = context.word;
    let found = match context.place {
        Place::Nowhere => vec![],
        Place::Member => begins(word, members()),
        Place::Expression => begins(word, names.words().cloned().chain(keywords())),
    };
    (text.len() - word.len(), found)
}

/// What to show behind `text`, which ends at the cursor, as the entry does.
pub fn hint(text: &str, names: &Names) -> Option<Hint> {
    match in_command(text) {
        Some(InCommand::Name(start)) => return command_hint(&text[start..]),
        Some(InCommand::Arguments(info, start)) => return argument_hint(info, &text[start..]),
        Some(InCommand::Unknown) => return None,
        None => {}
    }
    let context = Context::of(text);
    let word = context.word;
    let found = match context.place {
        Place::Nowhere => None,
        Place::Member if !word.is_empty() => rest(word, members()),
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
    /// After a dot.
    Member,
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
    fn of(text: &str) -> Context<'_> {
        let lexed = lex(text);
        let text_of = |token: &Token| &text[token.range.clone()];
        let mut tokens = lexed.tokens.iter().rev().peekable();
        let is_name = |token: &&Token| matches!(token.kind, Kind::Identifier | Kind::Keyword);
        let word = tokens.next_if(|token| is_name(token)).map_or("", text_of);
        let beside = tokens.peek().map(|token| token.kind);
        let before = tokens.find(|token| token.kind != Kind::Whitespace);
        let named = before.filter(|token| token.kind == Kind::Keyword).map(text_of);
        let in_text = matches!(lexed.unclosed.last(), Some(Unclosed::String(_) | Unclosed::Comment(_)))
            || lexed.broken && beside == Some(Kind::String);
        let stuck = !word.is_empty() && beside == Some(Kind::Number)
            || word.is_empty()
                && matches!(beside, Some(Kind::Number | Kind::String | Kind::Character | Kind::Close))
            || beside == Some(Kind::Comment) && !text.ends_with('\n');
        let place = if in_text || stuck || matches!(named, Some("let" | "const" | "fn" | "for")) {
            Place::Nowhere
        } else if before.is_some_and(|token| matches!(text_of(token), "." | "?.")) {
            Place::Member
        } else {
            Place::Expression
        };
        let called = match lexed.unclosed.last() {
            Some(Unclosed::Bracket('(', at)) => lexed
                .tokens
                .iter()
                .find(|token| token.range.end == *at)
                .filter(|token| token.kind == Kind::Identifier)
                .map(text_of),
            _ => None,
        };
        Context { place, word, called }
    }
}

fn keywords() -> impl Iterator<Item = Name> {
    KEYWORDS.iter().map(|keyword| Name::new(keyword, "", ""))
}

fn members() -> impl Iterator<Item = Name> {
    MEMBERS.iter().map(|(name, detail, summary)| Name::new(name, detail, summary))
}

fn as_name(info: &CommandInfo) -> Name {
    let detail = if info.arguments.is_empty() { String::new() } else { format!(" {}", info.arguments) };
    Name { name: info.name.into(), detail, summary: info.summary.into() }
}

/// The names that begin with `word`, each once.
fn begins(word: &str, names: impl Iterator<Item = Name>) -> Vec<Name> {
    let mut found: Vec<Name> = vec![];
    for name in names {
        if name.name.starts_with(word)
            && found.len() < MOST
            && found.iter().all(|known| known.name != name.name)
        {
            found.push(name);
        }
    }
    found
}

/// The rest of `word`, of the first name that begins with it; of a name that is already whole, its parameters.
fn rest(word: &str, mut names: impl Iterator<Item = Name>) -> Option<Hint> {
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
    let inserted = if ending.is_empty() { parameters.get(..1) } else { Some(ending) }?;
    Some(Hint { shown: format!("{ending}{parameters}"), inserted: Some(inserted.into()) })
}

/// Where in a `:command` the cursor is.
enum InCommand {
    /// In its name, which begins here.
    Name(usize),
    /// Behind its name, and its arguments begin here.
    Arguments(&'static CommandInfo, usize),
    /// Behind a name that does not exist.
    Unknown,
}

/// `None` where `text` is no command.
fn in_command(text: &str) -> Option<InCommand> {
    let command = text.trim_start().strip_prefix(':')?;
    let Some(end) = command.find(char::is_whitespace) else {
        return Some(InCommand::Name(text.len() - command.len()));
    };
    let arguments = text.len() - command[end..].trim_start().len();
    let info = commands::find(&command[..end]);
    Some(info.map_or(InCommand::Unknown, |info| InCommand::Arguments(info, arguments)))
}

fn command_argument(info: &CommandInfo, text: &str, start: usize, names: &Names) -> (usize, Vec<Name>) {
    let typed = &text[start..];
    match info.argument {
        Argument::Free => (start, vec![]),
        Argument::Words(words) => (start, begins(typed, words.iter().map(|word| Name::new(word, "", "")))),
        Argument::Name => {
            let commands = COMMANDS.iter().map(|info| Name::new(info.name, "", info.summary));
            (start, begins(typed, names.words().cloned().chain(commands)))
        }
        Argument::File => {
            let start = typed.rfind(std::path::is_separator).map_or(start, |separator| start + separator + 1);
            (start, files(&text[text.len() - typed.len()..start], &text[start..]))
        }
    }
}

fn command_hint(typed: &str) -> Option<Hint> {
    let info = COMMANDS.iter().find(|info| !typed.is_empty() && info.name.starts_with(typed))?;
    let ending = &info.name[typed.len()..];
    let shown = format!("{}  {}", &info.usage()[1 + typed.len()..], info.summary);
    Some(Hint { shown, inserted: Some(ending.to_string()).filter(|ending| !ending.is_empty()) })
}

fn argument_hint(info: &CommandInfo, typed: &str) -> Option<Hint> {
    match info.argument {
        _ if info.arguments.is_empty() => None,
        _ if typed.is_empty() => Some(Hint { shown: info.arguments.into(), inserted: None }),
        Argument::Words(words) => rest(typed, words.iter().map(|word| Name::new(word, "", ""))),
        _ => None,
    }
}

/// The folders and scripts in `folder` that begin with `typed`; all files where no script does.
fn files(folder: &str, typed: &str) -> Vec<Name> {
    let Ok(entries) = std::fs::read_dir(if folder.is_empty() { Path::new(".") } else { Path::new(folder) })
    else {
        return vec![];
    };
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let folder = std::fs::metadata(entry.path()).is_ok_and(|metadata| metadata.is_dir());
            let hidden = name.starts_with('.') && !typed.starts_with('.');
            let fits = name.starts_with(typed) && !hidden && !name.contains(char::is_control);
            fits.then(|| if folder { format!("{name}{}", std::path::MAIN_SEPARATOR) } else { name })
        })
        .collect();
    let script = |name: &String| name.ends_with(".rhai");
    if names.iter().any(script) {
        names.retain(|name| script(name) || name.ends_with(std::path::MAIN_SEPARATOR));
    }
    names.sort();
    names.truncate(MOST);
    names.iter().map(|name| Name::new(name, "", "")).collect()
}

/// What the candidate puts in: `sleep(` of a function, so that its arguments can follow at once.
pub fn inserted(name: &Name) -> String {
    let parentheses = match name.detail.as_str() {
        "()" => "()",
        detail if detail.starts_with('(') => "(",
        _ => "",
    };
    let space = if name.name.ends_with(is_word) && name.detail.starts_with(' ') { " " } else { "" };
    format!("{}{parentheses}{space}", name.name)
}

/// How candidates are listed in so many columns: a few with what they mean, many by their names alone.
pub fn listed(names: &[Name], columns: usize) -> Vec<String> {
    use unicode_width::UnicodeWidthStr;
    let title = |name: &Name| format!("{}{}", name.name, name.detail);
    let widest = names.iter().map(|name| title(name).width()).max().unwrap_or(0);
    if names.len() > 12 || names.iter().all(|name| name.summary.is_empty()) || widest + 10 > columns {
        return names.iter().map(|name| name.name.clone()).collect();
    }
    let line = |name: &Name| {
        let padding = widest - title(name).width() + 2;
        cut(&format!("{}{}{}", title(name), " ".repeat(padding), name.summary), columns.saturating_sub(2))
    };
    names.iter().map(line).collect()
}

/// `text` in at most so many columns, with `…` where something was left out.
pub fn cut(text: &str, columns: usize) -> String {
    use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    if text.width() <= columns {
        return text;
    }
    let mut left = columns.saturating_sub(1);
    let kept: String = text
        .chars()
        .take_while(|c| {
            let width = c.width().unwrap_or(0);
            let fits = width <= left;
            left = left.saturating_sub(width);
            fits
        })
        .collect();
    if columns == 0 { String::new() } else { kept + "…" }
}
