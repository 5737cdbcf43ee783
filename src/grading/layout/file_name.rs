//! What a file's name says, whatever a browser, a platform or Windows made of it.

use super::super::student::{folded, plain_name};
use super::Wanted;

/// A file's name, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FileName<'a> {
    pub kind: Kind,
    /// Without endings and the marks of copies.
    pub stem: &'a str,
    pub copy: Copy,
}

/// What the ending says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Script,
    /// It may hold answers to several lessons.
    Pack,
    Other,
}

/// Whether it is a further download or a copy of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Copy {
    /// `answer - Copy`: what was the original may be newer.
    OfTheOriginal,
    #[default]
    None,
    /// `answer (2)`, from a browser; the higher, the later.
    Number(u64),
}

/// The words that systems put before a copy's name; Google Classroom and Drive do.
const COPY_BEGINNINGS: &[&str] = &["copy of ", "kopie von ", "copie de ", "copia de ", "copia di "];
/// The words that they put behind it.
const COPY_WORDS: &[&str] =
    &[" - copy", " copy", " - kopie", " kopie", " - copie", " copie", " - copia", " copia"];

impl FileName<'_> {
    /// Takes `two-fetches (1).rhai`, `two-fetches.rhai.txt`, `my.answers (1).json` and the like apart.
    pub fn read(file: &str) -> FileName<'_> {
        let (rest, last) = without_copy(file);
        // Windows hides endings that it knows, and its editor adds one of its own.
        let (rest, middle) = match without_ending(rest, ".txt") {
            Some(shorter) if ends_as_ours(without_copy(shorter).0) => without_copy(shorter),
            _ => (rest, Copy::None),
        };
        let found = |kind, mut stem, mut copy: Copy, endings: &[&str]| {
            while let Some(shorter) = endings.iter().find_map(|it| without_ending(stem, it)) {
                stem = shorter;
            }
            let (stem, own) = without_copy(stem);
            copy = [copy, own].into_iter().find(|it| *it != Copy::None).unwrap_or_default();
            (kind, stem, copy)
        };
        let outer = [last, middle].into_iter().find(|it| *it != Copy::None).unwrap_or_default();
        let (kind, stem, copy) = if without_ending(rest, SCRIPT).is_some() {
            found(Kind::Script, rest, outer, &[SCRIPT])
        } else if without_ending(rest, JSON).is_some() {
            let (kind, stem, copy) = found(Kind::Pack, rest, outer, &[JSON]);
            match without_ending(stem, ANSWERS) {
                Some(_) => found(kind, stem, copy, &[ANSWERS]),
                None => (kind, stem, copy),
            }
        } else {
            (Kind::Other, file.rsplit_once('.').map_or(file, |(stem, _)| stem), Copy::None)
        };
        FileName { kind, stem, copy }
    }

    /// The lesson that it is called after: by its id or its file's name, with any signs between the words. A number behind it
    /// counts hand-ins.
    pub fn lesson<'a>(&self, wanted: Wanted<'a>) -> Option<(&'a str, Copy)> {
        if let Some(lesson) = lesson_named(self.stem, wanted) {
            return Some((lesson, self.copy));
        }
        let shorter = self.stem.trim_end_matches(|it: char| it.is_ascii_digit());
        let number = self.stem[shorter.len()..].parse().ok()?;
        let lesson = lesson_named(shorter.strip_suffix(['-', '_', ' '])?, wanted)?;
        Some((lesson, if self.copy == Copy::None { Copy::Number(number) } else { self.copy }))
    }
}

const SCRIPT: &str = ".rhai";
const JSON: &str = ".json";
const ANSWERS: &str = ".answers";

/// The lesson of this id, or whose file has this name.
pub(super) fn lesson_named<'a>(name: &str, wanted: Wanted<'a>) -> Option<&'a str> {
    let name = plain_name(name);
    let fits = |(id, file): &&(String, String)| {
        plain_name(id) == name || file.strip_suffix(".md").is_some_and(|it| plain_name(it) == name)
    };
    wanted.lessons.iter().find(fits).map(|(id, _)| id.as_str())
}

fn ends_as_ours(name: &str) -> bool {
    [SCRIPT, JSON].iter().any(|it| without_ending(name, it).is_some())
}

/// The name without this ending, whatever its case. A name that is nothing else keeps it.
fn without_ending<'a>(name: &'a str, ending: &str) -> Option<&'a str> {
    let at = name.len().checked_sub(ending.len()).filter(|it| *it > 0)?;
    let found = name.get(at..)?;
    found.eq_ignore_ascii_case(ending).then(|| name[..at].trim_end())
}

/// The name without the marks of a copy. Of several, as in `answer (1) (2)`, the last one counts.
fn without_copy(name: &str) -> (&str, Copy) {
    let (mut rest, copy) = without_mark(name);
    while let (shorter, Copy::OfTheOriginal | Copy::Number(_)) = without_mark(rest) {
        rest = shorter;
    }
    (rest, copy)
}

