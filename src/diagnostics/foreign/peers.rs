//! The names that other languages have for our words, read from what the vocabulary itself says of its peers.
//!
//! `asyncio.wait_for(task, seconds)` stands there beside `timeout`, so `asyncio.wait_for` and a bare `wait_for` lead
//! to it. Nothing is written here that the vocabulary does not know.

use std::sync::LazyLock;

use crate::syntax::lexer::is_in_word;
use crate::vocabulary::{self, Word};

/// A name in another language, and our word for it.
pub struct Peer {
    /// As it is written there: `asyncio.wait_for`, `time::timeout`, `join!`.
    pub name: String,
    /// Its parts between dots and colons.
    segments: Vec<String>,
    pub word: &'static Word,
}

impl Peer {
    fn new(name: String, word: &'static Word) -> Peer {
        let segments = segments(&name).into_iter().map(str::to_owned).collect();
        Peer { name, segments, word }
    }

    /// What it is called without its module or object: `wait_for`.
    pub fn last(&self) -> &str {
        self.segments.last().map_or("", String::as_str)
    }
}

static PEERS: LazyLock<Vec<Peer>> = LazyLock::new(|| {
    let of_text = |word, text| names(text).into_iter().map(move |name| Peer::new(name, word));
    let of_word = |word: &'static Word| {
        let texts = [word.peers.python, word.peers.javascript, word.peers.tokio];
        texts.into_iter().flat_map(move |text| of_text(word, text))
    };
    vocabulary::words().flat_map(of_word).collect()
});

/// All of them, in the order of the vocabulary.
pub fn all() -> &'static [Peer] {
    &PEERS
}

/// Our words for a name with its module or object: spelled like that, or with more or less before it, such as
/// `tokio::time::sleep`.
pub fn of_path(name: &str) -> Vec<&'static Word> {
    let written: Vec<&str> = segments(name);
    let exact: Vec<_> = all().iter().filter(|peer| peer.name == name).collect();
    let found = match exact.is_empty() {
        false => exact,
        true => all()
            .iter()
            .filter(|peer| {
                let pairs = peer.segments.iter().rev().zip(written.iter().rev());
                let shared = pairs.take_while(|(a, b)| a == b).count();
                shared >= 2 && shared == peer.segments.len().min(written.len())
            })
            .collect(),
    };
    words_of(found)
}

/// Our words for the last part of such a name: `wait_for`.
pub fn of_last(name: &str) -> Vec<&'static Word> {
    // Many things are made with `new`.
    if name == "new" || vocabulary::words().any(|word| word.name == name) {
        return Vec::new();
    }
    words_of(all().iter().filter(|peer| peer.last() == name).collect())
}

/// Our words for something that is asked of a value of that kind: `put` of a channel.
pub fn of_member(name: &str, kind: &str) -> Vec<&'static Word> {
    let is_of_kind = |word: &&Word| owner(word).is_some_and(|owner| belongs(owner, kind));
    let member = |peer: &&Peer| peer.last() == name && is_of_kind(&peer.word);
    words_of(all().iter().filter(member).collect())
}

/// What stands before the dot in a word's signature: `ch` of `ch.send(value)`.
pub fn owner(word: &Word) -> Option<&'static str> {
    let (owner, _) = form(word).split_once('.')?;
    owner.chars().all(|letter| letter.is_ascii_alphabetic()).then_some(owner)
}

/// How a word is written, the first way of several.
pub fn form(word: &Word) -> &'static str {
    word.signature.split("   ").next().unwrap_or(word.signature)
}

/// Whether a signature's `ch` stands for a value of that kind.
fn belongs(owner: &str, kind: &str) -> bool {
    match owner {
        "ch" => kind == "channel",
        "beat" => kind == "interval",
        owner => kind.starts_with(owner),
    }
}

fn words_of(peers: Vec<&Peer>) -> Vec<&'static Word> {
    let mut words: Vec<&'static Word> = Vec::new();
    for peer in peers {
        if !words.contains(&peer.word) {
            words.push(peer.word);
        }
    }
    words
}

/// The parts of a name between its dots and colons.
pub fn segments(name: &str) -> Vec<&str> {
    name.split(['.', ':']).filter(|part| !part.is_empty()).collect()
}

/// The names in the text of one cell: with a dot or colons in them, called, a macro's, or with a capital. What is
/// only said there, such as `a loop that computes`, has none.
fn names(text: &str) -> Vec<String> {
    let text = without_asides(text);
    let letters: Vec<char> = text.chars().collect();
    let is_part = |at: usize| letters.get(at).copied().is_some_and(is_in_word);
    let (mut found, mut at) = (Vec::new(), 0);
    while at < letters.len() {
        if !is_part(at) {
            at += 1;
            continue;
        }
        let start = at;
        loop {
            while is_part(at) {
                at += 1;
            }
            let link = match letters.get(at..at + 2) {
                Some([':', ':']) => 2,
                Some(['.', _]) => 1,
                _ => 0,
            };
            if link == 0 || !is_part(at + link) {
                break;
            }
            at += link;
        }
        at += usize::from(letters.get(at) == Some(&'!'));
        let name: String = letters[start..at].iter().collect();
        let name = name.strip_suffix(".await").map_or(name.clone(), str::to_owned);
        // What follows a call's end, or is the value of an argument, is no name of its own.
        let is_free = start == 0 || !matches!(letters[start - 1], '.' | '-');
        let is_called = letters.get(at) == Some(&'(');
        let is_name = name.contains(['.', ':', '!']) || is_called || name.starts_with(char::is_uppercase);
        if is_free && is_name && name.len() > 2 && !matches!(name.as_str(), "True" | "False") {
            found.push(name);
        }
    }
    found
}

/// A cell's text without texts in quotes, and without what is said in parentheses.
fn without_asides(text: &str) -> String {
    let mut kept = String::new();
    let (mut quote, mut aside) = (None, 0);
    for letter in text.chars() {
        match (quote, letter) {
            (Some(open), letter) if letter == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(letter),
            (None, '(') if aside > 0 || kept.ends_with(' ') => aside += 1,
            (None, ')') if aside > 0 => aside -= 1,
            _ if aside > 0 => {}
            _ => kept.push(letter),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn names_are_told_from_what_is_said() {
        assert_eq!(
            names("asyncio.wait(…, return_when=FIRST_COMPLETED)"),
            ["asyncio.wait", "FIRST_COMPLETED"]
        );
        assert_eq!(names("join!, try_join!, futures::join_all"), ["join!", "try_join!", "futures::join_all"]);
        assert_eq!(names("await fetch(url, {method: 'POST', body})"), ["fetch"]);
        assert_eq!(names("task::yield_now().await"), ["task::yield_now"]);
        assert_eq!(names("db.prepare(sql).all()"), ["db.prepare"]);
        assert_eq!(names("Promise.all (once)"), ["Promise.all"]);
        for said in ["a loop that computes", "await task", "p-limit (a package)", "f(x)", "tokio-console"] {
            assert_eq!(names(said), [] as [String; 0], "{said}");
        }
    }
}
