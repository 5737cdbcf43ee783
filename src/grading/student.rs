//! Who handed something in, and what counts as the same name.

use std::cmp::Ordering;

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

/// A learner, as a folder's name or a roster says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Student {
    pub name: String,
    /// What the learning platform calls them: a number, a user name.
    pub id: Option<String>,
    pub email: Option<String>,
}

impl Student {
    /// A student known by name only.
    pub fn named(name: &str) -> Student {
        Student { name: name.to_owned(), ..Student::default() }
    }

    /// A student with a number of the platform's, too.
    pub fn numbered(name: &str, id: &str) -> Student {
        Student { id: Some(id.to_owned()), ..Student::named(name) }
    }

    /// The name with what tells the student from another one of that name: `Ann Li (ann@x.org)`.
    pub fn told_apart(&self) -> String {
        let other = [&self.email, &self.id].into_iter().flatten().find(|it| **it != self.name);
        other.map_or(self.name.clone(), |it| format!("{} ({it})", self.name))
    }
}

/// By name, as people sort them, without regard to case.
impl Ord for Student {
    fn cmp(&self, other: &Student) -> Ordering {
        fn key(of: &Student) -> (String, &String, &Option<String>, &Option<String>) {
            (folded(&of.name), &of.name, &of.id, &of.email)
        }
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Student {
    fn partial_cmp(&self, other: &Student) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A name without what two systems write differently: case, and letters that are made of two characters (one system
/// writes é as one character, another as an e and an accent).
pub fn folded(name: &str) -> String {
    let folded: String = name.nfd().default_case_fold().nfc().collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name without what differs between a list and the name of a file, too: how words are joined, and the signs that
/// Moodle leaves out of files' names (`PARAM_FILE` in its `lib/classes/param.php`).
pub fn plain_name(name: &str) -> String {
    let left_out =
        |it: &char| !matches!(it, '\'' | '’' | '`' | '"' | '&' | '<' | '>' | '|' | ':' | '\\' | '/');
    let join = |it: char| if matches!(it, '_' | '-' | '.') { ' ' } else { it };
    folded(&name.chars().filter(left_out).map(join).collect::<String>())
}

/// Letters and digits alone: Canvas calls the files of "Li, Ann" `liann_…`.
pub fn letters(name: &str) -> String {
    folded(name).chars().filter(|it| it.is_alphanumeric()).collect()
}

/// Both ways to write a name: `Li, Ann` is `Ann Li`, too.
pub fn written_ways(name: &str) -> Vec<String> {
    let turned = match name.split(',').map(str::trim).collect::<Vec<_>>()[..] {
        [last, first] if !last.is_empty() && !first.is_empty() => Some(format!("{first} {last}")),
        _ => None,
    };
    [Some(name.to_owned()), turned].into_iter().flatten().map(|it| plain_name(&it)).collect()
}

/// The number at the end of `Participant 123`, in whatever language that is written.
pub fn trailing_number(text: &str) -> Option<&str> {
    let text = text.trim();
    let number = &text[text.trim_end_matches(|it: char| it.is_ascii_digit()).len()..];
    (!number.is_empty()).then_some(number)
}
