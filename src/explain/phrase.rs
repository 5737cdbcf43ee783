//! Parts of sentences: names in a row, calls, instants.

use super::remedy;
use crate::timeline::{Nanos, duration_text};
use crate::trace::Language;

/// Names that are listed; of more the rest is counted.
const MOST: usize = 3;

/// `a`, `a and b`, `a, b and c`, `a, b and 5 others`.
pub fn listed(names: &[String]) -> String {
    match names {
        [] => "nobody".to_owned(),
        [one] => one.clone(),
        [first @ .., last] if names.len() <= MOST => format!("{} and {last}", first.join(", ")),
        _ => format!("{} and {} others", names[..MOST - 1].join(", "), names.len() - (MOST - 1)),
    }
}

/// ` (line 7)`, or nothing.
pub fn in_line(line: u32) -> String {
    if line == 0 { String::new() } else { format!(" (line {line})") }
}

/// What to write instead of a blocking call.
pub fn instead(language: Language, what: &str) -> String {
    let name = what.split([' ', '(']).next().unwrap_or_default();
    if let Some(twin) = remedy::waiting_twin(language, name) {
        return format!("Use {twin}, or spawn_thread.");
    }
    match name.strip_suffix("_blocking") {
        Some(name) => format!("Use {name}, or spawn_thread."),
        None => "Use spawn_thread for it.".to_owned(),
    }
}

/// `was`, or `were` for several.
pub fn was(count: usize) -> &'static str {
    if count == 1 { "was" } else { "were" }
}

/// `3 times`, with the words for one and two.
pub fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        _ => format!("{count} times"),
    }
}

/// A length, as the frame shows it.
pub fn length(nanos: Nanos) -> String {
    duration_text(nanos)
}
