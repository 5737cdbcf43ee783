//! Greeting and help.

use unicode_width::UnicodeWidthStr;

use super::commands::{self, COMMANDS, Group};
use super::editor::Name;
use crate::plain::plain_text;
use crate::script::Variable;
use crate::script::vocabulary::{Word, words};
use crate::show::Look;

/// Columns of the left column of lists.
const LEFT: usize = 26;
const MORE_KEYS: &str = "a new line, stop: :help keys tells them all";
const KEYS: &[(&str, &str)] = &[
    ("Enter", "run the entry, or check the answer; where a bracket is open, a new line"),
    ("Alt+Enter", "a new line"),
    ("Ctrl-C", "stop what runs; at the prompt, put away what is typed"),
    ("Up, Down", "the entries before, or in an exercise its code; within an entry, its lines"),
    ("Ctrl-R", "search the entries before"),
    ("Tab", "complete a name, or list what fits"),
    ("Ctrl-L", "clear the screen"),
    ("Ctrl-D", "leave"),
];

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

/// What to know where the cursor cannot be moved.
pub fn on_a_dumb_terminal(draws: bool) -> &'static str {
    match draws {
        true => "This terminal (TERM=dumb) cannot be drawn over, so a run is shown when it has ended.\n",
        false => {
            "This terminal (TERM=dumb) cannot be drawn over, so no timeline is drawn while a run goes on. With\n\
             --timeline always each run is drawn when it has ended; --timeline words tells it in sentences.\n"
        }
    }
}

/// All there is, in two lists.
pub fn overview(look: &Look) -> String {
    look.glyphs.own_words(&lists(look))
}

fn lists(look: &Look) -> String {
    let mut out = format!("{}\n", look.bold("Words"));
    for word in words() {
        out.push_str(&line(first_form(word), word.summary, look));
    }
    for (group, heading) in [(Group::Session, "Commands"), (Group::Course, "The course")] {
        out.push_str(&format!("\n{}\n", look.bold(heading)));
        for command in COMMANDS.iter().filter(|it| it.group == group) {
            out.push_str(&line(&command.usage(), command.summary, look));
        }
    }
    out.push_str(&format!("\n{}\n", look.bold("Keys")));
    out.push_str(&line("Alt+Enter, Ctrl-C, …", MORE_KEYS, look));
    out.push('\n');
    let more = ":help NAME tells more, with an example. All of Rhai works too: https://rhai.rs/book";
    for row in rows(more, look.columns().into()) {
        out.push_str(&format!("{row}\n"));
    }
    out
}

fn keys(look: &Look) -> String {
    KEYS.iter().map(|(key, meaning)| line(key, meaning, look)).collect()
}

/// A line of a list, its right column in rows. What is too long for the left column has a line of its own.
fn line(left: &str, right: &str, look: &Look) -> String {
    let rows = rows(right, usize::from(look.columns()).saturating_sub(LEFT + 2));
    let right = rows.join(&format!("\n  {:<LEFT$}", ""));
    match left.chars().count() < LEFT {
        true => format!("  {left:<LEFT$}{right}\n"),
        false => format!("  {left}\n  {:<LEFT$}{right}\n", ""),
    }
}

/// Rows of whole words. A word that is too long for one has its own.
fn rows(text: &str, room: usize) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match rows.last_mut() {
            Some(row) if row.width() + 1 + word.width() <= room => row.extend([" ", word]),
            _ => rows.push(word.to_owned()),
        }
    }
    rows
}

/// A text under a heading, with its margin.
fn indented(text: &str, look: &Look) -> String {
    let rows = rows(text, usize::from(look.columns()).saturating_sub(2));
    rows.iter().map(|row| format!("  {row}\n")).collect()
}

/// Help on one name, or where it comes near to one, the question.
pub fn on(name: &str, functions: &[Variable], look: &Look) -> String {
    look.glyphs.own_words(&page(name, functions, look))
}

fn page(name: &str, functions: &[Variable], look: &Look) -> String {
    let wanted = name.trim_start_matches([':', '.']);
    let is_command = name.starts_with(':');
    if matches!(wanted.to_lowercase().as_str(), "keys" | "key")
        && !is_command
        && !is_function(wanted, functions)
    {
        return keys(look);
    }
    let twin = wanted.strip_suffix("_blocking").unwrap_or(wanted);
    let named = |name: &str| words().find(|word| word.name == name && !is_command);
    if let Some(word) = named(wanted).or_else(|| named(twin)) {
        return about(word, look);
    }
    // `:help fs` lists a module, and `:help read` is `:help fs::read`.
    let module = wanted.trim_end_matches(':');
    let of_module = words().filter(|word| word.name.split_once("::").is_some_and(|(it, _)| it == module));
    let list: String = of_module.map(|word| line(first_form(word), word.summary, look)).collect();
    if !list.is_empty() && !is_command {
        return list;
    }
    if let Some(command) = commands::find(wanted) {
        return format!("{}\n{}", look.bold(&command.usage()), indented(command.summary, look));
    }
    let inner = |word: &&Word| word.name.split_once("::").is_some_and(|(_, name)| name == twin);
    if let Some(word) = words().find(inner).filter(|_| !is_command && !is_function(wanted, functions)) {
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

fn is_function(name: &str, functions: &[Variable]) -> bool {
    functions.iter().any(|it| it.name == name)
}

/// The vocabulary for completion and hints.
pub fn names() -> Vec<Name> {
    words().map(|word| Name::new(word.name, parameters(word), word.summary)).collect()
}

fn about(word: &Word, look: &Look) -> String {
    let mut out = format!("{}\n{}", look.bold(word.signature), indented(word.summary, look));
    if !word.details.is_empty() {
        out.push_str(&indented(word.details, look));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{ColorAbility, Glyphs, Legend, Scale, Theme};
    use crate::show::{Hints, TimelineChoice};

    fn look(width: u16) -> Look {
        Look {
            ability: ColorAbility::None,
            theme: Theme::Dark,
            glyphs: Glyphs::Unicode,
            legend: Legend::Hidden,
            width: Some(width),
            timeline: TimelineChoice::Never,
            hints: Hints::Hidden,
            scale: Scale::Normal,
            whole_output: "",
        }
    }

    #[test]
    fn lists_break_between_words_and_stay_in_their_column() {
        for width in [80, 60] {
            let text = overview(&look(width));
            let summaries =
                COMMANDS.iter().map(|it| it.summary).chain(words().map(|it| it.summary)).chain([MORE_KEYS]);
            let known: Vec<&str> = summaries.flat_map(|it| it.split(' ')).collect();
            for row in text.lines() {
                assert!(row.width() <= width.into(), "{width}: {row}");
                if let Some(further) = row.strip_prefix(&" ".repeat(LEFT + 2)) {
                    let is_whole =
                        |it: &str| known.contains(&it) || KEYS.iter().any(|key| key.1.contains(it));
                    assert!(further.split(' ').all(is_whole), "{width}: {row}");
                }
            }
        }
    }

    #[test]
    fn keys_have_a_help_of_their_own() {
        assert!(overview(&look(80)).contains(":help keys"));
        let keys = on("keys", &[], &look(80));
        for key in ["Alt+Enter", "Ctrl-C", "Up", "Tab", "Ctrl-R"] {
            assert!(keys.contains(key), "{keys}");
        }
    }
}
