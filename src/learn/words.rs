//! What a learner means by what is typed in a lesson: a command without its colon, a yes, an answer to a question.
//!
//! Pure, and forgiving: nobody has to type anything exactly.

use crate::commands::{self, LessonCommand};
use crate::course::document::Quiz;
use crate::course::predict::{Typed, read_time};

/// What a line that is no `:command` may mean besides code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intent {
    /// As Enter alone.
    GoOn,
    No,
    Command(LessonCommand),
    Reset,
    /// A command's name mistyped: the nearest one.
    Near(&'static str),
    /// Code, or nothing that could be guessed.
    Code,
}

/// Whether a word has a meaning in the language or the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    Known,
    Unknown,
}

const YES: &[&str] = &[
    "yes", "y", "yep", "yeah", "ok", "okay", "sure", "continue", "go", "go on", "enter", "done", "weiter",
    "ja",
];
const NO: &[&str] = &["no", "n", "nope", "not yet", "nein"];
/// A shorter word is near to too many.
const SHORTEST: usize = 4;

/// What an entry of a word or two means in a lesson. `word` says whether it is a name of the session.
pub fn meant(text: &str, word: Word) -> Intent {
    let text =
        text.trim().trim_end_matches([';', '.', '!', '?']).trim_end_matches("()").trim().to_lowercase();
    if YES.contains(&text.as_str()) {
        return Intent::GoOn;
    }
    if NO.contains(&text.as_str()) {
        return Intent::No;
    }
    let is_words = |c: char| c.is_alphanumeric() || c == ' ' || c == '-' || c == '_';
    if word == Word::Known || text.split(' ').count() > 2 || !text.chars().all(is_words) {
        return Intent::Code;
    }
    match commands::parse(&format!(":{text}")) {
        Some(Ok(commands::Command::Lesson(command))) => return Intent::Command(command),
        Some(Ok(commands::Command::Reset)) => return Intent::Reset,
        _ => {}
    }
    let names = || commands::COMMANDS.iter().map(|it| it.name);
    match commands::nearest(&text, names()) {
        Some(near) if text.chars().count() >= SHORTEST && !text.contains(' ') => Intent::Near(near),
        _ => Intent::Code,
    }
}

/// An answer to a quiz.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    Right,
    Wrong,
    Skipped,
    /// It is not clear which choice or number is meant.
    Unclear,
}

/// Reads an answer such as `b`, `B)`, `(b)`, `answer b`, `2`, or a choice's own words.
pub fn reply(quiz: &Quiz, text: &str) -> Reply {
    let text = text.trim();
    if !text.is_empty() && text.chars().all(|c| c == '?') || plain(text) == "skip" {
        return Reply::Skipped;
    }
    if quiz.choices.is_empty() {
        return short_reply(quiz, text);
    }
    match choice(quiz, text) {
        None => Reply::Unclear,
        Some(index) if index == quiz.right_choice() => Reply::Right,
        Some(_) => Reply::Wrong,
    }
}

/// The index of the choice that an answer names.
pub fn chosen(quiz: &Quiz, text: &str) -> Option<usize> {
    choice(quiz, text)
}

/// Whether two short answers say the same: `2`, `two`, `about 2 s`.
pub fn same_answer(one: &str, other: &str) -> bool {
    let bare = bare(other);
    plain(one) == bare || number(one).is_some_and(|it| number(&bare) == Some(it))
}

fn choice(quiz: &Quiz, text: &str) -> Option<usize> {
    let wanted = plain(text);
    let by_words = quiz.choices.iter().position(|it| plain(it) == wanted);
    by_words.or_else(|| lettered(text)).filter(|index| *index < quiz.choices.len())
}

/// The index of the choice whose letter or number is typed, such as `b`, `B)` or `answer b`.
pub fn lettered(text: &str) -> Option<usize> {
    let wanted = plain(text);
    // The letter may stand before the words, as on the screen, or behind, as in `answer b`.
    let (first, last) = (wanted.split(' ').next()?, wanted.rsplit(' ').next()?);
    let before = text.trim().trim_start_matches('(').get(1..2).is_some_and(|it| ").:".contains(it));
    let word = match (wanted.split(' ').count(), first) {
        (1, _) => first,
        (_, _) if before => first,
        (2, "answer" | "choice" | "option" | "letter" | "its" | "it's" | "definitely" | "maybe") => last,
        _ => return None,
    };
    let mut letters = word.trim_matches(|c: char| !c.is_alphanumeric()).bytes();
    match (letters.next()?, letters.next()) {
        (letter @ b'a'..=b'z', None) => Some(usize::from(letter - b'a')),
        (digit @ b'1'..=b'9', None) => Some(usize::from(digit - b'1')),
        _ => None,
    }
}

