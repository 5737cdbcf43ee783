//! Names from other languages and what they are called here: those that the vocabulary names as its peers, and for the
//! rest a table.

mod names;
pub(crate) mod peers;

use super::Known;
use crate::syntax::tokens::{Kind, Tokens};
use crate::vocabulary::{self, Word};
use names::{Entry, MEMBERS, NAMES, OWN_MEMBERS, TASKS};
use std::ops::Range;

/// Words that are named beside the first, where a name may mean several.
const MAX_OTHERS: usize = 2;

/// What to write instead of a foreign name, and why or what else to know.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Advice {
    write: String,
    because: String,
}

impl Advice {
    fn of_entry((_, write, because): &Entry) -> Advice {
        Advice { write: (*write).to_owned(), because: (*because).to_owned() }
    }

    /// What is to be written, without its arguments.
    fn word(&self) -> &str {
        self.write.split('(').next().unwrap_or_default()
    }

    /// `receiver` is what stands before the dot, where that is known.
    fn of_word(word: &Word, receiver: Option<&str>) -> Advice {
        let form = peers::form(word);
        let write = match (receiver, peers::owner(word)) {
            (Some(receiver), Some(owner)) => format!("{receiver}{}", &form[owner.len()..]),
            _ => form.to_owned(),
        };
        Advice { write, because: word.summary.to_owned() }
    }
}

/// A foreign name that was found in a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Foreign<'a> {
    /// As it was written, such as `asyncio.gather`.
    pub name: &'a str,
    /// Where.
    pub span: Range<usize>,
    first: Advice,
    others: Vec<Advice>,
}

impl<'a> Foreign<'a> {
    fn new(name: &'a str, span: Range<usize>, advice: Vec<Advice>) -> Option<Foreign<'a>> {
        let mut advice = advice.into_iter();
        let first = advice.next()?;
        let mut others: Vec<Advice> = Vec::new();
        for other in advice.filter(|it| !it.write.is_empty()) {
            let is_new = std::iter::once(&first).chain(&others).all(|it| it.word() != other.word());
            if is_new && others.len() < MAX_OTHERS {
                others.push(other);
            }
        }
        Some(Foreign { name, span, others, first })
    }

    /// What to write; empty where there is nothing like it.
    pub fn write(&self) -> &str {
        &self.first.write
    }

    /// A sentence of help.
    pub fn advice(&self) -> String {
        let Advice { write, because } = &self.first;
        let others: String = self.others.iter().map(|other| format!(", or {}", other.write)).collect();
        match because.as_str() {
            because if write.is_empty() => format!("there is no {}: {because}", self.name),
            "" => format!("instead of {} write {write}{others}", self.name),
            because => format!("instead of {} write {write} ({because}){others}", self.name),
        }
    }

    /// Why, or what else to know; may be empty.
    pub fn because(&self) -> &str {
        &self.first.because
    }

    /// What else may be meant, a sentence each.
    pub fn others(&self) -> impl Iterator<Item = String> {
        self.others.iter().map(|Advice { write, because }| match because.as_str() {
            "" => format!("or {write}"),
            because => format!("or {write}: {because}"),
        })
    }
}

/// The foreign name that the token is part of: all of `asyncio.gather`, else what its last word or its first says.
pub(super) fn at<'a>(tokens: &Tokens<'a>, index: usize) -> Option<Foreign<'a>> {
    let (first, last) = chain(tokens, index)?;
    let end = last + usize::from(is_macro(tokens, last));
    let whole = tokens.span(first).start..tokens.span(end).end;
    let name = &tokens.text[whole.clone()];
    Foreign::new(name, whole, advice(name, tokens.text(last), tokens.text(first)))
}

/// The same, only where the vocabulary itself names it with what stands before its dot: `event.set`.
pub(super) fn at_path<'a>(tokens: &Tokens<'a>, index: usize) -> Option<Foreign<'a>> {
    let (first, last) = chain(tokens, index).filter(|(first, last)| first < last)?;
    let name = tokens.text[tokens.span(first).start..tokens.span(last).end].replace(char::is_whitespace, "");
    at(tokens, index).filter(|_| !peers::of_path(&name).is_empty())
}

