//! Words for what the engine names in its own way: types, operators, reserved words. Only tables.

use std::borrow::Cow;

/// A type of the engine, as a person would say it, with its article.
pub(super) fn kind(name: &str) -> Cow<'_, str> {
    let name = name.trim();
    let last = name.rsplit("::").next().unwrap_or(name);
    match last {
        "()" => "`()`",
        "i64" | "INT" => "an integer",
        "f64" | "FLOAT" => "a float",
        "bool" | "a boolean expression" => "a boolean",
        "char" | "a character" => "a character",
        "string" | "&str | ImmutableString | String" | "String" | "ImmutableString" => "a string",
        "array" | "Array" => "an array",
        "blob" | "Blob" => "a blob",
        "map" | "Map" => "a map",
        "Fn" | "FnPtr" | "a function pointer" => "a closure",
        "task" | "Task" | "TaskHandle" => "a task",
        "error" => "an error",
        "task group" => "a task group",
        "channel" => "a channel",
        "mutex" => "a mutex",
        "semaphore" => "a semaphore",
        "event" => "an event",
        "barrier" => "a barrier",
        "interval" => "an interval",
        "answer" => "an answer",
        "condition" => "a condition",
        "connection" => "a connection",
        "future" => "a future",
        "as_completed" => "what as_completed gives",
        "range" | "range=" => "a range",
        "timestamp" | "Instant" => "a timestamp",
        _ => return if name.contains(' ') { name.into() } else { format!("a `{last}`").into() },
    }
    .into()
}

/// The types in a signature such as `work (i64, string)`; the name apart.
pub(super) fn signature(text: &str) -> (&str, Vec<&str>) {
    let Some((name, rest)) = text.split_once(" (") else { return (text, vec![]) };
    let types = rest.strip_suffix(')').unwrap_or(rest);
    (name, types.split(", ").filter(|one| !one.is_empty()).collect())
}

/// Whether the engine's name for a type is that of a task's handle.
pub(super) fn is_task(name: &str) -> bool {
    kind(name) == "a task"
}

/// Whether a function's name is an operator's.
pub(super) fn is_operator(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|letter| letter.is_ascii_punctuation() && letter != '_')
}

/// Words that cannot be names.
#[rustfmt::skip]
const RESERVED: &[&str] = &[
    "Fn", "as", "async", "await", "break", "call", "case", "catch", "const", "continue", "curry", "debug", "default",
    "do", "else", "eval", "export", "false", "fn", "for", "go", "goto", "if", "import", "in", "is", "is_def_fn",
    "is_def_var", "is_shared", "let", "loop", "match", "module", "new", "nil", "null", "package", "print", "private",
    "protected", "public", "return", "shared", "spawn", "static", "super", "switch", "sync", "this", "thread",
    "throw", "true", "try", "type_of", "until", "use", "var", "void",
];

/// Whether a word cannot be a name.
pub(super) fn is_reserved(word: &str) -> bool {
    RESERVED.contains(&word) || matches!(word, "while" | "with" | "yield")
}

/// `1 argument`, `2 arguments`.
pub(super) fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

/// `a`, `a or b`, `a, b or c`.
pub(super) fn any_of<T: ToString>(items: &[T]) -> String {
    let items: Vec<_> = items.iter().map(T::to_string).collect();
    match items.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn all_of<T: ToString>(items: &[T]) -> String {
    let items: Vec<_> = items.iter().map(T::to_string).collect();
    match items.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}
