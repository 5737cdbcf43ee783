//! Remedies in the words of the program's language.
//!
//! Rules speak of the words of our own language. For a Python program what they advise is said in Python's names, which
//! come from the vocabulary's table and are written nowhere else.

use crate::trace::Language;

/// The table that `:help` is checked against.
const VOCABULARY: &str = include_str!("../../assets/vocabulary.md");

/// Parts of our sentences, and how they read for Python. A name in braces stands for its peer in the vocabulary.
const PYTHON: &[(&str, &str)] = &[
    ("spawn all of them first, then await", "start all of them with {spawn} first, then await"),
    ("give each a task: spawn all, then await", "give each a task with {spawn}, then await them"),
    (
        "spawn other tasks, between spawn and await; or call it without spawn",
        "start other tasks, between {spawn} and await; or await it directly",
    ),
    ("with a yield_now in between", "with {yield_now}(0) in between"),
    ("A yield_now()", "An await {yield_now}(0)"),
    ("yield_now()", "await {yield_now}(0)"),
    ("spawn_thread", "{spawn_thread}"),
    ("try { … } catch", "try: … except"),
    ("let value = await task;", "value = await task"),
    ("semaphore(2)", "{semaphore}(2)"),
    ("an event()", "an {event}"),
    ("hold a mutex", "hold an {mutex}"),
];

/// A sentence of ours as it reads for a program in that language.
pub fn in_words_of(language: Language, sentence: &str) -> String {
    match language {
        Language::Rhai => sentence.to_owned(),
        Language::Python => {
            PYTHON.iter().fold(sentence.to_owned(), |said, (ours, theirs)| match said.contains(ours) {
                true => said.replace(ours, &filled(theirs)),
                false => said,
            })
        }
    }
}

/// The call that waits, for one of that language that blocks: `asyncio.sleep` for `time.sleep`.
pub fn waiting_twin(language: Language, blocking: &str) -> Option<&'static str> {
    match language {
        Language::Rhai => None,
        Language::Python => {
            let (ours, _) =
                rows().find(|(ours, theirs)| ours.ends_with("_blocking") && *theirs == blocking)?;
            peer(ours.strip_suffix("_blocking")?)
        }
    }
}

/// The names in braces, filled in.
fn filled(template: &str) -> String {
    let mut parts = template.split(['{', '}']);
    let mut said = parts.next().unwrap_or_default().to_owned();
    while let Some(word) = parts.next() {
        said.push_str(peer(word).unwrap_or(word));
        said.push_str(parts.next().unwrap_or_default());
    }
    said
}

fn peer(word: &str) -> Option<&'static str> {
    rows().find(|(ours, _)| *ours == word).map(|(_, theirs)| theirs)
}

/// Our names and Python's, without arguments.
fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    VOCABULARY.lines().filter_map(|row| {
        let mut cells = row.strip_prefix("| ")?.split(" | ");
        let (ours, theirs) = (cells.next()?, cells.nth(1)?);
        Some((name(ours), name(theirs)))
    })
}

/// The name in a cell: `asyncio.sleep` of `` `await asyncio.sleep(seconds)` ``.
fn name(cell: &str) -> &str {
    let cell = cell.trim_start_matches('`').trim_start_matches("await ");
    let end =
        cell.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | ':'))).unwrap_or(cell.len());
    &cell[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_from_the_vocabulary() {
        let python = |sentence: &str| in_words_of(Language::Python, sentence);
        assert_eq!(python("Use spawn_thread for it."), "Use asyncio.to_thread for it.");
        assert_eq!(
            python("A yield_now() now and then lets others go on."),
            "An await asyncio.sleep(0) now and then lets others go on."
        );
        assert_eq!(
            python("If they do not need each other's results, spawn all of them first, then await."),
            "If they do not need each other's results, start all of them with asyncio.create_task first, then await."
        );
        assert_eq!(waiting_twin(Language::Python, "time.sleep"), Some("asyncio.sleep"));
        assert_eq!(waiting_twin(Language::Python, "input"), None);
        for (_, theirs) in PYTHON {
            let said = filled(theirs);
            assert!(!said.contains(['{', '}']), "{said}");
            for word in theirs.split(['{', '}']).skip(1).step_by(2) {
                assert!(peer(word).is_some_and(|it| it.starts_with("asyncio.")), "{word}: {:?}", peer(word));
            }
        }
    }
}