/// The name without one mark of a copy.
fn without_mark(name: &str) -> (&str, Copy) {
    let begins = |it: &&&str| name.get(..it.len()).is_some_and(|found| found.eq_ignore_ascii_case(it));
    if let Some(word) = COPY_BEGINNINGS.iter().find(begins).filter(|it| it.len() < name.len()) {
        return (name[word.len()..].trim_start(), Copy::OfTheOriginal);
    }
    let (shorter, number) = without_number(name);
    // macOS puts a number behind its word: `answer copy 2`.
    let unnumbered = shorter.trim_end_matches(|it: char| it.is_ascii_digit()).trim_end();
    for (name, word) in
        [shorter, unnumbered].into_iter().flat_map(|it| COPY_WORDS.iter().map(move |word| (it, word)))
    {
        let at = name.len().checked_sub(word.len()).filter(|it| *it > 0);
        let found = at.and_then(|at| Some((at, name.get(at..)?)));
        if let Some((at, _)) = found.filter(|(_, it)| folded(it) == word.trim()) {
            return (name[..at].trim_end(), Copy::OfTheOriginal);
        }
    }
    match number {
        Some(number) => (shorter, Copy::Number(number)),
        None => (name, Copy::None),
    }
}

/// `(12)` at the end, which browsers put there.
fn without_number(name: &str) -> (&str, Option<u64>) {
    let found = name.trim_end().strip_suffix(')').and_then(|it| {
        let shorter = it.trim_end_matches(|it: char| it.is_ascii_digit());
        let number = it[shorter.len()..].parse().ok()?;
        let stem = shorter.strip_suffix('(')?.trim_end();
        (!stem.is_empty()).then_some((stem, Some(number)))
    });
    found.unwrap_or((name, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_and_marks_of_copies_are_taken_off() {
        let two = Copy::Number(2);
        for (file, kind, stem, copy) in [
            ("two-fetches.rhai", Kind::Script, "two-fetches", Copy::None),
            ("two-fetches.RHAI", Kind::Script, "two-fetches", Copy::None),
            ("two-fetches (2).rhai", Kind::Script, "two-fetches", two),
            ("two-fetches(2).rhai", Kind::Script, "two-fetches", two),
            ("two-fetches.rhai (2)", Kind::Script, "two-fetches", two),
            ("two-fetches.rhai.txt", Kind::Script, "two-fetches", Copy::None),
            ("two-fetches (2).rhai.txt", Kind::Script, "two-fetches", two),
            ("two-fetches.rhai (2).txt", Kind::Script, "two-fetches", two),
            ("two-fetches.rhai.rhai", Kind::Script, "two-fetches", Copy::None),
            ("two-fetches - Copy.rhai", Kind::Script, "two-fetches", Copy::OfTheOriginal),
            ("two-fetches - Kopie (2).rhai", Kind::Script, "two-fetches", Copy::OfTheOriginal),
            ("Copy of two-fetches.rhai", Kind::Script, "two-fetches", Copy::OfTheOriginal),
            ("Kopie von two-fetches (1).rhai", Kind::Script, "two-fetches", Copy::OfTheOriginal),
            ("two-fetches (1) (2).rhai", Kind::Script, "two-fetches", two),
            ("two-fetches - Copy - Copy.rhai", Kind::Script, "two-fetches", Copy::OfTheOriginal),
            ("two-fetches copy 2.rhai", Kind::Script, "two-fetches", Copy::OfTheOriginal),
            ("my.answers.json", Kind::Pack, "my", Copy::None),
            ("my.answers (2).json", Kind::Pack, "my", two),
            ("my (2).answers.json", Kind::Pack, "my", two),
            ("my.answers.json.txt", Kind::Pack, "my", Copy::None),
            ("p.json", Kind::Pack, "p", Copy::None),
            ("pyguy.py", Kind::Other, "pyguy", Copy::None),
            ("notes.txt", Kind::Other, "notes", Copy::None),
            ("(2).rhai", Kind::Script, "(2)", Copy::None),
            (".rhai", Kind::Other, "", Copy::None),
            ("é.rhai", Kind::Script, "é", Copy::None),
        ] {
            assert_eq!(FileName::read(file), FileName { kind, stem, copy }, "{file}");
        }
    }

    #[test]
    fn lessons_are_named_in_many_ways() {
        let lessons = [("two-fetches".to_owned(), "02-two-fetches.md".to_owned())];
        let wanted = Wanted { course: "test", lessons: &lessons, asked: &[] };
        for (file, copy) in [
            ("two_fetches.rhai", Copy::None),
            ("02 Two Fetches (3).rhai", Copy::Number(3)),
            ("two-fetches-1.rhai", Copy::Number(1)),
            ("two-fetches 2.rhai", Copy::Number(2)),
        ] {
            assert_eq!(FileName::read(file).lesson(wanted), Some(("two-fetches", copy)), "{file}");
        }
        for file in ["two-fetches-final.rhai", "two.rhai", "1.rhai", "two-fetches1.rhai"] {
            assert_eq!(FileName::read(file).lesson(wanted), None, "{file}");
        }
    }
}