/// All that can be said of a name, the most particular first; nothing of a name of ours.
fn advice(name: &str, last: &str, first: &str) -> Vec<Advice> {
    let name = name.replace(char::is_whitespace, "");
    if name.contains("::") && vocabulary::words().any(|word| word.name == name) {
        return Vec::new();
    }
    // What makes a value is known by the value's type: `JoinSet::new`.
    let made = name.strip_suffix("::new").or_else(|| name.strip_suffix(".new"));
    if let Some(made) = made.filter(|_| peers::of_path(&name).is_empty()) {
        return advice(made, peers::segments(made).last().unwrap_or(&made), first);
    }
    let spelled = name.replace("::", ".");
    let entry = |table, name: &str| find(table, name).map(Advice::of_entry);
    let word = |word: &&'static Word| Advice::of_word(word, None);
    let mut advice: Vec<Advice> = peers::of_path(&name).iter().map(word).collect();
    advice.extend(entry(TASKS, &spelled));
    advice.extend(entry(NAMES, &spelled));
    let family = entry(NAMES, &format!("{first}."));
    // `requests.get` is about the web, and not about a queue.
    let module = family.as_ref().and_then(|it| it.write.split_once("::")).map(|(module, _)| module);
    let is_near = |word: &&&'static Word| module.is_none_or(|module| word.name.starts_with(module));
    advice.extend(peers::of_last(last).iter().filter(is_near).map(word));
    if last != name {
        advice.extend(entry(TASKS, last).filter(|_| advice.is_empty()));
    }
    // `HashMap::new`; but `list.map` is about something of the script's.
    let of_type = || entry(NAMES, first).filter(|_| name.contains("::"));
    let of_family = family.or_else(of_type);
    advice.extend(of_family.filter(|_| advice.is_empty()));
    advice
}

/// What a foreign method or property is called here, of a value of that kind.
pub(super) fn member<'a>(tokens: &Tokens<'a>, index: usize, kind: &str) -> Option<Foreign<'a>> {
    let name = tokens.text(index);
    let is_part = matches!(tokens.before(index, 3), "." | "?." | "::");
    let is_plain = tokens.is_word(index.wrapping_sub(2)) && !is_part;
    let receiver = is_plain.then(|| tokens.before(index, 2));
    let fill = |text: &str| {
        let place = receiver.unwrap_or(match kind {
            "channel" => "ch",
            "task group" => "g",
            kind => kind,
        });
        text.replace("{}", place)
    };
    let own = OWN_MEMBERS.iter().filter(|(of, (names, ..))| *of == kind && lists(names, name));
    let mut advice: Vec<Advice> = peers::of_member(name, kind)
        .iter()
        .filter(|word| word.name != name)
        .map(|word| Advice::of_word(word, receiver))
        .collect();
    advice.extend(own.map(|(_, (_, write, because))| Advice { write: fill(write), because: fill(because) }));
    if advice.is_empty() && !is_own_kind(kind) {
        advice.extend(find(MEMBERS, name).map(Advice::of_entry));
    }
    Foreign::new(name, tokens.span(index), advice)
}

/// Whether values of this kind are our own, and no text, number or collection.
pub(super) fn is_own_kind(kind: &str) -> bool {
    matches!(
        kind,
        "task"
            | "task group"
            | "channel"
            | "mutex"
            | "semaphore"
            | "event"
            | "barrier"
            | "interval"
            | "error"
    )
}

/// Words before a name that is being defined, here and in other languages.
const DEFINING: &[&str] = &["fn", "let", "const", "def", "function", "func", "fun", "sub", "proc", "var"];

/// The first foreign name on the line of the token, or on the line before where the token begins a line. Names
/// that the script has defined itself do not count.
pub(super) fn on_line<'a>(tokens: &Tokens<'a>, index: usize, known: &Known) -> Option<Foreign<'a>> {
    let is_own = |name: &str| {
        known.variables.iter().any(|own| own == name)
            || known.function_names().any(|own| own == name)
            || (1..tokens.list.len())
                .any(|at| tokens.text(at) == name && DEFINING.contains(&tokens.text(at - 1)))
    };
    let first = tokens.line_start(index.saturating_sub(1));
    let last = index + usize::from(tokens.text(index) == "new");
    (first..=last).filter(|&at| tokens.is_word(at) && tokens.before(at, 1) != ".").find_map(|at| {
        let called = matches!(tokens.text(at + 1), "." | "(" | "::") || is_macro(tokens, at);
        self::at(tokens, at).filter(|_| called && !is_own(tokens.text(at)))
    })
}

/// Whether the word is that of a macro: `join!(a, b)`.
fn is_macro(tokens: &Tokens, word: usize) -> bool {
    tokens.text(word + 1) == "!"
        && tokens.span(word).end == tokens.span(word + 1).start
        && matches!(tokens.text(word + 2), "(" | "[" | "{")
}

fn find(table: &'static [Entry], name: &str) -> Option<&'static Entry> {
    table.iter().find(|(names, ..)| lists(names, name))
}

fn lists(names: &str, name: &str) -> bool {
    names.split(' ').any(|one| one == name)
}

/// The first and last token of the name with dots that the token is part of.
fn chain(tokens: &Tokens, index: usize) -> Option<(usize, usize)> {
    if tokens.kind(index)? != Kind::Word {
        return None;
    }
    let is_link = |at: usize| matches!(tokens.text(at), "." | "::") && tokens.is_word(at + 1);
    let mut first = index;
    while first >= 2 && is_link(first - 1) && tokens.is_word(first - 2) {
        first -= 2;
    }
    let mut last = index;
    while is_link(last + 1) {
        last += 2;
    }
    Some((first, last))
}
