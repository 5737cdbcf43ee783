//! Greeting and help.

use super::commands::{self, COMMANDS, Group};
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
        "{} {}: see what programs do while they wait.\n\
         Type Rhai with {}, {} and {}.\n\
         {} shows a first timeline, {} lists the words.\n",
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
    for word in words() {
        out.push_str(&line(first_form(word), word.summary));
    }
    for (group, heading) in [(Group::Session, "Commands"), (Group::Course, "The course")] {
        out.push_str(&format!("\n{}\n", look.bold(heading)));
        for command in COMMANDS.iter().filter(|it| it.group == group) {
            out.push_str(&line(&command.usage(), command.summary));
        }
    }
    out.push_str("\n:help NAME tells more, with an example. All of Rhai works too: https://rhai.rs/book\n");
    out
}

/// A line of a list. What is too long for the left column has a line of its own.
fn line(left: &str, right: &str) -> String {
    match left.chars().count() < LEFT {
        true => format!("  {left:<LEFT$}{right}\n"),
        false => format!("  {left}\n  {:<LEFT$}{right}\n", ""),
    }
}

/// Help on one name, or where it comes near to one, the question.
pub fn on(name: &str, functions: &[Variable], look: &Look) -> String {
    let wanted = name.trim_start_matches([':', '.']);
    let is_command = name.starts_with(':');
    let twin = wanted.strip_suffix("_blocking").unwrap_or(wanted);
    let named = |name: &str| words().find(|word| word.name == name && !is_command);
    if let Some(word) = named(wanted).or_else(|| named(twin)) {
        return about(word, look);
    }
    // `:help fs` lists a module, and `:help read` is `:help fs::read`.
    let module = wanted.trim_end_matches(':');
    let of_module = words().filter(|word| word.name.split_once("::").is_some_and(|(it, _)| it == module));
    let list: String = of_module.map(|word| line(first_form(word), word.summary)).collect();
    if !list.is_empty() && !is_command {
        return list;
    }
    if let Some(command) = commands::find(wanted) {
        return format!("{}\n  {}\n", look.bold(&command.usage()), command.summary);
    }
    let inner = |word: &&Word| word.name.split_once("::").is_some_and(|(_, name)| name == twin);
    if let Some(word) =
        words().find(inner).filter(|_| !is_command && functions.iter().all(|it| it.name != wanted))
    {
        return about(word, look);
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
