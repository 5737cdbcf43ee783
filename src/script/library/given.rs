//! What a combinator is given, and what to say where it is no task.

use rhai::{Array, Dynamic, FnPtr, Position};

use crate::script::display::brief_nested;
use crate::script::environment::Environment;
use crate::script::handle::TaskHandle;
use crate::script::outcome::Outcome;
use crate::script::wrong_calls::wrong_call;

/// So much of the source is read for a message.
const MAX_TEXT: usize = 2_000;
/// A longer call is shown by its name alone.
const MAX_CALL: usize = 40;

/// The call of a combinator: its word, and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Combinator<'a> {
    pub environment: &'a Environment,
    pub word: &'static str,
    pub at: Position,
}

impl Combinator<'_> {
    /// The tasks of an array that is argument number `index`.
    pub fn tasks(self, index: usize, given: &Dynamic) -> Outcome<Vec<TaskHandle>> {
        let word = self.word;
        let Some(items) = given.read_lock::<Array>() else {
            let text = match given.is::<TaskHandle>() {
                true => format!("{word} takes an array of tasks: {word}([task, task])"),
                false => self.refusal(&[index], given),
            };
            return wrong_call(text, self.at);
        };
        let task = |(place, item): (usize, &Dynamic)| match item.read_lock::<TaskHandle>() {
            Some(handle) => Ok(handle.clone()),
            None => wrong_call(self.refusal(&[index, place], item), self.at),
        };
        items.iter().enumerate().map(task).collect()
    }

    /// The task that is argument number `index`.
    pub fn task(self, index: usize, given: &Dynamic) -> Outcome<TaskHandle> {
        let handle = given.read_lock::<TaskHandle>().map(|handle| handle.clone());
        handle.map_or_else(|| wrong_call(self.refusal(&[index], given), self.at), Ok)
    }

    /// What to tell somebody who gave `value`, which stands at `path`: the number of the argument, and where that
    /// is an array, of the item.
    fn refusal(self, path: &[usize], value: &Dynamic) -> String {
        let Combinator { environment, word, at } = self;
        let text = source_from(environment, at);
        if value.is::<FnPtr>() {
            return format!("{word} takes tasks, and nobody has started this closure; write spawn || …");
        }
        let written = text.strip_prefix(word).and_then(|text| argument(text, path)).unwrap_or_default();
        if let Some(name) = called(written) {
            let call =
                if written.chars().count() > MAX_CALL { format!("{name}(…)") } else { written.to_owned() };
            return format!("{name}() ran before {word} began; write spawn {call}.");
        }
        match is_name(written) {
            true => format!(
                "{written} is a value, not a task, so {word} cannot wait for it; only spawn starts a task."
            ),
            false => {
                format!("{word} takes tasks, and got {}; only spawn starts a task.", brief_nested(value))
            }
        }
    }
}

fn source_from(environment: &Environment, position: Position) -> String {
    let (Some(line), Some(column)) = (position.line(), position.position()) else { return String::new() };
    environment.sources.borrow().rest(line, column).unwrap_or_default().chars().take(MAX_TEXT).collect()
}

/// The argument, or item of an argument, at `path` of a text that begins with `(` or `[`.
fn argument<'t>(text: &'t str, path: &[usize]) -> Option<&'t str> {
    let [index, rest @ ..] = path else { return Some(text.trim()) };
    let inside = text.trim_start().strip_prefix(['(', '['])?;
    argument(parts(inside).get(*index)?, rest)
}

/// The parts between the commas, up to the closing bracket.
fn parts(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth, mut quote) = (Vec::new(), 0, 0, None);
    let mut is_escaped = false;
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (Some(_), _) if std::mem::take(&mut is_escaped) => {}
            (Some(_), '\\') => is_escaped = true,
            (Some(open), _) if open == character => quote = None,
            (Some(_), _) => {}
            (None, '"' | '`' | '\'') => quote = Some(character),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') if depth == 0 => {
                parts.push(&text[start..at]);
                return parts;
            }
            (None, ')' | ']' | '}') => depth -= 1,
            (None, ',') if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    Vec::new()
}

/// The name of the function that this text calls, if it is a call and nothing else.
fn called(text: &str) -> Option<&str> {
    let (name, arguments) = text.split_at(text.find('(')?);
    let inside = arguments.strip_prefix('(')?.strip_suffix(')')?;
    let closes_last =
        parts(&arguments[1..]).iter().map(|part| part.len() + 1).sum::<usize>() == inside.len() + 1;
    (is_name(name.trim()) && closes_last).then_some(name.trim())
}

fn is_name(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && characters.all(|it| it.is_alphanumeric() || matches!(it, '_' | ':' | '.'))
}