/// Words around a short answer that say nothing else.
const AROUND: &[&str] = &[
    "a",
    "about",
    "after",
    "all",
    "answer",
    "approximately",
    "are",
    "around",
    "at",
    "be",
    "done",
    "exactly",
    "guess",
    "i",
    "in",
    "is",
    "it",
    "it's",
    "its",
    "just",
    "maybe",
    "only",
    "probably",
    "roughly",
    "say",
    "takes",
    "the",
    "they",
    "think",
    "total",
    "will",
];
/// Reads an answer without choices, such as `2`, `about two` or `after 2 s`.
fn short_reply(quiz: &Quiz, text: &str) -> Reply {
    let bare = bare(text);
    let is_same = |right: &String| {
        plain(right) == plain(text) || number(right).is_some_and(|it| number(&bare) == Some(it))
    };
    if is_same(&quiz.answer)
        || quiz.also.iter().any(|it| is_same(it) || plain(it) == bare)
        || plain(&quiz.answer) == bare
    {
        return Reply::Right;
    }
    // Where a number is asked for, what is none is not wrong yet.
    match (number(&quiz.answer), number(&bare)) {
        (Some(_), None) => Reply::Unclear,
        _ => Reply::Wrong,
    }
}

/// What is said without the words around it.
fn bare(text: &str) -> String {
    let plain = plain(text);
    let words: Vec<&str> = plain.split(' ').filter(|it| !AROUND.contains(it)).collect();
    words.join(" ")
}

/// A number, also as a word, and also with a unit of time.
fn number(text: &str) -> Option<f64> {
    match read_time(&plain(text)) {
        Ok(Typed::Answer(number)) => Some(number),
        _ => None,
    }
}

/// Lower case, single blanks, no signs around it.
fn plain(text: &str) -> String {
    let is_around = |c: char| !c.is_alphanumeric() && c != '-';
    let words: Vec<String> = text.trim_matches(is_around).split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quiz(choices: &[&str], answer: &str) -> Quiz {
        Quiz {
            question: String::new(),
            choices: choices.iter().map(|it| it.to_string()).collect(),
            answer: answer.to_owned(),
            also: vec!["twice".to_owned()],
            because: crate::course::document::Because::Choices(Vec::new()),
            explain: String::new(),
            line: 1,
        }
    }

    #[test]
    fn a_choice_may_be_typed_in_many_ways() {
        let quiz = quiz(&["2 s", "4 s: one after the other", "the same"], "b");
        for typed in [
            "b",
            "B)",
            "(b)",
            " b. ",
            "2",
            "answer b",
            "b) 4 s: one after the other",
            "4 s: one after the other",
            "`b`",
        ] {
            assert_eq!(reply(&quiz, typed), Reply::Right, "{typed}");
        }
        for typed in ["a", "C)", "1", "2 s", "The same."] {
            assert_eq!(reply(&quiz, typed), Reply::Wrong, "{typed}");
        }
        for typed in ["d", "yes", "9", "0", "hello world", "b or c", "ä", ")", "a b"] {
            assert_eq!(reply(&quiz, typed), Reply::Unclear, "{typed}");
        }
        assert_eq!(reply(&quiz, " ? "), Reply::Skipped);
    }

    #[test]
    fn a_short_answer_is_not_taken_by_the_letter() {
        let quiz = quiz(&[], "2");
        for typed in [
            "2",
            "2 s",
            "2.0",
            "Twice.",
            "\"twice\"",
            "2000 ms",
            "after 2 seconds",
            "about two",
            "After two.",
            "~2",
            "I think it takes two seconds",
            "it is twice",
        ] {
            assert_eq!(reply(&quiz, typed), Reply::Right, "{typed}");
        }
        for typed in ["3", "three", "about 20 s"] {
            assert_eq!(reply(&quiz, typed), Reply::Wrong, "{typed}");
        }
    }

    #[test]
    fn where_a_number_is_asked_for_what_is_none_is_not_wrong_yet() {
        let quiz = quiz(&[], "2");
        for typed in ["not 2", "2 or 3", "two or three", "no idea", "about", "yes", "two hours", "2 2"] {
            assert_eq!(reply(&quiz, typed), Reply::Unclear, "{typed}");
        }
    }

    #[test]
    fn commands_are_understood_without_their_colon() {
        assert_eq!(meant("hint", Word::Unknown), Intent::Command(LessonCommand::Hint));
        assert_eq!(meant("Next;", Word::Unknown), Intent::Command(LessonCommand::Next));
        assert_eq!(
            meant("card python", Word::Unknown),
            Intent::Command(LessonCommand::Card(Some("python".into())))
        );
        assert_eq!(meant("hnit", Word::Unknown), Intent::Near("hint"));
        assert_eq!(meant("soluton", Word::Unknown), Intent::Near("solution"));
        assert_eq!(meant("yes", Word::Unknown), Intent::GoOn);
        assert_eq!(meant("no!", Word::Unknown), Intent::No);
    }

    #[test]
    fn code_stays_code() {
        for typed in ["let x = 1", "sleep(1)", "x", "print(next)", "f(hint)", "total", "1 + 1", "hint + 1"] {
            assert_eq!(meant(typed, Word::Unknown), Intent::Code, "{typed}");
        }
        assert_eq!(meant("next", Word::Known), Intent::Code);
    }
}
