//! Who handed something in, and what counts as the same name.

use std::cmp::Ordering;

/// A learner, as a folder's name or a roster says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Student {
    pub name: String,
    /// What the learning platform calls them: a number, a user name.
    pub id: Option<String>,
    pub email: Option<String>,
}

impl Student {
    /// One of whom nothing but the name is known.
    pub fn named(name: &str) -> Student {
        Student { name: name.to_owned(), ..Student::default() }
    }

    /// One whom a platform gave a number, too.
    pub fn numbered(name: &str, id: &str) -> Student {
        Student { id: Some(id.to_owned()), ..Student::named(name) }
    }
}

/// By name, as people sort them, without regard to case.
impl Ord for Student {
    fn cmp(&self, other: &Student) -> Ordering {
        fn key(of: &Student) -> (String, &String, &Option<String>, &Option<String>) {
            (of.name.to_lowercase(), &of.name, &of.id, &of.email)
        }
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Student {
    fn partial_cmp(&self, other: &Student) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A name without what differs between a list and the name of a file: case, and how words are joined.
pub fn plain_name(name: &str) -> String {
    let spaced: String =
        name.chars().map(|it| if matches!(it, '_' | '-' | '.') { ' ' } else { it }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The number at the end of `Participant 123`, in whatever language that is written.
pub fn trailing_number(text: &str) -> Option<&str> {
    let text = text.trim();
    let number = &text[text.trim_end_matches(|it: char| it.is_ascii_digit()).len()..];
    (!number.is_empty()).then_some(number)
}
