//! Whether all that a program's tasks have in common is known to the runtime, so that orders which cannot differ may be
//! left out.
//!
//! It looks at the text for words of the language that it does not know to be so. What it does not understand counts
//! as such a word.

use crate::vocabulary;

/// Words whose effect on other tasks the runtime notes, or that have none.
const NOTED: &[&str] = &[
    "spawn",
    "await",
    "named",
    "cancel",
    "sleep",
    "yield_now",
    "busy",
    "sleep_blocking",
    "print",
    "debug",
    "mark",
    "mutex",
    "lock",
    "channel",
    "send",
    "recv",
    "try_recv",
    "close",
    "semaphore",
    "acquire",
    "release",
    "event",
    "set",
    "wait",
    "clear",
    "barrier",
    "condition",
    "notify",
    "wait_for",
    "join_all",
    "join_all_settled",
    "as_completed",
    "select",
    "spawn_thread",
    "name",
    "id",
    "is_done",
    "join",
    "task_done",
    "priority_channel",
    "timeout",
    "shield",
];

/// Words of Rhai that reach what is not named.
const UNKNOWN: &[&str] = &["this", "import", "eval", "timestamp", "elapsed", "is_shared"];

/// Whether orders of this program that differ in nothing noted are the same.
pub fn is_noted(text: &str) -> bool {
    let mut is_noted = true;
    each_name(text, |name| {
        let is_word = |word: &str| word.split("::").next() == Some(name);
        let is_other = vocabulary::words().any(|it| is_word(it.name)) && !NOTED.contains(&name);
        is_noted &= !is_other && !UNKNOWN.contains(&name);
    });
    is_noted
}

/// Every name in a text, without comments and texts in double quotes. Texts in backquotes have code in them.
pub fn each_name<'t>(text: &'t str, mut act: impl FnMut(&'t str)) {
    let mut rest = text;
    let skip = |rest: &mut &str, end: &str| match rest.find(end) {
        Some(at) => *rest = &rest[at + end.len()..],
        None => *rest = "",
    };
    while let Some(first) = rest.chars().next() {
        if rest.starts_with("//") {
            skip(&mut rest, "\n");
        } else if rest.starts_with("/*") {
            skip(&mut rest, "*/");
        } else if first == '"' {
            rest = &rest[1..];
            while let Some(at) = rest.find(['"', '\\']) {
                let is_escape = rest[at..].starts_with('\\');
                rest = &rest[at + 1..];
                if !is_escape {
                    break;
                }
                let escaped = rest.chars().next().map_or(0, char::len_utf8);
                rest = &rest[escaped..];
            }
        } else if first.is_alphabetic() || first == '_' {
            let end = rest.find(|it: char| !it.is_alphanumeric() && it != '_').unwrap_or(rest.len());
            act(&rest[..end]);
            rest = &rest[end..];
        } else {
            rest = &rest[first.len_utf8()..];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_not_noted_are_found_in_code_alone() {
        assert!(is_noted("// now\nlet a = spawn f(); /* this */ print(\"now \\\" now\"); await a"));
        for text in ["print(now())", "print(`${t.state}`)", "fn f() { this.n += 1 }", "import \"a\" as a;"] {
            assert!(!is_noted(text), "{text}");
        }
    }
}
