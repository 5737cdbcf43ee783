//! Greeting and help.

use super::commands::{self, COMMANDS};
use super::editor::Name;
use crate::plain::plain_text;
use crate::script::Variable;
use crate::script::vocabulary::{Word, words};
use crate::show::Look;

/// Columns of the left column of lists.
const LEFT: usize = 26;

/// The first lines of a session.
pub fn greeting(look: &Look) -> String {
    format!(
        "{} {}: what programs do while they wait.\n\
         Type Rhai with {}, {} and {}. {} shows a first timeline, {} the words.\n",
        look.bold("meanwhile"),
        env!("CARGO_PKG_VERSION"),
        look.bold("spawn"),
        look.bold("sleep"),
        look.bold("await"),
        look.bold(":demo"),
        look.bold(":help"),
    )
}

/// All there is, in two lists.
pub fn overview(look: &Look) -> String {
    let mut out = format!("{}\n", look.bold("Words"));
    let line = |left: &str, right: &str| format!("  {left:<LEFT$}{right}\n");
    for word in words() {
        out.push_str(&line(first_form(word), word.summary));
    }
    out.push_str(&format!("\n{}\n", look.bold("Commands")));
    for command in COMMANDS {
        out.push_str(&line(&command.usage(), command.summary));
    }
    out.push_str("\n:help NAME tells more, with an example. All of Rhai works too: https://rhai.rs/book\n");
    out
}

/// Help on one name, or where it comes near to one, the question.
pub fn on(name: &str, functions: &[Variable], look: &Look) -> String {
    let wanted = name.trim_start_matches([':', '.']);
    let is_command = name.starts_with(':');
    if let Some(word) = words().find(|word| word.name == wanted && !is_command) {
        return about(word, look);
    }
    if let Some(command) = commands::find(wanted) {
        return format!("{}\n  {}\n", look.bold(&command.usage()), command.summary);
    }
    if let Some(function) = functions.iter().find(|it| it.name == wanted) {
        return format!(
            "{}{}\n  a function of yours\n",
            plain_text(&function.name),
            plain_text(&function.detail)
        );
    }
    let known = words().map(|word| word.name).chain(COMMANDS.iter().map(|command| command.name));
    let shown: String = plain_text(wanted).chars().take(40).collect();
    match commands::nearest(wanted, known) {
        Some(near) => format!("There is no help on `{shown}`. Did you mean `:help {near}`?\n"),
        None => format!("There is no help on `{shown}`. :help lists what there is.\n"),
    }
}

/// The vocabulary for completion and hints.
pub fn names() -> Vec<Name> {
    words().map(|word| Name::new(word.name, parameters(word), word.summary)).collect()
}

fn about(word: &Word, look: &Look) -> String {
    let mut out = format!("{}\n  {}\n", look.bold(word.signature), word.summary);
    if !word.details.is_empty() {
        out.push_str(&format!("  {}\n", word.details));
    }
    out.push('\n');
    for line in word.example.lines() {
        out.push_str(&format!("    {line}\n"));
    }
    out
}

/// The first way of writing a word that has several.
fn first_form(word: &Word) -> &'static str {
    word.signature.split("   ").next().unwrap_or(word.signature)
}

/// The part in parentheses, if it is a function.
fn parameters(word: &Word) -> &'static str {
    let signature = first_form(word);
    let is_function = signature.strip_prefix(word.name).is_some_and(|rest| rest.starts_with('('));
    if is_function { &signature[word.name.len()..] } else { "" }
}
